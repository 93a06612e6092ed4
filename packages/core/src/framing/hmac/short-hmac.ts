import type { BlockHash } from './block-hash.ts';

/** Bytes that both hash functions take at a time. */
const BLOCK_BYTES = 64;

/** Bytes after a message: one that ends it, and its length in bits. */
const MAX_PADDING_BYTES = BLOCK_BYTES + 8;

/**
 * HMAC of short messages, RFC 2104: `H(outer key, H(inner key, message))`. What both keys do to the state of the hash
 * function is worked out once.
 */
export class ShortHmac {
  readonly #hash: BlockHash;
  readonly #inner: Int32Array;
  readonly #outer: Int32Array;
  readonly #state: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  /** @param key at most 64 bytes; a longer one is to be hashed first */
  constructor(hash: BlockHash, key: Uint8Array) {
    if (key.length > BLOCK_BYTES) throw new RangeError(`a key of ${key.length} bytes`);
    this.#hash = hash;
    this.#bytes = new Uint8Array(hash.maxShortBytes + MAX_PADDING_BYTES + BLOCK_BYTES);
    this.#view = new DataView(this.#bytes.buffer);
    this.#inner = this.#stateAfter(key, 0x36);
    this.#outer = this.#stateAfter(key, 0x5c);
    this.#state = new Int32Array(this.#inner.length);
  }

  /**
   * Writes the digest of a message.
   *
   * @param message at most {@link BlockHash.maxShortBytes}
   * @param target has room for the digest at `at`
   */
  write(message: Uint8Array, target: Uint8Array, at: number): void {
    const { digestBytes } = this.#hash;
    this.#bytes.set(message);
    this.#digest(this.#inner, message.length);
    this.#digest(this.#outer, digestBytes);
    for (let index = 0; index < digestBytes; index++) target[at + index] = this.#bytes[index] as number;
  }

  #stateAfter(key: Uint8Array, pad: number): Int32Array {
    this.#bytes.fill(pad, 0, BLOCK_BYTES);
    for (let index = 0; index < key.length; index++) this.#bytes[index] = (key[index] as number) ^ pad;
    const state = Int32Array.from(this.#hash.initial);
    this.#hash.addBlock(state, this.#view, 0);
    this.#bytes.fill(0, 0, BLOCK_BYTES);
    return state;
  }

  /** Replaces the first `length` bytes by their digest, from a state that has seen one block. */
  #digest(from: Int32Array, length: number): void {
    const { littleEndian, addBlock } = this.#hash;
    const view = this.#view;
    const end = Math.ceil((length + 9) / BLOCK_BYTES) * BLOCK_BYTES;
    this.#bytes.fill(0, length, end);
    this.#bytes[length] = 0x80;
    // A length of 32 bits is plenty; the other word of it stays zero.
    view.setInt32(littleEndian ? end - 8 : end - 4, (BLOCK_BYTES + length) * 8, littleEndian);
    const state = this.#state;
    state.set(from);
    for (let offset = 0; offset < end; offset += BLOCK_BYTES) addBlock(state, view, offset);
    for (let index = 0; index < state.length; index++) {
      view.setInt32(4 * index, state[index] as number, littleEndian);
    }
  }
}
