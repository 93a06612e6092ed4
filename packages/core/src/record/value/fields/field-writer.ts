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

import { MessageEncoder } from '../../../wire/message-encoder.ts';
import { writeBool, writeDouble, writeInteger } from '../../../wire/write/number-fields.ts';
import { writeString } from '../../../wire/write/string-field.ts';
import { TIME_LENGTH, writeTime } from '../../../wire/write/time-field.ts';
import { unsafeNumberValue } from '../big-integer.ts';
import { Effort } from '../effort.ts';
import { emitterValue } from '../emitters.ts';
import { createErrorSerializer } from '../error-object.ts';
import { jsonText } from '../json-text.ts';
import type { MappingOptions } from '../mapping-options.ts';
import { copyEach } from '../members.ts';
import { bytesOfBufferJson, isPlainDate, plainValue } from '../plain-value.ts';
import { scalarOf } from '../scalars.ts';
import { describeThrown } from '../thrown.ts';
import type { ValueContext } from '../value-context.ts';
import { errorMembers } from './error-members.ts';
import { FieldNames, type NameNode } from './field-names.ts';
import { ROLE_NESTED, ROLE_TOO_LONG } from './field-roles.ts';
import { hasPollutedPrototype, isOrdinary, type Members, PlainMembers } from './plain-members.ts';
import { RestOfFields } from './rest-of-fields.ts';
import { ValueFields } from './value-fields.ts';

/** Writes the fields of one message after the other. Offsets are handed on as in `MessageEncoder`. */
export class FieldWriter {
  readonly names: FieldNames;
  readonly #context: { -readonly [K in keyof ValueContext]: ValueContext[K] };
  readonly #values: ValueFields;
  readonly #rest: RestOfFields;
  readonly #options: Pick<MappingOptions, 'maxDepth' | 'maxErrorDepth'>;
  readonly #doubles: boolean;
  readonly #plain: PlainMembers;
  /** Text up to this length is never cut: `maxFields` of them have room. */
  readonly #shortText: number;
  #encoder = new MessageEncoder({ initialBytes: 0 });
  /** Whether each object is read with care, since one of this record's has thrown. */
  #guarded = false;

