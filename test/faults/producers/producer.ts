import { existsSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { makePayload, makeUuid } from '../oracle/identity.ts';
import { SeededRandom } from '../random/seeded-random.ts';
import { NaiveSender } from './naive-sender.ts';
import type { MemoryUse, ProducePlan, ProducerOptions, ProducerReport, Sending } from './producer-options.ts';
import {
  conservationBreach,
  type FlushKind,
  type Sender,
  type SenderEvent,
  type SenderFlush,
  type SenderStats,
} from './sender.ts';

/** Messages logged in one turn of the event loop at full speed. */
const burst = 200;
/** Messages between two questions whether there is room: a small part of the smallest queue. */
const roomEvery = 50;
const pacingMs = 10;
const mostBreaches = 5;

type SenderFactory = (onEvent: (event: SenderEvent) => void) => Sender;

/** Makes messages whose uuids tell what they are, gives them to senders, and checks the senders' counts all the time. */
export class Producer {
  readonly #options: ProducerOptions;
  readonly #senders: readonly Sender[];
  readonly #sequences: number[];
  readonly #random: SeededRandom;
  readonly #events: Record<SenderEvent, number> = {
    connected: 0,
    disconnected: 0,
    reconnect: 0,
    replayed: 0,
    warn: 0,
  };
  readonly #attempts: number[];
  readonly #breaches: string[] = [];
  readonly #checker: NodeJS.Timeout;
  #stopped = false;
  #checks = 0;
  #nextCheck = 0;
  #mostConnections = 0;
  #peakMemoryBytes = 0;

  constructor(options: ProducerOptions, createSender: SenderFactory) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed);
    const clients = options.clients ?? 1;
    this.#attempts = Array.from({ length: clients }, () => 0);
    this.#sequences = Array.from({ length: clients }, () => 0);
    this.#senders = this.#attempts.map((_, client) => createSender((event) => this.#count(event, client)));
    // Moments between the bursts: while connections open, close and settle.
    this.#checker = setInterval(() => this.#sample(), 7 + this.#random.integer(0, 20));
  }

  static async create(options: ProducerOptions): Promise<Producer> {
    return new Producer(options, await senderFactory(options.sending));
  }

  get sent(): number {
    return this.#sequences.reduce((sum, count) => sum + count, 0);
  }

  /** Logs what the plan says; resolves when all of it is logged, or after {@link stop}. */
  async produce(plan: ProducePlan): Promise<void> {
    this.#stopped = false;
    await Promise.all(this.#senders.map((_, client) => this.#produce(client, plan)));
  }

  /** Ends a `produce()` that is under way. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Writes to connections whose peer has closed them unseen: every client logs a message, which lets the peer close;
   * the event loop stays blocked until the file `go` says that it has, and every client logs another one.
   */
  async writeAfterUnseenClose(go: string): Promise<void> {
    this.#logOnce();
    await this.flush(60_000, 'written');
    const never = new Int32Array(new SharedArrayBuffer(4));
    while (!existsSync(go)) Atomics.wait(never, 0, 0, 1);
    this.#logOnce();
  }

  /** Flushes all clients; counts are summed, `timedOut` is true when any was. */
  flush(timeoutMs: number, kind: FlushKind = 'confirmed'): Promise<SenderFlush> {
    return this.#together((sender) => sender.flush(timeoutMs, kind));
  }

  async close(timeoutMs: number): Promise<SenderFlush> {
    const result = await this.#together((sender) => sender.close(timeoutMs));
    this.#check();
    clearInterval(this.#checker);
    return result;
  }

  report(): ProducerReport {
    this.#sample();
    return {
      sent: this.sent,
      stats: this.#senders.map((sender) => sender.stats()).reduce(addStats),
      events: { ...this.#events },
      mostConnections: this.#mostConnections,
      checks: this.#checks,
      breaches: this.#breaches,
      peakMemoryBytes: this.#peakMemoryBytes,
    };
  }

  /** Attempts to connect, of each client: those that failed and those that did not. */
  attempts(): readonly number[] {
    return this.#attempts;
  }

  /** Clients with nothing left to confirm, and clients with an open connection. */
  health(): { readonly confirmed: number; readonly connected: number } {
    const stats = this.#senders.map((sender) => sender.stats());
    return {
      confirmed: stats.filter((one) => one.pending === 0 && one.confirmed > 0).length,
      connected: stats.filter((one) => one.connections > 0).length,
    };
  }

  /** Needs `--expose-gc`. */
  memory(): MemoryUse {
    if (globalThis.gc === undefined) throw new Error('memory can be measured with --expose-gc only');
    globalThis.gc();
    globalThis.gc();
    const { heapUsed, external } = process.memoryUsage();
    return { heapUsed, external };
  }

  async #produce(client: number, plan: ProducePlan): Promise<void> {
    if (plan.ratePerSecond === undefined) await this.#atFullSpeed(client, plan);
    else await this.#paced(client, plan, plan.ratePerSecond);
  }

  async #atFullSpeed(client: number, { count, waitForRoom = true }: ProducePlan): Promise<void> {
    const sender = this.#senders[client];
    for (let i = 0; i < count && !this.#stopped; i++) {
      if (waitForRoom && i % roomEvery === 0) await sender?.ready();
      if (i % burst === 0) await nextTurn();
      this.#log(client);
    }
  }

  async #paced(
    client: number,
    { count, waitForRoom = true }: ProducePlan,
    ratePerSecond: number,
  ): Promise<void> {
    const started = performance.now();
    let logged = 0;
    while (logged < count && !this.#stopped) {
      const due = Math.min(count, Math.floor(((performance.now() - started) * ratePerSecond) / 1000));
      for (; logged < due; logged++) {
        if (waitForRoom && logged % roomEvery === 0) await this.#senders[client]?.ready();
        this.#log(client);
      }
      if (logged < count) await sleep(pacingMs);
    }
  }

  #logOnce(): void {
    for (let client = 0; client < this.#senders.length; client++) this.#log(client);
  }

  #log(client: number): void {
    const sequence = this.#sequences[client] ?? 0;
    this.#sequences[client] = sequence + 1;
    const { run, payloadBytes = 300 } = this.#options;
    this.#senders[client]?.log(makeUuid(run, client, sequence), makePayload(sequence, payloadBytes));
    if (--this.#nextCheck <= 0) {
      this.#nextCheck = this.#random.integer(1, 2000);
      this.#check();
    }
  }

  #sample(): void {
    this.#check();
    this.#peakMemoryBytes = Math.max(this.#peakMemoryBytes, process.memoryUsage.rss());
  }

  #check(): void {
    this.#checks++;
    for (const sender of this.#senders) {
      const stats = sender.stats();
      this.#mostConnections = Math.max(this.#mostConnections, stats.connections);
      const breach = conservationBreach(stats);
      if (breach !== undefined && this.#breaches.length < mostBreaches) this.#breaches.push(breach);
    }
  }

  async #together(action: (sender: Sender) => Promise<SenderFlush>): Promise<SenderFlush> {
    const results = await Promise.all(this.#senders.map(action));
    return results.reduce((sum, one) => ({
      confirmed: sum.confirmed + one.confirmed,
      unsettled: sum.unsettled + one.unsettled,
      pending: sum.pending + one.pending,
      dropped: addCounts(sum.dropped, one.dropped),
      timedOut: sum.timedOut || one.timedOut,
    }));
  }

  #count(event: SenderEvent, client: number): void {
    this.#events[event]++;
    if (event === 'connected' || event === 'reconnect')
      this.#attempts[client] = (this.#attempts[client] ?? 0) + 1;
  }
}

