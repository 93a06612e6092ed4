import { randomFillSync } from 'node:crypto';
import { HekaError } from '../errors.ts';

/** Length of a uuid in bytes. */
export const UUID_BYTES = 16;

// One call for 1,024 uuids: a call into the kernel's generator costs as much as encoding several messages.
const pool = new Int32Array(4 * 1024);
let used = pool.length;

/**
 * Writes a random uuid (RFC 9562, version 4) as 16 bytes.
 *
 * @param target has room for 16 bytes at `offset`
 * @param offset of the first byte
 */
export function writeUuid(target: DataView, offset: number): void {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const at = used;
  used = at + 4;
  target.setInt32(offset, pool[at] as number, true);
  // The version is half of byte 6, the variant a quarter of byte 8.
  target.setInt32(offset + 4, ((pool[at + 1] as number) & 0xff0f_ffff) | 0x40_0000, true);
  target.setInt32(offset + 8, ((pool[at + 2] as number) & 0xffff_ff3f) | 0x80, true);
  target.setInt32(offset + 12, pool[at + 3] as number, true);
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
