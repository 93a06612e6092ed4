import type { Field } from '../message/heka-message.ts';
import { decodeMessage } from '../wire/decode-message.ts';
import { MessageEncoder } from '../wire/message-encoder.ts';
import { beginMessage } from '../wire/write/headers.ts';
import { FieldWriter } from './value/fields/field-writer.ts';
import type { MappingOptions } from './value/mapping-options.ts';

/** The option `fields` as fields of a message: the same ones that records of a logger get. */
export function constantFields(options: MappingOptions): readonly Field[] {
  if (Object.keys(options.fields).length === 0) return [];
  const encoder = new MessageEncoder();
  const writer = new FieldWriter(options, new Map());
  const at = beginMessage(encoder, 0, 0);
  writer.begin(encoder);
  encoder.end = writer.end(writer.record(at, options.fields, 0));
  const { fields } = decodeMessage(encoder.buffer.subarray(encoder.start, encoder.end));
  // Without a prototype, so that a field without a representation does not inherit one.
  return fields.map((field) => Object.assign(Object.create(null) as Field, field));
}
