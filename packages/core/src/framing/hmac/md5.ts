import type { BlockHash } from './block-hash.ts';

/** The constants of RFC 1321: the first 32 bits of the fractional part of |sin(i + 1)|. */
const constants = Int32Array.from({ length: 64 }, (_, index) =>
  Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32),
);

/** The words of the block at hand. */
const words = new Int32Array(16);

/** MD5, RFC 1321. Its four registers take turns, so four steps make a turn of each loop. */
export const md5: BlockHash = {
  initial: [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476],
  digestBytes: 16,
  maxShortBytes: 1024,
  littleEndian: true,
  addBlock(state, view, offset) {
    // Locals, so that the engine looks at what they are only once.
    const k = constants;
    const x = words;
    for (let i = 0; i < 16; i++) x[i] = view.getInt32(offset + 4 * i, true);
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let d = state[3] as number;
    let t = 0;
    for (let i = 0; i < 16; i += 4) {
      t = (a + (d ^ (b & (c ^ d))) + (x[i] as number) + (k[i] as number)) | 0;
      a = (((t << 7) | (t >>> 25)) + b) | 0;
      t = (d + (c ^ (a & (b ^ c))) + (x[i + 1] as number) + (k[i + 1] as number)) | 0;
      d = (((t << 12) | (t >>> 20)) + a) | 0;
      t = (c + (b ^ (d & (a ^ b))) + (x[i + 2] as number) + (k[i + 2] as number)) | 0;
      c = (((t << 17) | (t >>> 15)) + d) | 0;
      t = (b + (a ^ (c & (d ^ a))) + (x[i + 3] as number) + (k[i + 3] as number)) | 0;
      b = (((t << 22) | (t >>> 10)) + c) | 0;
    }
    for (let i = 16; i < 32; i += 4) {
      t = (a + (c ^ (d & (b ^ c))) + (x[(5 * i + 1) & 15] as number) + (k[i] as number)) | 0;
      a = (((t << 5) | (t >>> 27)) + b) | 0;
      t = (d + (b ^ (c & (a ^ b))) + (x[(5 * i + 6) & 15] as number) + (k[i + 1] as number)) | 0;
      d = (((t << 9) | (t >>> 23)) + a) | 0;
      t = (c + (a ^ (b & (d ^ a))) + (x[(5 * i + 11) & 15] as number) + (k[i + 2] as number)) | 0;
      c = (((t << 14) | (t >>> 18)) + d) | 0;
      t = (b + (d ^ (a & (c ^ d))) + (x[(5 * i) & 15] as number) + (k[i + 3] as number)) | 0;
      b = (((t << 20) | (t >>> 12)) + c) | 0;
    }
    for (let i = 32; i < 48; i += 4) {
      t = (a + (b ^ c ^ d) + (x[(3 * i + 5) & 15] as number) + (k[i] as number)) | 0;
      a = (((t << 4) | (t >>> 28)) + b) | 0;
      t = (d + (a ^ b ^ c) + (x[(3 * i + 8) & 15] as number) + (k[i + 1] as number)) | 0;
      d = (((t << 11) | (t >>> 21)) + a) | 0;
      t = (c + (d ^ a ^ b) + (x[(3 * i + 11) & 15] as number) + (k[i + 2] as number)) | 0;
      c = (((t << 16) | (t >>> 16)) + d) | 0;
      t = (b + (c ^ d ^ a) + (x[(3 * i + 14) & 15] as number) + (k[i + 3] as number)) | 0;
      b = (((t << 23) | (t >>> 9)) + c) | 0;
    }
    for (let i = 48; i < 64; i += 4) {
      t = (a + (c ^ (b | ~d)) + (x[(7 * i) & 15] as number) + (k[i] as number)) | 0;
      a = (((t << 6) | (t >>> 26)) + b) | 0;
      t = (d + (b ^ (a | ~c)) + (x[(7 * i + 7) & 15] as number) + (k[i + 1] as number)) | 0;
      d = (((t << 10) | (t >>> 22)) + a) | 0;
      t = (c + (a ^ (d | ~b)) + (x[(7 * i + 14) & 15] as number) + (k[i + 2] as number)) | 0;
      c = (((t << 15) | (t >>> 17)) + d) | 0;
      t = (b + (d ^ (c | ~a)) + (x[(7 * i + 21) & 15] as number) + (k[i + 3] as number)) | 0;
      b = (((t << 21) | (t >>> 11)) + c) | 0;
    }
    state[0] = (state[0] as number) + a;
    state[1] = (state[1] as number) + b;
    state[2] = (state[2] as number) + c;
    state[3] = (state[3] as number) + d;
  },
};
