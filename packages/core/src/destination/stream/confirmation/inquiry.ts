import type { Clock } from '../../../clock.ts';
import type { HekaError } from '../../../errors.ts';
import type { Connector } from '../connector.ts';
import type { Generation } from '../generation/generation.ts';
import { type Generations, MAX_CONNECTIONS } from '../generation/generations.ts';
import type { Opener } from '../opener.ts';
import type { Confirmation } from './confirmation.ts';
import { type ReplayWindow, WINDOW_WARNING } from './replay-window.ts';

/** How many connections beyond the limit a question may take. */
const EXTRA_FOR_QUESTION = 1;
/** The same for what an answer leads to: the connection that carries new messages, and the one that vouches for it. */
const EXTRA_FOR_EVIDENCE = 2;
/** At the limit of connections, closes are doubted when all of them have been awaited for this long. */
const CROWDED_MS = 1_000;

/** What an inquiry leaves to the destination. */
interface InquiryHooks {
  /** `generation` carries what is sent from now on. */
  carry(generation: Generation): void;
  /** A connection is given up: its frames go out again. */
  lost(generation: Generation, error: HekaError): void;
  /** A connection is no longer needed. */
  dismiss(generation: Generation): void;
  /** An operator should know this. */
  warn(message: string): void;
  /** {@link Inquiry.advance} is to be called in `waitMs`. */
  later(waitMs: number): void;
}

/** What an inquiry needs. */
interface InquiryOptions {
  readonly clock: Clock;
  readonly confirmTimeoutMs: number;
  readonly connector: Connector;
  readonly opener: Opener;
  readonly generations: Generations;
  readonly confirmation: Confirmation;
  readonly window: ReplayWindow;
  readonly hooks: InquiryHooks;
}

type State =
  | { readonly is: 'idle' | 'wanted' }
  | { readonly is: 'asked' | 'answered'; readonly question: Generation; readonly askedAt: number };

/**
 * Finds out whether a receiver is alive and closes connections, when it has not closed one for a while.
 *
 * ```
 *            doubt              a connection that carries nothing             it closed cleanly
 *   (idle) --------> (wanted) ------------------------------------> (asked) --------------------> (answered)
 *     ^                 ^         is opened and ended                  |                              |
 *     |                 +---------- it failed, or is old at a new doubt ------------------------------+
 *     +--- from any state: no generation waits for evidence any more
 * ```
 *
 * The answer shows that the receiver accepts connections and closes them. If nothing has been sent since, that is the
 * evidence that the connections it does not close are dead. Otherwise it is not enough, because a receiver whose output
 * is blocked also closes connections that carry nothing. It does show that new connections are healthy, so two more
 * generations are ended: first the one that carries the frames now, which was opened before the question and may be just
 * as dead; then the one after it, which is the evidence, because it carries frames and was opened after the question.
 *
 * Connections that froze together use up the limit of connections, and the one that carries new messages may be among
 * them. So at the limit the question is asked as soon as all closes have been awaited for a second; it may exceed the limit
 * by one, and after its answer the evidence may by two. If the current connection takes bytes out of a full buffer, the
 * receiver is reading, only more slowly than we write. Then the limit holds until the closes have been awaited for
 * `confirmTimeout`. Connections against which there is evidence make room for as many others, at most two, until they are
 * replayed.
 *
 * While the replay window is active the question is asked every 10 minutes, and after each reconnect.
 */
export class Inquiry {
  readonly #options: InquiryOptions;
  #state: State = { is: 'idle' };
  /** When the search for evidence began. */
  #since: number | undefined;
  /** When the first question was asked that has not been answered. */
  #unansweredSince: number | undefined;

  constructor(options: InquiryOptions) {
    this.#options = options;
  }

  /** How long evidence has been sought, in ms. */
  get soughtMs(): number {
    return this.#ago(this.#since) ?? 0;
  }

