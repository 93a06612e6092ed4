import { SeededRandom } from '../../../faults/random/seeded-random.ts';
import { AWKWARD, KEYS, NUMBERS, WORDS } from '../pino/lines/awkward-json.ts';

/** Members of a record. */
export type Members = Readonly<Record<string, unknown>>;

/** Keys that flattening, the order of members or uniqueness of names care about. */
const KEYS_OF_NAMES = ['a.b', 'a', 'level_', 'req.id', '0', '7', '10', '', 'a.b_', 'toString', 'constructor'];

/** Numbers where the type, or the number of bytes, changes. */
const EDGES = [
  ...[
    0,
    -0,
    1,
    -1,
    127,
    128,
    16_383,
    16_384,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    -(2 ** 53),
    2 ** 60,
    -(2 ** 63),
    2 ** 63,
  ],
  ...[1e20, 1e21, 0.5, -1.5e-7, 1.797e308, 5e-324, 123_456_789_012_345.6],
];

/** The numbers among texts that may be some. */
const FINITE = NUMBERS.map(Number).filter(Number.isFinite);

/** Makes members at random: what applications log, and what the mapping has cases for. */
export class RandomMembers {
  readonly #random: SeededRandom;
  /** Whether a line of JSON can carry them. */
  readonly #isJson: boolean;

  constructor(seed: number, isJson: boolean) {
    this.#random = new SeededRandom(seed);
    this.#isJson = isJson;
  }

  /** Members of a record. */
  next(): Members {
    return this.#members(this.#random.one(20) ? 40 : 8, 1);
  }

  /** The text of a log call. */
  message(): string {
    // winston would look for arguments.
    return this.#text().replaceAll('%', '');
  }

  #members(most: number, depth: number): Members {
    const members: Record<string, unknown> = {};
    for (let left = this.#random.integer(0, most); left > 0; left--)
      members[this.#key()] = this.#value(depth);
    return members;
  }

  #key(): string {
    if (this.#random.one(40)) return `id${this.#random.integer(0, 100_000)}`;
    // Field lengths of one byte and of two.
    if (this.#random.one(40)) return 'k'.repeat(this.#random.integer(85, 130));
    const key = this.#random.pick(this.#random.one(8) ? KEYS_OF_NAMES : KEYS);
    // Each of the two loggers gives one of them a meaning.
    return key === 'message' || key === 'stack' ? 'text' : key;
  }

  #value(depth: number): unknown {
    switch (this.#random.integer(1, 16)) {
      case 1:
      case 2:
      case 3:
      case 4:
      case 5:
        return this.#text();
      case 6:
      case 7:
        return this.#random.integer(-1000, 100_000);
      case 8:
      case 9:
        return this.#number();
      case 10:
        return this.#random.one(2);
      case 11:
        return this.#random.pick([null, undefined, true, {}, []]);
      case 12:
        return this.#array(depth);
      case 13:
        return this.#isJson ? this.#bytes() : this.#special(depth);
      default:
        return depth > 11 ? 1 : this.#members(depth > 5 ? 2 : 4, depth + 1);
    }
  }

  /** What JSON has no form for. */
  #special(depth: number): unknown {
    switch (this.#random.integer(1, 11)) {
      case 1:
        return new Date(this.#random.pick([0, 1_700_000_000_123, -1, 8.64e15, Number.NaN]));
      case 2:
        return new URL(`https://example.com/${this.#random.integer(0, 99)}?q=é`);
      case 3:
        return this.#bytes();
      case 4:
        return this.#random.pick([7n, -(2n ** 63n), 2n ** 63n - 1n, 2n ** 63n, 10n ** 30n]);
      case 5:
        return this.#random.pick([Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol('s')]);
      case 6:
        return new Map(Object.entries(this.#members(3, depth + 1)));
      case 7:
        return new Set([this.#text(), this.#text()]);
      case 8:
        return Object.assign(new Order(), this.#members(2, depth + 1));
      case 9:
        return this.#error();
      case 10: {
        const circular: Record<string, unknown> = { ...this.#members(2, depth + 1) };
        circular['self'] = circular;
        return circular;
      }
      default:
        return Object.assign(Object.create(null) as object, this.#members(2, depth + 1));
    }
  }

  #error(): Error {
    const cause = this.#random.one(3) ? { cause: this.#error() } : undefined;
    const error = new RangeError(this.#text(), cause);
    error.stack = `RangeError: ${error.message}\n    at file.ts:1:1\n    at other.ts:2:2`;
    return this.#random.one(2)
      ? error
      : Object.assign(error, { code: 'E_FAR', errno: -this.#random.integer(1, 200) });
  }

  #bytes(): Buffer {
    return Buffer.from(
      Array.from({ length: this.#random.integer(0, 20) }, () => this.#random.integer(0, 255)),
    );
  }

  #array(depth: number): unknown[] {
    const length = this.#random.one(10) ? this.#random.integer(0, 60) : this.#random.integer(0, 5);
    const kind = this.#random.integer(1, 6);
    return Array.from({ length }, () => {
      if (kind === 1) return this.#text();
      if (kind === 2) return this.#random.integer(-300, 300);
      if (kind === 3) return this.#number();
      if (kind === 4) return this.#random.one(2);
      return this.#inArray(depth);
    });
  }

  #inArray(depth: number): unknown {
    if (!this.#isJson && this.#random.one(8)) return this.#special(depth);
    switch (this.#random.integer(1, 6)) {
      case 1:
        return this.#text();
      case 2:
        return this.#number();
      case 3:
        return this.#random.pick([null, true, false]);
      case 4:
        return Array.from({ length: this.#random.integer(0, 3) }, () => this.#random.integer(0, 9));
      default:
        return depth > 8
          ? 0
          : { [this.#random.pick(KEYS)]: this.#text(), [this.#random.pick(KEYS)]: this.#inArray(depth + 1) };
    }
  }

  #number(): number {
    switch (this.#random.integer(1, 5)) {
      case 1:
        return this.#random.pick(EDGES);
      case 2:
        return this.#random.pick(FINITE);
      case 3:
        return this.#random.next();
      case 4:
        return (this.#random.next() - 0.5) * 10 ** this.#random.integer(-12, 22);
      default:
        return this.#random.integer(0, 2 ** 31) * this.#random.integer(0, 2 ** 20);
    }
  }

  #text(): string {
    switch (this.#random.integer(1, 8)) {
      case 1:
        return this.#random.pick(WORDS);
      case 2:
        return (
          'x'.repeat(this.#random.integer(0, 40)) +
          this.#random.pick(AWKWARD) +
          'y'.repeat(this.#random.integer(0, 20))
        );
      case 3:
        return 't'.repeat(this.#random.integer(85, 135));
      case 4:
        return Array.from({ length: this.#random.integer(1, 90) }, () => this.#random.pick(AWKWARD)).join('');
      case 5:
        return this.#random.one(40)
          ? 'l'.repeat(this.#random.integer(16_300, 16_400))
          : 'wörld '.repeat(this.#random.integer(0, 60));
      default:
        return `${'abcdefghijklmnopqrstuvwxyz'.slice(0, this.#random.integer(0, 26))}${this.#random.integer(0, 1e6)}`;
    }
  }
}

/** An application's class. */
class Order {
  readonly total = 12.5;
}
