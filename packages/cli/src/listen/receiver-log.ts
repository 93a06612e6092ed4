import type { ConnectionReport, DisconnectReason, Peer, ReceiverRefusal } from 'heka-core/receiver';
import { escapeText } from '../escape-text.ts';
import { byteCount, messageCount } from '../format/quantity.ts';
import { refusalText } from '../format/refusal-text.ts';

const ENDS: Readonly<Record<DisconnectReason, string>> = {
  end: 'ended',
  lost: 'lost',
  'frame-timeout': 'reset: a frame was started and not finished in time',
  'handshake-failed': 'closed: no TLS handshake',
  'too-many-connections': 'reset',
  'sink-failed': 'reset: the output failed',
  stopped: 'closed',
};

/** Says on standard error what a receiver refuses and how connections end. */
export class ReceiverLog {
  readonly #write: (line: string) => void;
  /** How often something was reported, by whom and what. */
  readonly #counts = new Map<string, number>();

  /** @param write gets lines that are safe to print, without line breaks */
  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Each first refusal of a connection for a reason, then the 10th, 100th, ...: a hostile peer cannot flood. */
  refused(refusal: ReceiverRefusal, peer: Peer): void {
    const times = this.#count(`${peer.id} ${refusal.reason}`);
    if (!isPowerOfTen(times)) return;
    const repeated = times === 1 ? '' : ` (${times.toLocaleString('en-US')} times so far)`;
    this.#say(peer, `refused ${refusalText(refusal)}${repeated}`);
  }

  /** One line for each connection; connections over a limit like refusals. */
  ended(report: ConnectionReport): void {
    const { peer, reason } = report;
    for (const refused of report.refused.keys()) this.#counts.delete(`${peer.id} ${refused}`);
    if (reason === 'too-many-connections') {
      const times = this.#count(`${peer.listener} ${reason}`);
      if (!isPowerOfTen(times)) return;
    }
    this.#say(peer, endText(report));
  }

  /** Messages could not be written; reported as often as refusals. */
  outputFailed(why: string): void {
    if (isPowerOfTen(this.#count('output'))) this.#write(escapeText(`${why}; all connections are reset`));
  }

  #say(peer: Peer, text: string): void {
    this.#write(escapeText(`${peer.name} ${text}`));
  }

  #count(key: string): number {
    const times = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, times);
    return times;
  }
}

function endText({ reason, detail, messages, bytes, refused }: ConnectionReport): string {
  const why = detail === undefined ? '' : ` (${detail})`;
  const read = bytes === 0 ? '' : ` after ${messageCount(messages)}, ${byteCount(bytes)}`;
  const sums = [...refused].map(
    ([name, sum]) => `${sum.count.toLocaleString('en-US')} ${name} (${byteCount(sum.bytes)})`,
  );
  const refusals = sums.length === 0 ? '' : `; refused: ${sums.join(', ')}`;
  return `${ENDS[reason]}${why}${read}${refusals}`;
}

function isPowerOfTen(times: number): boolean {
  return /^10*$/.test(String(times));
}
