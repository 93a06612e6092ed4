/**
 * The members of a record as fields of a message: the one table of values for all loggers.
 *
 * | value | field |
 * |---|---|
 * | text, URL, valid Date (ISO 8601) | STRING |
 * | boolean | BOOL |
 * | integral number or bigint within 64 bits | INTEGER of its decimal text |
 * | other finite number | DOUBLE |
 * | bytes | BYTES |
 * | array (or Set) of only texts, numbers, booleans or bytes | one field with several values |
 * | any other array; what lies deeper than `maxDepth` | STRING of JSON, representation `json` |
 * | object, Map with only text as keys, Error | its members, names joined by the separator |
 * | null, undefined, NaN, Infinity, function, symbol, empty array or object | no field |
 * | an object that the value stands in | STRING `[Circular]` |
 * | what throws when it is read | STRING `[Throws: <name>]` |
 *
 * Members beyond `maxFields` become one field `fields_rest`, JSON of their values by their full names.
 */

import { types } from 'node:util';
import type { MessageEncoder } from '../../wire/message-encoder.ts';
import { VALUE_BOOL, VALUE_DOUBLE, VALUE_INTEGER, VALUE_STRING } from '../../wire/tags.ts';
import { isErrorLike } from './error-object.ts';
import { type NameNode, ROLE_APART } from './field-names.ts';
import { FieldOutput } from './field-output.ts';
import type { MappingOptions } from './mapping-options.ts';
import { copyEach } from './members.ts';
import { unsafeNumberValue } from './number-value.ts';
import { plainValue } from './plain-value.ts';
import { scalarOf } from './scalars.ts';
import { describeThrown } from './thrown.ts';

/** Role of a member whose own members stand as if they were at the top. */
export const ROLE_NESTED = 1 << 30;

/** Role of a member that is an error, be it by class or only by form. */
export const ROLE_ERROR = 1 << 29;

/** Writes the fields of one message after the other. */
export class FieldWriter extends FieldOutput {
  readonly #maxDepth: number;
  /** Whether each object is read with care, since one of this record's has thrown. */
  #guarded = false;

  /**
   * @param roles what members at the top are besides being fields
   */
  constructor(options: MappingOptions, roles: ReadonlyMap<string, number>) {
    super(options, roles);
    this.#maxDepth = options.maxDepth;
  }

  /** Starts the fields of a message. */
  begin(encoder: MessageEncoder): void {
    this.encoder = encoder;
    this.#guarded = false;
    this.restart();
  }

  /**
   * Writes the members of a record, once for each message.
   *
   * The first attempt has no guards: next to no record throws when it is read. One that does is read again, each
   * member on its own.
   *
   * @param taken roles whose members became headers, and are no fields
   */
  record(record: object, taken: number): void {
    const mark = this.encoder.mark();
    try {
      this.ancestors.push(record);
      this.#members(this.names.root, record, 1, taken);
      this.ancestors.pop();
    } catch {
      this.encoder.rewind(mark);
      this.restart();
      this.#guarded = true;
      this.#guardedRecord(record, taken);
    }
  }

