/** Goes to the start of the line and erases it. */
const ERASE = '\r\u001b[K';

/** The lines on the screen now; a command has one at most. */
const shown = new Set<LiveLine>();

/**
 * The last line of a terminal, written over again and again, as a running total is. Whatever else is printed to the
 * terminal meanwhile goes above it, if it is printed by {@link aboveLiveLine}.
 */
export class LiveLine {
  readonly #write: (text: string) => void | Promise<void>;
  readonly #width: () => number;
  #text = '';

  /**
   * @param write writes to the terminal
   * @param width its columns; what is longer is cut: a terminal would break it, and only the last part be erased
   */
  constructor(write: (text: string) => void | Promise<void>, width: () => number) {
    this.#write = write;
    this.#width = width;
  }

  /** Writes the line over; without a line break, it must fit on one. */
  show(text: string): void {
    this.#text = text;
    shown.add(this);
    this.draw();
  }

  draw(): void {
    void this.#write(`${ERASE}${this.#text.slice(0, Math.max(1, this.#width() - 1))}`);
  }

  erase(): void {
    void this.#write(ERASE);
  }

  /** Takes the line away. */
  end(): void {
    if (shown.delete(this)) this.erase();
  }
}

/** Prints whole lines to a terminal, above the live line if there is one. */
export function aboveLiveLine(print: () => void): void {
  for (const line of shown) line.erase();
  print();
  for (const line of shown) line.draw();
}
