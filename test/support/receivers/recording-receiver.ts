import type { TestContext } from 'node:test';
import {
  type ConnectionReport,
  type Frame,
  openReceiver,
  type Peer,
  type ReceiverOptions,
  type ReceiverRefusal,
  type ReceiverServer,
} from 'heka-core/receiver';

/** A receiver that notes all it tells, and the events that tests wait for. */
export class RecordingReceiver {
  readonly frames: Frame[] = [];
  readonly refused: (ReceiverRefusal & { readonly peer: Peer })[] = [];
  readonly connected: Peer[] = [];
  readonly reports: ConnectionReport[] = [];
  #server: ReceiverServer | undefined;
  #changed: (() => void)[] = [];

  /** Opens one, which is aborted after the test. Callbacks in `options` are called as well. */
  static async open(
    test: Pick<TestContext, 'after'>,
    options: Partial<ReceiverOptions> = {},
  ): Promise<RecordingReceiver> {
    const receiver = new RecordingReceiver();
    receiver.#server = await openReceiver({
      listen: [{ kind: 'tcp', port: 0 }],
      ...options,
      onFrames: (frames, peer) => {
        receiver.frames.push(...frames);
        receiver.#tell();
        return options.onFrames?.(frames, peer);
      },
      onRefused: (refusal, peer) => {
        receiver.refused.push({ ...refusal, peer });
        receiver.#tell();
      },
      onConnect: (peer) => {
        receiver.connected.push(peer);
        receiver.#tell();
      },
      onDisconnect: (report) => {
        receiver.reports.push(report);
        receiver.#tell();
      },
    });
    test.after(() => receiver.server.abort());
    return receiver;
  }

  get server(): ReceiverServer {
    if (this.#server === undefined) throw new Error('the receiver is not open');
    return this.#server;
  }

  /** The first address. */
  get url(): string {
    return this.server.urls[0] ?? '';
  }

  get payloads(): (string | undefined)[] {
    return this.frames.map(({ message }) => message.payload);
  }

  /** Waits until `condition` holds; it is looked at after each event. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#changed.push(resolve));
  }

  #tell(): void {
    const waiting = this.#changed;
    this.#changed = [];
    for (const resolve of waiting) resolve();
  }
}

/** What a report says was refused: `reason count/bytes`. */
export function refusedIn(report: ConnectionReport | undefined): string[] {
  return [...(report?.refused ?? [])].map(([reason, { count, bytes }]) => `${reason} ${count}/${bytes}`);
}
