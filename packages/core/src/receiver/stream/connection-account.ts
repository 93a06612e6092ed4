import type { Peer } from '../peer.ts';
import type { ReceiverRefusal } from '../refusal.ts';
import { RefusalCounter } from '../refusal-counter.ts';
import type { ConnectionReport, DisconnectReason } from './connection-report.ts';

/** What a connection's report will say, as it comes to be known. */
export class ConnectionAccount {
  readonly #refusals = new RefusalCounter();
  #bytes = 0;
  #reason: DisconnectReason | undefined;
  #detail: string | undefined;

  /** Why it ends; undefined while nothing has ended it. */
  get reason(): DisconnectReason | undefined {
    return this.#reason;
  }

  read(bytes: number): void {
    this.#bytes += bytes;
  }

  refused(refusal: ReceiverRefusal): void {
    this.#refusals.add(refusal);
  }

  /** The first reason counts. */
  ends(reason: DisconnectReason): void {
    this.#reason ??= reason;
  }

  /** An error code, or its text; the first one counts. */
  failed(detail: string): void {
    this.#detail ??= detail;
  }

  /** @param messages those that were handed over */
  report(peer: Peer, messages: number): ConnectionReport {
    return {
      peer,
      reason: this.#reason ?? 'lost',
      ...(this.#detail !== undefined && { detail: this.#detail }),
      messages,
      bytes: this.#bytes,
      refused: this.#refusals.counts,
    };
  }
}
