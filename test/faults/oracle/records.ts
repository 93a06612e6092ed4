/**
 * The files by which receivers tell what they have got. Each process of a receiver writes two of its own, because
 * `kill -9` may tear the last write of a file:
 *
 *     <number>.records    20 bytes per message: the uuid (16), the CRC-32 of the whole frame (4, big endian)
 *     <number>.journal    one JSON object per line: what happened to connections and which bytes were damaged
 *
 * A torn tail of either is ignored: what was not written was not delivered.
 */
import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

export const recordBytes = 20;

/** One line of a journal. `at` is milliseconds since the epoch. */
type JournalEntry =
  | {
      readonly at: number;
      readonly event: 'listening' | 'open' | 'ended' | 'closed' | 'reset';
      readonly connection: number;
    }
  | { readonly at: number; readonly event: 'torn' | 'damaged'; readonly bytes: number }
  | { readonly at: number; readonly event: 'mismatch'; readonly sequence: number }
  | { readonly at: number; readonly event: 'foreign'; readonly message: string };

/** Puts one record into `target` at `offset`. */
export function writeRecord(target: Buffer, offset: number, uuid: Buffer, frame: Buffer): void {
  uuid.copy(target, offset, 0, 16);
  target.writeUInt32BE(crc32(frame), offset + 16);
}

/** The pair of files of one receiver process. */
export class RecordFiles {
  readonly #records: number;
  readonly #journal: number;

  constructor(directory: string, number: number) {
    const name = String(number).padStart(4, '0');
    this.#records = openSync(join(directory, `${name}.records`), 'a');
    this.#journal = openSync(join(directory, `${name}.journal`), 'a');
  }

  /** Makes records safe against the death of this process: they are with the kernel when this returns. */
  append(records: Buffer): void {
    let offset = 0;
    while (offset < records.length) offset += writeSync(this.#records, records, offset);
  }

  note(entry: JournalEntry): void {
    writeSync(this.#journal, `${JSON.stringify(entry)}\n`);
  }

  close(): void {
    closeSync(this.#records);
    closeSync(this.#journal);
  }
}

/** All whole records in `directory`, one buffer per receiver process, read one after the other. */
export function* readRecords(directory: string): Generator<Buffer> {
  for (const path of filesOf(directory, '.records')) {
    const bytes = readFileSync(path);
    yield bytes.subarray(0, bytes.length - (bytes.length % recordBytes));
  }
}

/** All whole lines of the journals in `directory`, process by process. */
export function readJournal(directory: string): JournalEntry[] {
  return filesOf(directory, '.journal').flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as JournalEntry),
  );
}

function filesOf(directory: string, ending: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(directory, name));
}
