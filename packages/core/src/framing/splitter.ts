/**
 * Finds the frames in a stream of bytes, and finds them again after anything that is not one.
 *
 * ```
 *        +---------- step one byte ----------+
 *        v                                   |
 *   search 1e --> 1f where the header ends? -no-> garbage
 *                        | yes
 *                  header decodes? ----------no-> header
 *                        | yes
 *                  length within limit? -----no-> too-large
 *                        | yes
 *                  message decodes? ---------no-> undecodable
 *                        | yes
 *                  signature as required? ---no-> refused whole: it is a frame
 *                        | yes
 *                      frame
 * ```
 *
 * A record that is refused before it is known to be a frame is searched inside, as lua_sandbox does: half a frame
 * followed by whole ones loses nothing but itself, where hekad, which drops the declared length, loses what stands
 * there. Both receivers search inside a message that is too large. A frame whose signature is refused is passed over
 * whole: what its message contains was written by somebody, not sent.
 *
 * Work is linear in the bytes, whatever the chunks and whatever the content: pending bytes are moved only when half
 * of their buffer has been read, and refused records may cost {@link DECODE_FACTOR} times the stream's bytes;
 * beyond that they are passed over whole.
 *
 * Memory: at most one frame of the largest size, twice, and the chunk.
 */

import type { KeyObject } from 'node:crypto';
import { HekaError } from '../errors.ts';
import type { HekaMessage } from '../message/heka-message.ts';
import { STOCK_MESSAGE_BYTES } from '../stock-limits.ts';
import { decodeMessage } from '../wire/decode-message.ts';
import { type FrameSignature, RECORD_SEPARATOR, readFrameHeader, UNIT_SEPARATOR } from './frame-header.ts';
import { PendingBytes } from './pending-bytes.ts';
import type { Refusal } from './refusal.ts';
import { RefusalLog } from './refusal-log.ts';
import { toKey, verifySignature } from './signer.ts';

/** A message that came in a frame. */
export interface Frame {
  /** The whole frame, header included, as it came. */
  readonly frame: Uint8Array;
  /** The bare message in it, the same memory. */
  readonly bytes: Uint8Array;
  /** The message, decoded; it refers to neither. */
  readonly message: HekaMessage;
  /** Offset of the frame in the stream. */
  readonly offset: number;
  /**
   * `<signer>_<key version>` where the signature was verified. Absent where there is none, also where the header
   * names a signer without signing.
   */
  readonly signer?: string;
}

/** Options of a {@link Splitter}. */
export interface SplitterOptions {
  /** A larger message is refused before memory is taken for it. @default 65536 */
  readonly maxMessageBytes?: number;
  /** Keys by `<signer>_<key version>`; text stands for its UTF-8 bytes. @default none, every signed frame is refused */
  readonly signers?: Readonly<Record<string, string | Uint8Array>> | ReadonlyMap<string, string | Uint8Array>;
  /**
   * - `verify` a signed frame is refused unless its signer is known and its signature right, as hekad does
   * - `ignore` signatures count for nothing and no frame has a `signer`, as Hindsight does; for files that are to be
   *   read without the keys
   *
   * @default 'verify'
   */
  readonly signatures?: 'verify' | 'ignore';
  /** True refuses frames without a signature; it has no meaning where signatures are ignored. @default false, as hekad */
  readonly requireSignature?: boolean;
  /** Called for bytes that became no message. */
  readonly onRefused?: (refusal: Refusal) => void;
}

/** How many bytes of refused records may be decoded for each byte of the stream. */
const DECODE_FACTOR = 16;

/** Splits one stream. It never throws, whatever the bytes. */
export class Splitter {
  readonly #maxMessageBytes: number;
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #ignoresSignatures: boolean;
  readonly #requiresSignature: boolean;
  readonly #refusals: RefusalLog;
  readonly #pending = new PendingBytes();
  /** Offset in the stream of the bytes that are being looked at. */
  #offset = 0;
  /** So many pending bytes are needed before another look can tell more. */
  #needed = 0;
  #decodedInVain = 0;

  /** @throws HekaError `INVALID_OPTION` for a key that is neither text nor bytes */
  constructor(options: SplitterOptions = {}) {
    const { signers = {} } = options;
    const entries = signers instanceof Map ? [...signers] : Object.entries(signers);
    this.#keys = new Map(entries.map(([name, key]) => [name, toKey(key)]));
    this.#maxMessageBytes = options.maxMessageBytes ?? STOCK_MESSAGE_BYTES;
    this.#ignoresSignatures = options.signatures === 'ignore';
    this.#requiresSignature = options.requireSignature ?? false;
    this.#refusals = new RefusalLog((refusal) => options.onRefused?.(refusal));
  }

  /** Bytes of a frame that has started and is not complete. */
  get pendingBytes(): number {
    return this.#pending.length;
  }

