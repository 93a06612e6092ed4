/** What of MessagePack is needed to find where a value ends. */

/** Bytes of the length that follows the type, and bytes or values per unit of it. */
const SIZED: ReadonlyMap<number, readonly [lengthBytes: number, kind: 'bytes' | 'values' | 'pairs']> =
  new Map([
    [0xc4, [1, 'bytes']],
    [0xc5, [2, 'bytes']],
    [0xc6, [4, 'bytes']],
    [0xd9, [1, 'bytes']],
    [0xda, [2, 'bytes']],
    [0xdb, [4, 'bytes']],
    [0xdc, [2, 'values']],
    [0xdd, [4, 'values']],
    [0xde, [2, 'pairs']],
    [0xdf, [4, 'pairs']],
  ]);

/** Bytes behind the type of numbers, of nil and of booleans. */
const FIXED: ReadonlyMap<number, number> = new Map([
  [0xc0, 0],
  [0xc2, 0],
  [0xc3, 0],
  [0xca, 4],
  [0xcb, 8],
  [0xcc, 1],
  [0xcd, 2],
  [0xce, 4],
  [0xcf, 8],
  [0xd0, 1],
  [0xd1, 2],
  [0xd2, 4],
  [0xd3, 8],
]);

/** Where bytes or a text begin and end. */
interface Extent {
  readonly start: number;
  readonly end: number;
}

/**
 * @param at where a value begins
 * @returns where it ends; `Infinity` if the buffer ends before
 * @throws Error if it is of a type that Fluentd's clients do not send
 */
export function endOfValue(buffer: Buffer, at: number): number {
  const type = buffer[at];
  if (type === undefined) return Number.POSITIVE_INFINITY;
  if (type <= 0x7f || type >= 0xe0) return at + 1;
  if (type <= 0x8f) return endOfValues(buffer, at + 1, 2 * (type & 0x0f));
  if (type <= 0x9f) return endOfValues(buffer, at + 1, type & 0x0f);
  if (type <= 0xbf) return within(buffer, at + 1 + (type & 0x1f));
  const fixed = FIXED.get(type);
  if (fixed !== undefined) return within(buffer, at + 1 + fixed);
  const [lengthBytes, kind] = SIZED.get(type) ?? [0, 'bytes'];
  if (lengthBytes === 0) throw new Error(`MessagePack type ${type}`);
  const start = at + 1 + lengthBytes;
  if (start > buffer.length) return Number.POSITIVE_INFINITY;
  const length = buffer.readUIntBE(at + 1, lengthBytes);
  if (kind === 'bytes') return within(buffer, start + length);
  return endOfValues(buffer, start, kind === 'pairs' ? 2 * length : length);
}

/** @param at where a value of bytes begins that the buffer holds as a whole */
export function extentOfBytes(buffer: Buffer, at: number): Extent {
  const [lengthBytes, kind] = SIZED.get(buffer[at] ?? 0) ?? [0, 'values'];
  if (kind !== 'bytes') throw new Error(`MessagePack type ${buffer[at]} where bytes should be`);
  return { start: at + 1 + lengthBytes, end: endOfValue(buffer, at) };
}

function endOfValues(buffer: Buffer, start: number, count: number): number {
  let at = start;
  for (let index = 0; index < count && at !== Number.POSITIVE_INFINITY; index++) at = endOfValue(buffer, at);
  return at;
}

function within(buffer: Buffer, end: number): number {
  return end > buffer.length ? Number.POSITIVE_INFINITY : end;
}
