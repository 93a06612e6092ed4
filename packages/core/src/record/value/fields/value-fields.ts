import type { FieldTypeOption } from '../../../options/option-values.ts';
import { MessageEncoder } from '../../../wire/message-encoder.ts';
import type { FieldStart } from '../../../wire/write/field-start.ts';
import {
  writeBools,
  writeBytesList,
  writeDoubles,
  writeIntegers,
  writeStrings,
} from '../../../wire/write/list-fields.ts';
import { writeString } from '../../../wire/write/string-field.ts';
import { fixedScalars } from '../fixed-scalars.ts';
import { jsonText } from '../json-text.ts';
import { plainValue } from '../plain-value.ts';
import { type Scalar, type Scalars, scalarsOf, typedScalars, typeOfScalar } from '../scalars.ts';
import type { ValueContext } from '../value-context.ts';
import { CommonLength } from './common-length.ts';
import type { FieldName, FieldNames, NameNode } from './field-names.ts';

/**
 * Writes fields whose values need a closer look: arrays, bytes, JSON, values of a type that an option fixes. Each
 * method takes the offset where the field goes, and returns where the next one goes.
 */
export class ValueFields {
  encoder = new MessageEncoder({ initialBytes: 0 });
  readonly #names: FieldNames;
  readonly #context: ValueContext;
  readonly #doubles: boolean;
  readonly #textLength: CommonLength;
  readonly #bytesLength: CommonLength;
  /** Whether lengths of this message were counted. */
  #hasCut = false;

  /**
   * @param doubles whether all numbers are doubles
   */
  constructor(names: FieldNames, context: ValueContext, doubles: boolean) {
    this.#names = names;
    this.#context = context;
    this.#doubles = doubles;
    this.#textLength = new CommonLength(context.room);
    this.#bytesLength = new CommonLength(context.room);
  }

  /** Starts a message. */
  restart(): void {
    if (!this.#hasCut) return;
    this.#hasCut = false;
    this.#textLength.restart();
    this.#bytesLength.restart();
  }

  /** Text without what cannot be in the message anyway. */
  cut(text: string): string {
    this.#hasCut = true;
    const length = this.#textLength.of(text.length);
    return length < text.length ? text.slice(0, length) : text;
  }

  /** Writes a text that stands for a value. */
  text(at: number, node: NameNode, text: string): number {
    return writeString(this.encoder, at, this.#names.take(node).start, this.cut(text));
  }

  /** Writes one value; nothing for undefined. */
  scalar(at: number, node: NameNode, value: Scalar | undefined): number {
    if (value === undefined) return at;
    const scalars = typedScalars(typeOfScalar(value, this.#doubles), [value]);
    return this.#scalars(at, this.#names.take(node), scalars);
  }

  /**
   * Writes an array: as one field with its values, or else as JSON.
   *
   * @param value what stands in the record, the array itself or what gave it
   */
  array(at: number, node: NameNode, value: object, array: readonly unknown[]): number {
    if (array.length === 0) return at;
    let scalars: Scalars | undefined;
    try {
      scalars = scalarsOf(array, this.#doubles, this.#context);
    } catch {
      // The JSON text tells which element threw.
    }
    if (scalars === undefined) return this.json(at, node, value);
    return this.#scalars(at, this.#names.take(node), scalars);
  }

  /** Writes bytes, without those that cannot be in the message anyway. */
  bytes(at: number, node: NameNode, bytes: Uint8Array): number {
    return this.#scalars(at, this.#names.take(node), { type: 'bytes', values: [bytes] });
  }

  /** Writes the JSON text of a value; nothing if it has no members. */
  json(at: number, node: NameNode, value: unknown): number {
    const text = jsonText(value, node.key, this.#textLength.limit, this.#context);
    if (text === undefined || text === '{}' || text === '[]') return at;
    const representation = node.name.fixed?.representation ?? 'json';
    const start = this.#names.take(node).startWith(representation);
    return writeString(this.encoder, at, start, this.cut(text));
  }

  /**
   * Writes a value whose type or representation an option fixes.
   *
   * @returns undefined if the value cannot be had so
   */
  fixed(at: number, node: NameNode, value: unknown, option: FieldTypeOption): number | undefined {
    try {
      const plain =
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? plainValue(value, node.key, this.#context)
          : value;
      const values = Array.isArray(plain) ? plain : [plain];
      const natural = scalarsOf(values, this.#doubles, this.#context);
      if (natural === undefined) {
        return option.type === 'string' && typeof value === 'object' ? this.json(at, node, value) : undefined;
      }
      const scalars = option.type === undefined ? natural : fixedScalars(natural.values, option.type);
      if (scalars === undefined) return undefined;
      return this.#scalars(at, this.#names.take(node), scalars, option.representation);
    } catch {
      // The general way tells what threw.
      return undefined;
    }
  }

  #scalars(at: number, name: FieldName, scalars: Scalars, representation?: string): number {
    if (!this.#context.effort.spendBytes(scalars.values.length)) this.#names.fill();
    return this.#write(at, name.startWith(representation), scalars);
  }

  #write(at: number, start: FieldStart, scalars: Scalars): number {
    const { encoder } = this;
    switch (scalars.type) {
      case 'string':
        return writeStrings(encoder, at, start, this.#cutTexts(scalars.values));
      case 'bytes':
        return writeBytesList(encoder, at, start, this.#cutBytes(scalars.values));
      case 'integer':
        return writeIntegers(encoder, at, start, scalars.values);
      case 'double':
        return writeDoubles(encoder, at, start, scalars.values);
      case 'bool':
        return writeBools(encoder, at, start, scalars.values);
    }
  }

  #cutTexts(texts: string[]): string[] {
    for (let index = 0; index < texts.length; index++) texts[index] = this.cut(texts[index] as string);
    return texts;
  }

  #cutBytes(values: readonly Uint8Array[]): Uint8Array[] {
    this.#hasCut = true;
    return values.map((bytes) => bytes.subarray(0, this.#bytesLength.of(bytes.length)));
  }
}
