import type { FieldTypeOption } from '../../options/option-values.ts';
import type { FieldPrefix } from '../../wire/field-prefixes.ts';
import { MessageEncoder } from '../../wire/message-encoder.ts';
import { CommonLength } from './common-length.ts';
import { createErrorSerializer, type ErrorSerializer } from './error-object.ts';
import { type FieldName, FieldNames, type NameNode } from './field-names.ts';
import { fixedScalars } from './fixed-scalars.ts';
import { jsonText } from './json-text.ts';
import type { MappingOptions } from './mapping-options.ts';
import { bytesOfBufferJson, plainValue } from './plain-value.ts';
import { type Scalar, type Scalars, scalarsOf, typedScalars, typeOfScalar } from './scalars.ts';

/** Arrays as long as a message that are written, where all but the smallest have to go. */
const MAX_ARRAYS = 4;

/** Objects of one record that are opened in search of fields: those without any, in each other, have no end. */
const MAX_OBJECTS = 10_000;

/**
 * Writes fields whose values are found, under names that are unique, within the limits of a message. What is
 * common to all members is here; which member becomes which field is the business of the class on top.
 */
export class FieldOutput {
  readonly names: FieldNames;
  /** Whether members were left out of the message being written. */
  truncated = false;

  protected encoder = new MessageEncoder({ initialBytes: 0 });
  /** Fields of the record so far. */
  protected count = 0;
  /** Objects that are being written, from the record down. */
  protected readonly ancestors: object[] = [];
  protected readonly serializeError: ErrorSerializer;
  protected readonly maxFields: number;
  /** Whether all numbers are doubles. */
  protected readonly doubles: boolean;
  /** Text up to this length is never cut here: `maxFields` of them have room. */
  protected readonly shortText: number;
  readonly #maxText: number;
  readonly #textLength: CommonLength;
  readonly #bytesLength: CommonLength;
  /** Values in arrays so far; each takes a byte of a message, at least. */
  #elements = 0;
  #objects = 0;
  readonly #maxObjects: number;
  /** Members of the object `fields_rest`. */
  #rest = '';

  /**
   * @param roles what members at the top are besides being fields
   */
  constructor(options: MappingOptions, roles: ReadonlyMap<string, number>) {
    this.names = new FieldNames(options.separator, options.fieldTypes, roles);
    this.serializeError = createErrorSerializer(options.errorCause);
    this.maxFields = options.maxFields;
    this.doubles = options.numbers === 'double';
    this.#maxText = options.maxMessageBytes;
    this.#maxObjects = Math.max(MAX_OBJECTS, options.maxFields);
    this.shortText = Math.floor(options.maxMessageBytes / Math.max(options.maxFields, 1));
    this.#textLength = new CommonLength(options.maxMessageBytes);
    this.#bytesLength = new CommonLength(options.maxMessageBytes);
  }

  /** Starts the fields of a message, be it for the second time. */
  protected restart(): void {
    this.count = 0;
    this.#rest = '';
    this.#textLength.restart();
    this.#bytesLength.restart();
    this.#elements = 0;
    this.#objects = 0;
    // Seldom: setting a length is dear even where it changes nothing.
    if (this.ancestors.length > 0) this.ancestors.length = 0;
    this.truncated = false;
    this.names.begin();
  }

