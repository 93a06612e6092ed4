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
 *                  is it a message? ---------no-> undecodable
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
 * Memory: at most one frame of the largest size, twice, and the chunk. Messages are checked here and decoded when they
 * are looked at.
 */

import type { KeyObject } from 'node:crypto';
import { MemberReader } from '../options/member-reader.ts';
import { STOCK_MESSAGE_BYTES } from '../stock-limits.ts';
import { checkMessage } from '../wire/reading/check-message.ts';
import { plainMessageLength } from '../wire/reading/read-header.ts';
import { type Frame, type FramePlace, ReceivedFrame } from './frame.ts';
import { type FrameSignature, RECORD_SEPARATOR, readFrameHeader, UNIT_SEPARATOR } from './frame-header.ts';
import { PendingBytes } from './pending-bytes.ts';
import type { Refusal } from './refusal.ts';
import { RefusalLog } from './refusal-log.ts';
import { toKey, verifySignature } from './signer.ts';

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
  /** True refuses frames without a signature; it means nothing if signatures are ignored. @default false, as hekad */
  readonly requireSignature?: boolean;
  /**
   * False leaves frames in the memory of the chunks that they came in, for those who use each chunk once: it must then
   * stay as it is as long as a frame of it is used.
   *
   * @default true
   */
  readonly copy?: boolean;
  /** Called for bytes that became no message. */
  readonly onRefused?: (refusal: Refusal) => void;
}

/** How many bytes of refused records may be decoded for each byte of the stream. */
const DECODE_FACTOR = 16;

/**
 * Bytes of a chunk that are put behind pending ones at least. The end of a frame mostly is among them, and noise does
 * not come back for each byte.
 */
const JOINED_BYTES = 256;

const OPTION_NAMES = [
  'maxMessageBytes',
  'signers',
  'signatures',
  'requireSignature',
  'copy',
  'onRefused',
] as const satisfies readonly (keyof SplitterOptions)[];

/** Splits one stream. It never throws, whatever the bytes. */
export class Splitter {
  readonly #maxMessageBytes: number;
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #ignoresSignatures: boolean;
  readonly #requiresSignature: boolean;
  readonly #copies: boolean;
  readonly #refusals: RefusalLog;
  readonly #pending = new PendingBytes();
  /** Offset in the stream of the bytes that are being looked at. */
  #offset = 0;
  /** How many pending bytes it takes before another look can find more. */
  #needed = 0;
  #decodedInVain = 0;
  #isEnded = false;

  /** @throws HekaError `INVALID_OPTION` for an option that does not exist, and for a key that is neither text nor bytes */
  constructor(options: SplitterOptions = {}) {
    assertKnown(options);
    const { signers = {} } = options;
    const entries = signers instanceof Map ? [...signers] : Object.entries(signers);
    this.#keys = new Map(entries.map(([name, key]) => [name, toKey(key, `signers.${name}`)]));
    this.#maxMessageBytes = options.maxMessageBytes ?? STOCK_MESSAGE_BYTES;
    this.#ignoresSignatures = options.signatures === 'ignore';
    this.#requiresSignature = options.requireSignature ?? false;
    this.#copies = options.copy ?? true;
    this.#refusals = new RefusalLog((refusal) => options.onRefused?.(refusal));
  }

  /** Bytes of a frame that has started and is not complete. */
  get pendingBytes(): number {
    return this.#pending.length;
  }

