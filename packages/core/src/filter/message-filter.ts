import { compileExpression, type Predicate } from '../matcher/compile-expression.ts';
import { expressionOf, type Matcher } from '../matcher/compiled-matcher.ts';
import { type EncodedBytes, EncodedMessage } from '../matcher/encoded/encoded-message.ts';
import { compileEncodedTerm } from '../matcher/encoded/encoded-term.ts';
import type { Expression } from '../matcher/expression.ts';
import type { HekaMessage } from '../message/heka-message.ts';
import { decodeMessage } from '../wire/decode-message.ts';

/** A message that is asked about: its bytes, and what has been made of them so far. */
interface Subject {
  readonly bytes: EncodedBytes;
  message: HekaMessage | undefined;
  /** False if the bytes may have moved since the parts were found. */
  isLoaded: boolean;
}

type Step = (subject: Subject) => boolean;

/**
 * The filters of a delivery. Matchers look at the bytes of a message; an object is made only if there is a function to
 * ask, once for each message.
 */
export class MessageFilter {
  readonly #steps: readonly Step[];
  /** All filters in one, if each is a matcher. */
  readonly #matcher: Predicate<EncodedMessage> | undefined;
  readonly #encoded = new EncodedMessage();
  readonly #onThrown: (thrown: unknown) => void;

  /**
   * @param filters in the order in which they are asked
   * @param onThrown called with what a function threw; the message passes
   */
  constructor(filters: readonly Matcher[], onThrown: (thrown: unknown) => void) {
    this.#steps = filters.map((filter) => this.#step(filter));
    this.#matcher = matcherOfAll(filters);
    this.#onThrown = onThrown;
  }

  /**
   * Whether a message passes. Never throws.
   *
   * @param bytes an encoder that holds the message, as {@link MessageEncoder} writes it
   */
  passes(bytes: EncodedBytes): boolean {
    if (this.#matcher !== undefined) {
      this.#encoded.load(bytes);
      return this.#matcher(this.#encoded);
    }
    const subject: Subject = { bytes, message: undefined, isLoaded: false };
    for (const step of this.#steps) if (!step(subject)) return false;
    return true;
  }

  #step(filter: Matcher): Step {
    const expression = expressionOf(filter);
    if (expression === undefined) return (subject) => this.#ask(filter, subject);
    const predicate = compileExpression(expression, compileEncodedTerm);
    return (subject) => {
      if (!subject.isLoaded) {
        this.#encoded.load(subject.bytes);
        subject.isLoaded = true;
      }
      return predicate(this.#encoded);
    };
  }

  #ask(filter: Matcher, subject: Subject): boolean {
    try {
      subject.message ??= readOnlyMessage(subject.bytes);
      return filter(subject.message);
    } catch (thrown) {
      this.#onThrown(thrown);
      return true;
    } finally {
      // The function may have logged something itself.
      subject.isLoaded = false;
    }
  }
}

function matcherOfAll(filters: readonly Matcher[]): Predicate<EncodedMessage> | undefined {
  const parts = filters.map(expressionOf).filter((expression) => expression !== undefined);
  if (parts.length < filters.length) return undefined;
  return compileExpression({ kind: 'all', parts: parts.flatMap(partsOfAll) }, compileEncodedTerm);
}

/** A conjunction in a conjunction is one. */
function partsOfAll(expression: Expression): readonly Expression[] {
  return expression.kind === 'all' ? expression.parts : [expression];
}

/** Frozen as far as it costs little: functions get one message after another. */
function readOnlyMessage({ buffer, start, end }: EncodedBytes): HekaMessage {
  const message = decodeMessage(buffer.subarray(start, end));
  Object.freeze(message.fields);
  return Object.freeze(message);
}
