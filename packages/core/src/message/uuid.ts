import { randomFillSync } from 'node:crypto';
import { HekaError } from '../errors.ts';

/** Length of a uuid in bytes. */
export const UUID_BYTES = 16;

// One call for 1,024 uuids: a call into the kernel's generator costs as much as encoding several messages.
const POOL_BYTES = 16 * 1024;
const pool = new Uint8Array(POOL_BYTES);
const poolView = new DataView(pool.buffer);
let poolOffset = POOL_BYTES;

/**
 * Writes a random uuid (RFC 9562, version 4) as 16 bytes.
 *
 * @param target has room for 16 bytes at `offset`
 * @param offset of the first byte
 */
export function writeUuid(target: Uint8Array, offset: number): void {
  if (poolOffset === POOL_BYTES) {
    randomFillSync(pool);
    poolOffset = 0;
  }
  for (let index = 0; index < UUID_BYTES; index++) {
    target[offset + index] = poolView.getUint8(poolOffset + index);
  }
  target[offset + 6] = (poolView.getUint8(poolOffset + 6) & 0x0f) | 0x40;
  target[offset + 8] = (poolView.getUint8(poolOffset + 8) & 0x3f) | 0x80;
  poolOffset += UUID_BYTES;
}

/**
 * Writes a random uuid through a view, four bytes at a time, as the encoder does.
 *
 * @param target a view with 16 bytes at `offset`
 * @param offset of the first byte
 */
export function writeUuidToView(target: DataView, offset: number): void {
  if (poolOffset === POOL_BYTES) {
    randomFillSync(pool);
    poolOffset = 0;
  }
  target.setInt32(offset, poolView.getInt32(poolOffset));
  target.setInt32(offset + 4, (poolView.getInt32(poolOffset + 4) & 0xffff_0fff) | 0x4000);
  target.setInt32(offset + 8, (poolView.getInt32(poolOffset + 8) & 0x3fff_ffff) | 0x8000_0000);
  target.setInt32(offset + 12, poolView.getInt32(poolOffset + 12));
  poolOffset += UUID_BYTES;
}

/**
 * Formats a uuid.
 *
 * @param bytes usually 16
 * @returns 36 characters for 16 bytes; plain hexadecimal for any other length
 */
export function formatUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  if (bytes.byteLength !== UUID_BYTES) return hex;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID_TEXT = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/**
 * Parses a uuid.
 *
 * @param text 32 hexadecimal digits, with or without dashes, in either case
 * @returns the 16 bytes
 * @throws HekaError `INVALID_MESSAGE` for any other text
 */
export function parseUuid(text: string): Uint8Array {
  if (!UUID_TEXT.test(text)) {
    throw new HekaError('INVALID_MESSAGE', `uuid ${JSON.stringify(text.slice(0, 64))} is not a uuid`);
  }
  return new Uint8Array(Buffer.from(text.replaceAll('-', ''), 'hex'));
}
