import { bytes, double, varint } from '../../../support/messages/wire-bytes.ts';

type Random = () => number;

const INTERESTING: readonly bigint[] = [
  0n,
  1n,
  2n,
  3n,
  4n,
  5n,
  127n,
  128n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 63n - 1n,
  -1n,
  -(2n ** 31n),
  -(2n ** 63n),
];

const TEXTS: readonly (string | Uint8Array)[] = [
  '',
  'level',
  '__proto__',
  'a longer name of a field, longer than what is remembered',
  'é漢😀',
  Uint8Array.of(0xff),
  Uint8Array.of(0xc3, 0x28),
  Uint8Array.of(0xed, 0xa0, 0x80),
  Uint8Array.of(0xef, 0xbb, 0xbf, 0x61),
];

/**
 * Bytes that are a message, or nearly: members in any order and number, repeated, of the wrong wire type, unknown, in
 * groups, numbers and lengths longer than they need to be, and one in three with some bytes damaged.
 */
export class RandomMessages {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  next(): Buffer {
    const parts = Array.from({ length: this.#below(8) }, () => this.#member(1));
    if (this.#below(12) > 0) parts.splice(this.#below(parts.length + 1), 0, this.#uuid());
    if (this.#below(12) > 0)
      parts.splice(this.#below(parts.length + 1), 0, this.#keyed(2, 0, this.#number()));
    const message = bytes(...parts);
    return this.#below(3) === 0 ? this.#damaged(message) : message;
  }

  #below(limit: number): number {
    return this.#random() % limit;
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#below(values.length)] as T;
  }

  #uuid(): Buffer {
    const length = this.#below(30) === 0 ? this.#below(20) : 16;
    return this.#delimited(
      1,
      Uint8Array.from({ length }, () => this.#random() & 0xff),
    );
  }

  /** @param level 1 in a message, 2 in a field */
  #member(level: number): Buffer {
    const kind = this.#below(10);
    if (kind === 0) return this.#unexpected(level, 0);
    return level === 1 ? this.#messageMember() : this.#fieldMember();
  }

  #messageMember(): Buffer {
    const number = this.#pick([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10, 10]);
    switch (number) {
      case 1:
        return this.#uuid();
      case 2:
      case 5:
      case 8:
        return this.#keyed(number, 0, this.#number());
      case 10: {
        const members = Array.from({ length: this.#below(6) }, () => this.#member(2));
        return this.#delimited(10, bytes(...members));
      }
      default:
        return this.#delimited(number, bytes(this.#pick(TEXTS)));
    }
  }

  #fieldMember(): Buffer {
    const number = this.#pick([1, 2, 2, 3, 4, 5, 6, 7, 8]);
    const isPacked = this.#below(3) > 0;
    const count = this.#below(4);
    switch (number) {
      case 2:
        return this.#keyed(2, 0, this.#below(4) === 0 ? this.#number() : varint(this.#below(6)));
      case 6:
      case 8:
        return isPacked
          ? this.#delimited(number, bytes(...Array.from({ length: count }, () => this.#number())))
          : this.#keyed(number, 0, this.#number());
      case 7:
        return isPacked
          ? this.#delimited(7, bytes(...Array.from({ length: count }, () => this.#double())))
          : this.#keyed(7, 1, this.#double());
      default:
        return this.#delimited(number, bytes(this.#pick(TEXTS)));
    }
  }

  /** A member that nobody expects: any number, any wire type. */
  #unexpected(level: number, depth: number): Buffer {
    const number = this.#pick([0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 15, 16, 200, 2 ** 29 - 1]);
    const wireType = this.#pick([0, 0, 1, 2, 2, 3, 3, 5, 5, 4, 6, 7]);
    switch (wireType) {
      case 0:
        return this.#keyed(number, 0, this.#below(8) === 0 ? longVarint(this.#below(14)) : this.#number());
      case 1:
        return this.#keyed(number, 1, Buffer.alloc(8, this.#random() & 0xff));
      case 2:
        return this.#delimited(number, bytes(this.#pick(TEXTS)));
      case 3:
        return this.#group(number, level, depth);
      case 5:
        return this.#keyed(number, 5, Buffer.alloc(4, this.#random() & 0xff));
      default:
        return this.#keyed(number, wireType, Buffer.alloc(0));
    }
  }

  #group(number: number, level: number, depth: number): Buffer {
    const end = this.#below(12) === 0 ? number + 1 : number;
    if (this.#below(20) === 0) {
      // Around the limit of 100.
      const levels = 95 + this.#below(10);
      const open = Array.from({ length: levels }, () => varint(number * 8 + 3));
      const close = Array.from({ length: levels }, () => varint(number * 8 + 4));
      return bytes(...open, ...close);
    }
    const members =
      depth > 4 ? [] : Array.from({ length: this.#below(3) }, () => this.#unexpected(level, depth + 1));
    return bytes(this.#varint(number * 8 + 3), ...members, this.#varint(end * 8 + 4));
  }

  #keyed(number: number, wireType: number, content: Uint8Array): Buffer {
    if (this.#below(60) === 0) {
      // A key of 5 bytes, of which the last may be too much.
      const key = number * 8 + wireType;
      return bytes((key & 0x7f) | 0x80, 0x80, 0x80, 0x80, this.#pick([0, 1, 0x0f, 0x10, 0x7f]), content);
    }
    return bytes(this.#varint(number * 8 + wireType), content);
  }

  #delimited(number: number, content: Uint8Array): Buffer {
    if (this.#below(60) === 0) {
      // The same of a length.
      const length = (content.length & 0x7f) | 0x80;
      return bytes(varint(number * 8 + 2), length, 0x80, 0x80, 0x80, this.#pick([0, 0, 0, 7, 8]), content);
    }
    return bytes(this.#varint(number * 8 + 2), this.#varint(content.length), content);
  }

  /** Now and then longer than it must be. */
  #varint(value: number | bigint): Buffer {
    const shortest = varint(value);
    return this.#below(20) === 0 ? padded(shortest, 1 + this.#below(9)) : shortest;
  }

  #number(): Buffer {
    const value = this.#below(2) === 0 ? this.#pick(INTERESTING) : BigInt(this.#random());
    return this.#varint(value);
  }

  #double(): Buffer {
    return double(this.#pick([0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, this.#random() / 7]));
  }

  #damaged(message: Buffer): Buffer {
    const at = this.#below(message.length + 1);
    const length = 1 + this.#below(4);
    const some = Buffer.from(Array.from({ length }, () => this.#random() & 0xff));
    switch (this.#below(4)) {
      case 0:
        return message.subarray(0, at);
      case 1:
        return bytes(message.subarray(0, at), message.subarray(at + length));
      case 2:
        return bytes(message.subarray(0, at), some, message.subarray(at));
      default:
        return bytes(message.subarray(0, at), some, message.subarray(at + length));
    }
  }
}

/** The same value in more bytes. */
function padded(value: Buffer, more: number): Buffer {
  const longer = Buffer.concat([value, Buffer.alloc(more, 0x80)]);
  longer[value.length - 1] = (value.at(-1) ?? 0) | 0x80;
  longer[longer.length - 1] = 0;
  return longer;
}

/** A varint of so many bytes and one more. */
function longVarint(length: number): Buffer {
  return bytes(Buffer.alloc(length, 0x81), 0x01);
}
