import { RE2JS } from 're2js';
import { literalPattern } from './literal-pattern.ts';

/** A compiled regular expression. A test takes time in proportion to the length of the value. */
export interface Pattern {
  /** As it was written. */
  readonly source: string;
  /** Whether any part of a text matches. */
  test(text: string): boolean;
  /** Whether any part of the text matches that is UTF-8 in `bytes`, from `start` to `end`. */
  testBytes(bytes: Buffer, start: number, end: number): boolean;
}

/**
 * Compiles a regular expression in RE2 syntax.
 *
 * @throws Error if it is wrong, or larger than RE2 allows
 */
export function createPattern(source: string): Pattern {
  return literalPattern(source) ?? new Re2Pattern(source);
}

class Re2Pattern implements Pattern {
  readonly source: string;
  readonly #expression: ReturnType<typeof RE2JS.compile>;

  constructor(source: string) {
    this.source = source;
    this.#expression = RE2JS.compile(source);
  }

  test(text: string): boolean {
    return this.#expression.test(text);
  }

  testBytes(bytes: Buffer, start: number, end: number): boolean {
    return this.#expression.test(bytes.toString('utf8', start, end));
  }
}
