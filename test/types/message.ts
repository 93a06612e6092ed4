import { expectTypeOf } from 'expect-type';
import {
  createMessage,
  decodeMessage,
  encodeMessage,
  type Field,
  type FieldType,
  type HekaMessage,
  severity,
} from 'heka-core';

expectTypeOf(decodeMessage(encodeMessage(createMessage()))).toEqualTypeOf<HekaMessage>();
expectTypeOf<FieldType>().toEqualTypeOf<'string' | 'bytes' | 'integer' | 'double' | 'bool'>();
expectTypeOf(severity.warning).toEqualTypeOf<4>();

// The type of a field decides the type of its values.
declare const field: Field;
if (field.type === 'integer') expectTypeOf(field.values).toEqualTypeOf<readonly bigint[]>();
if (field.type === 'bytes') expectTypeOf(field.values).toEqualTypeOf<readonly Uint8Array[]>();
if (field.type === 'double') expectTypeOf(field.values).toEqualTypeOf<readonly number[]>();
createMessage({ fields: [{ name: 'size', type: 'integer', values: [1n], representation: 'B' }] });
createMessage({ fields: [{ name: 'size', type: 'integer', values: [1, 2n] }] });
// @ts-expect-error an integer of a message is a bigint: a number holds only 53 bits
encodeMessage({ ...createMessage(), fields: [{ name: 'size', type: 'integer', values: [1] }] });
// @ts-expect-error a field has values, even when it has one
createMessage({ fields: [{ name: 'size', type: 'double', value: 1 }] });

// What a message is made of may be given in the form that is at hand.
createMessage({ uuid: '5e0e2b3c-7f0a-4c1e-9c3a-0f2d6c1b8a77', timestamp: new Date(0), severity: 'warn' });
createMessage({ timestamp: 0n, severity: 4 });
// @ts-expect-error a number would be milliseconds to one reader and nanoseconds to another
createMessage({ timestamp: 0 });
// @ts-expect-error not a name of a severity
createMessage({ severity: 'loud' });
// @ts-expect-error headers are written in camelCase
createMessage({ env_version: '0.8' });

// A message does not change once it is made.
const message = createMessage({ payload: 'text' });
// @ts-expect-error readonly
message.payload = 'other';
// @ts-expect-error readonly
message.fields.push({ name: 'late', type: 'bool', values: [true] });
