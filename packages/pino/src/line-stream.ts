import { Writable } from 'node:stream';
import type { LoggerLines } from './logger-lines.ts';

/**
 * A stream that takes lines at once. A chunk that is written as pino and thread-stream do it, without a callback, does
 * not go through the machinery of Node's streams, which would cost more than the line.
 *
 * It never emits `error`: what is written after the end is counted as dropped by the delivery.
 */
export class LineStream extends Writable {
  readonly #lines: LoggerLines;
  readonly #close: () => Promise<unknown>;

  /** @param close closes the delivery; it may be called again */
  constructor(lines: LoggerLines, close: () => Promise<unknown>) {
    super({ decodeStrings: false });
    this.#lines = lines;
    this.#close = close;
  }

  override write(chunk: unknown, callback?: Callback): boolean;
  override write(chunk: unknown, encoding: BufferEncoding, callback?: Callback): boolean;
  override write(chunk: unknown, encoding?: BufferEncoding | Callback, callback?: Callback): boolean {
    if (typeof chunk === 'string' && encoding === undefined && this.writableCorked === 0) {
      this.#lines.write(chunk);
      return true;
    }
    if (typeof encoding === 'function') return super.write(chunk, encoding);
    return encoding === undefined ? super.write(chunk, callback) : super.write(chunk, encoding, callback);
  }

  override _write(chunk: string | Uint8Array, _encoding: BufferEncoding, callback: Callback): void {
    this.#lines.write(chunk);
    callback();
  }

  /** `finish` waits until everything is sent: a pipeline of pino ends its worker with it. */
  override _final(callback: Callback): void {
    this.#lines.end();
    void this.#close().then(() => callback());
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#lines.end();
    void this.#close().then(() => callback(error));
  }
}

type Callback = (error?: Error | null) => void;
