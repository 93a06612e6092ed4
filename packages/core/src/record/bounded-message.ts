import type { MessageInit } from '../message/create-message.ts';
import type { Field } from '../message/heka-message.ts';
import { bytesOfView, firstElements } from './value/containers.ts';
import { Effort } from './value/effort.ts';
import { CommonLength } from './value/fields/common-length.ts';

/** Bytes of a message that a field takes at least, and a text among its values. */
const FIELD_BYTES = 6;
const TEXT_BYTES = 2;

/** Characters, fields and values up to which nothing needs a closer look. */
const SMALL = 256;

/**
 * A message without what no message of that size has room for, so that checking and encoding it has an end. What is
 * returned is larger than the limit wherever something was left out, and is then made to fit as any other.
 *
 * @param init may be wrong in any way; what is wrong stays
 * @param room bytes of the largest message
 */
export function boundedMessage(init: MessageInit, room: number): MessageInit {
  // Each member is read once: a getter may do anything.
  const { uuid, timestamp, severity, payload, fields, ...headers } = init;
  const hasLongPayload = typeof payload === 'string' && payload.length > room;
  const hasLargeFields = Array.isArray(fields) && !(fields.length <= SMALL && fields.every(isSmall));
  const bounded = {
    uuid,
    timestamp,
    severity,
    ...headers,
    payload: hasLongPayload ? payload.slice(0, room) : payload,
    fields: hasLargeFields ? boundedFields(fields as readonly Field[], room) : fields,
  };
  return bounded as MessageInit;
}

function isSmall({ name, values }: Field): boolean {
  return name.length <= SMALL && values.length <= SMALL && values.every(isShort);
}

function isShort(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= SMALL;
  return typeof value !== 'object';
}

function boundedFields(fields: readonly Field[], room: number): readonly Field[] {
  const effort = new Effort(room);
  const texts = new CommonLength(room);
  const bytes = new CommonLength(room);
  const bounded: Field[] = [];
  for (const field of firstElements(fields, Math.floor(room / FIELD_BYTES) + 1) as Field[]) {
    if (typeof field?.name !== 'string' || !Array.isArray(field.values)) return fields;
    const name = field.name.slice(0, room);
    const least = field.type === 'string' || field.type === 'bytes' ? TEXT_BYTES : 1;
    const values = firstElements(field.values, Math.floor(room / least) + 1).map((value) => {
      if (typeof value === 'string') return value.slice(0, texts.of(value.length));
      return value instanceof Uint8Array ? bytesOfView(value, bytes.of(value.length)) : value;
    });
    bounded.push({ ...field, name, values } as Field);
    if (!effort.spendBytes(name.length + values.length)) break;
  }
  return bounded;
}
