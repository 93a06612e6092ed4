import { readFile, stat } from 'node:fs/promises';
import { FrameReader } from '../../faults/oracle/frame-reader.ts';
import { readMessage } from '../../faults/oracle/message-reader.ts';

/** What a file of frames holds. */
interface Stored {
  readonly payloads: string[];
  /** Bytes that are in no whole frame. */
  readonly damagedBytes: number;
}

/** Reads a file of frames by code of the tests alone. */
export async function readStored(path: string): Promise<Stored> {
  const payloads: string[] = [];
  let damagedBytes = 0;
  const reader = new FrameReader({
    frame: (_, message) => payloads.push(String(readMessage(message)?.payload)),
    damaged: (count) => {
      damagedBytes += count;
    },
  });
  reader.push(await readFile(path));
  return { payloads, damagedBytes: damagedBytes + reader.pendingBytes };
}

/** Waits until a file is there and holds a number of bytes. */
export async function fileHolds(path: string, bytes: number): Promise<void> {
  const size = (): Promise<number> =>
    stat(path).then(
      (stats) => stats.size,
      () => -1,
    );
  while ((await size()) < bytes) await new Promise((resolve) => setImmediate(resolve));
}

/** `message 0`, `message 1`, ... */
export function numbered(count: number, start = 0): string[] {
  return Array.from({ length: count }, (_, index) => `message ${start + index}`);
}
