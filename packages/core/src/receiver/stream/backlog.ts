/** A reader that stops and goes on as the backlog says. */
export interface BacklogMember {
  /** Cost of what this member has handed over and the sink has not taken. */
  readonly pendingCost: number;
  /** Called when {@link Backlog.isFull} may have changed from true to false for this member. */
  resumeReading(): void;
}

/**
 * What was read and the sink has not taken yet, in bytes, over all connections of a receiver.
 * A member reads on while its own share and the whole are below their limits.
 */
export class Backlog {
  readonly #maxPerMember: number;
  readonly #maxTotal: number;
  readonly #onEmpty: () => void;
  readonly #waiting = new Set<BacklogMember>();
  #total = 0;

  /** @param onEmpty called each time that nothing is pending any more */
  constructor(maxBytesPerMember: number, maxBytesTotal: number, onEmpty: () => void) {
    this.#onEmpty = onEmpty;
    this.#maxPerMember = maxBytesPerMember;
    this.#maxTotal = maxBytesTotal;
  }

  /** Cost pending over all members. */
  get total(): number {
    return this.#total;
  }

  /** True if the member must stop reading; it is then called when it may go on. */
  isFull(member: BacklogMember): boolean {
    const full = member.pendingCost >= this.#maxPerMember || this.#total >= this.#maxTotal;
    if (full) this.#waiting.add(member);
    return full;
  }

  add(cost: number): void {
    this.#total += cost;
  }

  /** Takes back one {@link add} and wakes who waits; each of them asks {@link isFull} again. */
  remove(cost: number): void {
    this.#total -= cost;
    this.#wake();
    if (this.#total === 0) this.#onEmpty();
  }

  #wake(): void {
    if (this.#waiting.size === 0) return;
    const woken = [...this.#waiting];
    this.#waiting.clear();
    for (const member of woken) member.resumeReading();
  }

  /** Forgets a member that is gone. */
  forget(member: BacklogMember): void {
    this.#waiting.delete(member);
  }
}
