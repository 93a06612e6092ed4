/** A hash function that works on blocks of 64 bytes, as MD5 and SHA1 do. */
export interface BlockHash {
  /** The state before the first block. */
  readonly initial: readonly number[];
  /** Bytes of the digest: the words of the state, four bytes each. */
  readonly digestBytes: number;
  /** Byte order of words, of the message and of the digest alike. */
  readonly littleEndian: boolean;
  /**
   * The largest message that is signed faster here than by `node:crypto`. A call into OpenSSL costs about 2 us whatever
   * the size; beyond this size its speed per byte makes up for that: `npm run bench -- --only hmac`.
   */
  readonly maxShortBytes: number;
  /** Adds the 64 bytes at `offset` to `state`. */
  readonly addBlock: (state: Int32Array, view: DataView, offset: number) => void;
}
