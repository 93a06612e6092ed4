import type { MessageEncoder } from '../../packages/core/src/wire/message-encoder.ts';
import {
  TAG_ENV_VERSION,
  TAG_HOSTNAME,
  TAG_LOGGER,
  TAG_PAYLOAD,
  TAG_PID,
  TAG_SEVERITY,
  TAG_TYPE,
  VALUE_TYPES,
} from '../../packages/core/src/wire/tags.ts';
import { FieldPrefixes } from '../../packages/core/src/wire/write/field-prefixes.ts';
import {
  writeEncoded,
  writeTaggedInteger,
  writeTaggedText,
} from '../../packages/core/src/wire/write/headers.ts';
import {
  writeBools,
  writeBytesList,
  writeDoubles,
  writeIntegers,
  writeStrings,
} from '../../packages/core/src/wire/write/list-fields.ts';
import { writeBool, writeDouble, writeInteger } from '../../packages/core/src/wire/write/number-fields.ts';
import { writeString } from '../../packages/core/src/wire/write/string-field.ts';
import type { WordBytes } from '../../packages/core/src/wire/write/word-bytes.ts';

/** Writes a part of a message at an offset; returns where the next part goes. */
export type WritePart = (encoder: MessageEncoder, at: number) => number;

/** One part behind the other. */
export function inOrder(...written: readonly WritePart[]): WritePart {
  return (encoder, at) => written.reduce((end, write) => write(encoder, end), at);
}

const prefixes = new FieldPrefixes();

type Type = keyof typeof VALUE_TYPES;
type WriteField<V> = (
  encoder: MessageEncoder,
  at: number,
  prefix: ReturnType<FieldPrefixes['find']>,
  value: V,
) => number;

function field<V>(type: Type, write: WriteField<V>) {
  return (name: string, value: V, representation?: string): WritePart =>
    (encoder, at) =>
      write(encoder, at, prefixes.find(name, VALUE_TYPES[type], representation), value);
}

function text(tag: number) {
  return (value: string): WritePart =>
    (encoder, at) =>
      writeTaggedText(encoder, at, tag, value);
}

function integer(tag: number) {
  return (value: number): WritePart =>
    (encoder, at) =>
      writeTaggedInteger(encoder, at, tag, value);
}

/** The parts of messages by name. */
export const parts = {
  type: text(TAG_TYPE),
  logger: text(TAG_LOGGER),
  severity: integer(TAG_SEVERITY),
  payload: text(TAG_PAYLOAD),
  envVersion: text(TAG_ENV_VERSION),
  pid: integer(TAG_PID),
  hostname: text(TAG_HOSTNAME),
  encoded:
    (bytes: WordBytes): WritePart =>
    (encoder, at) =>
      writeEncoded(encoder, at, bytes),
  stringField: field('string', writeString),
  integerField: field('integer', writeInteger),
  doubleField: field('double', writeDouble),
  boolField: field('bool', writeBool),
  stringsField: field('string', writeStrings),
  bytesesField: field('bytes', writeBytesList),
  integersField: field('integer', writeIntegers),
  doublesField: field('double', writeDoubles),
  boolsField: field('bool', writeBools),
};
