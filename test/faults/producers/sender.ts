/** Counts that every sender under test can give. See `DeliveryStats` of heka-core. */
export interface SenderStats {
  readonly state: string;
  readonly accepted: number;
  readonly confirmed: number;
  readonly pending: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly unconfirmedBytes: number;
  readonly connections: number;
  readonly replayedMessages: number;
  /** Age of the oldest message that waits. */
  readonly oldestPendingMs: number;
  readonly unsettled: number;
}

/** What `flush()` of a sender resolves to. */
export interface SenderFlush {
  readonly confirmed: number;
  readonly unsettled: number;
  readonly pending: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly timedOut: boolean;
}

/** The events that the suite counts. */
export type SenderEvent = 'connected' | 'disconnected' | 'reconnect' | 'replayed' | 'warn';

/** Until when a flush waits: for the proof, for the short wait before the end of the process, for the kernel. */
export type FlushKind = 'confirmed' | 'ending' | 'written';

/** What is put to the test: a delivery of heka-core, or the control that does what everybody does. */
export interface Sender {
  /** False when the message was dropped at once. */
  log(uuid: Buffer, payload: string): boolean;
  /** Resolves when there is room. */
  ready(): Promise<void>;
  flush(timeoutMs: number, kind?: FlushKind): Promise<SenderFlush>;
  close(timeoutMs: number): Promise<SenderFlush>;
  stats(): SenderStats;
}

/** Names what is wrong with the counts; undefined when `accepted === confirmed + unsettled + pending + sum(dropped)`. */
export function conservationBreach(stats: SenderStats): string | undefined {
  const dropped = Object.values(stats.dropped).reduce((sum, count) => sum + count, 0);
  const sum = stats.confirmed + stats.unsettled + stats.pending + dropped;
  if (sum === stats.accepted) return undefined;
  return `accepted ${stats.accepted} is not confirmed ${stats.confirmed} + unsettled ${stats.unsettled} + pending ${stats.pending} + dropped ${dropped}`;
}
