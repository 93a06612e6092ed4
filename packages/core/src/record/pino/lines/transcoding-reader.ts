import { isUtf8 } from 'node:buffer';
import { LineReader, MAX_KEPT_BYTES, NEWLINE } from './line-reader.ts';
import type { LineSink, LineTranscoder } from './line-transcoder.ts';
import { INPUT_AT, MAX_LINE_BYTES, MAX_UNITS } from './transcoder/memory-layout.ts';

/** Joins pieces of text to lines in the memory of a transcoder, and has them transcoded there. */
export class TranscodingReader extends LineReader {
  readonly #transcoder: LineTranscoder;
  readonly #sink: LineSink;
  readonly #bytes: Buffer;
  /** Bytes of the line whose end has not come, at the start of the input. */
  #carried = 0;
  /** The beginning of that line, if it is too long for the transcoder. */
  #long: Buffer[] = [];
  #longBytes = 0;

  constructor(transcoder: LineTranscoder, sink: LineSink) {
    super();
    this.#transcoder = transcoder;
    this.#sink = sink;
    this.#bytes = transcoder.memory.bytes;
  }

  override canWait(text: string): boolean {
    return this.#transcoder.knowsTime(text) && text.indexOf('\n') === text.length - 1;
  }

  override takeRest(): Buffer {
    this.#spill();
    const rest = Buffer.concat(this.#long);
    this.#long = [];
    this.#longBytes = 0;
    return rest;
  }

  protected override take(chunk: string | Uint8Array): void {
    if (typeof chunk === 'string') {
      this.#transcoder.input.begin(chunk);
      for (let at = 0; at < chunk.length; ) {
        const end = endOfPiece(chunk, at);
        const isTaken = this.#takeText(at === 0 && end === chunk.length ? chunk : chunk.slice(at, end));
        at = isTaken ? end : this.#takeDamaged(chunk, at, end);
      }
    } else {
      for (let at = 0; at < chunk.length; at += MAX_UNITS)
        this.#takeBytes(chunk.subarray(at, at + MAX_UNITS));
    }
  }

  /** Returns false if half a surrogate pair is in the text, for which UTF-8 has no bytes. */
  #takeText(text: string): boolean {
    const from = INPUT_AT + this.#carried;
    const end = this.#transcoder.input.write(text, from);
    if (end !== undefined) this.#read(from, end);
    return end !== undefined;
  }

  /**
   * Takes a piece with half a surrogate pair in it, and the rest of its last line if the chunk has that: as text, for the record
   * path.
   *
   * @returns where the chunk goes on
   */
  #takeDamaged(chunk: string, at: number, pieceEnd: number): number {
    const lineEnd = chunk.indexOf('\n', pieceEnd - 1) + 1;
    const end = lineEnd === 0 ? pieceEnd : lineEnd;
    const lines = chunk.slice(at, end).split('\n');
    const rest = lines.pop() ?? '';
    for (const [index, line] of lines.entries())
      this.#record(index === 0 ? this.takeRest().toString() + line : line);
    const from = INPUT_AT + this.#carried;
    this.#read(from, from + this.#bytes.write(rest, from));
    return end;
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
    this.take(text);
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
      this.#record(this.takeRest().toString());
    }
    this.#carried = 0;
    if (start <= last) this.#transcoder.run(start, last + 1);
    this.#carried = end - last - 1;
    if (this.#carried > 0) bytes.copyWithin(INPUT_AT, last + 1, end);
  }

  /** Moves the beginning of a long line out of the input. */
  #spill(): void {
    const length = this.#carried;
    if (this.#longBytes < MAX_KEPT_BYTES) {
      this.#long.push(Buffer.from(this.#bytes.subarray(INPUT_AT, INPUT_AT + length)));
      this.#longBytes += length;
    }
    this.#carried = 0;
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
