import { isMainThread, threadId } from 'node:worker_threads';

const taken = new Map<string, Set<number>>();

/** What the lines of one delivery begin with. */
export interface LineName {
  readonly text: string;
  /** Gives the number free. */
  release(): void;
}

/**
 * Names a delivery by its url, so that several of one process can be told apart: the second one to the same url is
 * numbered, and one in a worker thread says so.
 */
export function takeLineName(url: string): LineName {
  const numbers = taken.get(url) ?? new Set();
  taken.set(url, numbers);
  let number = 1;
  while (numbers.has(number)) number += 1;
  numbers.add(number);
  const marks = [...(number === 1 ? [] : [`#${number}`]), ...(isMainThread ? [] : [`worker ${threadId}`])];
  return {
    text: marks.length === 0 ? url : `${url} (${marks.join(', ')})`,
    release() {
      numbers.delete(number);
      if (numbers.size === 0) taken.delete(url);
    },
  };
}
