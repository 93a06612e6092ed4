import { readIdentity } from './identity.ts';
import { readJournal, readRecords, recordBytes } from './records.ts';

/** What the receivers of one run have got, counted by uuid. */
export interface Tally {
  /** Messages of this run, repeated ones included. */
  readonly received: number;
  readonly distinct: number;
  /** Messages beyond the first of each uuid. */
  readonly doubled: number;
  /** What is still doubled after messages with the same uuid and the same bytes were merged. */
  readonly doubledAfterDeduplication: number;
  /** Stretches of bytes that were no frame, frames that were no message, payloads that were not their message's own. */
  readonly damaged: number;
  /** Frames cut by the end of their connection. */
  readonly torn: number;
  /** Messages that are not the suite's, in hexadecimal. */
  readonly foreign: readonly string[];
  /** The largest sequence number that has come, of any client; -1 without messages. */
  readonly newest: number;
  /** How often message `sequence` of `client` has come. */
  count(client: number, sequence: number): number;
}

/** Counts what lies in `directory`. */
export function tally(directory: string, run: number): Tally {
  const clients = new Map<number, ClientTally>();
  let received = 0;
  let doubledAfterDeduplication = 0;
  let newest = -1;
  for (const records of readRecords(directory)) {
    for (let offset = 0; offset < records.length; offset += recordBytes) {
      const identity = readIdentity(records, offset);
      if (identity === undefined || identity.run !== run) continue;
      received++;
      newest = Math.max(newest, identity.sequence);
      let client = clients.get(identity.client);
      if (client === undefined) clients.set(identity.client, (client = new ClientTally()));
      if (!client.add(identity.sequence, records.readUInt32BE(offset + 16))) doubledAfterDeduplication++;
    }
  }
  const distinct = [...clients.values()].reduce((sum, client) => sum + client.distinct, 0);
  const journal = readJournal(directory);
  return {
    received,
    distinct,
    doubled: received - distinct,
    doubledAfterDeduplication,
    damaged: journal.filter((entry) => entry.event === 'damaged' || entry.event === 'mismatch').length,
    torn: journal.filter((entry) => entry.event === 'torn').length,
    foreign: journal.flatMap((entry) => (entry.event === 'foreign' ? [entry.message] : [])),
    newest,
    count: (client, sequence) => clients.get(client)?.counts[sequence] ?? 0,
  };
}

class ClientTally {
  counts = new Uint16Array(1024);
  distinct = 0;
  #checksums = new Uint32Array(1024);

  /** False when this uuid has come before with other bytes. */
  add(sequence: number, checksum: number): boolean {
    if (sequence >= this.counts.length) this.#grow(sequence);
    const count = this.counts[sequence] ?? 0;
    this.counts[sequence] = count + 1;
    if (count === 0) {
      this.distinct++;
      this.#checksums[sequence] = checksum;
      return true;
    }
    return this.#checksums[sequence] === checksum;
  }

  #grow(sequence: number): void {
    const size = 2 ** Math.ceil(Math.log2(sequence + 1));
    const counts = new Uint16Array(size);
    counts.set(this.counts);
    const checksums = new Uint32Array(size);
    checksums.set(this.#checksums);
    this.counts = counts;
    this.#checksums = checksums;
  }
}
