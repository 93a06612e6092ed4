/**
 * What reading one record may cost, whatever it holds.
 *
 * Everything that is looked at is counted: each member, element, entry, digit of a big number, and character of a
 * long name. Of a record that has used up its allowance no more values are read; what is left of it goes to `fields_rest`, as
 * far as that has room. The allowance is several times what a message can show, so that only a record which is mostly
 * invisible (members that give no field, one value in thousands of places) can use it up.
 */

/** Units for each byte of a message. */
const UNITS_PER_BYTE = 4;

/** Units at least: a small message may be made of a large record. */
const MIN_UNITS = 262_144;

/** Messages that the values of arrays may fill, since all but the smallest arrays have to go. */
const MESSAGES = 4;

/** Units for opening an object, whatever is in it. */
export const OBJECT_UNITS = 16;

/** The allowance of one record after the other. */
export class Effort {
  readonly #units: number;
  readonly #bytes: number;
  #unitsLeft: number;
  #bytesLeft: number;
  /** Whether something of the record was not read. */
  hasOmitted = false;

  /** @param messageBytes bytes of the largest message */
  constructor(messageBytes: number) {
    this.#units = Math.max(MIN_UNITS, messageBytes * UNITS_PER_BYTE);
    this.#bytes = messageBytes * MESSAGES;
    this.#unitsLeft = this.#units;
    this.#bytesLeft = this.#bytes;
  }

  /** Starts a record. */
  restart(): void {
    this.#unitsLeft = this.#units;
    this.#bytesLeft = this.#bytes;
    this.hasOmitted = false;
  }

  /** Whether the allowance is used up. */
  get isSpent(): boolean {
    return this.#unitsLeft < 0 || this.#bytesLeft < 0;
  }

  /**
   * Counts what is about to be read.
   *
   * @returns false if that is too much
   */
  spend(units: number): boolean {
    this.#unitsLeft -= units;
    return !this.isSpent;
  }

  /**
   * Counts bytes of a message that values take at least.
   *
   * @returns false if that is too much
   */
  spendBytes(bytes: number): boolean {
    this.#bytesLeft -= bytes;
    return !this.isSpent;
  }
}