  /** How many connections beyond the limit there may be when `current` ends. */
  extraConnections(current: Generation): number {
    const state = this.#state;
    if (this.wantsEnd(current) && state.is === 'answered' && this.#mayExceed(current, state.askedAt)) {
      return EXTRA_FOR_EVIDENCE;
    }
    return Math.min(this.#options.confirmation.suspects, EXTRA_FOR_EVIDENCE);
  }

  /** A close has been awaited for a while. */
  doubt(): void {
    const { window, clock, confirmTimeoutMs } = this.#options;
    if (window.active) return;
    const state = this.#state;
    // Several generations are doubted at about the same time; one question is enough for all.
    const isAsked = 'askedAt' in state && clock.now() - state.askedAt < confirmTimeoutMs / 2;
    if (!isAsked) this.ask();
  }

  /** Wants the question to be asked as soon as possible. */
  ask(): void {
    this.#dismissQuestion();
    this.#state = { is: 'wanted' };
    this.#since ??= this.#options.clock.now();
    // A peer that has never closed a connection was not stopped all that time.
    if (this.#options.window.active) this.#unansweredSince = undefined;
  }

  /** A close has been awaited for `confirmTimeout`: perhaps the peer never closes connections. */
  overdue(): void {
    const { window, generations, hooks } = this.#options;
    // A question that is asked in the window may be answered late: it waits until the next one.
    if (window.active) return;
    const isNew = window.consider({
      waiting: generations.ended(),
      question: this.#state.is === 'asked' ? this.#state.question : undefined,
      current: generations.current,
    });
    if (isNew) hooks.warn(WINDOW_WARNING);
    // The window asks again later.
    if (window.active) this.#end();
  }

  /** Asks the question if it is wanted and can be asked now. Returns true if it is being asked. */
  advance(current: Generation): boolean {
    const { confirmation, window, opener, connector, generations, hooks } = this.#options;
    const about = window.active ? current : confirmation.oldestUnknown;
    if (about === undefined) {
      this.#end();
      return false;
    }
    const { is } = this.#state;
    if (is !== 'idle' && is !== 'wanted') return false;
    const isCrowded = generations.connections >= MAX_CONNECTIONS;
    if (isCrowded && !this.#mayExceed(current)) {
      hooks.later(CROWDED_MS);
      return false;
    }
    if (is === 'idle') {
      if (!isCrowded || window.active) return false;
      this.ask();
    }
    if (opener.busy || generations.connections >= MAX_CONNECTIONS + EXTRA_FOR_QUESTION) return false;
    if (connector.waitMs > 0) {
      hooks.later(connector.waitMs);
      return false;
    }
    void opener.run(() => this.#ask(about));
    return true;
  }

  /** A generation closed cleanly. If it is the question, returns how long the receiver had been silent. */
  answer(generation: Generation): number | undefined {
    const state = this.#state;
    if (state.is !== 'asked' || state.question !== generation) return undefined;
    this.#state = { ...state, is: 'answered' };
    const unansweredMs = this.#ago(this.#unansweredSince);
    this.#unansweredSince = undefined;
    return unansweredMs;
  }

  /** True if `current` should end to provide evidence. */
  wantsEnd(current: Generation): boolean {
    const state = this.#state;
    if (state.is !== 'answered' || !bearsWitness(current, state.question)) return false;
    // One that carries frames and was opened after the question will be the evidence.
    const isEvidence = (one: Generation): boolean =>
      one !== current && one.id > state.question.id && one.cargo.frames > 0;
    return !this.#options.generations.list().some(isEvidence);
  }

  /** True if the confirmation of `generation` is evidence against those that were ended before. */
  isEvidence(generation: Generation): boolean {
    const { current } = this.#options.generations;
    return generation.cargo.frames > 0 || current === undefined || !bearsWitness(current, generation);
  }

  /** A connection was lost. */
  lost(generation: Generation): void {
    const state = this.#state;
    if (!('question' in state) || state.question !== generation) return;
    this.#state = { is: this.#options.window.active ? 'idle' : 'wanted' };
  }

  /** True if the limit of connections may be exceeded, because of what was ended before `time`. */
  #mayExceed(current: Generation, time?: number): boolean {
    const { confirmation, confirmTimeoutMs } = this.#options;
    const waitMs = current.isMoving ? confirmTimeoutMs : Math.min(CROWDED_MS, confirmTimeoutMs);
    return confirmation.haveWaited(waitMs, time);
  }

  async #ask(about: Generation): Promise<void> {
    const { opener, generations, confirmation, clock, hooks } = this.#options;
    let question: Generation | undefined;
    try {
      question = await opener.open([about.address]);
    } catch (error) {
      const { current } = generations;
      if (current === undefined || current.address.key === about.address.key) throw error;
      // The name has moved to another address, and nobody listens at the old one any more.
      hooks.lost(about, error as HekaError);
    }
    if (question === undefined || !question.isConnected) return;
    if (generations.current === undefined) {
      hooks.carry(question);
      return;
    }
    question.beginEnd(about);
    question.end();
    confirmation.ended(question);
    const askedAt = clock.now();
    this.#state = { is: 'asked', question, askedAt };
    this.#unansweredSince ??= askedAt;
  }

  #end(): void {
    this.#dismissQuestion();
    this.#state = { is: 'idle' };
    this.#since = undefined;
    this.#unansweredSince = undefined;
  }

  #dismissQuestion(): void {
    if (this.#state.is === 'asked') this.#options.hooks.dismiss(this.#state.question);
  }

  #ago(time: number | undefined): number | undefined {
    return time === undefined ? undefined : this.#options.clock.now() - time;
  }
}

/** True if the end of `current` would be better evidence than the question: it carries frames, to the same address. */
function bearsWitness({ cargo, address }: Generation, question: Generation): boolean {
  return cargo.frames > 0 && address.key === question.address.key;
}
