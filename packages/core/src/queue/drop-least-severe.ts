import type { Chunk } from './chunk.ts';

/** What a sweep did. */
interface Sweep {
  readonly frames: number;
  readonly bytes: number;
  /** Chunks with no frame left; taken out of the list. */
  readonly emptied: readonly Chunk[];
  /** The least severe level (the largest number) that could have been dropped; -1 if there was none. */
  readonly leastSevere: number;
}

/**
 * Drops the least severe frames, the oldest of them first, until `bytes` are free; never one that is more severe
 * than `severity`. Survivors move together, so that whole chunks become free.
 *
 * Only chunks whose frames are all unsent for the first time are touched: the bytes of others may be in a socket's
 * hands. One sweep frees a sixteenth of the queue or more, so its cost is spread over many messages.
 *
 * @param chunks fresh chunks in order; emptied ones are removed from it
 * @param from index of the first chunk that may be touched
 */
export function dropLeastSevere(chunks: Chunk[], from: number, bytes: number, severity: number): Sweep {
  const candidates = chunks.slice(from).filter((chunk) => !chunk.touched && chunk.live === chunk.count);
  const levels = framesBySeverity(candidates);
  const leastSevere = levels.findLastIndex((total) => total > 0);
  let frames = 0;
  let freed = 0;
  for (let level = leastSevere; level >= severity && level >= 0 && freed < bytes; level -= 1) {
    for (const chunk of candidates) {
      if (freed >= bytes) break;
      const before = chunk.used;
      const count = chunk.count;
      removeLevel(chunk, level);
      frames += count - chunk.count;
      freed += before - chunk.used;
    }
  }
  return { frames, bytes: freed, emptied: frames === 0 ? [] : merge(chunks, candidates), leastSevere };
}

function framesBySeverity(chunks: readonly Chunk[]): number[] {
  const levels = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.count; i += 1) {
      const level = chunk.severities[i] as number;
      levels[level] = (levels[level] as number) + 1;
    }
  }
  return levels;
}

function removeLevel(chunk: Chunk, level: number): void {
  const { count } = chunk;
  chunk.rewind();
  for (let i = 0; i < count; i += 1) {
    if (chunk.severities[i] !== level) chunk.adopt(chunk, i);
  }
}

/** Moves the frames of each candidate into the one before it if they fit. */
function merge(chunks: Chunk[], candidates: readonly Chunk[]): Chunk[] {
  const emptied: Chunk[] = [];
  let into: Chunk | undefined;
  for (const chunk of candidates) {
    if (into !== undefined && fitsInto(chunk, into)) {
      for (let i = 0; i < chunk.count; i += 1) into.adopt(chunk, i);
      chunk.clear();
    } else {
      into = chunk;
    }
    if (chunk.count === 0) emptied.push(chunk);
    if (into.count === 0) into = undefined;
  }
  for (const chunk of emptied) chunks.splice(chunks.indexOf(chunk), 1);
  return emptied;
}

function fitsInto(chunk: Chunk, into: Chunk): boolean {
  return (
    into.used + chunk.used <= into.buffer.length &&
    into.count + chunk.count <= into.ends.length &&
    into !== chunk
  );
}
