import type { FieldPrefix } from '../wire/field-prefixes.ts';
import { MessageEncoder } from '../wire/message-encoder.ts';
import { createErrorSerializer, type ErrorSerializer } from './error-object.ts';
import { type FieldName, FieldNames, type NameNode } from './field-names.ts';
import { fixedScalars } from './fixed-scalars.ts';
import { jsonText } from './json-text.ts';
import type { FieldTypeOption, MappingOptions } from './mapping-options.ts';
import { bytesOfBufferJson, plainValue } from './plain-value.ts';
import { type Scalar, type Scalars, scalarsOf, typedScalars, typeOfScalar } from './scalars.ts';

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
  /**
   * Longer text cannot be whole in the message, so the end of it need not be encoded. It starts at `maxMessageBytes`;
   * n texts that had to be cut share the message, so that each keeps at most an n-th of it: what comes next may be
   * cut to that. So the work for a record is bounded, whatever it holds.
   */
  protected textLimit = 0;
  readonly #maxText: number;
  #cuts = 0;
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
  }

  /** Starts the fields of a message, be it for the second time. */
  protected restart(): void {
    this.count = 0;
    this.#rest = '';
    this.textLimit = this.#maxText;
    this.#cuts = 0;
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
    if (bytes !== undefined) this.encoder.bytesField(this.take(node).text, bytes);
    return bytes !== undefined;
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
    switch (scalars.type) {
      case 'string':
        return encoder.stringsField(
          name,
          scalars.values.map((text) => this.cut(text)),
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

  /** Writes a field with the JSON text of a value; none where it has no members. */
  protected jsonField(node: NameNode, value: unknown): void {
    const text = this.#json(value, node.key, this.textLimit);
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
    if (text.length <= this.textLimit) return text;
    const cut = text.slice(0, this.textLimit);
    this.#cuts++;
    this.textLimit = Math.ceil(this.#maxText / (this.#cuts + 1));
    return cut;
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
