import { DAMAGED_AT, UNITS_AT } from './transcoder/memory-layout.ts';
import type { TranscoderMemory } from './transcoder/transcoder-memory.ts';
import type { Transcoder } from './transcoder/transcoder-module.ts';

/** From this many characters on it pays to prove that text is ASCII, and then to copy it as latin1. */
const LONG_TEXT = 4096;

/** After a text that is not ASCII, this many are expected not to be. */
const FOREIGN_TEXTS = 16;

/** Methods behind `Buffer.prototype.write`, which checks its arguments for as long as a short line takes to copy. */
interface NativeBuffer extends Buffer {
  utf8Write(text: string, offset: number): number;
  latin1Write(text: string, offset: number): number;
  ucs2Write(text: string, offset: number): number;
}

/** Every Node.js has them so far, and no documentation. */
const HAS_NATIVE_WRITES = ['utf8Write', 'latin1Write', 'ucs2Write'].every((name) => name in Buffer.prototype);

/**
 * Writes text into the transcoder's memory, in UTF-8.
 *
 * | text | is copied as | then |
 * |---|---|---|
 * | short | UTF-8, by the engine | as many bytes as characters: it was ASCII |
 * | long, and ASCII as its length in bytes shows | latin1 | |
 * | any other | UTF-16 | encoded by the transcoder, in a half to a third of the engine's time |
 */
export class TextInput {
  readonly #bytes: NativeBuffer;
  readonly #memory: TranscoderMemory;
  readonly #transcoder: Transcoder;
  #isAscii = false;
  #foreignTexts = 0;

  constructor(memory: TranscoderMemory, transcoder: Transcoder) {
    this.#memory = memory;
    this.#bytes = HAS_NATIVE_WRITES ? (memory.bytes as NativeBuffer) : withWrites(memory.bytes);
    this.#transcoder = transcoder;
  }

  /** Begins a text that comes in pieces. The length in bytes of a whole text is known much sooner than that of a piece. */
  begin(text: string): void {
    this.#isAscii =
      text.length >= LONG_TEXT && this.#foreignTexts === 0 && Buffer.byteLength(text) === text.length;
  }

  /**
   * Writes a piece.
   *
   * @param piece at most `MAX_UNITS` characters
   * @param at where it goes
   * @returns where it ends; undefined if half a surrogate pair is in it, for which UTF-8 has no bytes
   */
  write(piece: string, at: number): number | undefined {
    const bytes = this.#bytes;
    if (this.#isAscii) return at + bytes.latin1Write(piece, at);
    if (this.#foreignTexts === 0) {
      const end = at + bytes.utf8Write(piece, at);
      if (end - at === piece.length) return end;
      this.#foreignTexts = FOREIGN_TEXTS;
    }
    this.#foreignTexts--;
    const unitsEnd = UNITS_AT + bytes.ucs2Write(piece, UNITS_AT);
    const end = this.#transcoder.encodeUtf8(UNITS_AT, unitsEnd, at);
    return this.#memory.word(DAMAGED_AT) === 0 ? end : undefined;
  }
}

/** The methods by means of the documented one. */
function withWrites(bytes: Buffer): NativeBuffer {
  return Object.assign(bytes.subarray(), {
    utf8Write: (text: string, offset: number) => bytes.write(text, offset),
    latin1Write: (text: string, offset: number) => bytes.write(text, offset, 'latin1'),
    ucs2Write: (text: string, offset: number) => bytes.write(text, offset, 'utf16le'),
  });
}