  /** Ends the fields: what did not find room, and that something did not. */
  end(): void {
    if (this.#rest === '') return;
    this.truncated = true;
    this.encoder.stringField(this.#takeText('fields_rest').text, `{${this.#rest}}`, 'json');
    this.encoder.boolField(this.#takeText('truncated').text, true);
  }

  /** JSON text of a value, cut where it is too long for a message. */
  json(value: unknown): string | undefined {
    return this.#json(value, '', this.#maxText);
  }

  /** Writes an object that is a Buffer as pino writes it; false for any other. */
  protected bufferField(node: NameNode, value: object): boolean {
    const bytes = node === this.names.root ? undefined : bytesOfBufferJson(value);
    if (bytes !== undefined) this.bytes(node, bytes);
    return bytes !== undefined;
  }

  /** Writes a field of bytes, without those that cannot be in the message anyway. */
  protected bytes(node: NameNode, bytes: Uint8Array): void {
    this.encoder.bytesField(this.take(node).text, this.#cutBytes(bytes));
  }

  /**
   * Counts an object that is opened: where there are too many, what follows has no room.
   *
   * @param weight how many it counts for
   */
  protected open(weight: number): void {
    this.#objects += weight;
    if (this.#objects > this.#maxObjects) this.#fill();
  }

  /** Has all members that follow go to `fields_rest`, as if there were `maxFields` fields. */
  #fill(): void {
    this.count = Math.max(this.count, this.maxFields);
  }

  /** Writes a field with one value; none for undefined. */
  protected scalar(node: NameNode, value: Scalar | undefined): void {
    if (value === undefined) return;
    this.#scalars(this.take(node).text, typedScalars(typeOfScalar(value, this.doubles), [value]), undefined);
  }

  /**
   * Writes an array: as one field with its values, or else as JSON.
   *
   * @param value what stands in the record, the array itself or what gave it
   */
  protected array(node: NameNode, value: object, array: readonly unknown[]): void {
    if (array.length === 0) return;
    let scalars: Scalars | undefined;
    try {
      scalars = scalarsOf(array, this.#maxText, this.doubles, this.serializeError);
    } catch {
      // The JSON text tells which element threw.
    }
    if (scalars === undefined) this.jsonField(node, value);
    else this.#scalars(this.take(node).text, scalars, undefined);
  }

  #scalars(name: string, scalars: Scalars, representation: string | undefined): void {
    const encoder = this.encoder;
    this.#elements += scalars.values.length;
    if (this.#elements > MAX_ARRAYS * this.#maxText) this.#fill();
    switch (scalars.type) {
      case 'string':
        return encoder.stringsField(
          name,
          scalars.values.map((text) => this.cut(text)),
          representation,
        );
      case 'bytes':
        return encoder.bytesesField(
          name,
          scalars.values.map((bytes) => this.#cutBytes(bytes)),
          representation,
        );
      case 'integer':
        return encoder.integersField(name, scalars.values, representation);
      case 'double':
        return encoder.doublesField(name, scalars.values, representation);
      case 'bool':
        return encoder.boolsField(name, scalars.values, representation);
    }
  }

  /** Writes a field with the JSON text of a value; none where it has no members. */
  protected jsonField(node: NameNode, value: unknown): void {
    const text = this.#json(value, node.key, this.#textLength.limit);
    if (text === undefined || text === '{}' || text === '[]') return;
    const representation = node.name.fixed?.representation ?? 'json';
    this.encoder.stringField(this.take(node).text, this.cut(text), representation);
  }

  #json(value: unknown, key: string, limit: number): string | undefined {
    return jsonText(value, key, {
      limit,
      serializeError: this.serializeError,
      ancestors: this.ancestors,
    });
  }

  /** Writes a field whose type or representation an option fixes; false where the value cannot be had so. */
  protected fixed(node: NameNode, value: unknown, fixed: FieldTypeOption): boolean {
    try {
      const plain =
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? plainValue(value, node.key, this.serializeError)
          : value;
      const values = Array.isArray(plain) ? plain : [plain];
      const natural = scalarsOf(values, this.#maxText, this.doubles, this.serializeError);
      if (natural === undefined) {
        if (fixed.type !== 'string' || typeof value !== 'object') return false;
        this.jsonField(node, value);
        return true;
      }
      const scalars = fixed.type === undefined ? natural : fixedScalars(natural.values, fixed.type);
      if (scalars !== undefined) this.#scalars(this.take(node).text, scalars, fixed.representation);
      return scalars !== undefined;
    } catch {
      // The general way tells what threw.
      return false;
    }
  }

  /** Puts a member for which there is no room into `fields_rest`. */
  protected addToRest(parent: NameNode, key: string, value: unknown, taken: number): void {
    if (this.#rest.length > this.#maxText) return;
    const names = this.names;
    if (parent === names.root && taken !== 0 && (names.roleOf(key) & taken) !== 0) return;
    const text = this.#json(value, key, this.#maxText);
    if (text === undefined) return;
    this.#rest += `${this.#rest === '' ? '' : ','}${JSON.stringify(parent.prefix + key)}:${text}`;
  }

  /** Text without what cannot be in the message anyway. */
  protected cut(text: string): string {
    const length = this.#textLength.of(text.length);
    return length < text.length ? text.slice(0, length) : text;
  }

  #cutBytes(bytes: Uint8Array): Uint8Array {
    return bytes.subarray(0, this.#bytesLength.of(bytes.length));
  }

  /** Takes the name of a place for this message; the name it gets where that is taken. */
  protected take(node: NameNode): FieldName {
    this.count++;
    const name = node.name;
    if (name.message === this.names.message) return this.names.takeOther(name.text);
    name.message = this.names.message;
    return name;
  }

  /** Takes the name of a place for this message; what a field with one value of a type begins with. */
  protected start(node: NameNode, valueType: number): FieldPrefix {
    const name = this.take(node);
    const { prefix } = name;
    return prefix.valueType === valueType ? prefix : name.prefixOf(valueType);
  }

  #takeText(text: string): FieldName {
    const name = this.names.name(text);
    if (name.message === this.names.message) return this.names.takeOther(text);
    name.message = this.names.message;
    return name;
  }
}
