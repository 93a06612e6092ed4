import { isMainThread, threadId } from 'node:worker_threads';

/** A number among the deliveries to one url. */
interface Place {
  readonly url: string;
  readonly number: number;
}

const taken = new Map<string, Set<number>>();
const places = new WeakMap<object, Place>();
/** One that nobody uses any more gives its number back, closed or not. */
const collected = new FinalizationRegistry<Place>(free);

/**
 * Names a delivery by its url, so that several of one process can be told apart: the second one to the same url is
 * numbered, and one in a worker thread says so.
 *
 * @param owner its number is given free when it is collected, or by {@link releaseLineName}
 */
export function takeLineName(url: string, owner: object): string {
  const numbers = taken.get(url) ?? new Set();
  taken.set(url, numbers);
  let number = 1;
  while (numbers.has(number)) number++;
  numbers.add(number);
  collected.register(owner, { url, number }, owner);
  places.set(owner, { url, number });
  const marks = [...(number === 1 ? [] : [`#${number}`]), ...(isMainThread ? [] : [`worker ${threadId}`])];
  return marks.length === 0 ? url : `${url} (${marks.join(', ')})`;
}

/** Gives the number of an owner free. */
export function releaseLineName(owner: object): void {
  const place = places.get(owner);
  if (place === undefined) return;
  places.delete(owner);
  collected.unregister(owner);
  free(place);
}

function free({ url, number }: Place): void {
  const numbers = taken.get(url);
  numbers?.delete(number);
  if (numbers?.size === 0) taken.delete(url);
}
