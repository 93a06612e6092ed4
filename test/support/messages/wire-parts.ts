import type { MessageEncoder } from '../../../packages/core/src/wire/message-encoder.ts';
import {
  TAG_ENV_VERSION,
  TAG_HOSTNAME,
  TAG_LOGGER,
  TAG_PAYLOAD,
  TAG_PID,
  TAG_SEVERITY,
  TAG_TYPE,
} from '../../../packages/core/src/wire/tags.ts';
import { FieldStarts } from '../../../packages/core/src/wire/write/field-starts.ts';
import {
  writeEncoded,
  writeTaggedInteger,
  writeTaggedText,
} from '../../../packages/core/src/wire/write/headers.ts';
import {
  writeBools,
  writeBytesList,
  writeDoubles,
  writeIntegers,
  writeStrings,
} from '../../../packages/core/src/wire/write/list-fields.ts';
import { writeBool, writeDouble, writeInteger } from '../../../packages/core/src/wire/write/number-fields.ts';
import { writeString } from '../../../packages/core/src/wire/write/string-field.ts';
import type { WordBytes } from '../../../packages/core/src/wire/write/word-bytes.ts';

/** Writes a part of a message at an offset; returns where the next part goes. */
export type WritePart = (encoder: MessageEncoder, at: number) => number;

/** One part behind the other. */
export function inOrder(...written: readonly WritePart[]): WritePart {
  return (encoder, at) => written.reduce((end, write) => write(encoder, end), at);
}

const starts = new FieldStarts();

type WriteField<V> = (
  encoder: MessageEncoder,
  at: number,
  start: ReturnType<FieldStarts['find']>,
  value: V,
) => number;

function field<V>(write: WriteField<V>) {
  return (name: string, value: V, representation?: string): WritePart =>
    (encoder, at) =>
      write(encoder, at, starts.find(name, representation), value);
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
  stringField: field(writeString),
  integerField: field(writeInteger),
  doubleField: field(writeDouble),
  boolField: field(writeBool),
  stringsField: field(writeStrings),
  bytesesField: field(writeBytesList),
  integersField: field(writeIntegers),
  doublesField: field(writeDoubles),
  boolsField: field(writeBools),
};
