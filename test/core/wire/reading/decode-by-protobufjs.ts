import type { Field, HekaMessage } from 'heka-core';
import { type DecodedField, type Long, messageCodec } from '../../../../packages/core/src/wire/codec.ts';

const TYPES = ['string', 'bytes', 'integer', 'double', 'bool'] as const;

/**
 * What a message is by the static code of protobufjs; undefined if it refuses the bytes, or if they lack what Hindsight
 * insists on: a uuid of 16 bytes.
 */
export function decodeByProtobufjs(bytes: Uint8Array): HekaMessage | undefined {
  let decoded: ReturnType<typeof messageCodec.decode>;
  try {
    decoded = messageCodec.decode(Buffer.from(bytes));
  } catch {
    return undefined;
  }
  if (decoded.uuid.length !== 16) return undefined;
  const given = Object.fromEntries(
    (['type', 'logger', 'severity', 'payload', 'envVersion', 'pid', 'hostname'] as const)
      .filter((name) => Object.hasOwn(decoded, name))
      .map((name) => [name, decoded[name]]),
  );
  return {
    uuid: new Uint8Array(decoded.uuid),
    timestamp: toBigint(decoded.timestamp),
    ...given,
    fields: decoded.fields.map(toField),
  };
}

function toField(field: DecodedField): Field {
  const representation = Object.hasOwn(field, 'representation')
    ? { representation: field.representation }
    : {};
  const values = [
    field.valueString,
    field.valueBytes.map((value) => new Uint8Array(value)),
    field.valueInteger.map(toBigint),
    field.valueDouble,
    field.valueBool,
  ][field.valueType];
  return { name: field.name, type: TYPES[field.valueType], ...representation, values } as Field;
}

function toBigint({ low, high }: Long): bigint {
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}
