import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';
import { HekaError } from '../errors.ts';
import { wrongSecret } from '../options/option-error.ts';
import { TAG_HMAC, TAG_HMAC_HASH_FUNCTION, TAG_HMAC_KEY_VERSION, TAG_HMAC_SIGNER } from '../wire/tags.ts';
import { varintSize, writeVarint } from '../wire/varint.ts';
import { MAX_HEADER_BYTES } from './frame-header.ts';
import { md5 } from './hmac/md5.ts';
import { sha1 } from './hmac/sha1.ts';
import { ShortHmac } from './hmac/short-hmac.ts';

/** Hash functions of HMAC signatures, as the receivers know them. */
export type HashFunction = 'sha1' | 'md5';

/** Who signs messages, and with what. */
export interface HmacOptions {
  /** Name of the signer; receivers look the key up by `<signer>_<keyVersion>`. */
  readonly signer: string;
  /** Which of the signer's keys it is, 0 to 2^32 - 1. */
  readonly keyVersion: number;
  readonly key: Buffer;
  readonly hashFunction: HashFunction;
}

/** What {@link createSigner} takes: {@link HmacOptions} with less to write. */
export interface SignerOptions {
  /** Name of the signer; receivers look the key up by `<signer>_<keyVersion>`. */
  readonly signer: string;
  /** Which of the signer's keys it is, 0 to 2^32 - 1. @default 1 */
  readonly keyVersion?: number;
  /** Text stands for its UTF-8 bytes. */
  readonly key: string | Uint8Array;
  /** @default 'sha1' */
  readonly hashFunction?: HashFunction;
}

const HASHES = { sha1, md5 } as const;

/** A longer key of an HMAC stands for its digest: RFC 2104. */
const MAX_KEY_BYTES = 64;

/**
 * Signs messages: HMAC over the bare message. A signature proves who sent a message and that nobody has altered it; it
 * does not encrypt. The key is out of reach: neither a property nor `inspect` shows it.
 */
export class Signer {
  /** `<signer>_<keyVersion>`, what receivers call it. */
  readonly name: string;
  readonly hashFunction: HashFunction;
  /** Bytes of a header that the signature takes. */
  readonly headerBytes: number;

  readonly #key: KeyObject;
  readonly #short: ShortHmac;
  /** The members of the header from hash function to the length of the digest. */
  readonly #constant: Buffer;

  /** @throws HekaError `INVALID_OPTION` for a wrong member; the key is never shown */
  constructor(options: SignerOptions) {
    const { signer, keyVersion = 1, key, hashFunction = 'sha1' } = options;
    if (typeof signer !== 'string') throw wrong('signer', signer, 'a string');
    if (keyVersion >>> 0 !== keyVersion) {
      throw wrong('keyVersion', keyVersion, 'an integer from 0 to 4294967295');
    }
    if (hashFunction !== 'sha1' && hashFunction !== 'md5') {
      throw wrong('hashFunction', hashFunction, '"sha1" or "md5"');
    }
    this.name = `${signer}_${keyVersion}`;
    this.hashFunction = hashFunction;
    this.#key = toKey(key);
    this.#short = new ShortHmac(HASHES[hashFunction], shortKey(hashFunction, this.#key.export()));
    this.#constant = encodeConstant(signer, keyVersion, hashFunction);
    this.headerBytes = this.#constant.length + HASHES[hashFunction].digestBytes;
  }

  /**
   * The HMAC of a message.
   *
   * @returns 20 bytes (SHA1) or 16 (MD5)
   */
  sign(message: Uint8Array): Buffer {
    return hmac(this.hashFunction, this.#key, message);
  }

  /**
   * Writes the signature of a message as members of its header.
   *
   * @param target has {@link Signer.headerBytes} at `at`
   */
  writeTo(target: Buffer, at: number, message: Uint8Array): void {
    target.set(this.#constant, at);
    const digestAt = at + this.#constant.length;
    if (message.length <= HASHES[this.hashFunction].maxShortBytes)
      this.#short.write(message, target, digestAt);
    else target.set(this.sign(message), digestAt);
  }

  /**
   * @param messageLength bytes of the message
   * @throws HekaError `HEADER_TOO_LARGE` if the header of such a message would be longer than 255 bytes
   */
  assertFits(messageLength: number): void {
    const headerLength = 1 + varintSize(messageLength) + this.headerBytes;
    if (headerLength > MAX_HEADER_BYTES) {
      throw new HekaError(
        'HEADER_TOO_LARGE',
        `header size ${headerLength} is larger than ${MAX_HEADER_BYTES}: the signer's name is too long`,
      );
    }
  }

  /** What `console.log` shows. */
  [inspect.custom](): string {
    return `Signer { ${JSON.stringify(this.name)}, ${this.hashFunction} }`;
  }

  /** What `JSON.stringify` shows. */
  toJSON(): { name: string; hashFunction: HashFunction } {
    return { name: this.name, hashFunction: this.hashFunction };
  }
}

/**
 * Makes a signer.
 *
 * @throws HekaError `INVALID_OPTION` for a wrong member; the key is never shown
 */
export function createSigner(options: SignerOptions): Signer {
  return new Signer(options);
}

/**
 * Puts a key where nothing shows it.
 *
 * @param name the option, for the error
 * @throws HekaError `INVALID_OPTION` if it is neither text nor bytes
 */
export function toKey(key: string | Uint8Array, name = 'key'): KeyObject {
  if (typeof key === 'string') return createSecretKey(key, 'utf8');
  if (key instanceof Uint8Array) return createSecretKey(key);
  throw wrongSecret(name, 'a string or bytes');
}

function wrong(name: string, value: unknown, allowed: string): HekaError {
  return new HekaError('INVALID_OPTION', `option "${name}" is ${inspect(value)}, allowed: ${allowed}`);
}

/**
 * Whether a signature is the message's. Takes the same time wherever a wrong digest differs.
 *
 * @param digest of any length; one of the wrong length is not a signature
 */
export function verifySignature(
  hashFunction: HashFunction,
  key: KeyObject,
  message: Uint8Array,
  digest: Uint8Array,
): boolean {
  const expected = hmac(hashFunction, key, message);
  return digest.byteLength === expected.byteLength && timingSafeEqual(digest, expected);
}

function shortKey(hashFunction: HashFunction, key: Buffer): Buffer {
  return key.length > MAX_KEY_BYTES ? createHash(hashFunction).update(key).digest() : key;
}

function hmac(hashFunction: HashFunction, key: KeyObject, message: Uint8Array): Buffer {
  return createHmac(hashFunction, key).update(message).digest();
}

function encodeConstant(signer: string, keyVersion: number, hashFunction: HashFunction): Buffer {
  const name = Buffer.from(signer);
  const bytes = Buffer.alloc(name.length + 24);
  let at = 0;
  if (hashFunction === 'sha1') {
    bytes[at++] = TAG_HMAC_HASH_FUNCTION;
    bytes[at++] = 1;
  }
  bytes[at++] = TAG_HMAC_SIGNER;
  at = writeVarint(bytes, at, name.length);
  bytes.set(name, at);
  at += name.length;
  bytes[at++] = TAG_HMAC_KEY_VERSION;
  at = writeVarint(bytes, at, keyVersion);
  bytes[at++] = TAG_HMAC;
  bytes[at++] = HASHES[hashFunction].digestBytes;
  return bytes.subarray(0, at);
}
