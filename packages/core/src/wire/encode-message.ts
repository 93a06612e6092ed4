import { HekaError } from '../errors.ts';
import { assertMessage } from '../message/assert-message.ts';
import type { Field, HekaMessage } from '../message/heka-message.ts';
import { STOCK_MESSAGE_BYTES } from '../stock-limits.ts';
import { MessageEncoder } from './message-encoder.ts';
import {
  TAG_ENV_VERSION,
  TAG_HOSTNAME,
  TAG_LOGGER,
  TAG_PAYLOAD,
  TAG_PID,
  TAG_SEVERITY,
  TAG_TYPE,
} from './tags.ts';
import { FieldStarts } from './write/field-starts.ts';
import { beginKnownMessage, writeTaggedInteger, writeTaggedText } from './write/headers.ts';
import {
  writeBools,
  writeBytesList,
  writeDoubles,
  writeIntegers,
  writeStrings,
} from './write/list-fields.ts';

/** Options of {@link encodeMessage}. */
export interface EncodeMessageOptions {
  /** Bytes of the encoded message at most. @default 65536 */
  readonly maxMessageBytes?: number;
}

let shared: MessageEncoder | undefined;

/**
 * Encodes a message, byte for byte as Heka's own encoder does (except a negative severity or pid, which takes
 * the 10 bytes of the protobuf standard).
 *
 * @returns bytes of its own, without a frame
 * @throws HekaError `INVALID_MESSAGE` where a member is not what {@link HekaMessage} says
 * @throws HekaError `MESSAGE_TOO_LARGE` above `maxMessageBytes`
 */
export function encodeMessage(message: HekaMessage, options: EncodeMessageOptions = {}): Uint8Array {
  shared ??= new MessageEncoder();
  writeMessage(shared, message, options);
  return new Uint8Array(shared.buffer.subarray(shared.start, shared.end));
}

/**
 * Writes a message into an encoder, which then holds it and nothing else.
 *
 * @throws HekaError as {@link encodeMessage}
 */
export function writeMessage(
  encoder: MessageEncoder,
  message: HekaMessage,
  options: EncodeMessageOptions = {},
): void {
  assertMessage(message);
  let at = beginKnownMessage(encoder, message.uuid, message.timestamp);
  if (message.type !== undefined) at = writeTaggedText(encoder, at, TAG_TYPE, message.type);
  if (message.logger !== undefined) at = writeTaggedText(encoder, at, TAG_LOGGER, message.logger);
  if (message.severity !== undefined) at = writeTaggedInteger(encoder, at, TAG_SEVERITY, message.severity);
  if (message.payload !== undefined) at = writeTaggedText(encoder, at, TAG_PAYLOAD, message.payload);
  if (message.envVersion !== undefined)
    at = writeTaggedText(encoder, at, TAG_ENV_VERSION, message.envVersion);
  if (message.pid !== undefined) at = writeTaggedInteger(encoder, at, TAG_PID, message.pid);
  if (message.hostname !== undefined) at = writeTaggedText(encoder, at, TAG_HOSTNAME, message.hostname);
  for (const field of message.fields) at = writeField(encoder, at, field);
  encoder.end = at;
  const maxMessageBytes = options.maxMessageBytes ?? STOCK_MESSAGE_BYTES;
  if (encoder.length > maxMessageBytes) {
    throw new HekaError(
      'MESSAGE_TOO_LARGE',
      `message size ${encoder.length} is larger than maxMessageBytes ${maxMessageBytes}`,
    );
  }
}

const starts = new FieldStarts();

function writeField(encoder: MessageEncoder, at: number, field: Field): number {
  const { name, representation } = field;
  const start = starts.find(name, representation);
  switch (field.type) {
    case 'string':
      return writeStrings(encoder, at, start, field.values);
    case 'bytes':
      return writeBytesList(encoder, at, start, field.values);
    case 'integer':
      return writeIntegers(encoder, at, start, field.values);
    case 'double':
      return writeDoubles(encoder, at, start, field.values);
    case 'bool':
      return writeBools(encoder, at, start, field.values);
  }
}
