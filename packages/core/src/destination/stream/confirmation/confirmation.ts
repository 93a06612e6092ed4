import type { Clock, Timer } from '../../../clock.ts';
import type { Generation } from '../generation/generation.ts';

/** How long the end of life waits for a generation to settle. */
const SHORT_SETTLE_MS = 250;
/** A generation that has not been closed for this long, or for half of the timeout, raises the question whether the receiver lives. */
const DOUBT_MS = 5_000;
/** The longest a suspected generation waits, and the longest time between two questions. */
const MAX_CONFIRM_TIMEOUT_MS = 600_000;
/** The longest time between two probes of a closed window, in Linux (`TCP_RTO_MAX`). */
const MAX_PROBE_MS = 120_000;

/** What confirmation decides about generations; carried out by the owner. */
export interface ConfirmationHooks {
  /** The frames of a generation have arrived. */
  confirm(generation: Generation): void;
  /** The short wait at the end of life is over for a generation that has not settled. */
  unsettled(generation: Generation): void;
  /** A generation that closed cleanly cannot be trusted: its sentinel died too soon. */
  distrust(generation: Generation): void;
  /** A generation that its peer never closed is dead: `witness`, which was ended later, was confirmed. */
  suspect(generation: Generation, witness: Generation): void;
  /** A generation is waiting for long: find out whether the receiver lives. */
  doubt(): void;
  /** A generation has waited for as long as it may, and nothing later was confirmed. */
  overdue(): void;
}

/** Times in milliseconds. */
export interface ConfirmationOptions {
  readonly settleTimeMs: number;
  readonly confirmTimeoutMs: number;
}

/** What is known of a generation that closed cleanly. */
interface Settling {
  /** Ends its settle time. */
  timer: Timer | undefined;
  /** Ends the short wait of the end of life. */
  short: Timer | undefined;
}

/** What is known of a generation whose peer has not closed it yet. */
interface Wait {
  readonly endedAt: number;
  /** For how long its end had been wanted before. */
  readonly heldMs: number;
  timer: Timer | undefined;
  /** When the present round of waiting began. */
  since: number;
  /** Rounds that are over. */
  rounds: number;
  /** It was doubted in this round. */
  doubted: boolean;
  /** A generation that was ended later and is confirmed. */
  witness: Generation | undefined;
}

/**
 * Confirmation by close
 * =====================
 *
 * Heka's TCP protocol has no acknowledgement, and a write that the kernel accepted proves nothing: whatever lies in
 * the socket buffers when the receiver dies is lost without an error. But receivers (hekad's TcpInput, Hindsight's
 * heka_tcp.lua) read a connection to its end, deliver what they read, and only then close. So the end of a
 * connection can serve as the acknowledgement of everything on it. Frames go out in *generations*, one per
 * connection:
 *
 * ```
 *                     sentinel is           two round                 FIN of the peer,            sentinel alive
 *                     open                  trips                     clean close                 settleTime later
 *   (open) ------------------> (ending) -----------> (ended) -----------------> (settling) ----------------> (confirmed)
 *     |                           |                     |                        |      |                        ^
 *     |                           |                     |          end of life,  |      |                        |
 *     |                           |                     |          250 ms later  |      +-----> (unsettled) -----+
 *     |                           |                     |                        |                  |
 *     |   FIN, reset or error of the peer               | dead: a later one      | sentinel died    | sentinel died
 *     v                           v                     v is confirmed           v                  v
 *   (failed) <-----------------------------------------------------------------------------------------
 *       frames go back to the head of the queue, whole and byte-identical (same uuid)
 * ```
 *
 * - **Make before break.** The next connection is opened first; it is the *sentinel* of the one that ends.
 * - **Two round trips** pass between the last write and `end()`, so that a close of the peer that crosses ours is seen:
 *   see `after-straggler.ts`.
 * - **Only a FIN behind our own `end()` counts.** A FIN that comes before it is a replay, whatever the close says:
 *   the kernel of a killed receiver sends one too.
 * - **Settle time.** A receiver that is killed between reading and processing also closes with a FIN. But the kill
 *   takes the sentinel down as well. So a closed generation is confirmed only when its sentinel, opened before its
 *   end, is still alive `settleTime` later. Stock receivers flush within about a second of reading. Nothing is
 *   confirmed before that time, however full the queue is.
 * - **The duty passes on.** If the sentinel was ended itself and closed cleanly in that time, its own sentinel, which
 *   was open before that end, takes over. Without this nothing would ever be confirmed at full speed. If any link of
 *   that chain failed, the generation is replayed.
 * - **Unsettled.** The end of life cannot wait for `settleTime`. A generation whose sentinel is alive 250 ms after the
 *   close is reported as unsettled then. It goes on settling all the same, for as long as the process lives.
 * - **Timeout.** A generation that its peer does not close within `confirmTimeout` is reset and replayed only when one
 *   to the same address that was ended later is confirmed: then the receiver lives and this connection is dead. While
 *   nothing is confirmed the receiver is slow or away, and a reset would only double messages: wait. The timeout
 *   doubles with each replay of the same frames, up to 10 minutes.
 * - **Doubt.** Long before the timeout the generation is doubted, so that evidence is there in time: see `inquiry.ts`.
 *   It is doubted again in rounds of twice the length, up to 10 minutes. All times count from now: no timer is ever
 *   armed in the past, whatever kept the process from running.
 * - **Stops.** A receiver that is stopped for long leaves connections behind that are healthy and still wait, for the
 *   kernel tries a closed window again only after as long as it was closed. They get as much time again.
 * - **Replay window.** A peer that takes every byte and never closes will not confirm: see `replay-window.ts`.
 */
