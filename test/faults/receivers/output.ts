import { isPayloadOf, readIdentity } from '../oracle/identity.ts';
import { readMessage } from '../oracle/message-reader.ts';
import { type RecordFiles, recordBytes, writeRecord } from '../oracle/records.ts';

/** Records that fit the buffer between two writes. */
const bufferedRecords = 4096;

/** Where delivered messages go: memory first, the record file at the end of a chunk or once per interval. */
export class Output {
  readonly #files: RecordFiles;
  readonly #buffered: boolean;
  readonly #full: Buffer[] = [];
  #buffer = Buffer.allocUnsafe(bufferedRecords * recordBytes);
  #used = 0;
  messages = 0;

  /** @param flushIntervalMs 0 writes at the end of each chunk */
  constructor(files: RecordFiles, flushIntervalMs: number) {
    this.#files = files;
    this.#buffered = flushIntervalMs > 0;
    if (this.#buffered) setInterval(() => this.flush(), flushIntervalMs);
  }

  frame(frame: Buffer, message: Buffer): void {
    const parts = readMessage(message);
    if (parts === undefined) {
      this.damaged(frame.length);
      return;
    }
    const identity = readIdentity(parts.uuid);
    if (identity === undefined) {
      this.#files.note({ at: Date.now(), event: 'foreign', message: message.toString('hex') });
    } else if (parts.payload === undefined || !isPayloadOf(identity.sequence, parts.payload)) {
      this.#files.note({ at: Date.now(), event: 'mismatch', sequence: identity.sequence });
    }
    if (this.#used === this.#buffer.length) this.#turnOver();
    writeRecord(this.#buffer, this.#used, parts.uuid, frame);
    this.#used += recordBytes;
    this.messages++;
  }

  damaged(bytes: number): void {
    this.#files.note({ at: Date.now(), event: 'damaged', bytes });
  }

  /** All frames of a chunk have been given. */
  endOfChunk(): void {
    if (!this.#buffered) this.flush();
  }

  /** Writes what is buffered. */
  flush(): void {
    for (const buffer of this.#full.splice(0)) this.#files.append(buffer);
    if (this.#used > 0) this.#files.append(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }

  #turnOver(): void {
    this.#full.push(this.#buffer);
    this.#buffer = Buffer.allocUnsafe(bufferedRecords * recordBytes);
    this.#used = 0;
  }
}
