import { Confirmation } from '../../../../../packages/core/src/destination/stream/confirmation/confirmation.ts';
import type { Generation } from '../../../../../packages/core/src/destination/stream/generation/generation.ts';
import { closeCleanly, idleGeneration } from '../../../../support/delivery/idle-generation.ts';
import { FakeClock } from '../../../../support/time/fake-clock.ts';

export const SETTLE_MS = 2_000;
export const TIMEOUT_MS = 30_000;
export const MINUTE_MS = 60_000;

interface Init {
  readonly port?: number;
  readonly frames?: number;
  readonly replays?: number;
}

/** A confirmation with a clock moved by hand, what it decides, and the generations that it decides about. */
export class ConfirmationStage {
  readonly clock = new FakeClock();
  readonly decisions: string[] = [];
  readonly confirmation: Confirmation;
  #lastId = 0;

  constructor(settleTimeMs = SETTLE_MS) {
    const decide =
      (what: string) =>
      (generation?: Generation): void => {
        this.decisions.push(generation === undefined ? what : `${what} ${generation.id}`);
      };
    const options = { settleTimeMs, confirmTimeoutMs: TIMEOUT_MS };
    this.confirmation = new Confirmation(options, this.clock, {
      confirm: (generation) => {
        generation.confirm();
        decide('confirm')(generation);
      },
      unsettled: decide('unsettled'),
      distrust: (generation) => {
        generation.fail();
        decide('distrust')(generation);
        this.confirmation.failed(generation);
      },
      suspect: (generation, witness) =>
        this.decisions.push(`suspect ${generation.id} because of ${witness.id}`),
      doubt: decide('doubt'),
      overdue: decide('overdue'),
    });
  }

  readonly open = (init: Init = {}): Generation => {
    this.#lastId++;
    return idleGeneration({ id: this.#lastId, clock: this.clock, frames: 1, ...init });
  };

  /** Opens the sentinel of a generation and calls `end()` on it. Returns the sentinel. */
  readonly end = (generation: Generation, sentinel = this.open(), heldMs = 0): Generation => {
    generation.beginEnd(sentinel);
    generation.end();
    this.confirmation.ended(generation, heldMs);
    return sentinel;
  };

  readonly close = (generation: Generation, sinceMs = 1): void => {
    closeCleanly(generation);
    this.confirmation.closed(generation, sinceMs);
  };

  /** Lets time pass until it is `ms` since the start. */
  readonly at = (ms: number): void => this.clock.advance(ms - this.clock.now());

  /** Ends and closes a generation and lets it settle, as the evidence against those that wait. */
  readonly confirm = (generation: Generation): void => {
    this.clock.advance(1);
    this.end(generation);
    this.close(generation);
    const { endedAt } = generation;
    this.clock.advance(SETTLE_MS);
    this.confirmation.accuse(generation, endedAt ?? 0);
  };

  /** Whether a generation was found to be dead. */
  readonly isSuspect = ({ id }: Generation): boolean =>
    this.decisions.some((decision) => decision.startsWith(`suspect ${id} `));
}
