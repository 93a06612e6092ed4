/**
 * Which part of an output file has not been acknowledged yet: whose messages are in it, and from which offset on.
 *
 * It decides how much of a file that lost its name goes into the next one.
 */

/** Whose messages they are: one connection. */
export type Owner = number;

/** Keeps offsets in a file, for each owner of messages that were not acknowledged. */
export class Unacknowledged {
  /** Offset of the first message of each owner. */
  readonly #firstOf = new Map<Owner, number>();
  /** Owners of messages that somebody has cut out of the file. */
  readonly #robbed = new Set<Owner>();
  /** What stands before it was in the file when its path was last seen to lead there. */
  #seenEnd: number;

  /** @param end of the file, as it was opened */
  constructor(end: number) {
    this.#seenEnd = end;
  }

  /** Messages of an owner are about to be appended at an offset. */
  add(owner: Owner, start: number): void {
    if (!this.#firstOf.has(owner)) this.#firstOf.set(owner, start);
  }

  /** The path was seen to lead to the file, which ended here. */
  see(end: number): void {
    this.#seenEnd = end;
  }

  /** The file was cut short by somebody else: the messages of all owners are lost. */
  cut(end: number): void {
    for (const owner of this.#firstOf.keys()) this.#robbed.add(owner);
    this.#firstOf.clear();
    this.#seenEnd = Math.min(this.#seenEnd, end);
  }

  /** Whoever waits has been refused, and will not wait for what is in the file any more. */
  refuseAll(end: number): void {
    this.#firstOf.clear();
    this.#seenEnd = end;
  }

  /**
   * Offset of what the next file must have.
   *
   * @param isDeleted true if nobody has the old file: everything that was not acknowledged
   */
  firstToCopy(isDeleted: boolean): number {
    return Math.min(this.#seenEnd, ...(isDeleted ? this.#firstOf.values() : []));
  }

  /** What stood in the old file from an offset on now stands in a new one. */
  move(from: number, to: number): void {
    for (const [owner, first] of this.#firstOf) this.#firstOf.set(owner, to + Math.max(0, first - from));
    this.#seenEnd = to;
  }

  /** Forgets an owner. Returns true if messages of that owner were cut out of the file. */
  settle(owner: Owner): boolean {
    this.#firstOf.delete(owner);
    return this.#robbed.delete(owner);
  }
}
