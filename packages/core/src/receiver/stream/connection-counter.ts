/**
 * Counts open connections, in all and per peer address, against two limits.
 * Unix sockets have no peer address: they count in all only.
 */
export class ConnectionCounter {
  readonly #maxConnections: number;
  readonly #maxPerAddress: number;
  readonly #perAddress = new Map<string, number>();
  #total = 0;

  constructor(maxConnections: number, maxConnectionsPerAddress: number) {
    this.#maxConnections = maxConnections;
    this.#maxPerAddress = maxConnectionsPerAddress;
  }

  /** Connections counted now. */
  get total(): number {
    return this.#total;
  }

  /**
   * Counts one more connection.
   *
   * @param address the peer's address; undefined for unix sockets
   * @returns why it may not be taken, or undefined when it was counted; then {@link leave} must be called once
   */
  enter(address: string | undefined): string | undefined {
    if (this.#total >= this.#maxConnections) return `more than ${this.#maxConnections} connections`;
    if (address !== undefined) {
      const ofAddress = this.#perAddress.get(address) ?? 0;
      if (ofAddress >= this.#maxPerAddress) {
        return `more than ${this.#maxPerAddress} connections from ${address}`;
      }
      this.#perAddress.set(address, ofAddress + 1);
    }
    this.#total++;
    return undefined;
  }

  /** Takes back one {@link enter}. */
  leave(address: string | undefined): void {
    this.#total--;
    if (address === undefined) return;
    const ofAddress = (this.#perAddress.get(address) ?? 0) - 1;
    if (ofAddress > 0) this.#perAddress.set(address, ofAddress);
    else this.#perAddress.delete(address);
  }
}