  /**
   * Takes bytes of the stream.
   *
   * @param chunk free for other use after the call, unless the option `copy` is false
   * @returns the frames that are complete with it
   */
  push(chunk: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    const bytes = Buffer.isBuffer(chunk) ? chunk : bufferOf(chunk);
    let at = 0;
    while (this.#pending.length > 0 && at < bytes.length) {
      const missing = Math.max(this.#needed - this.#pending.length, JOINED_BYTES);
      const joined = Math.min(missing, bytes.length - at);
      this.#pending.append(bytes.subarray(at, at + joined));
      at += joined;
      if (this.#pending.length < this.#needed) return frames;
      this.#pending.consume(this.#split(this.#pending.bytes, true, frames));
      // What is pending now is of this chunk alone: the rest of it needs no other memory.
      const { length } = this.#pending;
      if (length <= at) {
        at -= length;
        this.#pending.clear();
      }
    }
    const rest = at === 0 ? bytes : bytes.subarray(at);
    if (rest.length > 0) this.#pending.append(rest.subarray(this.#split(rest, this.#copies, frames)));
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
    this.#isEnded = true;
    this.#split(this.#pending.bytes, true, frames);
    this.#isEnded = false;
    this.#pending.clear();
    this.#refusals.close(this.#offset);
    this.#offset = 0;
    this.#needed = 0;
    this.#decodedInVain = 0;
    return frames;
  }

  /** Looks at bytes that begin at `#offset`; returns how many are done with. */
  #split(bytes: Buffer, copies: boolean, frames: Frame[]): number {
    let at = 0;
    this.#needed = 0;
    while (at < bytes.length) {
      const next = this.#step(bytes, at, copies, frames);
      if (next === at) break;
      at = next;
    }
    this.#offset += at;
    return at;
  }

  /** Does with what stands at `at`; returns where to go on, `at` itself if more bytes must come first. */
  #step(bytes: Buffer, at: number, copies: boolean, frames: Frame[]): number {
    if (bytes[at] !== RECORD_SEPARATOR) {
      const found = bytes.indexOf(RECORD_SEPARATOR, at);
      const end = found === -1 ? bytes.length : found;
      this.#refusals.skipped(this.#offset + at, this.#offset + end);
      return end;
    }
    const headerAt = at + 2;
    const headerLength = bytes[at + 1];
    if (headerLength === undefined) return this.#wait(bytes, at, headerAt);
    const messageAt = headerAt + headerLength + 1;
    if (messageAt > bytes.length) return this.#wait(bytes, at, messageAt);
    if (bytes[messageAt - 1] !== UNIT_SEPARATOR) {
      this.#refusals.skipped(this.#offset + at, this.#offset + at + 1);
      return at + 1;
    }
    let messageLength = plainMessageLength(bytes, headerAt, messageAt - 1);
    let signature: FrameSignature | undefined;
    if (messageLength < 0) {
      const header = readFrameHeader(bytes, headerAt, messageAt - 1);
      if (header === undefined) return this.#refuse('header', at, messageAt);
      messageLength = header.messageLength;
      signature = header.signature;
    }
    const end = messageAt + messageLength;
    if (messageLength > this.#maxMessageBytes) return this.#refuse('too-large', at, end);
    if (end > bytes.length) return this.#wait(bytes, at, end);
    if (checkMessage(bytes, messageAt, end) !== undefined) {
      this.#refuse('undecodable', at, end);
      this.#decodedInVain += end - at;
      return this.#decodedInVain > (this.#offset + end) * DECODE_FACTOR + this.#maxMessageBytes
        ? this.#skipRecord(at, end)
        : at + 1;
    }
    const place = { buffer: bytes, start: at, messageAt, end };
    const frame = this.#frameOf(place, signature, copies);
    if (frame !== undefined) frames.push(frame);
    return end;
  }

  /** More bytes must come; if none will, there is no frame here. */
  #wait(bytes: Buffer, at: number, end: number): number {
    if (this.#isEnded) return this.#refuse('truncated', at, bytes.length);
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

  /** The frame at a place; undefined if it is not wanted. */
  #frameOf(place: FramePlace, signature: FrameSignature | undefined, copies: boolean): Frame | undefined {
    const { buffer, start, messageAt, end } = place;
    const offset = this.#offset + start;
    const mustCheck = !this.#ignoresSignatures && (signature !== undefined || this.#requiresSignature);
    const reason = mustCheck ? this.#check(buffer.subarray(messageAt, end), signature) : undefined;
    if (reason !== undefined) {
      const refusal = { reason, bytes: end - start, offset };
      this.#refusals.frame(signature === undefined ? refusal : { ...refusal, signer: signature.signer });
      return undefined;
    }
    this.#refusals.close(offset);
    const own = copies ? copyOf(place) : place;
    return new ReceivedFrame(own, offset, mustCheck ? signature?.signer : undefined);
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

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function copyOf({ buffer, start, messageAt, end }: FramePlace): FramePlace {
  const copy = Buffer.allocUnsafeSlow(end - start);
  buffer.copy(copy, 0, start, end);
  return { buffer: copy, start: 0, messageAt: messageAt - start, end: end - start };
}

/** A misspelt option must not mean that signatures are not asked for. */
function assertKnown(options: SplitterOptions): void {
  const reader = new MemberReader(options);
  for (const name of OPTION_NAMES) reader.given(name);
  // The value is not shown: it may be a key.
  reader.refuseUnknown(false);
}
