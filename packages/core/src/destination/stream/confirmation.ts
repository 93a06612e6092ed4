import type { Generation } from './generation.ts';

/** How long the end of life waits for a generation to settle. */
const SHORT_SETTLE_MS = 250;
/** The longest a suspected generation waits. */
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
  /** A generation that its peer never closed is dead: a later one was confirmed. */
  suspect(generation: Generation): void;
  /** Half of a generation's timeout is over: end the next one too, to learn whether the receiver lives. */
  probe(): void;
  /** A generation's timeout is over, and nothing later was confirmed. */
  overdue(generation: Generation): void;
}

/** A generation that closed cleanly. */
interface Settling {
  /** Ends its settle time. */
  readonly timer: NodeJS.Timeout;
  /** Ends the short wait of the end of life. */
  short: NodeJS.Timeout | undefined;
}

/** A generation whose peer has not closed it yet. */
interface Wait {
  timer: NodeJS.Timeout | undefined;
  /** Half of the timeout is over. */
  probed: boolean;
  /** When it counts as dead; undefined until a later generation to the same address was confirmed. */
  suspectAt: number | undefined;
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
 *                      successor open             FIN of the peer,
 *            rotation   + two turns     end()     clean close         sentinel lives on
 *   (open) ----------> (ending) ------> (ended) ---------> (settling) ------------> (confirmed)
 *     |                   |               |                    |
 *     |  FIN, reset or error of the peer  |  dead: a later     |  sentinel died
 *     v                   v               v  one confirmed     v
 *   (failed) <--------------------------------------------------     frames go back to the head of the queue,
 *                                                                    whole and byte-identical (same uuid)
 * ```
 *
 * - **Make before break.** The successor is connected first; it is the *sentinel* of the one that ends. Then two
 *   turns of the event loop pass, so that a FIN that is already here is seen before `end()`: a write and `end()`
 *   after an unseen close look clean in Node, and lose everything.
 * - **Only a FIN behind our own `end()` counts.** A FIN that comes before it is a replay, whatever the close says:
 *   the kernel of a killed receiver sends one too.
 * - **Settle time.** A receiver that is killed between reading and processing also closes with a FIN. But the kill
 *   takes the sentinel down as well. So a closed generation is confirmed only when its sentinel, opened before its
 *   end, is still alive `settleTime` later. Stock receivers flush within about a second of reading.
 * - **The duty passes on.** Where the sentinel itself was ended and closed cleanly in that time, its own sentinel,
 *   which was open before that end, takes over. Without this nothing would ever be confirmed at full speed. Where
 *   any link of that chain failed, the generation is replayed.
 * - **Unsettled.** Nothing is confirmed before `settleTime`, however full the queue is. The end of life cannot wait that
 *   long: a generation whose sentinel is alive 250 ms after the close is reported as *unsettled* then. It goes on
 *   settling all the same, for as long as the process lives.
 * - **Timeout.** A generation not closed by its peer within `confirmTimeout` is reset and replayed only when a later
 *   generation to the same address was confirmed meanwhile: then the receiver lives and this connection is dead.
 *   While nothing is confirmed the receiver is slow or away, and resetting would only double messages: wait, and when
 *   it is back give it as long again. At half of the timeout the next generation is ended as well, or a fresh
 *   connection where nothing was sent since, to get that evidence in time. The timeout doubles with each replay of
 *   the same frames and each time it runs out without evidence, up to 10 minutes.
 * - **Replay window.** A peer that took every byte of three generations and closed none will not confirm: see
 *   `stream-destination.ts`.
 */
export class Confirmation {
  readonly #settleTimeMs: number;
  readonly #confirmTimeoutMs: number;
  readonly #hooks: ConfirmationHooks;
  readonly #settling = new Map<Generation, Settling>();
  readonly #waiting = new Map<Generation, Wait>();
  #urgent = false;
  /** The end of the receiver's last long stop. */
  #stoppedUntil = Number.NEGATIVE_INFINITY;
  /** How long a kernel may wait after that stop before it tries a closed window again. */
  #probeMs = 0;

  constructor(settleTimeMs: number, confirmTimeoutMs: number, hooks: ConfirmationHooks) {
    this.#settleTimeMs = settleTimeMs;
    this.#confirmTimeoutMs = confirmTimeoutMs;
    this.#hooks = hooks;
  }

  /** Generations closed cleanly whose settle time runs. */
  get settling(): readonly Generation[] {
    return [...this.#settling.keys()];
  }

  /** `end()` was called on a generation. */
  ended(generation: Generation): void {
    const wait: Wait = { timer: undefined, probed: false, suspectAt: undefined };
    this.#waiting.set(generation, wait);
    this.#arm(generation, wait);
  }

  /** A generation closed cleanly behind our `end()`. */
  closed(generation: Generation, now: number): void {
    this.forget(generation);
    this.#noteStop(generation, now);
    generation.state = 'settling';
    generation.closedAt = now;
    this.#settle(generation, now);
  }

  /** A generation failed: those that relied on it fail with it. */
  failed(generation: Generation): void {
    this.forget(generation);
    for (const other of this.#settling.keys()) {
      if (sentinelOf(other)?.state === 'failed') this.#distrust(other);
    }
  }

  /** A generation was let go without a verdict. */
  forget(generation: Generation): void {
    clearTimeout(this.#waiting.get(generation)?.timer);
    this.#waiting.delete(generation);
  }

  /** True: the end of life has come, and what closed cleanly is unsettled after the short wait. */
  setUrgent(urgent: boolean, now: number): void {
    if (urgent === this.#urgent) return;
    this.#urgent = urgent;
    for (const [generation, settling] of this.#settling) {
      clearTimeout(settling.short);
      settling.short = undefined;
      if (urgent) this.#waitShortly(generation, settling, now);
    }
  }

  /** Stops all timers. */
  stop(): void {
    for (const settling of this.#settling.values()) stopTimers(settling);
    for (const wait of this.#waiting.values()) clearTimeout(wait.timer);
    this.#settling.clear();
    this.#waiting.clear();
  }

  #settle(generation: Generation, now: number): void {
    const due = generation.closedAt + this.#settleTimeMs;
    const timer = setTimeout(
      () => {
        // A timer of a busy event loop may come early by as much as that was busy.
        if (performance.now() < due) this.#settle(generation, performance.now());
        else this.#settled(generation);
      },
      Math.max(0, due - now),
    );
    timer.unref();
    const settling: Settling = { timer, short: this.#settling.get(generation)?.short };
    this.#settling.set(generation, settling);
    if (this.#urgent && settling.short === undefined) this.#waitShortly(generation, settling, now);
  }

  #waitShortly(generation: Generation, settling: Settling, now: number): void {
    if (generation.unsettled) return;
    const waitMs = generation.closedAt + SHORT_SETTLE_MS - now;
    if (waitMs > 0) settling.short = setTimeout(() => this.#unsettled(generation), waitMs).unref();
    else this.#unsettled(generation);
  }

  #unsettled(generation: Generation): void {
    if (sentinelOf(generation)?.connected !== true) {
      this.#distrust(generation);
      return;
    }
    generation.unsettled = true;
    this.#hooks.unsettled(generation);
  }

  #settled(generation: Generation): void {
    if (!this.#settling.has(generation)) return;
    if (sentinelOf(generation)?.connected !== true) {
      this.#distrust(generation);
      return;
    }
    stopTimers(this.#settling.get(generation));
    this.#settling.delete(generation);
    generation.state = 'confirmed';
    generation.unsettled = false;
    this.#hooks.confirm(generation);
    this.#accuse(generation);
  }

  #distrust(generation: Generation): void {
    stopTimers(this.#settling.get(generation));
    this.#settling.delete(generation);
    generation.unsettled = false;
    this.#hooks.distrust(generation);
  }

  /** A confirmation shows that the receiver at `address` lives: earlier generations that still wait are suspects. */
  #accuse(confirmed: Generation): void {
    for (const [generation, wait] of this.#waiting) {
      const outlived = generation.id < confirmed.id && generation.address.key === confirmed.address.key;
      if (!outlived || wait.suspectAt !== undefined) continue;
      this.#noteStop(generation, confirmed.closedAt);
      wait.suspectAt = this.#suspectAt(generation);
      this.#arm(generation, wait);
    }
  }

  #arm(generation: Generation, wait: Wait): void {
    clearTimeout(wait.timer);
    const [due, act] = this.#nextStep(generation, wait);
    wait.timer = setTimeout(act, Math.max(0, due - performance.now()));
    wait.timer.unref();
  }

  #nextStep(generation: Generation, wait: Wait): [due: number, act: () => void] {
    const { endedAt } = generation;
    if (wait.suspectAt !== undefined) {
      return [
        wait.suspectAt,
        () => {
          this.forget(generation);
          this.#hooks.suspect(generation);
        },
      ];
    }
    const timeoutMs = this.#doubled(generation.replays + generation.timeouts);
    // What carries nothing is not worth a probe.
    if (!wait.probed && generation.frames > 0) {
      return [
        endedAt + timeoutMs / 2,
        () => {
          wait.probed = true;
          this.#arm(generation, wait);
          this.#hooks.probe();
        },
      ];
    }
    return [
      endedAt + timeoutMs,
      () => {
        wait.probed = false;
        generation.timeouts += 1;
        this.#arm(generation, wait);
        this.#hooks.overdue(generation);
      },
    ];
  }

  /** A close that comes, or is missed, after more than the timeout: until now the receiver was stopped. */
  #noteStop(generation: Generation, now: number): void {
    const stoppedMs = now - generation.endedAt;
    if (stoppedMs <= this.#confirmTimeoutMs) return;
    this.#stoppedUntil = now;
    this.#probeMs = Math.min(2 * stoppedMs, MAX_PROBE_MS);
  }

  /**
   * When a generation that was outlived counts as dead. Where its bytes met the closed window of a stopped receiver,
   * the kernel tries again after as long as the window was closed: it doubles its time from probe to probe.
   */
  #suspectAt(generation: Generation): number {
    const patienceMs = this.#doubled(generation.replays);
    const due = generation.endedAt + patienceMs;
    if (generation.openedAt > this.#stoppedUntil) return due;
    return Math.max(due, this.#stoppedUntil + Math.max(patienceMs, this.#probeMs));
  }

  #doubled(times: number): number {
    return Math.min(this.#confirmTimeoutMs * 2 ** Math.min(times, 30), MAX_CONFIRM_TIMEOUT_MS);
  }
}

function stopTimers(settling: Settling | undefined): void {
  clearTimeout(settling?.timer);
  clearTimeout(settling?.short);
}

/** The generation that watches over `generation` now: its sentinel, or the one that took over its duty. */
function sentinelOf(generation: Generation): Generation | undefined {
  let sentinel = generation.sentinel;
  while (sentinel !== undefined && (sentinel.state === 'settling' || sentinel.state === 'confirmed')) {
    sentinel = sentinel.sentinel;
  }
  return sentinel;
}
