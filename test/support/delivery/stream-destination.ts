import type { TestContext } from 'node:test';
import { createMessage, encodeFrame } from 'heka-core';
import type { Destination, DestinationHooks } from '../../../packages/core/src/destination/destination.ts';
import type {
  ConfirmOptions,
  ReconnectOptions,
} from '../../../packages/core/src/destination/destination-options.ts';
import { StreamDestination } from '../../../packages/core/src/destination/stream/stream-destination.ts';
import { createMemoryQueue } from '../../../packages/core/src/queue/memory-queue.ts';
import { createTargetSender } from '../../../packages/core/src/sender/create-sender.ts';
import type { StreamSender } from '../../../packages/core/src/sender/sender.ts';
import { FakeClock } from '../time/fake-clock.ts';

/** The defaults of the options. */
export const CONFIRM: ConfirmOptions = {
  mode: 'at-least-once',
  confirmBytes: 4 * 1_048_576,
  confirmIntervalMs: 300_000,
  settleTimeMs: 2_000,
  confirmTimeoutMs: 30_000,
  ordered: false,
};
const RECONNECT: ReconnectOptions = {
  enabled: true,
  tries: Number.POSITIVE_INFINITY,
  name: 'exponential',
  initialDelayMs: 1_000,
  maxDelayMs: 30_000,
  factor: 2,
  randomisationFactor: 1,
  connectTimeoutMs: 10_000,
};

/** What a test may choose. */
interface StreamDestinationSettings {
  readonly port?: number;
  readonly sender?: StreamSender;
  readonly clock?: FakeClock;
  readonly maxBytes?: number;
  readonly confirm?: Partial<ConfirmOptions>;
  readonly reconnect?: Partial<ReconnectOptions>;
}

/** What a destination has reported. */
interface Reported {
  confirmed: number;
  unsettled: number;
  leftUnsettled: number;
  replayed: number;
  dropped: number;
  attempts: number;
  readonly connected: string[];
  readonly warnings: string[];
}

/** A sender to a port of this machine whose attempts last as long as they must: they may be slower than a fake clock. */
export function patientSender(port: number, clock: FakeClock): StreamSender {
  return createTargetSender(
    { kind: 'tcp', host: '127.0.0.1', port, family: 0, keepAlive: true, localAddress: undefined },
    { connectTimeoutMs: 1_000_000_000, clock },
  );
}

/** A destination with a queue of its own and a clock that the test moves; its sockets are real. */
export class TestStream {
  readonly clock: FakeClock;
  readonly reported: Reported = {
    confirmed: 0,
    unsettled: 0,
    leftUnsettled: 0,
    replayed: 0,
    dropped: 0,
    attempts: 0,
    connected: [],
    warnings: [],
  };
  readonly queue;
  readonly destination: Destination;
  #logged = 0;

  constructor(test: Pick<TestContext, 'after'>, settings: StreamDestinationSettings = {}) {
    const { port = 1, maxBytes = 64 * 1_048_576, confirm, reconnect } = settings;
    this.clock = settings.clock ?? new FakeClock();
    this.queue = createMemoryQueue(
      { maxBytes, overflow: 'drop-newest' },
      { dropped: () => {}, reclaim: () => this.destination.reclaim() },
    );
    this.destination = new StreamDestination({
      sender: settings.sender ?? patientSender(port, this.clock),
      queue: this.queue,
      confirm: { ...CONFIRM, ...confirm },
      reconnect: { ...RECONNECT, ...reconnect },
      hooks: this.#hooks(),
      clock: this.clock,
      random: () => 0.5,
    });
    test.after(() => this.destination.close(0));
  }

  /** Frames that are not confirmed. */
  get pending(): number {
    return this.queue.pendingFrames;
  }

  /** Gives it messages, each with another payload. */
  log(count = 1, payloadBytes = 0): void {
    for (let i = 0; i < count; i++) {
      this.#logged++;
      const payload = `message ${this.#logged} ${'x'.repeat(payloadBytes)}`;
      const frame = Buffer.from(encodeFrame(createMessage({ payload })));
      this.queue.push(frame, 0, frame.length, 6);
    }
    this.destination.wake();
  }

  /** Wants everything confirmed that it was given. */
  flush(): void {
    this.destination.confirmUpTo(this.queue.nextOrdinal);
  }

  /** Lets time pass until `condition` holds; fails when that takes longer than `mostMs`. Returns how long it took. */
  async until(condition: () => boolean, mostMs: number, stepMs = 100): Promise<number> {
    const start = this.clock.now();
    await this.clock.pass(0);
    while (!condition()) {
      if (this.clock.now() - start >= mostMs)
        throw new Error(`not after ${mostMs} ms: ${condition.toString()}`);
      await this.clock.pass(stepMs);
    }
    return this.clock.now() - start;
  }

  #hooks(): DestinationHooks {
    const { reported } = this;
    const count =
      (name: 'confirmed' | 'unsettled' | 'leftUnsettled' | 'replayed') =>
      (messages: number): void => {
        reported[name] += messages;
      };
    return {
      connected: (address) => reported.connected.push(address),
      disconnected: () => {},
      trouble: () => {},
      reconnect: () => {
        reported.attempts++;
      },
      confirmed: count('confirmed'),
      unsettled: count('unsettled'),
      leftUnsettled: count('leftUnsettled'),
      replayed: count('replayed'),
      dropped: (_, messages) => {
        reported.dropped += messages;
      },
      warn: (message) => reported.warnings.push(message),
      progress: () => {},
    };
  }
}
