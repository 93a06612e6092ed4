import type { Clock, Timer } from '../../../clock.ts';
import type { Generation } from '../generation/generation.ts';

/** How long a generation may take to settle at the end of life. */
const SHORT_SETTLE_MS = 250;
/** A generation is doubted when its close has been awaited for this long, or for half of the timeout. */
const DOUBT_MS = 5_000;
/** The longest timeout, and the longest round of waiting. */
const MAX_CONFIRM_TIMEOUT_MS = 600_000;
/** The longest that Linux waits before it retries a closed window (`TCP_RTO_MAX`). */
const MAX_PROBE_MS = 120_000;

/** What is decided about generations, for the owner to carry out. */
interface ConfirmationHooks {
  /** The frames of this generation have arrived. */
  confirm(generation: Generation): void;
  /** The short wait at the end of life is over for this generation, which has not settled. */
  unsettled(generation: Generation): void;
  /** This generation closed cleanly and cannot be trusted: its sentinel died too soon. */
  distrust(generation: Generation): void;
  /** This generation is dead: its peer did not close it, but `witness`, which was ended later, is confirmed. */
  suspect(generation: Generation, witness: Generation): void;
  /** A close has been awaited for a while: find out whether the receiver is alive. */
  doubt(): void;
  /** A close has been awaited for the whole timeout, and nothing that was ended later has been confirmed. */
  overdue(): void;
}

/** Times in milliseconds. */
interface ConfirmationOptions {
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
  /** How long its end had been wanted before. */
  readonly heldMs: number;
  timer: Timer | undefined;
  /** When the present round of waiting began. */
  since: number;
  /** The number of rounds that are over. */
  rounds: number;
  /** It was doubted in this round. */
  doubted: boolean;
  evidence: Evidence | undefined;
}

/** What shows that a generation is dead. */
interface Evidence {
  /** A generation that was ended later and is confirmed. */
  readonly witness: Generation;
  /** When that was found. */
  readonly foundAt: number;
}

