import { hostname } from 'node:os';
import { OptionReader } from '../../../packages/core/src/options/option-reader.ts';
import { readMappingOptions } from '../../../packages/core/src/record/read-mapping-options.ts';
import type { LoggerConfig, RecordMapping } from '../../../packages/core/src/record/record-encoder.ts';
import type { MappingOptions } from '../../../packages/core/src/record/value/mapping-options.ts';
import { decodeMessage } from '../../../packages/core/src/wire/decode-message.ts';
import { MessageEncoder } from '../../../packages/core/src/wire/message-encoder.ts';

/** One message that a mapping made, and what it said of it. */
interface EncodedRecord {
  readonly bytes: Buffer;
  readonly truncated: boolean;
  readonly drop: string;
  readonly severity: number;
}

/** Options of a mapping with their defaults; the logger is `app` unless `logger` is given, even as undefined. */
export function mappingOptions(raw: Readonly<Record<string, unknown>> = {}): MappingOptions {
  return readMappingOptions(new OptionReader({ logger: 'app', ...raw }));
}

/** Makes a function that encodes records one after the other, as a delivery does. */
export function recordEncoder(
  mapping: RecordMapping,
  raw: Readonly<Record<string, unknown>> = {},
  config: LoggerConfig = {},
): (record: unknown) => EncodedRecord {
  const encoder = new MessageEncoder({ headroom: 300 });
  const records = mapping(mappingOptions(raw), config);
  return (record) => {
    const { drop, severity, truncated } = records.encode(record, encoder);
    return {
      bytes: Buffer.from(encoder.buffer.subarray(encoder.start, encoder.end)),
      drop,
      severity,
      truncated,
    };
  };
}

/** A message for comparisons: fields by name, in order, as `type:value` or `type(representation):value`. */
export interface ReadableMessage {
  readonly type?: string;
  readonly logger?: string;
  readonly severity?: number;
  readonly payload?: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Decodes a message into a form that is easily written down. */
export function readable(bytes: Uint8Array): ReadableMessage {
  const { fields, ...message } = decodeMessage(bytes);
  const texts = fields.map(({ name, type, values, representation }): [string, string] => {
    const shown = values.map((value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value),
    );
    return [name, `${type}${representation === undefined ? '' : `(${representation})`}:${shown.join('|')}`];
  });
  if (new Set(texts.map(([name]) => name)).size !== texts.length) throw new Error('a field name is repeated');
  const { type, logger, severity, payload } = message;
  return {
    ...(type !== undefined && { type }),
    ...(logger !== undefined && { logger }),
    ...(severity !== undefined && { severity }),
    ...(payload !== undefined && { payload }),
    fields: Object.fromEntries(texts),
  };
}

/** The bytes of a message behind its uuid and timestamp, which are two headers of fixed length for times of today. */
export function withoutIdentity(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.subarray(28));
}

/** This machine's name, as messages have it. */
export const thisHost = hostname();
