import type { Clock, Timer } from '../../../clock.ts';
import type { ConfirmOptions } from '../../destination-options.ts';
import type { Cargo } from '../generation/cargo.ts';

/** Flushes share rotations: at most one a second. */
const FLUSH_ROTATION_MS = 1_000;

/** What a schedule needs. */
interface RotationScheduleOptions {
  readonly confirm: Pick<ConfirmOptions, 'confirmBytes' | 'confirmIntervalMs'>;
  readonly clock: Clock;
  /** Numbers from 0 to 1, 1 excluded. */
  readonly random: () => number;
  /** Called when a rotation may have become due. */
  readonly act: () => void;
}

/**
 * Decides when a generation ends: after `confirmBytes`; after `confirmInterval`, multiplied by a random number from 0.5 to
 * 1.5 so that a fleet does not rotate in step; when somebody waits for a confirmation; or on demand.
 */
export class RotationSchedule {
  readonly #options: RotationScheduleOptions;
  #interval: Timer | undefined;
  #later: Timer | undefined;
  /** When `#later` is due. */
  #laterAt = Number.POSITIVE_INFINITY;
  #demanded = false;
  #upTo = 0;
  #lastRotation = Number.NEGATIVE_INFINITY;

  constructor(options: RotationScheduleOptions) {
    this.#options = options;
  }

  /** A generation got its first frame. */
  started(): void {
    const { clock, confirm, random } = this.#options;
    if (this.#interval !== undefined) return;
    this.#interval = clock.setTimeout(() => this.demand(), confirm.confirmIntervalMs * (0.5 + random()));
    this.#interval.unref();
  }

  /** A rotation begins. */
  rotated(): void {
    this.forget();
    this.#lastRotation = this.#options.clock.now();
  }

  /** Wants a rotation as soon as possible. */
  demand(): void {
    this.#demanded = true;
    this.#options.act();
  }

  /** Another generation takes over: forgets what concerned the previous one. */
  forget(): void {
    this.#options.clock.clear(this.#interval);
    this.#interval = undefined;
    this.#demanded = false;
  }

  /** Wants everything before `ordinal` to be confirmed. */
  confirmUpTo(ordinal: number): void {
    this.#upTo = Math.max(this.#upTo, ordinal);
  }

  /**
   * True if a generation should end.
   *
   * @param cargo the frames on it
   * @param firstUnsent ordinal of the first frame that was not written to any connection
   * @param urgent at the end of life flushes do not wait for each other
   */
  isDue(cargo: Pick<Cargo, 'bytes' | 'firstOrdinal'>, firstUnsent: number, urgent: boolean): boolean {
    const { clock, confirm } = this.#options;
    if (this.#demanded || cargo.bytes >= confirm.confirmBytes) return true;
    if (cargo.firstOrdinal >= this.#upTo || firstUnsent < this.#upTo) return false;
    const waitMs = urgent ? 0 : this.#lastRotation + FLUSH_ROTATION_MS - clock.now();
    this.again(waitMs);
    return waitMs <= 0;
  }

  /** Looks again in `waitMs` at the latest. */
  again(waitMs: number): void {
    const { clock, act } = this.#options;
    const at = clock.now() + waitMs;
    if (waitMs <= 0 || at >= this.#laterAt) return;
    clock.clear(this.#later);
    this.#laterAt = at;
    this.#later = clock.setTimeout(() => {
      this.#laterAt = Number.POSITIVE_INFINITY;
      act();
    }, waitMs);
    this.#later.unref();
  }

  /** Stops all timers. */
  stop(): void {
    this.forget();
    this.#options.clock.clear(this.#later);
    this.#laterAt = Number.POSITIVE_INFINITY;
  }
}
