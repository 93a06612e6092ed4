import type { Clock, Timer } from '../../clock.ts';

/** A lane is put to rest when nothing was pending, and nothing was accepted, for this long. */
const IDLE_MS = 60_000;

/** What an idle watch asks of its lane. */
interface IdleWatchHooks {
  /** The number of messages accepted. */
  accepted(): number;
  /** Looks whether anything is pending, and calls {@link IdleWatch.empty} if not. */
  look(): void;
  /** Puts the lane to rest. */
  rest(): void;
}

/**
 * Decides when a lane is put to rest: as soon as nothing is pending, if somebody has asked for that, otherwise after an
 * idle minute. A message that is accepted after the request cancels it.
 */
export class IdleWatch {
  readonly #clock: Clock;
  readonly #hooks: IdleWatchHooks;
  /** What had been accepted when rest was asked for; undefined if it was not. */
  #wantedAt: number | undefined;
  #timer: Timer | undefined;

  constructor(clock: Clock, hooks: IdleWatchHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  /** Asks for rest as soon as nothing is pending. */
  want(): void {
    this.#wantedAt = this.#hooks.accepted();
    this.#hooks.look();
  }

  /** The lane is used, perhaps for what was accepted before rest was wanted. */
  used(): void {
    if (this.#wantedAt !== undefined && this.#hooks.accepted() > this.#wantedAt) this.#wantedAt = undefined;
  }

  /** Nothing is pending. */
  empty(): void {
    if (this.#wantedAt === undefined) {
      this.#waitIdly();
      return;
    }
    this.stop();
    this.#hooks.rest();
  }

  /** Stops the timer. */
  stop(): void {
    this.#clock.clear(this.#timer);
    this.#timer = undefined;
  }

  #waitIdly(): void {
    if (this.#timer !== undefined) return;
    const accepted = this.#hooks.accepted();
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      if (this.#hooks.accepted() === accepted) this.want();
      else this.#hooks.look();
    }, IDLE_MS);
    this.#timer.unref();
  }
}
