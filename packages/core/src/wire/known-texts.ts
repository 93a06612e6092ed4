import { WordBytes } from './write/word-bytes.ts';

/** Texts kept at most. */
const MAX_KNOWN = 4;

/** Texts not found between two looks at whether those that are known are worth it. */
const TRIAL = 16;

/** Texts between two trials: twice as many after each that fails, within these limits. */
const MIN_REST = 16;
const MAX_REST = 4096;

/** A text that came before, and the bytes that were written for it. */
class KnownText extends WordBytes {
  readonly text: string;
  readonly next: KnownText | undefined;

  constructor(text: string, bytes: Uint8Array, next: KnownText | undefined) {
    super(bytes);
    this.text = text;
    this.next = next;
  }
}

/**
 * The texts that one field has again and again, with their bytes: a host, a method, a user agent. Comparing texts and
 * copying bytes costs a fraction of writing a text character by character.
 *
 * A field whose texts do not come again is left alone, except for a short trial now and then.
 */
export class KnownTexts {
  #first: KnownText | undefined = undefined;
  #count = 0;
  /** Texts found since the last look. */
  #hits = 0;
  /** Texts not found until the next look: one that comes only once is not kept. */
  #patience = 2;
  #rest = MIN_REST;

  /** A text, if it is known. */
  find(text: string): KnownText | undefined {
    let known = this.#first;
    while (known !== undefined && known.text !== text) known = known.next;
    if (known !== undefined && this.#hits < TRIAL) this.#hits++;
    return known;
  }

  /**
   * Takes note of a text that was not found, and of what was written for it.
   *
   * @param buffer holds from `start` to `end` what {@link WordBytes} can copy, from `textAt` on the text
   */
  missed(buffer: Buffer, start: number, textAt: number, end: number): void {
    if (--this.#patience <= 0) this.#look(buffer, start, textAt, end);
  }

  #look(buffer: Buffer, start: number, textAt: number, end: number): void {
    if (this.#count < MAX_KNOWN) {
      // The text itself may be a small part of a large one, which must not be kept.
      const text = buffer.toString('utf8', textAt, end);
      this.#first = new KnownText(text, buffer.subarray(start, end), this.#first);
      this.#count++;
      this.#patience = this.#count < MAX_KNOWN ? 1 : TRIAL;
    } else if (this.#hits >= TRIAL / 4) {
      this.#patience = TRIAL;
      this.#rest = MIN_REST;
    } else {
      // Fewer than one hit for four misses: comparing costs more than it saves.
      this.#first = undefined;
      this.#count = 0;
      this.#patience = this.#rest;
      this.#rest = Math.min(this.#rest * 2, MAX_REST);
    }
    this.#hits = 0;
  }
}
