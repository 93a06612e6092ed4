import type { ReceiverRefusal, ReceiverRefusalReason } from './refusal.ts';
import type { RefusalCount } from './stream/connection-report.ts';

/** Sums up what was refused, by reason. */
export class RefusalCounter {
  readonly #counts = new Map<ReceiverRefusalReason, RefusalCount>();

  /** The sums so far; the same map, growing. */
  get counts(): ReadonlyMap<ReceiverRefusalReason, RefusalCount> {
    return this.#counts;
  }

  add({ reason, bytes }: ReceiverRefusal): void {
    const sum = this.#counts.get(reason);
    this.#counts.set(reason, { count: (sum?.count ?? 0) + 1, bytes: (sum?.bytes ?? 0) + bytes });
  }
}
