/** What the transcoder asks its host for. */

/**
 * Makes the node of a member that was not met before.
 *
 * @param parent the node of the object that it stands in
 * @param at where its key starts, behind the quote
 * @param length bytes of the key, without quotes
 * @returns 0 if the member is not for the transcoder
 */
export declare function makeNode(parent: u32, at: u32, length: u32): u32;

/**
 * Reads a time that is no plain number of milliseconds, and writes it to `TIME_AT` and `TIME_LENGTH_AT`.
 *
 * @returns 0 if it is none
 */
export declare function readTime(at: u32, length: u32): u32;

/** Writes the time of now to `TIME_AT` and `TIME_LENGTH_AT`. */
export declare function readClock(): void;

/** Fills the pool of random bytes, which is used up. */
export declare function fillUuids(): void;

/** Whether `String(Number(text))` is the text. */
export declare function isShortest(at: u32, length: u32): u32;
