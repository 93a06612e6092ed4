import { HekaError } from '../errors.ts';
import { assertMessage } from '../message/assert-message.ts';
import type { Field, HekaMessage } from '../message/heka-message.ts';
import { STOCK_MESSAGE_BYTES } from '../stock-limits.ts';
import { MessageEncoder } from './message-encoder.ts';

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
  encoder.beginBig(message.timestamp, message.uuid);
  if (message.type !== undefined) encoder.type(message.type);
  if (message.logger !== undefined) encoder.logger(message.logger);
  if (message.severity !== undefined) encoder.severity(message.severity);
  if (message.payload !== undefined) encoder.payload(message.payload);
  if (message.envVersion !== undefined) encoder.envVersion(message.envVersion);
  if (message.pid !== undefined) encoder.pid(message.pid);
  if (message.hostname !== undefined) encoder.hostname(message.hostname);
  for (const field of message.fields) writeField(encoder, field);
  const maxMessageBytes = options.maxMessageBytes ?? STOCK_MESSAGE_BYTES;
  if (encoder.length > maxMessageBytes) {
    throw new HekaError(
      'MESSAGE_TOO_LARGE',
      `message size ${encoder.length} is larger than maxMessageBytes ${maxMessageBytes}`,
    );
  }
}

function writeField(encoder: MessageEncoder, field: Field): void {
  switch (field.type) {
    case 'string':
      return encoder.stringsField(field.name, field.values, field.representation);
    case 'bytes':
      return encoder.bytesesField(field.name, field.values, field.representation);
    case 'integer':
      return encoder.integersField(field.name, field.values, field.representation);
    case 'double':
      return encoder.doublesField(field.name, field.values, field.representation);
    case 'bool':
      return encoder.boolsField(field.name, field.values, field.representation);
  }
}
