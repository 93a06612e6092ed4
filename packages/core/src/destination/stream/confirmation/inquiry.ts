import type { Clock } from '../../../clock.ts';
import type { HekaError } from '../../../errors.ts';
import type { Connector } from '../connector.ts';
import type { Generation } from '../generation/generation.ts';
import { type Generations, MAX_CONNECTIONS } from '../generation/generations.ts';
import type { Opener } from '../opener.ts';
import type { Confirmation } from './confirmation.ts';
import { type ReplayWindow, WINDOW_WARNING } from './replay-window.ts';

/** Connections beyond the limit that a question may take. */
const EXTRA_FOR_QUESTION = 1;
/** The same for the evidence: the connection that is ended, and the one that vouches for it. */
const EXTRA_FOR_EVIDENCE = 2;

/** What an inquiry leaves to the destination. */
export interface InquiryHooks {
  /** `generation` carries what is sent from now on. */
  carry(generation: Generation): void;
  /** A connection is given up. */
  lost(generation: Generation, error: HekaError): void;
  /** A connection is not needed. */
  dismiss(generation: Generation): void;
  /** Something that an operator should know. */
  warn(message: string): void;
  /** Asks for {@link Inquiry.advance} in `waitMs`. */
  later(waitMs: number): void;
}

/** What an inquiry needs. */
export interface InquiryOptions {
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
 * Finding out whether a receiver lives and closes connections, when a generation waits for its close for long.
 *
 * ```
 *            doubt              a connection that carries nothing             it closed cleanly
 *   (idle) --------> (wanted) ------------------------------------> (asked) --------------------> (answered)
 *     ^                 ^         is opened and ended                  |                              |
 *     |                 +---------- it failed, or is old at a new doubt ------------------------------+
 *     +--- from any state: no generation waits for evidence any more
 * ```
 *
 * The answer shows that the receiver accepts connections and closes them. That alone condemns those that wait only if
 * nothing was sent since: a receiver whose output is blocked closes what carries nothing, too. Otherwise it shows that
 * new connections are healthy. So the generation that carries the frames is ended, for it was opened before and may be as
 * dead as the one in doubt; and then the next one, which is the evidence, for it carries frames and was opened after.
 *
 * Question and evidence may exceed the number of connections, once everything that was ended before has waited for
 * `confirmTimeout`: flows that froze together must not stop confirmation.
 *
 * In the replay window the question is asked every 10 minutes, and after each reconnect.
 */
export class Inquiry {
  readonly #options: InquiryOptions;
  #state: State = { is: 'idle' };
  /** Since when evidence has been sought. */
  #since: number | undefined;
  /** Since when the receiver has left questions unanswered. */
  #unansweredSince: number | undefined;

  constructor(options: InquiryOptions) {
    this.#options = options;
  }

  /** For how long evidence has been sought, in ms. */
  get soughtMs(): number {
    return this.#ago(this.#since) ?? 0;
  }

  /** Connections beyond the limit that the evidence may take. */
  get extraConnections(): number {
    const state = this.#state;
    if (state.is !== 'answered') return 0;
    return this.#options.confirmation.isOverdue(state.askedAt) ? EXTRA_FOR_EVIDENCE : 0;
  }

  /** A generation waits for long. */
  doubt(): void {
    const { window, clock, confirmTimeoutMs } = this.#options;
    if (window.active) return;
    const state = this.#state;
    // Several are doubted at about the same time; one question answers all.
    const isAsked = 'askedAt' in state && clock.now() - state.askedAt < confirmTimeoutMs / 2;
    if (!isAsked) this.ask();
  }

  /** Wants to ask as soon as possible. */
  ask(): void {
    this.#dismissQuestion();
    this.#state = { is: 'wanted' };
    this.#since ??= this.#options.clock.now();
  }

  /** A generation has waited for `confirmTimeout`: perhaps the peer never closes any. */
  overdue(): void {
    const { window, generations, hooks } = this.#options;
    const isNew = window.consider({
      waiting: generations.ended(),
      question: this.#state.is === 'asked' ? this.#state.question : undefined,
      current: generations.current,
    });
    if (isNew) hooks.warn(WINDOW_WARNING);
    // In the window one question at a time is enough.
    if (window.active) this.#end();
  }

  /** Asks if it can be done now. Returns true if it does. */
  advance(current: Generation): boolean {
    const { confirmation, window, opener, connector, generations, hooks } = this.#options;
    const about = window.active ? current : confirmation.oldestUnknown;
    if (about === undefined) this.#end();
    if (about === undefined || this.#state.is !== 'wanted' || opener.busy) return false;
    const extra = confirmation.isOverdue() ? EXTRA_FOR_QUESTION : 0;
    if (generations.connections >= MAX_CONNECTIONS + extra) return false;
    if (connector.waitMs > 0) {
      hooks.later(connector.waitMs);
      return false;
    }
    void opener.run(() => this.#ask(about));
    return true;
  }

  /** A generation closed cleanly. Returns for how long the receiver had not answered, if it is the question. */
  answer(generation: Generation): number | undefined {
    const state = this.#state;
    if (state.is !== 'asked' || state.question !== generation) return undefined;
    this.#state = { ...state, is: 'answered' };
    const unansweredMs = this.#ago(this.#unansweredSince);
    this.#unansweredSince = undefined;
    return unansweredMs;
  }

  /** True if `current` should end for the sake of evidence. */
  wantsEnd(current: Generation): boolean {
    const state = this.#state;
    if (state.is !== 'answered' || !bearsWitness(current, state.question)) return false;
    // One that carries frames and was opened after the question is the evidence already.
    const isEvidence = (one: Generation): boolean =>
      one !== current && one.id > state.question.id && one.cargo.frames > 0;
    return !this.#options.generations.list().some(isEvidence);
  }

  /** True if the confirmation of `generation` condemns those that were ended before. */
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

  async #ask(about: Generation): Promise<void> {
    const { opener, generations, confirmation, clock, hooks } = this.#options;
    let question: Generation | undefined;
    try {
      question = await opener.open([about.address]);
    } catch (error) {
      const { current } = generations;
      if (current === undefined || current.address.key === about.address.key) throw error;
      // The name leads elsewhere, and nobody listens there any more.
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

/** True if the end of `current` shows more than the question: frames were sent since, to the same address. */
function bearsWitness({ cargo, address }: Generation, question: Generation): boolean {
  return cargo.frames > 0 && address.key === question.address.key;
}
