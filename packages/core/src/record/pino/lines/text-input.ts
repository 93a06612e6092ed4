import { DAMAGED_AT, UNITS_AT } from './transcoder/memory-layout.ts';
import type { TranscoderMemory } from './transcoder/transcoder-memory.ts';
import type { Transcoder } from './transcoder/transcoder-module.ts';

/** From this many characters on it pays to prove that text is ASCII, and then to copy it as latin1. */
const LONG_TEXT = 4096;

/** After a text that is not ASCII, so many are expected not to be. */
const FOREIGN_TEXTS = 16;

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
  readonly #bytes: Buffer;
  readonly #memory: TranscoderMemory;
  readonly #transcoder: Transcoder;
  #isAscii = false;
  #foreignTexts = 0;

  constructor(memory: TranscoderMemory, transcoder: Transcoder) {
    this.#memory = memory;
    this.#bytes = memory.bytes;
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
    if (this.#isAscii) return at + bytes.write(piece, at, 'latin1');
    if (this.#foreignTexts === 0) {
      const end = at + bytes.write(piece, at);
      if (end - at === piece.length) return end;
      this.#foreignTexts = FOREIGN_TEXTS;
    }
    this.#foreignTexts--;
    const unitsEnd = UNITS_AT + bytes.write(piece, UNITS_AT, 'utf16le');
    const end = this.#transcoder.encodeUtf8(UNITS_AT, unitsEnd, at);
    return this.#memory.word(DAMAGED_AT) === 0 ? end : undefined;
  }
}