  /**
   * @param roles what members at the top are besides being fields
   */
  constructor(options: MappingOptions, roles: ReadonlyMap<string, number>) {
    const effort = new Effort(options.maxMessageBytes);
    this.names = new FieldNames(options, roles, effort);
    this.#context = {
      serializeError: createErrorSerializer(options.errorCause),
      room: options.maxMessageBytes,
      effort,
      isBelowError: false,
      isAncestor: (object) => this.#plain.isAncestor(object),
    };
    this.#doubles = options.numbers === 'double';
    this.#values = new ValueFields(this.names, this.#context, this.#doubles);
    this.#rest = new RestOfFields(this.#context);
    this.#options = options;
    this.#plain = new PlainMembers({
      names: this.names,
      rest: this.#rest,
      effort,
      others: {
        value: (at, node, value) => this.#value(at, node, value),
        bufferJson: (at, node, object) => this.#bufferJson(at, node, object),
        addToRest: (parent, key, value) => this.#addToRest(parent, key, value),
      },
      room: options.maxMessageBytes,
      doubles: this.#doubles,
    });
    this.#shortText = Math.floor(options.maxMessageBytes / Math.max(options.maxFields, 1));
  }

  /** Whether members were left out of the message. */
  get truncated(): boolean {
    return !this.#rest.isEmpty || this.#context.effort.hasOmitted;
  }

  /** What the values of the record are read with. */
  get context(): ValueContext {
    return this.#context;
  }

  /** Starts the fields of a message. */
  begin(encoder: MessageEncoder): void {
    this.#encoder = encoder;
    this.#values.encoder = encoder;
    this.#plain.begin(encoder);
    this.#guarded = hasPollutedPrototype();
    this.#restart();
  }

  /** Starts the fields of a message, perhaps for the second time. */
  #restart(): void {
    this.#rest.restart();
    this.#values.restart();
    this.#context.isBelowError = false;
    this.#plain.deepest = this.#options.maxDepth;
    // Seldom: setting a length is dear even if it changes nothing.
    if (this.#plain.ancestors.length > 0) this.#plain.ancestors.length = 0;
    this.names.begin();
  }

  /**
   * Writes the members of a record, once for each message.
   *
   * The first attempt has no guards: hardly any record throws when it is read. One that does is read again, each
   * member on its own.
   *
   * @param taken roles whose members became headers, and are not fields
   */
  record(at: number, record: object, taken: number): number {
    this.#plain.taken = taken;
    try {
      this.#plain.ancestors.push(record);
      const end = this.#members(at, this.names.root, record);
      this.#plain.ancestors.pop();
      return end;
    } catch {
      this.#restart();
      this.#plain.taken = taken;
      this.#guarded = true;
      return this.#guardedRecord(at, record);
    }
  }

  #guardedRecord(at: number, record: object): number {
    const { root } = this.names;
    this.#plain.ancestors.push(record);
    try {
      return this.#members(at, root, record);
    } catch (error) {
      // Only a proxy can refuse to tell its members.
      return this.#values.text(at, this.names.child(root, 'record'), describeThrown(error));
    }
  }

  /** Writes one member of its own at the top. */
  member(at: number, key: string, value: unknown): number {
    return this.#value(at, this.names.child(this.names.root, key), value);
  }

  /** Ends the fields: what did not find room, and that something did not. */
  end(at: number): number {
    return this.truncated ? this.#writeRest(at) : at;
  }

  #writeRest(at: number): number {
    const encoder = this.#encoder;
    const { names } = this;
    let end = at;
    if (!this.#rest.isEmpty) {
      const start = names.takeText('fields_rest').startWith('json');
      end = writeString(encoder, end, start, this.#rest.text);
    }
    return writeBool(encoder, end, names.takeText('truncated').start, true);
  }

  /** JSON text of a value, cut if it is too long for a message. */
  json(value: unknown): string | undefined {
    return jsonText(value, '', this.#context.room, this.#context);
  }

  /**
   * Writes members. Ordinary objects go the quick way, alone: V8 learns from what it meets in a `for in`, and one
   * object that enumerates slowly (an Error, an object without a prototype) would slow that loop down for all others.
   */
  #members(at: number, parent: NameNode, object: object): number {
    if (!this.#guarded && isOrdinary(object)) return this.#plain.write(at, parent, object as Members);
    let end = at;
    copyEach(object, (key, value) => {
      end = this.#listedMember(end, parent, key, value);
    });
    return end;
  }

  #listedMember(at: number, parent: NameNode, key: string, value: unknown): number {
    if (value === undefined || value === null) return at;
    if (this.names.isFull) {
      this.#addToRest(parent, key, value);
      return at;
    }
    const node = this.names.child(parent, key);
    return (node.role & this.#plain.taken) === 0 ? this.#value(at, node, value) : at;
  }

  #addToRest(parent: NameNode, key: string, value: unknown): void {
    const { names } = this;
    if (parent === names.root && (names.roleOf(key) & this.#plain.taken) !== 0) return;
    this.#rest.add(parent.prefix, key, value);
  }

  #string(at: number, node: NameNode, value: string): number {
    const text = value.length > this.#shortText ? this.#values.cut(value) : value;
    return writeString(this.#encoder, at, this.names.take(node).start, text);
  }

  #number(at: number, node: NameNode, value: number): number {
    const doubles = this.#doubles;
    if (Number.isSafeInteger(value) && !doubles) {
      return writeInteger(this.#encoder, at, this.names.take(node).start, value);
    }
    if (Number.isInteger(value) && !doubles) return this.#values.scalar(at, node, unsafeNumberValue(value));
    if (!Number.isFinite(value)) return at;
    return writeDouble(this.#encoder, at, this.names.take(node).start, value);
  }

  #value(at: number, node: NameNode, value: unknown): number {
    if (node.role === ROLE_TOO_LONG) {
      this.#context.effort.hasOmitted = true;
      return at;
    }
    const { fixed } = node.name;
    if (fixed !== undefined) {
      const end = this.#values.fixed(at, node, value, fixed);
      if (end !== undefined) return end;
    }
    if (typeof value === 'string') return this.#string(at, node, value);
    if (typeof value === 'number') return this.#number(at, node, value);
    if (typeof value !== 'object') {
      return this.#values.scalar(at, node, scalarOf(value, node.key, this.#context));
    }
    if (value === null) return at;
    return this.#guarded ? this.#guardedObject(at, node, value) : this.#openObject(at, node, value);
  }

  #guardedObject(at: number, node: NameNode, value: object): number {
    const { names } = this;
    const { room } = names;
    const { isBelowError } = this.#context;
    const taken = this.#plain.taken;
    const deepest = this.#plain.deepest;
    const generations = this.#plain.ancestors.length;
    try {
      return this.#openObject(at, node, value);
    } catch (error) {
      names.room = room;
      this.#context.isBelowError = isBelowError;
      this.#plain.taken = taken;
      this.#plain.deepest = deepest;
      this.#plain.ancestors.length = generations;
      return this.#values.text(at, node, describeThrown(error));
    }
  }

  #time(at: number, node: NameNode, value: Date): number {
    if (Number.isNaN(value.getTime())) return at;
    return writeTime(this.#encoder, at, this.names.take(node).start, value);
  }

  #openObject(at: number, node: NameNode, value: object): number {
    if (Array.isArray(value)) return this.#values.array(at, node, value, value);
    if (node.role === 0 && isPlainDate(value) && this.#shortText >= TIME_LENGTH)
      return this.#time(at, node, value);
    if (this.#plain.isAncestor(value)) return this.#values.text(at, node, '[Circular]');
    const error = errorMembers(node, value, this.#context);
    if (error !== undefined) return this.#error(at, node, value, error);
    const prototype: unknown = Object.getPrototypeOf(value);
    const { toJSON } = value as { readonly toJSON?: unknown };
    if ((prototype === Object.prototype || prototype === null) && typeof toJSON !== 'function') {
      return this.#plainObject(at, node, value, value);
    }
    const emitter = this.#context.isBelowError ? emitterValue(value) : undefined;
    const plain = emitter ?? plainValue(value, node.depth === 1 ? '' : node.key, this.#context);
    if (this.#context.effort.isSpent) this.names.fill();
    if (typeof plain !== 'object' || plain === null) return this.#value(at, node, plain);
    if (plain instanceof Uint8Array) return this.#values.bytes(at, node, plain);
    if (Array.isArray(plain)) return this.#values.array(at, node, value, plain);
    return this.#plainObject(at, node, value, plain);
  }

  #error(at: number, node: NameNode, value: object, members: object): number {
    const context = this.#context;
    const { isBelowError } = context;
    const deepest = this.#plain.deepest;
    if (!isBelowError) this.#plain.deepest = Math.min(deepest, node.depth + this.#options.maxErrorDepth);
    context.isBelowError = true;
    if (context.effort.isSpent) this.names.fill();
    const end = this.#plainObject(at, node, value, members);
    context.isBelowError = isBelowError;
    this.#plain.deepest = deepest;
    return end;
  }

  /**
   * @param value the object in the record
   * @param plain the object with the members that it stands for
   */
  #plainObject(at: number, node: NameNode, value: object, plain: object): number {
    const bufferEnd = this.#bufferJson(at, node, plain);
    if (bufferEnd !== undefined) return bufferEnd;
    if (node.role === ROLE_NESTED && this.#plain.ancestors.length === 1)
      return this.#nested(at, value, plain);
    if (node.depth >= this.#plain.deepest) return this.#values.json(at, node, value);
    this.#plain.open(value);
    const end = this.#members(at, node, plain);
    this.#plain.ancestors.pop();
    return end;
  }

  #bufferJson(at: number, node: NameNode, object: object): number | undefined {
    const bytes = bytesOfBufferJson(object, this.#context.room);
    return bytes === undefined ? undefined : this.#values.bytes(at, node, bytes);
  }

  #nested(at: number, value: object, plain: object): number {
    const taken = this.#plain.taken;
    this.#plain.taken = 0;
    this.#plain.open(value);
    const end = this.#members(at, this.names.root, plain);
    this.#plain.ancestors.pop();
    this.#plain.taken = taken;
    return end;
  }
}
