import { LineReader, MAX_KEPT_BYTES, NEWLINE } from './line-reader.ts';
import type { LineSink } from './line-transcoder.ts';

/** Joins pieces of text to lines for the record path. */
export class PlainReader extends LineReader {
  readonly #sink: Pick<LineSink, 'record'>;
  /** The line whose end has not come. */
  #parts: (string | Buffer)[] = [];
  #length = 0;

  constructor(sink: Pick<LineSink, 'record'>) {
    super();
    this.#sink = sink;
  }

  override canWait(): boolean {
    return false;
  }

  override takeRest(): Buffer {
    return Buffer.concat(
      this.#takeParts().map((part) => (typeof part === 'string' ? Buffer.from(part) : part)),
    );
  }

  protected override take(chunk: string | Uint8Array): void {
    if (typeof chunk === 'string') {
      const end = chunk.lastIndexOf('\n') + 1;
      if (end > 0) this.#readLines(this.#restAsText() + chunk.slice(0, end));
      this.#keep(chunk.slice(end));
    } else {
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      // A character may have been cut between two chunks.
      if (end > 0) this.#readLines(Buffer.concat([this.takeRest(), chunk.subarray(0, end)]).toString());
      this.#keep(Buffer.from(chunk.subarray(end)));
    }
  }

  #readLines(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      const line = text.slice(start, text.charAt(end - 1) === '\r' ? end - 1 : end);
      if (line.trim() !== '') this.#sink.record(line);
      start = end + 1;
    }
  }

  #keep(part: string | Buffer): void {
    if (part.length === 0 || this.#length >= MAX_KEPT_BYTES) return;
    this.#parts.push(part);
    this.#length += part.length;
  }

  #restAsText(): string {
    if (this.#parts.every((part) => typeof part === 'string')) return this.#takeParts().join('');
    return this.takeRest().toString();
  }

  #takeParts(): (string | Buffer)[] {
    const parts = this.#parts;
    this.#parts = [];
    this.#length = 0;
    return parts;
  }
}
