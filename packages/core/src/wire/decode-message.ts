import { HekaError } from '../errors.ts';
import type { Field, HekaMessage } from '../message/heka-message.ts';
import { UUID_BYTES } from '../message/uuid.ts';
import { type DecodedField, type Long, messageCodec } from './codec.ts';
import { VALUE_BOOL, VALUE_BYTES, VALUE_DOUBLE, VALUE_INTEGER } from './tags.ts';

/**
 * Decodes a message. Whatever order and packing protobuf allows is read, unknown members are passed over, bytes
 * that are not UTF-8 become U+FFFD, a value that does not fit its field's type is passed over as hekad does.
 *
 * @param bytes one bare message, without a frame; what is returned does not refer to them
 * @throws HekaError `MALFORMED_MESSAGE` where the bytes are no message, or lack what Hindsight insists on: a
 *   timestamp and a uuid of 16 bytes
 */
export function decodeMessage(bytes: Uint8Array): HekaMessage {
  const decoded = decode(bytes);
  const { uuid, timestamp, fields } = decoded;
  if (uuid.byteLength !== UUID_BYTES) {
    throw new HekaError('MALFORMED_MESSAGE', `uuid is ${uuid.byteLength} bytes long, not ${UUID_BYTES}`);
  }
  const has = (name: keyof typeof decoded): boolean => Object.hasOwn(decoded, name);
  return {
    uuid: new Uint8Array(uuid),
    timestamp: toBigint(timestamp),
    ...(has('type') && { type: decoded.type }),
    ...(has('logger') && { logger: decoded.logger }),
    ...(has('severity') && { severity: decoded.severity }),
    ...(has('payload') && { payload: decoded.payload }),
    ...(has('envVersion') && { envVersion: decoded.envVersion }),
    ...(has('pid') && { pid: decoded.pid }),
    ...(has('hostname') && { hostname: decoded.hostname }),
    fields: fields.map(toField),
  };
}

function decode(bytes: Uint8Array): ReturnType<typeof messageCodec.decode> {
  try {
    // protobufjs reads text from a Buffer several times faster than from any other Uint8Array.
    return messageCodec.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    throw new HekaError('MALFORMED_MESSAGE', `the bytes are no message (${(error as Error).message})`, error);
  }
}

function toField(field: DecodedField): Field {
  const { name } = field;
  const common = Object.hasOwn(field, 'representation')
    ? { name, representation: field.representation }
    : { name };
  switch (field.valueType) {
    case VALUE_BYTES:
      return { ...common, type: 'bytes', values: field.valueBytes.map((value) => new Uint8Array(value)) };
    case VALUE_INTEGER:
      return { ...common, type: 'integer', values: field.valueInteger.map(toBigint) };
    case VALUE_DOUBLE:
      return { ...common, type: 'double', values: field.valueDouble };
    case VALUE_BOOL:
      return { ...common, type: 'bool', values: field.valueBool };
    default:
      return { ...common, type: 'string', values: field.valueString };
  }
}

function toBigint(long: Long): bigint {
  return (BigInt(long.high) << 32n) | BigInt(long.low >>> 0);
}