type Counts = Readonly<Record<string, number>>;

async function senderFactory(sending: Sending): Promise<SenderFactory> {
  if (sending.sender === 'naive') return (onEvent) => new NaiveSender(sending.target, onEvent);
  // Loaded only where it is tested: the control works without the package.
  const { DeliverySender } = await import('./delivery-sender.ts');
  return (onEvent) => new DeliverySender(sending.options, onEvent);
}

function addCounts(sum: Counts, one: Counts): Counts {
  const counts: Record<string, number> = { ...sum };
  for (const [reason, count] of Object.entries(one)) counts[reason] = (counts[reason] ?? 0) + count;
  return counts;
}

function addStats(sum: SenderStats, one: SenderStats): SenderStats {
  return {
    state: sum.state,
    accepted: sum.accepted + one.accepted,
    confirmed: sum.confirmed + one.confirmed,
    pending: sum.pending + one.pending,
    dropped: addCounts(sum.dropped, one.dropped),
    unconfirmedBytes: sum.unconfirmedBytes + one.unconfirmedBytes,
    connections: sum.connections + one.connections,
    replayedMessages: sum.replayedMessages + one.replayedMessages,
    oldestPendingMs: Math.max(sum.oldestPendingMs, one.oldestPendingMs),
    unsettled: sum.unsettled + one.unsettled,
  };
}
