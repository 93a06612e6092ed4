import { MessageEncoder } from '../../../wire/message-encoder.ts';
import { writeEncoded } from '../../../wire/write/headers.ts';
import { writeBool, writeDouble, writeInteger } from '../../../wire/write/number-fields.ts';
import { writeString } from '../../../wire/write/string-field.ts';
import { type Effort, OBJECT_UNITS } from '../effort.ts';
import type { FieldName, FieldNames, NameNode } from './field-names.ts';
import { NOT_PLAIN, writePlainArray } from './plain-arrays.ts';
import type { RestOfFields } from './rest-of-fields.ts';

/** Members of one object that are counted as effort; fewer are part of what an object costs. */
const MANY_MEMBERS = 64;

/** The members of an object. */
export type Members = Readonly<Record<string, unknown>>;

/** Writes what {@link PlainMembers} does not. Each method takes the offset where the field goes, and returns where the next one goes. */
interface OtherValues {
  /** Writes the value of a member, whatever it is. */
  value(at: number, node: NameNode, value: unknown): number;
  /** Writes an object that is the JSON form of a Buffer; undefined if it is not. */
  bufferJson(at: number, node: NameNode, object: object): number | undefined;
  /** Keeps a member that has no room as a field. */
  addToRest(parent: NameNode, key: string, value: unknown): void;
}

/** What a {@link PlainMembers} works with. */
interface PlainMembersParts {
  readonly names: FieldNames;
  readonly rest: RestOfFields;
  readonly effort: Effort;
  readonly others: OtherValues;
  /** Bytes of the largest message. */
  readonly room: number;
  /** Whether all numbers are doubles. */
  readonly doubles: boolean;
}

/**
 * Writes the members of ordinary objects whose values are texts, numbers, booleans and ordinary objects: nearly all of nearly
 * all records. It does so in one loop over the members, which looks up nothing that it met in the last record, and makes nothing.
 * Any other value is left to {@link OtherValues}.
 *
 * Ordinary objects alone go this way: V8 learns from what it meets in a `for in`, and one object that enumerates slowly (an Error,
 * an object without a prototype) would slow this loop down for all others.
 */
export class PlainMembers {
  #encoder = new MessageEncoder({ initialBytes: 0 });
  /** Where the largest message would end. */
  #limit = 0;
  /** Roles whose members became headers, and are not fields. */
  taken = 0;
  /** Levels of members down to which there are fields. */
  deepest = 0;
  /** Objects that are being written, from the record down. */
  readonly ancestors: object[] = [];
  readonly #parts: PlainMembersParts;
  readonly #names: FieldNames;

  constructor(parts: PlainMembersParts) {
    this.#parts = parts;
    this.#names = parts.names;
  }

  /** Starts a message. */
  begin(encoder: MessageEncoder): void {
    this.#encoder = encoder;
    this.#limit = encoder.start + this.#parts.room;
  }

