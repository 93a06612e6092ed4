import type { FileHandle } from 'node:fs/promises';
import { Splitter } from 'heka-core';
import type { Frame } from 'heka-core/receiver';

/** What a file consists of: Heka frames, JSON lines, or lines of any text. */
export type TailKind = 'frames' | 'json' | 'text';

const LINE_FEED = 0x0a;
/** How each of our JSON lines begins: no other text is ever cut. */
const JSON_START = '{"uuid":"';
const JSON_WINDOW_BYTES = 1024 * 1024;

/**
 * Repairs the end of a file that a killed process has left in the middle of a message, so that what is appended can be
 * read: half a frame would swallow the frames behind it, half a line the line. Such a message was never confirmed.
 * Only what is certain to be a torn message is cut off; other files get a line break if their last line has none.
 *
 * @returns what was done, in words; undefined if nothing was
 */
export async function repairTail(
  handle: FileHandle,
  kind: TailKind,
  maxMessageBytes: number,
): Promise<string | undefined> {
  const { size } = await handle.stat();
  if (size === 0) return undefined;
  const tornAt =
    kind === 'frames'
      ? await findTornFrame(handle, size, maxMessageBytes)
      : kind === 'json'
        ? await findTornJson(handle, size)
        : undefined;
  if (tornAt !== undefined) {
    await handle.truncate(tornAt);
    return `cut ${size - tornAt} bytes of a torn message off its end`;
  }
  if (kind === 'frames' || (await readAt(handle, size - 1, 1))[0] === LINE_FEED) return undefined;
  await handle.write('\n');
  return 'ended its last line';
}

/** Offset of a frame that starts behind a whole one, or at the start of the file, and is not complete. */
async function findTornFrame(
  handle: FileHandle,
  size: number,
  maxMessageBytes: number,
): Promise<number | undefined> {
  // Enough for the frame that may be torn and a whole one before it, wherever the window starts.
  const windowStart = Math.max(0, size - 4 * (maxMessageBytes + 1024));
  const splitter = new Splitter({ maxMessageBytes, signatures: 'ignore' });
  const frames = splitter.push(await readAt(handle, windowStart, size - windowStart));
  const tornAt = size - splitter.pendingBytes;
  const last: Frame | undefined = frames.at(-1);
  const lastEnd = windowStart + (last === undefined ? 0 : last.offset + last.frame.length);
  const isBehindFrame = tornAt === lastEnd && (last !== undefined || windowStart === 0);
  // Frames inside what looked like half of one: it was none.
  const isTorn = tornAt < size && isBehindFrame && splitter.end().length === 0;
  return isTorn ? tornAt : undefined;
}

/** Offset of a last line that is one of ours and is not complete. */
async function findTornJson(handle: FileHandle, size: number): Promise<number | undefined> {
  const windowStart = Math.max(0, size - JSON_WINDOW_BYTES);
  const window = await readAt(handle, windowStart, size - windowStart);
  const lineStart = window.lastIndexOf(LINE_FEED) + 1;
  if (lineStart === 0 && windowStart > 0) return undefined;
  const line = window.toString('utf8', lineStart);
  const isOurs = line !== '' && (line.startsWith(JSON_START) || JSON_START.startsWith(line));
  return isOurs && !isJson(line) ? windowStart + lineStart : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
