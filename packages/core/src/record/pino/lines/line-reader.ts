import { isUtf8 } from 'node:buffer';
import { type LineSink, LineTranscoder, type LineTranscoderOptions } from './line-transcoder.ts';
import { INPUT_AT, MAX_LINE_BYTES, MAX_UNITS } from './memory-layout.ts';

/** Of a longer line only so many bytes are kept; what is left is no JSON any more, and becomes a payload. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

const NEWLINE = 10;

/** Joins pieces of text to lines, and has them transcoded. What stands in a piece is done when `write` returns. */
export class LineReader {
  readonly #transcoder: LineTranscoder;
  readonly #sink: LineSink;
  readonly #bytes: Buffer;
  /** Bytes of the line whose end has not come, at the start of the input. */
  #carried = 0;
  /** The beginning of that line, if it is too long for the transcoder. */
  #long: Buffer[] = [];
  #longBytes = 0;
  #isBusy = false;
  readonly #waiting: (string | Uint8Array)[] = [];

  /**
   * @returns undefined if this engine cannot transcode, or if the options ask for what only the record path does
   */
  static create(options: LineTranscoderOptions): LineReader | undefined {
    const transcoder = LineTranscoder.create(options);
    return transcoder === undefined ? undefined : new LineReader(transcoder, options.sink);
  }

  private constructor(transcoder: LineTranscoder, sink: LineSink) {
    this.#transcoder = transcoder;
    this.#sink = sink;
    this.#bytes = transcoder.memory.bytes;
  }

  /**
   * Takes some text.
   *
   * @param chunk any part of it; a surrogate pair must not be split, characters in UTF-8 may be
   */
  write(chunk: string | Uint8Array): void {
    if (this.#isBusy) {
      // Whoever takes the frames has logged.
      this.#waiting.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk));
      return;
    }
    this.#isBusy = true;
    try {
      this.#take(chunk);
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
        this.#take(next);
    } finally {
      this.#isBusy = false;
    }
  }

  /** Takes the last line, if it has no newline. */
  end(): void {
    if (this.#carried > 0 || this.#longBytes > 0) this.write(Buffer.of(NEWLINE));
  }

  #take(chunk: string | Uint8Array): void {
    if (typeof chunk === 'string') {
      this.#transcoder.input.begin(chunk);
      for (let at = 0; at < chunk.length; ) {
        const end = endOfPiece(chunk, at);
        this.#takeText(at === 0 && end === chunk.length ? chunk : chunk.slice(at, end));
        at = end;
      }
    } else {
      for (let at = 0; at < chunk.length; at += MAX_UNITS)
        this.#takeBytes(chunk.subarray(at, at + MAX_UNITS));
    }
  }

  #takeText(text: string): void {
    const from = INPUT_AT + this.#carried;
    const end = this.#transcoder.input.write(text, from);
    if (end === undefined) this.#takeDamaged(text);
    else this.#read(from, end);
  }

  /** Takes a text with half a surrogate pair in it, which the record path can tell and UTF-8 cannot. */
  #takeDamaged(text: string): void {
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    for (const [index, line] of lines.entries())
      this.#record(index === 0 ? this.#takeCarried() + line : line);
    const from = INPUT_AT + this.#carried;
    this.#read(from, from + this.#bytes.write(rest, from));
  }

  #takeBytes(chunk: Uint8Array): void {
    const from = INPUT_AT + this.#carried;
    const end = from + chunk.length;
    this.#bytes.set(chunk, from);
    const long = this.#longBytes > 0 ? chunk.indexOf(NEWLINE) + 1 : 0;
    if (long > 0) {
      // Its beginning may have been cut within a character.
      this.#read(from, from + long);
      this.#takeBytes(chunk.subarray(long));
      return;
    }
    const lines = chunk.lastIndexOf(NEWLINE) + 1;
    if (lines === 0 || isUtf8(this.#bytes.subarray(INPUT_AT, from + lines))) {
      this.#read(from, end);
      return;
    }
    const text = this.#bytes.toString('utf8', INPUT_AT, from + lines);
    this.#carried = 0;
    this.#take(text);
    this.#bytes.set(chunk.subarray(lines), INPUT_AT);
    this.#carried = chunk.length - lines;
  }

  /**
   * Has all lines in the input read.
   *
   * @param from where what is new starts
   * @param end where the input ends
   */
  #read(from: number, end: number): void {
    const bytes = this.#bytes;
    let last = end - 1;
    if (bytes[last] !== NEWLINE) last = from + bytes.subarray(from, end).lastIndexOf(NEWLINE);
    if (last < from) {
      this.#carried = end - INPUT_AT;
      if (this.#carried > MAX_LINE_BYTES) this.#spill();
      return;
    }
    let start = INPUT_AT;
    if (this.#longBytes > 0) {
      start = bytes.indexOf(NEWLINE, from) + 1;
      this.#carried = start - 1 - INPUT_AT;
      this.#record(this.#takeCarried());
    }
    this.#carried = 0;
    if (start <= last) this.#transcoder.run(start, last + 1);
    this.#carried = end - last - 1;
    if (this.#carried > 0) bytes.copyWithin(INPUT_AT, last + 1, end);
  }

  /** Moves the beginning of a long line out of the input. */
  #spill(): void {
    const { length } = this.#bytes.subarray(INPUT_AT, INPUT_AT + this.#carried);
    if (this.#longBytes + length <= MAX_KEPT_BYTES) {
      this.#long.push(Buffer.from(this.#bytes.subarray(INPUT_AT, INPUT_AT + length)));
      this.#longBytes += length;
    }
    this.#carried = 0;
  }

  /** The line so far, which is begun anew. */
  #takeCarried(): string {
    this.#spill();
    const text = Buffer.concat(this.#long).toString();
    this.#long = [];
    this.#longBytes = 0;
    return text;
  }

  #record(text: string): void {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (line.trim() !== '') this.#sink.record(line);
  }
}

/** Where a piece of a text ends that starts at a place: not within a character. */
function endOfPiece(text: string, at: number): number {
  const end = at + MAX_UNITS;
  if (end >= text.length) return text.length;
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code < 0xdc00 ? end - 1 : end;
}