export class Confirmation {
  readonly #options: ConfirmationOptions;
  readonly #clock: Clock;
  readonly #hooks: ConfirmationHooks;
  readonly #settling = new Map<Generation, Settling>();
  readonly #waiting = new Map<Generation, Wait>();
  #urgent = false;
  /** The end of the receiver's last long stop. */
  #stoppedUntil = Number.NEGATIVE_INFINITY;

  constructor(options: ConfirmationOptions, clock: Clock, hooks: ConfirmationHooks) {
    this.#options = options;
    this.#clock = clock;
    this.#hooks = hooks;
  }

  /** The oldest generation with frames that waits, and about which nothing is known. */
  get oldestUnknown(): Generation | undefined {
    for (const [generation, { witness }] of this.#waiting) {
      if (witness === undefined && generation.cargo.frames > 0) return generation;
    }
    return undefined;
  }

  /** True if all generations that were ended before `time` have waited for `confirmTimeout`. */
  isOverdue(time = Number.POSITIVE_INFINITY): boolean {
    const limit = this.#clock.now() - this.#options.confirmTimeoutMs;
    for (const { endedAt } of this.#waiting.values()) if (endedAt < time && endedAt > limit) return false;
    return true;
  }

  /**
   * `end()` was called on a generation.
   *
   * @param heldMs for how long its end had been wanted before; that is part of its timeout, up to a half of it
   */
  ended(generation: Generation, heldMs = 0): void {
    const now = this.#clock.now();
    const wait: Wait = {
      endedAt: now,
      heldMs,
      timer: undefined,
      since: now,
      rounds: 0,
      doubted: false,
      witness: undefined,
    };
    this.#waiting.set(generation, wait);
    this.#waitOn(generation, wait);
  }

  /**
   * A generation closed cleanly behind our `end()`.
   *
   * @param sinceMs for how long the receiver had not answered
   */
  closed(generation: Generation, sinceMs: number): void {
    this.forget(generation);
    if (sinceMs > this.#options.confirmTimeoutMs / 2) this.#stoppedUntil = this.#clock.now();
    const settling: Settling = { timer: undefined, short: undefined };
    this.#settling.set(generation, settling);
    this.#settle(generation, settling);
    if (this.#urgent) this.#settleShortly(generation, settling);
  }

  /** A generation failed: those that relied on it fail with it. */
  failed(generation: Generation): void {
    this.forget(generation);
    for (const other of [...this.#settling.keys()]) {
      if (this.#settling.has(other) && reliesOnFailed(other)) this.#distrust(other);
    }
  }

  /** A generation was let go without a verdict. */
  forget(generation: Generation): void {
    this.#clock.clear(this.#waiting.get(generation)?.timer);
    this.#waiting.delete(generation);
    const settling = this.#settling.get(generation);
    this.#settling.delete(generation);
    this.#clock.clear(settling?.timer);
    this.#clock.clear(settling?.short);
  }

  /** The confirmation of `witness` shows that the receiver lives: generations that were ended before and still wait are suspects. */
  accuse(witness: Generation, endedAt: number): void {
    const suspects = [...this.#waiting].filter(
      ([generation, wait]) =>
        wait.witness === undefined &&
        wait.endedAt < endedAt &&
        generation.address.key === witness.address.key,
    );
    for (const [, wait] of suspects) wait.witness = witness;
    for (const [generation, wait] of suspects) {
      if (this.#waiting.get(generation) === wait) this.#waitOn(generation, wait);
    }
  }

  /** True: the end of life has come, and what closed cleanly is unsettled after the short wait. */
  setUrgent(urgent: boolean): void {
    if (urgent === this.#urgent) return;
    this.#urgent = urgent;
    for (const [generation, settling] of [...this.#settling]) {
      this.#clock.clear(settling.short);
      settling.short = undefined;
      if (urgent) this.#settleShortly(generation, settling);
    }
  }

  /** Stops all timers. */
  stop(): void {
    for (const generation of [...this.#settling.keys(), ...this.#waiting.keys()]) this.forget(generation);
  }

  #settle(generation: Generation, settling: Settling): void {
    const { closedAt } = generation;
    if (closedAt === undefined) return;
    const leftMs = closedAt + this.#options.settleTimeMs - this.#clock.now();
    if (leftMs > 0) {
      // The timer of a busy event loop may come early by as much as that was busy: look again then.
      settling.timer = this.#clock.setTimeout(() => this.#settle(generation, settling), leftMs);
      settling.timer.unref();
    } else if (generation.isVouchedFor) {
      this.forget(generation);
      this.#hooks.confirm(generation);
    } else this.#distrust(generation);
  }

  #settleShortly(generation: Generation, settling: Settling): void {
    const { closedAt } = generation;
    if (generation.state !== 'settling' || closedAt === undefined) return;
    const leftMs = closedAt + SHORT_SETTLE_MS - this.#clock.now();
    if (leftMs > 0) {
      settling.short = this.#clock.setTimeout(() => this.#settleShortly(generation, settling), leftMs);
      settling.short.unref();
    } else if (generation.isVouchedFor) {
      generation.becomeUnsettled();
      this.#hooks.unsettled(generation);
    } else this.#distrust(generation);
  }

  #distrust(generation: Generation): void {
    this.forget(generation);
    this.#hooks.distrust(generation);
  }

  /** Sleeps until the next thing to do about a generation that waits, or does it if it is due. */
  #waitOn(generation: Generation, wait: Wait): void {
    this.#clock.clear(wait.timer);
    const [due, act] = this.#nextStep(generation, wait);
    const leftMs = due - this.#clock.now();
    if (leftMs <= 0) act();
    else {
      wait.timer = this.#clock.setTimeout(() => this.#waitOn(generation, wait), leftMs);
      wait.timer.unref();
    }
  }

  #nextStep(generation: Generation, wait: Wait): [due: number, act: () => void] {
    const { witness } = wait;
    if (witness !== undefined) {
      return [
        this.#suspectAt(generation, wait),
        () => {
          this.forget(generation);
          this.#hooks.suspect(generation, witness);
        },
      ];
    }
    const roundMs = this.#doubled(wait.rounds);
    // What carries nothing is not worth a doubt.
    if (!wait.doubted && generation.cargo.frames > 0) {
      return [
        wait.since + (wait.rounds === 0 ? Math.min(DOUBT_MS, roundMs / 2) : roundMs / 2),
        () => {
          wait.doubted = true;
          this.#waitOn(generation, wait);
          this.#hooks.doubt();
        },
      ];
    }
    return [
      wait.since + roundMs,
      () => {
        wait.since = this.#clock.now();
        wait.rounds += 1;
        wait.doubted = false;
        this.#waitOn(generation, wait);
        this.#hooks.overdue();
      },
    ];
  }

  /** When a generation that was outlived counts as dead. While the kernel still gets rid of its bytes, it is not. */
  #suspectAt({ cargo, lastTakenAt, openedAt }: Generation, { endedAt, heldMs }: Wait): number {
    const patienceMs = this.#doubled(cargo.replays);
    const since = lastTakenAt > endedAt ? lastTakenAt : endedAt - Math.min(heldMs, patienceMs / 2);
    const due = since + patienceMs;
    if (openedAt > this.#stoppedUntil) return due;
    const probeMs = Math.min(2 * (this.#stoppedUntil - endedAt), MAX_PROBE_MS);
    return Math.max(due, this.#stoppedUntil + Math.max(patienceMs, probeMs));
  }

  #doubled(times: number): number {
    return Math.min(this.#options.confirmTimeoutMs * 2 ** Math.min(times, 30), MAX_CONFIRM_TIMEOUT_MS);
  }
}

/** True if a link of the chain of sentinels failed. */
function reliesOnFailed(generation: Generation): boolean {
  let { sentinel } = generation;
  while (sentinel !== undefined && !sentinel.isConnected && sentinel.state !== 'failed')
    ({ sentinel } = sentinel);
  return sentinel?.state === 'failed';
}