  #guardedRecord(record: object, taken: number): void {
    const { root } = this.names;
    this.ancestors.push(record);
    try {
      this.#members(root, record, 1, taken);
    } catch (error) {
      // Only a proxy can refuse to tell its members.
      this.encoder.stringField(this.take(this.names.child(root, 'record')).text, describeThrown(error));
    }
  }

  /** Writes one member of its own at the top. */
  member(key: string, value: unknown): void {
    this.#value(this.names.child(this.names.root, key), value, 1);
  }

  /**
   * Writes members. Ordinary objects go the quick way, alone: V8 learns from what it meets in a `for in`, and one
   * object that enumerates slowly (an Error, an object without a prototype) would slow that loop down for all others.
   */
  #members(parent: NameNode, object: object, depth: number, taken: number): void {
    if (!this.#guarded && isOrdinary(object)) {
      this.#ownMembers(parent, object, depth, taken);
    } else {
      copyEach(object, (key, value) => this.#listedMember(parent, key, value, depth, taken));
    }
  }

  #listedMember(parent: NameNode, key: string, value: unknown, depth: number, taken: number): void {
    if (value === undefined || value === null) return;
    if (this.count >= this.maxFields) {
      this.addToRest(parent, key, value, taken);
      return;
    }
    const node = this.names.child(parent, key);
    if ((node.role & taken) === 0) this.#value(node, value, depth);
  }

  #ownMembers(parent: NameNode, object: object, depth: number, taken: number): void {
    const source = object as Readonly<Record<string, unknown>>;
    const apart = taken | ROLE_APART | ROLE_ERROR | ROLE_NESTED;
    let previous = parent;
    let expected = parent.first;
    for (const key in source) {
      // Object.hasOwn costs more than the whole walk (Node 20).
      if (!Object.prototype.hasOwnProperty.call(source, key)) continue;
      const value = source[key];
      if (value === undefined || value === null) continue;
      if (this.count >= this.maxFields) {
        this.addToRest(parent, key, value, taken);
        continue;
      }
      let node = expected;
      if (node === undefined || node.key !== key) node = this.names.childAfter(parent, previous, key);
      previous = node;
      expected = node.next;
      if ((node.role & apart) !== 0) {
        if ((node.role & taken) !== 0) continue;
        if (value === 'Buffer' && this.bufferField(parent, source)) return;
        this.#value(node, value, depth);
      } else if (typeof value === 'string') {
        const text = value.length > this.shortText ? this.cut(value) : value;
        this.encoder.prefixedString(this.start(node, VALUE_STRING), text);
      } else if (typeof value === 'number') {
        this.#number(node, value);
      } else if (typeof value === 'boolean') {
        this.encoder.prefixedBool(this.start(node, VALUE_BOOL), value);
      } else if (typeof value === 'object' && this.#isOrdinaryBelow(value, depth)) {
        this.open(1);
        this.ancestors.push(value);
        this.#ownMembers(node, value, depth + 1, 0);
        this.ancestors.pop();
      } else {
        this.#value(node, value, depth);
      }
    }
  }

  /** Whether the members of an object can be written the quick way. */
  #isOrdinaryBelow(value: object, depth: number): boolean {
    return (
      isOrdinary(value) &&
      typeof (value as { readonly toJSON?: unknown }).toJSON !== 'function' &&
      depth < this.#maxDepth &&
      !this.#isAncestor(value)
    );
  }

  #value(node: NameNode, value: unknown, depth: number): void {
    if (node.name.fixed !== undefined && this.fixed(node, value, node.name.fixed)) return;
    if (typeof value === 'string') {
      this.encoder.prefixedString(this.start(node, VALUE_STRING), this.cut(value));
    } else if (typeof value === 'object') {
      if (value !== null) this.#object(node, value, depth);
    } else if (typeof value === 'number') {
      this.#number(node, value);
    } else {
      this.scalar(node, scalarOf(value, node.key, this.serializeError));
    }
  }

  #number(node: NameNode, value: number): void {
    if (Number.isSafeInteger(value) && !this.doubles) {
      this.encoder.prefixedInteger(this.start(node, VALUE_INTEGER), value);
    } else if (!Number.isInteger(value) || this.doubles) {
      if (Number.isFinite(value)) this.encoder.prefixedDouble(this.start(node, VALUE_DOUBLE), value);
    } else {
      this.scalar(node, unsafeNumberValue(value));
    }
  }

  #object(node: NameNode, value: object, depth: number): void {
    if (this.#guarded) this.#guardedObject(node, value, depth);
    else this.#openObject(node, value, depth);
  }

  #isAncestor(value: object): boolean {
    const ancestors = this.ancestors;
    for (let generation = 0; generation < ancestors.length; generation++) {
      if (ancestors[generation] === value) return true;
    }
    return false;
  }

  #guardedObject(node: NameNode, value: object, depth: number): void {
    const encoder = this.encoder;
    const mark = encoder.mark();
    const count = this.count;
    const generations = this.ancestors.length;
    try {
      this.#openObject(node, value, depth);
    } catch (error) {
      encoder.rewind(mark);
      this.count = count;
      this.ancestors.length = generations;
      encoder.stringField(this.take(node).text, describeThrown(error));
    }
  }

  #openObject(node: NameNode, value: object, depth: number): void {
    if (Array.isArray(value)) {
      this.array(node, value, value);
      return;
    }
    if (this.#isAncestor(value)) {
      this.encoder.stringField(this.take(node).text, '[Circular]');
      return;
    }
    if (node.role === ROLE_ERROR && isErrorLike(value)) {
      this.#plainObject(node, value, this.serializeError(value), depth);
      return;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    const { toJSON } = value as { readonly toJSON?: unknown };
    if ((prototype === Object.prototype || prototype === null) && typeof toJSON !== 'function') {
      this.#plainObject(node, value, value, depth);
      return;
    }
    const plain = plainValue(value, depth === 1 ? '' : node.key, this.serializeError);
    if (typeof plain !== 'object' || plain === null) this.#value(node, plain, depth);
    else if (plain instanceof Uint8Array) this.bytes(node, plain);
    else if (Array.isArray(plain)) this.array(node, value, plain);
    else this.#plainObject(node, value, plain, depth);
  }

  /**
   * @param value the object in the record
   * @param plain the object with the members that it stands for
   */
  #plainObject(node: NameNode, value: object, plain: object, depth: number): void {
    if (this.bufferField(node, plain)) return;
    if (node.role === ROLE_NESTED && this.ancestors.length === 1) {
      this.#below(this.names.root, value, plain, depth);
    } else if (depth < this.#maxDepth) {
      this.#below(node, value, plain, depth + 1);
    } else {
      this.jsonField(node, value);
    }
  }

  #below(parent: NameNode, value: object, plain: object, depth: number): void {
    // A Map has been copied.
    this.open(types.isMap(value) ? value.size : 1);
    this.ancestors.push(value);
    this.#members(parent, plain, depth, 0);
    this.ancestors.pop();
  }
}

/** True for an object whose own members are all there is. Asking for its prototype costs more than a short text (Node 20). */
function isOrdinary(value: object): boolean {
  return value.constructor === Object;
}
