/**
 * The suite's own reader of Heka frames. It shares no code with the package under test, so that a mistake there cannot
 * hide itself here.
 *
 *     1e | header length (1 byte) | header: 08 varint(message length) ... | 1f | message
 *
 * A stream of a correct sender is frames, back to back, cut nowhere but at its end. Anything else is reported:
 * bytes between frames, headers that are none, messages that are no messages are damage; a frame cut by the end of the
 * stream is torn, which is what a reset must leave behind and nothing worse.
 */
export interface FrameSink {
  /** A whole frame; the bytes are valid during the call only. */
  frame(frame: Buffer, message: Buffer): void;
  /** Bytes that are no frame. */
  damaged(bytes: number): void;
}

const recordSeparator = 0x1e;
const unitSeparator = 0x1f;
const messageLengthTag = 0x08;

export class FrameReader {
  readonly #sink: FrameSink;
  #rest: Buffer = Buffer.alloc(0);

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** Bytes of an unfinished frame: torn, when the stream ends now. */
  get pendingBytes(): number {
    return this.#rest.length;
  }

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let offset = 0;
    while (offset < bytes.length) {
      const start = bytes.indexOf(recordSeparator, offset);
      if (start !== offset) {
        const end = start === -1 ? bytes.length : start;
        this.#sink.damaged(end - offset);
        offset = end;
        continue;
      }
      const length = frameLength(bytes, start);
      if (length === 'incomplete') break;
      if (length === 'malformed') {
        this.#sink.damaged(1);
        offset = start + 1;
        continue;
      }
      if (start + length.total > bytes.length) break;
      const end = start + length.total;
      this.#sink.frame(bytes.subarray(start, end), bytes.subarray(end - length.message, end));
      offset = end;
    }
    // A copy: a slice of the chunk would keep all of it in memory.
    this.#rest = Buffer.from(bytes.subarray(offset));
  }
}

function frameLength(
  bytes: Buffer,
  start: number,
): { total: number; message: number } | 'incomplete' | 'malformed' {
  if (start + 2 > bytes.length) return 'incomplete';
  const headerLength = bytes[start + 1] ?? 0;
  const headerStart = start + 2;
  const headerEnd = headerStart + headerLength;
  if (headerEnd >= bytes.length) return 'incomplete';
  if (bytes[headerEnd] !== unitSeparator || bytes[headerStart] !== messageLengthTag) return 'malformed';
  const message = readVarint(bytes, headerStart + 1);
  if (message === undefined || message.end > headerEnd) return 'malformed';
  return { total: 3 + headerLength + message.value, message: message.value };
}

/** Reads a varint of at most 2^53; undefined when it does not end in `bytes`. */
export function readVarint(bytes: Buffer, offset: number): { value: number; end: number } | undefined {
  let value = 0;
  let scale = 1;
  for (let i = offset; i < bytes.length && i < offset + 10; i++) {
    const byte = bytes[i] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: i + 1 };
    scale *= 0x80;
  }
  return undefined;
}