  /**
   * Takes bytes of the stream.
   *
   * @param chunk free for other use after the call
   * @returns the frames that are complete with it; their memory is theirs
   */
  push(chunk: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    if (this.#pending.length > 0) {
      this.#pending.append(chunk);
      if (this.#pending.length < this.#needed) return frames;
      this.#pending.consume(this.#split(this.#pending.bytes, false, frames));
    } else {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      this.#pending.append(bytes.subarray(this.#split(bytes, false, frames)));
    }
    return frames;
  }

  /**
   * Ends the stream: what looked like the start of a frame is none, so frames that stand inside are found now. The
   * splitter can take another stream after it.
   *
   * @returns the last frames
   */
  end(): Frame[] {
    const frames: Frame[] = [];
    this.#split(this.#pending.bytes, true, frames);
    this.#pending.clear();
    this.#refusals.close(this.#offset);
    this.#offset = 0;
    this.#needed = 0;
    this.#decodedInVain = 0;
    return frames;
  }

  /** Looks at bytes that begin at `#offset`; returns how many are done with. */
  #split(bytes: Buffer, isEnd: boolean, frames: Frame[]): number {
    let at = 0;
    this.#needed = 0;
    while (at < bytes.length) {
      const next = this.#step(bytes, at, isEnd, frames);
      if (next === at) break;
      at = next;
    }
    this.#offset += at;
    return at;
  }

  /** Does with what stands at `at`; returns where to go on, `at` itself where more bytes must come first. */
  #step(bytes: Buffer, at: number, isEnd: boolean, frames: Frame[]): number {
    if (bytes[at] !== RECORD_SEPARATOR) {
      const found = bytes.indexOf(RECORD_SEPARATOR, at);
      const end = found === -1 ? bytes.length : found;
      this.#refusals.skipped(this.#offset + at, this.#offset + end);
      return end;
    }
    const headerAt = at + 2;
    const headerLength = bytes[at + 1];
    if (headerLength === undefined) return this.#wait(bytes, at, headerAt, isEnd);
    const messageAt = headerAt + headerLength + 1;
    if (messageAt > bytes.length) return this.#wait(bytes, at, messageAt, isEnd);
    if (bytes[messageAt - 1] !== UNIT_SEPARATOR) {
      this.#refusals.skipped(this.#offset + at, this.#offset + at + 1);
      return at + 1;
    }
    const header = readFrameHeader(bytes.subarray(headerAt, messageAt - 1));
    if (header === undefined) return this.#refuse('header', at, messageAt);
    const end = messageAt + header.messageLength;
    if (header.messageLength > this.#maxMessageBytes) return this.#refuse('too-large', at, end);
    if (end > bytes.length) return this.#wait(bytes, at, end, isEnd);
    const message = decodeOrUndefined(bytes.subarray(messageAt, end));
    if (message === undefined) {
      this.#refuse('undecodable', at, end);
      this.#decodedInVain += end - at;
      return this.#decodedInVain > (this.#offset + end) * DECODE_FACTOR + this.#maxMessageBytes
        ? this.#skipRecord(at, end)
        : at + 1;
    }
    this.#take(bytes.subarray(at, end), messageAt - at, message, header.signature, this.#offset + at, frames);
    return end;
  }

  /** More bytes must come; where none will, there is no frame here. */
  #wait(bytes: Buffer, at: number, end: number, isEnd: boolean): number {
    if (isEnd) return this.#refuse('truncated', at, bytes.length);
    this.#needed = end - at;
    return at;
  }

  #refuse(reason: Refusal['reason'], at: number, recordEnd: number): number {
    this.#refusals.record(reason, this.#offset + at, this.#offset + recordEnd);
    return at + 1;
  }

  #skipRecord(at: number, end: number): number {
    this.#refusals.skipped(this.#offset + at, this.#offset + end);
    return end;
  }

  #take(
    record: Uint8Array,
    messageAt: number,
    message: HekaMessage,
    signature: FrameSignature | undefined,
    offset: number,
    frames: Frame[],
  ): void {
    const reason = this.#ignoresSignatures ? undefined : this.#check(record.subarray(messageAt), signature);
    if (reason !== undefined) {
      const { signer } = signature ?? {};
      const refusal = { reason, bytes: record.length, offset };
      this.#refusals.frame(signer === undefined ? refusal : { ...refusal, signer });
      return;
    }
    this.#refusals.close(offset);
    const frame = new Uint8Array(record);
    const found = { frame, bytes: frame.subarray(messageAt), message, offset };
    const isVerified = signature !== undefined && !this.#ignoresSignatures;
    frames.push(isVerified ? { ...found, signer: signature.signer } : found);
  }

  /** Why a frame is not wanted. */
  #check(message: Uint8Array, signature: FrameSignature | undefined): Refusal['reason'] | undefined {
    if (signature === undefined) return this.#requiresSignature ? 'unsigned' : undefined;
    const key = this.#keys.get(signature.signer);
    if (key === undefined) return 'unknown-signer';
    const isRight = verifySignature(signature.hashFunction, key, message, signature.digest);
    return isRight ? undefined : 'wrong-signature';
  }
}

function decodeOrUndefined(bytes: Uint8Array): HekaMessage | undefined {
  try {
    return decodeMessage(bytes);
  } catch (error) {
    if (error instanceof HekaError) return undefined;
    throw error;
  }
}
