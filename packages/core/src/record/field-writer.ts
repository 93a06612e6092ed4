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

import { MessageEncoder } from '../wire/message-encoder.ts';
import { createErrorSerializer, type ErrorSerializer, isErrorLike } from './error-object.ts';
import { FieldNames, type NameNode } from './field-names.ts';
import { fixedScalars } from './fixed-scalars.ts';
import { jsonText } from './json-text.ts';
import type { FieldTypeOption, MappingOptions } from './mapping-options.ts';
import { unsafeNumberValue } from './number-value.ts';
import { bytesOfBufferJson, plainValue } from './plain-value.ts';
import { type Scalar, type Scalars, scalarOf, scalarsOf, typedScalars, typeOfScalar } from './scalars.ts';
import { describeThrown } from './thrown.ts';

/** Role of a member whose own members stand as if they were at the top. */
export const ROLE_NESTED = 1 << 30;

/** Role of a member that is an error, be it by class or only by form. */
export const ROLE_ERROR = 1 << 29;

/** Writes the fields of one message after the other. */
export class FieldWriter {
  readonly names: FieldNames;
  /** Whether members were left out of the message being written. */
  truncated = false;

  #encoder = new MessageEncoder({ initialBytes: 0 });
  #count = 0;
  #rest = '';
  readonly #ancestors: object[] = [];
  readonly #serializeError: ErrorSerializer;
  readonly #maxDepth: number;
  readonly #maxFields: number;
  readonly #doubles: boolean;
  readonly #maxText: number;
  /**
   * Longer text cannot be whole in the message, so the end of it need not be encoded. It starts at `maxMessageBytes`;
   * n texts that had to be cut share the message, so that each keeps at most an n-th of it: what comes next may be
   * cut to that. So the work for a record is bounded, whatever it holds.
   */
  #textLimit = 0;
  #cuts = 0;

  /**
   * @param roles what members at the top are besides being fields
   */
  constructor(options: MappingOptions, roles: ReadonlyMap<string, number>) {
    this.names = new FieldNames(options.separator, options.fieldTypes, roles);
    this.#serializeError = createErrorSerializer(options.errorCause);
    this.#maxDepth = options.maxDepth;
    this.#maxFields = options.maxFields;
    this.#doubles = options.numbers === 'double';
    this.#maxText = options.maxMessageBytes;
  }

  /** Starts the fields of a message. */
  begin(encoder: MessageEncoder): void {
    this.#encoder = encoder;
    this.#count = 0;
    this.#rest = '';
    this.#textLimit = this.#maxText;
    this.#cuts = 0;
    // Seldom: setting a length is dear even where it changes nothing.
    if (this.#ancestors.length > 0) this.#ancestors.length = 0;
    this.truncated = false;
    this.names.begin();
  }

  /**
   * Writes the members of a record.
   *
   * @param taken roles whose members became headers, and are no fields
   */
  record(record: object, taken: number): void {
    this.#ancestors.push(record);
    try {
      this.#members(this.names.root, record, 1, taken);
    } catch (error) {
      // Only a proxy can refuse to tell its members.
      this.#encoder.stringField(
        this.#take(this.names.child(this.names.root, 'record')),
        describeThrown(error),
      );
    }
    this.#ancestors.pop();
  }

  /** Writes one member of its own at the top. */
  member(key: string, value: unknown): void {
    this.#value(this.names.child(this.names.root, key), value, 1);
  }

