import type { BlockHash } from './block-hash.ts';

/** The message schedule of the block at hand. */
const schedule = new Int32Array(80);

/** SHA1, RFC 3174. Its five registers take turns, so five steps make a turn of each loop. */
export const sha1: BlockHash = {
  initial: [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0],
  digestBytes: 20,
  maxShortBytes: 512,
  littleEndian: false,
  addBlock(state, view, offset) {
    // A local, so that the engine looks at what it is only once.
    const w = schedule;
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(offset + 4 * i, false);
    let threeBack = w[13] as number;
    let twoBack = w[14] as number;
    let oneBack = w[15] as number;
    for (let i = 16; i < 80; i++) {
      const t = threeBack ^ (w[i - 8] as number) ^ (w[i - 14] as number) ^ (w[i - 16] as number);
      threeBack = twoBack;
      twoBack = oneBack;
      oneBack = (t << 1) | (t >>> 31);
      w[i] = oneBack;
    }
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let d = state[3] as number;
    let e = state[4] as number;
    for (let i = 0; i < 20; i += 5) {
      e = (((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + e + (w[i] as number) + 0x5a827999) | 0;
      b = (b << 30) | (b >>> 2);
      d = (((e << 5) | (e >>> 27)) + (c ^ (a & (b ^ c))) + d + (w[i + 1] as number) + 0x5a827999) | 0;
      a = (a << 30) | (a >>> 2);
      c = (((d << 5) | (d >>> 27)) + (b ^ (e & (a ^ b))) + c + (w[i + 2] as number) + 0x5a827999) | 0;
      e = (e << 30) | (e >>> 2);
      b = (((c << 5) | (c >>> 27)) + (a ^ (d & (e ^ a))) + b + (w[i + 3] as number) + 0x5a827999) | 0;
      d = (d << 30) | (d >>> 2);
      a = (((b << 5) | (b >>> 27)) + (e ^ (c & (d ^ e))) + a + (w[i + 4] as number) + 0x5a827999) | 0;
      c = (c << 30) | (c >>> 2);
    }
    for (let i = 20; i < 40; i += 5) {
      e = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + (w[i] as number) + 0x6ed9eba1) | 0;
      b = (b << 30) | (b >>> 2);
      d = (((e << 5) | (e >>> 27)) + (a ^ b ^ c) + d + (w[i + 1] as number) + 0x6ed9eba1) | 0;
      a = (a << 30) | (a >>> 2);
      c = (((d << 5) | (d >>> 27)) + (e ^ a ^ b) + c + (w[i + 2] as number) + 0x6ed9eba1) | 0;
      e = (e << 30) | (e >>> 2);
      b = (((c << 5) | (c >>> 27)) + (d ^ e ^ a) + b + (w[i + 3] as number) + 0x6ed9eba1) | 0;
      d = (d << 30) | (d >>> 2);
      a = (((b << 5) | (b >>> 27)) + (c ^ d ^ e) + a + (w[i + 4] as number) + 0x6ed9eba1) | 0;
      c = (c << 30) | (c >>> 2);
    }
    for (let i = 40; i < 60; i += 5) {
      e = (((a << 5) | (a >>> 27)) + ((b & c) | (d & (b | c))) + e + (w[i] as number) - 0x70e44324) | 0;
      b = (b << 30) | (b >>> 2);
      d = (((e << 5) | (e >>> 27)) + ((a & b) | (c & (a | b))) + d + (w[i + 1] as number) - 0x70e44324) | 0;
      a = (a << 30) | (a >>> 2);
      c = (((d << 5) | (d >>> 27)) + ((e & a) | (b & (e | a))) + c + (w[i + 2] as number) - 0x70e44324) | 0;
      e = (e << 30) | (e >>> 2);
      b = (((c << 5) | (c >>> 27)) + ((d & e) | (a & (d | e))) + b + (w[i + 3] as number) - 0x70e44324) | 0;
      d = (d << 30) | (d >>> 2);
      a = (((b << 5) | (b >>> 27)) + ((c & d) | (e & (c | d))) + a + (w[i + 4] as number) - 0x70e44324) | 0;
      c = (c << 30) | (c >>> 2);
    }
    for (let i = 60; i < 80; i += 5) {
      e = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + (w[i] as number) - 0x359d3e2a) | 0;
      b = (b << 30) | (b >>> 2);
      d = (((e << 5) | (e >>> 27)) + (a ^ b ^ c) + d + (w[i + 1] as number) - 0x359d3e2a) | 0;
      a = (a << 30) | (a >>> 2);
      c = (((d << 5) | (d >>> 27)) + (e ^ a ^ b) + c + (w[i + 2] as number) - 0x359d3e2a) | 0;
      e = (e << 30) | (e >>> 2);
      b = (((c << 5) | (c >>> 27)) + (d ^ e ^ a) + b + (w[i + 3] as number) - 0x359d3e2a) | 0;
      d = (d << 30) | (d >>> 2);
      a = (((b << 5) | (b >>> 27)) + (c ^ d ^ e) + a + (w[i + 4] as number) - 0x359d3e2a) | 0;
      c = (c << 30) | (c >>> 2);
    }
    state[0] = (state[0] as number) + a;
    state[1] = (state[1] as number) + b;
    state[2] = (state[2] as number) + c;
    state[3] = (state[3] as number) + d;
    state[4] = (state[4] as number) + e;
  },
};