  /**
   * Writes the members of an object that {@link isOrdinary}.
   *
   * @param parent the place of the object
   * @throws whatever a getter throws
   */
  write(at: number, parent: NameNode, object: Members): number {
    const names = this.#names;
    let end = at;
    let previous = parent;
    let expected = parent.first;
    let members = 0;
    for (const key in object) {
      members++;
      let node = expected;
      // A getter runs once.
      let value: unknown;
      if (node === undefined || node.key !== key || names.isFull) {
        value = object[key];
        if (value === undefined || value === null) continue;
        if (names.isFull) {
          const { rest, others } = this.#parts;
          if (rest.isFull) break;
          others.addToRest(parent, key, value);
          continue;
        }
        node = names.childAfter(parent, previous, key);
      } else if ((node.role & this.taken) === 0) {
        // A header's value is not read again: for a number that is not a small integer, V8 makes an object each time.
        value = object[key];
      }
      previous = node;
      expected = node.next;
      if (node.role !== 0) {
        if (value === undefined || value === null || (node.role & this.taken) !== 0) continue;
        if (value === 'Buffer' && parent !== names.root) {
          const bufferEnd = this.#parts.others.bufferJson(at, parent, object);
          if (bufferEnd !== undefined) return bufferEnd;
        }
        end = this.#parts.others.value(end, node, value);
      } else if (typeof value === 'string') {
        end = this.#string(end, node, value);
      } else if (typeof value === 'number') {
        end = this.#number(end, node, value);
      } else if (typeof value === 'boolean') {
        end = writeBool(this.#encoder, end, names.take(node).start, value);
      } else if (typeof value === 'object' && value !== null && this.#isOrdinaryBelow(node, value)) {
        this.open(value);
        end = this.write(end, node, value as Members);
        this.ancestors.pop();
      } else if (value !== undefined && value !== null) {
        end = Array.isArray(value)
          ? this.#array(end, node, value)
          : this.#parts.others.value(end, node, value);
      }
    }
    if (members > MANY_MEMBERS && !this.#parts.effort.spend(members)) names.fill();
    return end;
  }

  /** Opens an object. */
  open(object: object): void {
    this.ancestors.push(object);
    if (!this.#parts.effort.spend(OBJECT_UNITS)) this.#names.fill();
  }

  /** Whether a value is an object that is being written. */
  isAncestor(value: object): boolean {
    const { ancestors } = this;
    for (let generation = 0; generation < ancestors.length; generation++) {
      if (ancestors[generation] === value) return true;
    }
    return false;
  }

  /** Whether an object is an ordinary one with fields of its own. */
  #isOrdinaryBelow(node: NameNode, value: object): boolean {
    return (
      isOrdinary(value) &&
      typeof (value as { readonly toJSON?: unknown }).toJSON !== 'function' &&
      node.depth < this.deepest &&
      !this.isAncestor(value)
    );
  }

  #string(at: number, node: NameNode, value: string): number {
    if (at + value.length > this.#limit) return this.#parts.others.value(at, node, value);
    const name = this.#names.take(node);
    const known = name.texts.find(value);
    return known === undefined ? this.#newString(at, name, value) : writeEncoded(this.#encoder, at, known);
  }

  #newString(at: number, name: FieldName, value: string): number {
    const encoder = this.#encoder;
    const end = writeString(encoder, at, name.start, value);
    if (value.length <= MAX_KNOWN_TEXT) name.missed(encoder, at, end);
    return end;
  }

  #array(at: number, node: NameNode, value: readonly unknown[]): number {
    const names = this.#names;
    const { doubles, effort, others } = this.#parts;
    const { name } = node;
    if (doubles || name.message === names.message) return others.value(at, node, value);
    const end = writePlainArray(this.#encoder, at, name.start, value);
    if (end === NOT_PLAIN) return others.value(at, node, value);
    names.take(node);
    if (!effort.spendBytes(value.length)) names.fill();
    return end;
  }

  #number(at: number, node: NameNode, value: number): number {
    // Most are small.
    return (value | 0) === value && !this.#parts.doubles
      ? writeInteger(this.#encoder, at, this.#names.take(node).start, value)
      : this.#otherNumber(at, node, value);
  }

  #otherNumber(at: number, node: NameNode, value: number): number {
    if (Number.isInteger(value) || !Number.isFinite(value)) return this.#parts.others.value(at, node, value);
    return writeDouble(this.#encoder, at, this.#names.take(node).start, value);
  }
}

/** Longer texts are not looked up among known ones. */
const MAX_KNOWN_TEXT = 96;

/** Whether an object's own members are all that it has, unless `Object.prototype` is polluted, see {@link hasPollutedPrototype}. */
export function isOrdinary(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

const EMPTY = {};

/** Whether somebody has given `Object.prototype` a member that a `for in` over any object meets. */
export function hasPollutedPrototype(): boolean {
  for (const _key in EMPTY) return true;
  return false;
}