  /** Ends the fields: what did not find room, and that something did not. */
  end(): void {
    if (this.#rest === '') return;
    this.truncated = true;
    this.#encoder.stringField(this.#takeText('fields_rest'), `{${this.#rest}}`, 'json');
    this.#encoder.boolField(this.#takeText('truncated'), true);
  }

  /** JSON text of a value, cut where it is too long for a message. */
  json(value: unknown): string | undefined {
    return this.#json(value, '', this.#maxText);
  }

  #members(parent: NameNode, object: object, depth: number, taken: number): void {
    const source = object as Readonly<Record<string, unknown>>;
    let previous: NameNode | undefined;
    let expected = parent.first;
    for (const key in source) {
      // Object.hasOwn costs as much as the whole walk (Node 20).
      if (!Object.prototype.hasOwnProperty.call(source, key)) continue;
      let value: unknown;
      try {
        value = source[key];
      } catch (error) {
        value = describeThrown(error);
      }
      if (value === undefined || value === null) continue;
      if (this.#count >= this.#maxFields) {
        this.#addToRest(parent, key, value, taken);
        continue;
      }
      let node = expected;
      if (node === undefined || node.key !== key) {
        node = this.names.child(parent, key);
        this.names.follow(parent, previous, node);
      }
      previous = node;
      expected = node.next;
      if ((node.role & taken) !== 0) continue;
      if (node.name.fixed !== undefined) {
        this.#value(node, value, depth);
      } else if (typeof value === 'string') {
        this.#encoder.stringField(
          this.#take(node),
          value.length > this.#textLimit ? this.#cut(value) : value,
        );
      } else if (typeof value === 'number') {
        this.#number(node, value);
      } else if (typeof value === 'boolean') {
        this.#encoder.boolField(this.#take(node), value);
      } else if (typeof value === 'object') {
        this.#object(node, value, depth);
      } else {
        this.#value(node, value, depth);
      }
    }
  }

  #value(node: NameNode, value: unknown, depth: number): void {
    if (node.name.fixed !== undefined && this.#fixed(node, value, node.name.fixed)) return;
    if (typeof value === 'object') {
      if (value !== null) this.#object(node, value, depth);
    } else if (typeof value === 'number') {
      this.#number(node, value);
    } else {
      this.#scalar(node, scalarOf(value, node.key, this.#serializeError));
    }
  }

  #number(node: NameNode, value: number): void {
    if (Number.isSafeInteger(value) && !this.#doubles) {
      this.#encoder.integerField(this.#take(node), value);
    } else if (!Number.isInteger(value) || this.#doubles) {
      if (Number.isFinite(value)) this.#encoder.doubleField(this.#take(node), value);
    } else {
      this.#scalar(node, unsafeNumberValue(value));
    }
  }

  #scalar(node: NameNode, value: Scalar | undefined): void {
    if (value === undefined) return;
    this.#scalars(this.#take(node), typedScalars(typeOfScalar(value, this.#doubles), [value]), undefined);
  }

  #object(node: NameNode, value: object, depth: number): void {
    const encoder = this.#encoder;
    const mark = encoder.mark();
    const count = this.#count;
    const generations = this.#ancestors.length;
    try {
      this.#openObject(node, value, depth);
    } catch (error) {
      encoder.rewind(mark);
      this.#count = count;
      this.#ancestors.length = generations;
      encoder.stringField(this.#take(node), describeThrown(error));
    }
  }

  #openObject(node: NameNode, value: object, depth: number): void {
    if (Array.isArray(value)) {
      this.#array(node, value, value);
      return;
    }
    if (this.#ancestors.includes(value)) {
      this.#encoder.stringField(this.#take(node), '[Circular]');
      return;
    }
    if (node.role === ROLE_ERROR && isErrorLike(value)) {
      this.#plainObject(node, value, this.#serializeError(value), depth);
      return;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    const { toJSON } = value as { readonly toJSON?: unknown };
    if ((prototype === Object.prototype || prototype === null) && typeof toJSON !== 'function') {
      this.#plainObject(node, value, value, depth);
      return;
    }
    const plain = plainValue(value, depth === 1 ? '' : node.key, this.#serializeError);
    if (typeof plain !== 'object' || plain === null) this.#value(node, plain, depth);
    else if (plain instanceof Uint8Array) this.#encoder.bytesField(this.#take(node), plain);
    else if (Array.isArray(plain)) this.#array(node, value, plain);
    else this.#plainObject(node, value, plain, depth);
  }

  /**
   * @param value the object in the record
   * @param plain the object with the members that it stands for
   */
  #plainObject(node: NameNode, value: object, plain: object, depth: number): void {
    const bytes = bytesOfBufferJson(plain);
    if (bytes !== undefined) {
      this.#encoder.bytesField(this.#take(node), bytes);
    } else if (node.role === ROLE_NESTED && this.#ancestors.length === 1) {
      this.#below(this.names.root, value, plain, depth);
    } else if (depth < this.#maxDepth) {
      this.#below(node, value, plain, depth + 1);
    } else {
      this.#jsonField(node, value);
    }
  }

  #below(parent: NameNode, value: object, plain: object, depth: number): void {
    this.#ancestors.push(value);
    this.#members(parent, plain, depth, 0);
    this.#ancestors.pop();
  }

  #array(node: NameNode, value: object, array: readonly unknown[]): void {
    if (array.length === 0) return;
    let scalars: Scalars | undefined;
    try {
      scalars = scalarsOf(array, this.#maxText, this.#doubles, this.#serializeError);
    } catch {
      // The JSON text tells which element threw.
    }
    if (scalars === undefined) this.#jsonField(node, value);
    else this.#scalars(this.#take(node), scalars, undefined);
  }

  #scalars(name: string, scalars: Scalars, representation: string | undefined): void {
    const encoder = this.#encoder;
    switch (scalars.type) {
      case 'string':
        return encoder.stringsField(
          name,
          scalars.values.map((text) => this.#cut(text)),
          representation,
        );
      case 'bytes':
        return encoder.bytesesField(name, scalars.values, representation);
      case 'integer':
        return encoder.integersField(name, scalars.values, representation);
      case 'double':
        return encoder.doublesField(name, scalars.values, representation);
      case 'bool':
        return encoder.boolsField(name, scalars.values, representation);
    }
  }

  #jsonField(node: NameNode, value: unknown): void {
    const text = this.#json(value, node.key, this.#textLimit);
    if (text === undefined || text === '{}' || text === '[]') return;
    this.#encoder.stringField(this.#take(node), this.#cut(text), node.name.fixed?.representation ?? 'json');
  }

  #json(value: unknown, key: string, limit: number): string | undefined {
    return jsonText(value, key, {
      limit,
      serializeError: this.#serializeError,
      ancestors: this.#ancestors,
    });
  }

  /** Writes a field whose type or representation an option fixes; false where the value cannot be had so. */
  #fixed(node: NameNode, value: unknown, fixed: FieldTypeOption): boolean {
    try {
      const plain =
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? plainValue(value, node.key, this.#serializeError)
          : value;
      const values = Array.isArray(plain) ? plain : [plain];
      const natural = scalarsOf(values, this.#maxText, this.#doubles, this.#serializeError);
      if (natural === undefined) {
        if (fixed.type !== 'string' || typeof value !== 'object') return false;
        this.#jsonField(node, value);
        return true;
      }
      const scalars = fixed.type === undefined ? natural : fixedScalars(natural.values, fixed.type);
      if (scalars !== undefined) this.#scalars(this.#take(node), scalars, fixed.representation);
      return scalars !== undefined;
    } catch {
      // The general way tells what threw.
      return false;
    }
  }

  #addToRest(parent: NameNode, key: string, value: unknown, taken: number): void {
    if (this.#rest.length > this.#maxText) return;
    const names = this.names;
    if (parent === names.root && taken !== 0 && (names.roleOf(key) & taken) !== 0) return;
    const text = this.#json(value, key, this.#maxText);
    if (text === undefined) return;
    this.#rest += `${this.#rest === '' ? '' : ','}${JSON.stringify(parent.prefix + key)}:${text}`;
  }

  /** Text without what cannot be in the message anyway. */
  #cut(text: string): string {
    if (text.length <= this.#textLimit) return text;
    const cut = text.slice(0, this.#textLimit);
    this.#cuts++;
    this.#textLimit = Math.ceil(this.#maxText / (this.#cuts + 1));
    return cut;
  }

  /** Takes the name of a place for this message; the name it gets where that is taken. */
  #take(node: NameNode): string {
    this.#count++;
    const name = node.name;
    if (name.message === this.names.message) return this.names.takeOther(name.text);
    name.message = this.names.message;
    return name.text;
  }

  #takeText(text: string): string {
    const name = this.names.name(text);
    if (name.message === this.names.message) return this.names.takeOther(text);
    name.message = this.names.message;
    return text;
  }
}
