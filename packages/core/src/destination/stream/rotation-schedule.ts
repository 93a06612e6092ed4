import type { ConfirmOptions } from '../destination-options.ts';
import type { Generation } from './generation.ts';

/** Flushes share rotations: at most one a second. */
const FLUSH_ROTATION_MS = 1_000;

/**
 * Decides when a generation ends: after `confirmBytes`, after `confirmInterval` times a random 0.5 to 1.5 (a fleet
 * must not rotate in step), when somebody waits for a confirmation, or on demand.
 */
export class RotationSchedule {
  readonly #confirm: ConfirmOptions;
  readonly #random: () => number;
  readonly #act: () => void;
  #interval: NodeJS.Timeout | undefined;
  /** When the interval is over. */
  #due = Number.POSITIVE_INFINITY;
  #later: NodeJS.Timeout | undefined;
  #demanded = false;
  #upTo = 0;
  #lastRotation = Number.NEGATIVE_INFINITY;

  /** @param act called when a rotation may have become due */
  constructor(confirm: ConfirmOptions, random: () => number, act: () => void) {
    this.#confirm = confirm;
    this.#random = random;
    this.#act = act;
  }

  /**
   * A generation got its first frame, or one that was sent in vain before.
   *
   * @param replays how often. Each time the interval is a quarter: what is confirmed soon can not be forgotten on the
   *   way, by a firewall that drops idle connections silently
   */
  started(replays: number): void {
    if (this.#confirm.mode === 'best-effort') return;
    const delay = (this.#confirm.confirmIntervalMs * (0.5 + this.#random())) / 4 ** Math.min(replays, 10);
    const due = performance.now() + delay;
    if (due >= this.#due) return;
    clearTimeout(this.#interval);
    this.#due = due;
    this.#interval = setTimeout(() => this.demand(), delay).unref();
  }

  /** A rotation begins. */
  rotated(): void {
    this.forget();
    this.#lastRotation = performance.now();
  }

  /** Wants a rotation as soon as possible. */
  demand(): void {
    this.#demanded = true;
    this.#act();
  }

  /** Another generation takes over: what was meant for the one before is forgotten. */
  forget(): void {
    clearTimeout(this.#interval);
    this.#due = Number.POSITIVE_INFINITY;
    this.#demanded = false;
  }

  /** Wants everything before `ordinal` confirmed. */
  confirmUpTo(ordinal: number): void {
    this.#upTo = Math.max(this.#upTo, ordinal);
  }

  /**
   * True where `current` should end.
   *
   * @param firstUnsent place of the first frame that was not handed to any connection
   * @param urgent true does not make flushes wait for each other
   */
  isDue(current: Pick<Generation, 'bytes' | 'firstOrdinal'>, firstUnsent: number, urgent: boolean): boolean {
    if (this.#demanded || current.bytes >= this.#confirm.confirmBytes) return true;
    if (current.firstOrdinal >= this.#upTo || firstUnsent < this.#upTo) return false;
    const waitMs = urgent ? 0 : this.#lastRotation + FLUSH_ROTATION_MS - performance.now();
    this.again(waitMs);
    return waitMs <= 0;
  }

  /** Looks again in `waitMs`. */
  again(waitMs: number): void {
    if (waitMs <= 0 || this.#later !== undefined) return;
    this.#later = setTimeout(() => {
      this.#later = undefined;
      this.#act();
    }, waitMs).unref();
  }

  /** Stops all timers. */
  stop(): void {
    clearTimeout(this.#interval);
    clearTimeout(this.#later);
  }
}
