import { types } from 'node:util';
import type { ErrorSerializer } from './error-object.ts';
import { isError } from './error-object.ts';

/**
 * What an object that is neither plain nor an array stands for, by the rules that both loggers' records share:
 *
 * | object | gives |
 * |---|---|
 * | Error | its serialized form |
 * | Buffer, Uint8Array, DataView, ArrayBuffer | `Uint8Array` |
 * | other typed array | array of its numbers |
 * | has `toJSON` (Date, URL, ...) | what that gives |
 * | `new Number(1)` and the like | the primitive |
 * | Map with only text as keys | object; any other Map: array of its entries |
 * | Set | array |
 * | anything else | itself: its own members count |
 *
 * @param key the name it stands under, for `toJSON`
 * @throws whatever a getter, a proxy or `toJSON` throws
 */
export function plainValue(value: object, key: string, serializeError: ErrorSerializer): unknown {
  if (isError(value)) return serializeError(value);
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return binaryValue(value);
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON !== 'function') return containerValue(value);
  const json: unknown = Reflect.apply(toJSON, value, [key]);
  if (typeof json !== 'object' || json === null || json === value) return json;
  if (isError(json)) return serializeError(json);
  if (ArrayBuffer.isView(json) || types.isAnyArrayBuffer(json)) return binaryValue(json);
  return containerValue(json);
}

function binaryValue(value: object): unknown {
  if (value instanceof Uint8Array) return value;
  if (types.isAnyArrayBuffer(value)) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return value;
  if (types.isTypedArray(value) && !types.isUint8Array(value) && !types.isUint8ClampedArray(value)) {
    return Array.from<number | bigint>(value as Int8Array);
  }
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function containerValue(value: object): unknown {
  if (types.isMap(value)) {
    const entries = [...value];
    return entries.every(([name]) => typeof name === 'string') ? Object.fromEntries(entries) : entries;
  }
  if (types.isSet(value)) return [...value];
  return types.isBoxedPrimitive(value) ? (value as { valueOf(): unknown }).valueOf() : value;
}

/**
 * The bytes of a Buffer in the form that `JSON.stringify` gives it, which is how one comes through pino:
 * `{ "type": "Buffer", "data": [1, 2] }`.
 *
 * @returns undefined for any other object
 */
export function bytesOfBufferJson(value: object): Uint8Array | undefined {
  const { type } = value as { readonly type?: unknown };
  if (type !== 'Buffer') return undefined;
  const [, second, third] = Object.keys(value);
  if (second !== 'data' || third !== undefined) return undefined;
  const { data } = value as { readonly data?: unknown };
  if (!Array.isArray(data)) return undefined;
  const bytes = new Uint8Array(data.length);
  for (let index = 0; index < bytes.length; index++) {
    const byte: unknown = data[index];
    if (typeof byte !== 'number' || byte !== (byte & 0xff)) return undefined;
    bytes[index] = byte;
  }
  return bytes;
}
