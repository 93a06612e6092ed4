import { types } from 'node:util';
import { bytesOfView, mapEntries, mapSize, setSize, setValues, typedArrayValues } from './containers.ts';
import { isError, SerializedError } from './error-object.ts';
import type { ValueContext } from './value-context.ts';

/** Bytes of JSON that an entry of a Map takes at least. */
const ENTRY_BYTES = 4;

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
 * Of what is larger than a message, only as much as a message could show.
 *
 * @param key the name it stands under, for `toJSON`
 * @throws whatever a getter, a proxy or `toJSON` throws
 */
export function plainValue(value: object, key: string, context: ValueContext): unknown {
  if (isError(value)) return context.serializeError(value, context);
  if (value instanceof SerializedError) return value.members;
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return binaryValue(value, context);
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON !== 'function') return containerValue(value, context);
  const json: unknown = Reflect.apply(toJSON, value, [key]);
  if (typeof json !== 'object' || json === null || json === value) return json;
  if (isError(json)) return context.serializeError(json, context);
  if (ArrayBuffer.isView(json) || types.isAnyArrayBuffer(json)) return binaryValue(json, context);
  return containerValue(json, context);
}

/** What the text of a Date is made with. */
interface DateMethods {
  readonly toJSON: unknown;
  readonly toISOString: unknown;
  readonly getTime: unknown;
  readonly valueOf: unknown;
  readonly [Symbol.toPrimitive]: unknown;
}

const DATE_METHODS: DateMethods = {
  toJSON: nativeMethodOfDate('toJSON'),
  toISOString: nativeMethodOfDate('toISOString'),
  getTime: nativeMethodOfDate('getTime'),
  valueOf: nativeMethodOfDate('valueOf'),
  [Symbol.toPrimitive]: nativeMethodOfDate(Symbol.toPrimitive),
};

/** Whether an object is a Date with the methods that JavaScript gives it: nobody has put others onto it, or onto all Dates. */
export function isPlainDate(value: object): value is Date {
  if (Object.getPrototypeOf(value) !== Date.prototype) return false;
  const methods = value as DateMethods;
  return (
    methods.toJSON === DATE_METHODS.toJSON &&
    methods.toISOString === DATE_METHODS.toISOString &&
    methods.getTime === DATE_METHODS.getTime &&
    methods.valueOf === DATE_METHODS.valueOf &&
    methods[Symbol.toPrimitive] === DATE_METHODS[Symbol.toPrimitive]
  );
}

/** A symbol, which is equal to no method, if the application has put a function of its own there. */
function nativeMethodOfDate(name: keyof DateMethods): unknown {
  const method: unknown = Reflect.get(Date.prototype, name);
  const shown = typeof name === 'symbol' ? `[${name.description}]` : name;
  return String(method) === `function ${shown}() { [native code] }` ? method : Symbol(shown);
}

function binaryValue(value: ArrayBufferView | ArrayBufferLike, { room }: ValueContext): unknown {
  if (!ArrayBuffer.isView(value)) return bytesOfView(new Uint8Array(value), room);
  const isBytes = types.isUint8Array(value) || types.isUint8ClampedArray(value) || types.isDataView(value);
  return isBytes ? bytesOfView(value, room) : typedArrayValues(value, room);
}

function containerValue(value: object, context: ValueContext): unknown {
  if (types.isMap(value)) return mapValue(value, context);
  if (types.isSet(value)) {
    context.effort.spend(Math.min(setSize(value), context.room));
    return setValues(value, context.room);
  }
  return types.isBoxedPrimitive(value) ? primitiveIn(value) : value;
}

function mapValue(map: object, { room, effort }: ValueContext): unknown {
  const size = mapSize(map);
  const limit = Math.floor(room / ENTRY_BYTES);
  if (size > limit) effort.hasOmitted = true;
  effort.spend(Math.min(size, limit));
  const entries = mapEntries(map, limit);
  return entries.every(([name]) => typeof name === 'string') ? Object.fromEntries(entries) : entries;
}

function primitiveIn(boxed: object): unknown {
  return (boxed as { valueOf(): unknown }).valueOf();
}

/**
 * The bytes of a Buffer in the form that `JSON.stringify` gives it, which is how one comes through pino:
 * `{ "type": "Buffer", "data": [1, 2] }`.
 *
 * @param limit bytes that are read at most
 * @returns undefined for any other object
 */
export function bytesOfBufferJson(value: object, limit: number): Uint8Array | undefined {
  const { type } = value as { readonly type?: unknown };
  if (type !== 'Buffer') return undefined;
  const [, second, third] = Object.keys(value);
  if (second !== 'data' || third !== undefined) return undefined;
  const { data } = value as { readonly data?: unknown };
  if (!Array.isArray(data)) return undefined;
  const bytes = new Uint8Array(Math.min(data.length, limit));
  for (let index = 0; index < bytes.length; index++) {
    const byte: unknown = data[index];
    if (typeof byte !== 'number' || byte !== (byte & 0xff)) return undefined;
    bytes[index] = byte;
  }
  return bytes;
}