/**
 * Confirmation by close
 * =====================
 *
 * Heka's TCP protocol has no acknowledgement, and a write that the kernel accepted proves nothing: whatever is in the
 * socket buffers when the receiver dies is lost without an error. But receivers (hekad's TcpInput, Hindsight's
 * heka_tcp.lua) read a connection to its end, deliver what they have read, and only then close it. So the close of a
 * connection can acknowledge everything on it. Frames go out in *generations*, one per connection:
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
 * - **Make before break.** The next connection is opened first. It is the *sentinel* of the one that ends.
 * - **Two round trips** pass between the last write and `end()`, so that we notice if the peer closes the connection at
 *   the same time: see `after-straggler.ts`.
 * - **Only a FIN that follows our own counts.** If the peer's FIN comes first, the frames are replayed, however clean the
 *   close looks: the kernel of a killed receiver sends a FIN too.
 * - **Settle time.** A receiver that is killed between reading and processing also leaves a clean close behind. But the
 *   kill takes the sentinel down as well. So a closed generation is confirmed only if its sentinel, which was opened
 *   before the end, is still alive `settleTime` later. Stock receivers flush within about a second of reading. Nothing is
 *   confirmed before that time, no matter how full the queue is.
 * - **The duty passes on.** If the sentinel itself was ended and closed cleanly in the meantime, its own sentinel, which
 *   was open before that, takes over. Without this rule nothing would ever be confirmed at full speed. If any link of
 *   the chain has failed, the generation is replayed.
 * - **Unsettled.** The end of life cannot wait for `settleTime`. A generation whose sentinel is alive 250 ms after the
 *   close is then reported as unsettled. It keeps settling as long as the process lives.
 * - **Timeout.** A generation that its peer does not close within `confirmTimeout` is reset and replayed only if another
 *   one to the same address, which was ended later, is confirmed: that shows that the receiver is alive and this
 *   connection is dead. As long as nothing is confirmed, the receiver is slow or away, and a reset would only duplicate
 *   messages, so we wait. The timeout doubles with each replay of the same frames, up to 10 minutes.
 * - **Doubt.** A generation is doubted long before its timeout, so that the evidence is there in time: see `inquiry.ts`.
 *   It is doubted again in rounds, each twice as long as the one before, up to 10 minutes. Every round begins when its
 *   timer runs, so that no timer is ever armed in the past, whatever has kept the process from running.
 * - **Stops.** When a receiver has been stopped for a long time, healthy connections may still wait after it goes on: the
 *   kernel retries a closed window only after as long as it was closed, even if our `end()` came later. They get that much
 *   time again, but no more for stops after the evidence: a receiver whose closes are always late must not keep a dead
 *   connection waiting without end.
 * - **Replay window.** A peer that takes every byte and never closes cannot confirm anything: see `replay-window.ts`.
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

  /** The oldest generation with frames whose close is awaited without any evidence that it is dead. */
  get oldestUnknown(): Generation | undefined {
    for (const [generation, { evidence }] of this.#waiting) {
      if (evidence === undefined && generation.cargo.frames > 0) return generation;
    }
    return undefined;
  }

  /** Number of generations whose close is awaited although there is evidence that they are dead. */
  get suspects(): number {
    let suspects = 0;
    for (const { evidence } of this.#waiting.values()) if (evidence !== undefined) suspects++;
    return suspects;
  }

  /** True if the close of every generation that was ended before `time` has been awaited for `waitMs`. */
  haveWaited(waitMs: number, time = Number.POSITIVE_INFINITY): boolean {
    const limit = this.#clock.now() - waitMs;
    for (const { endedAt } of this.#waiting.values()) if (endedAt < time && endedAt > limit) return false;
    return true;
  }

  /**
   * `end()` was called on a generation.
   *
   * @param heldMs how long its end had been wanted before; this counts towards its timeout, up to half of it
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
      evidence: undefined,
    };
    this.#waiting.set(generation, wait);
    this.#waitOn(generation, wait);
  }

  /**
   * A generation closed cleanly behind our `end()`.
   *
   * @param sinceMs how long the receiver had been silent
   */
  closed(generation: Generation, sinceMs: number): void {
    this.forget(generation);
    if (sinceMs > this.#options.confirmTimeoutMs / 2) this.#stoppedUntil = this.#clock.now();
    const settling: Settling = { timer: undefined, short: undefined };
    this.#settling.set(generation, settling);
    this.#settle(generation, settling);
    if (this.#urgent) this.#settleShortly(generation, settling);
  }

  /** A generation failed: those that relied on it can no longer be trusted. */
  failed(generation: Generation): void {
    this.forget(generation);
    for (const other of [...this.#settling.keys()]) {
      if (this.#settling.has(other) && reliesOnFailed(other)) this.#distrust(other);
    }
  }

  /** A generation was given up without a verdict. */
  forget(generation: Generation): void {
    this.#clock.clear(this.#waiting.get(generation)?.timer);
    this.#waiting.delete(generation);
    const settling = this.#settling.get(generation);
    this.#settling.delete(generation);
    this.#clock.clear(settling?.timer);
    this.#clock.clear(settling?.short);
  }

  /**
   * `witness`, which was ended at `endedAt`, is confirmed: the receiver is alive, so generations that were ended before
   * and are still not closed are suspects.
   */
  accuse(witness: Generation, endedAt: number): void {
    const suspects = [...this.#waiting].filter(
      ([generation, wait]) =>
        wait.evidence === undefined &&
        wait.endedAt < endedAt &&
        generation.address.key === witness.address.key,
    );
    const evidence: Evidence = { witness, foundAt: this.#clock.now() };
    for (const [, wait] of suspects) wait.evidence = evidence;
    for (const [generation, wait] of suspects) {
      if (this.#waiting.get(generation) === wait) this.#waitOn(generation, wait);
    }
  }

  /** True at the end of life: what closed cleanly becomes unsettled after the short wait. */
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
      // In a busy event loop the timer may run early, by as long as the loop was busy; then it looks again.
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

  /** Does what is due for a generation whose close is awaited, or sleeps until something is. */
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
    const { evidence } = wait;
    if (evidence !== undefined) {
      return [
        this.#suspectAt(generation, wait, evidence),
        () => {
          this.forget(generation);
          this.#hooks.suspect(generation, evidence.witness);
        },
      ];
    }
    const roundMs = this.#doubled(wait.rounds);
    // Nothing depends on one that carries nothing.
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
        wait.rounds++;
        wait.doubted = false;
        this.#waitOn(generation, wait);
        this.#hooks.overdue();
      },
    ];
  }

  /** When a suspect counts as dead. As long as the kernel still gets rid of its bytes, it does not. */
  #suspectAt(generation: Generation, { endedAt, heldMs }: Wait, { foundAt }: Evidence): number {
    const { cargo, lastTakenAt, openedAt } = generation;
    const patienceMs = this.#doubled(cargo.replays);
    const since = lastTakenAt > endedAt ? lastTakenAt : endedAt - Math.min(heldMs, patienceMs / 2);
    const due = since + patienceMs;
    const until = this.#stoppedUntil;
    if (openedAt > until) return due;
    // When the stop began is not known: a connection may have been blocked for some time before it was ended.
    const probeMs = Math.min(2 * (until - openedAt), MAX_PROBE_MS);
    return Math.max(due, Math.min(until, foundAt) + Math.max(patienceMs, probeMs));
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
