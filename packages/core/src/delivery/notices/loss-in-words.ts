import type { DropCounts } from '../lane/ledger.ts';

/** What does not arrive, or may not have. */
export interface Loss {
  /** Messages that cannot have arrived. */
  readonly unsent: number;
  /** Messages that may have arrived and are not confirmed. */
  readonly unconfirmed: number;
  readonly dropped: DropCounts;
}

/** A count of messages. */
export function inWords(messages: number): string {
  return messages === 1 ? '1 message' : `${messages} messages`;
}

/** All drops together. */
export function sumOf(dropped: DropCounts): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0);
}

/**
 * Drops by reason: `3 dropped (overflow 2, encode 1)`.
 *
 * @param inAll true if some of them were printed before
 */
export function dropsInWords(dropped: DropCounts, inAll = false): string {
  const reasons = Object.entries(dropped);
  const [first] = reasons;
  const list = reasons.map(([reason, count]) => `${reason} ${count}`).join(', ');
  return `${sumOf(dropped)} dropped${inAll ? ' in all' : ''} (${reasons.length === 1 && first !== undefined ? first[0] : list})`;
}

/**
 * One sentence with exact totals; undefined if nothing is lost.
 *
 * @param inAll true if some of the drops were printed before
 */
export function lossInWords({ unsent, unconfirmed, dropped }: Loss, inAll = false): string | undefined {
  const parts: string[] = [];
  if (unsent > 0) parts.push(`${unsent} not sent`);
  if (unconfirmed > 0) parts.push(`${unconfirmed} not confirmed (may have arrived)`);
  if (sumOf(dropped) > 0) parts.push(dropsInWords(dropped, inAll));
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  return [withNoun(first), ...others].join(', ');
}

/** Says what is counted at the beginning of a text. */
export function withNoun(text: string): string {
  return text.replace(/^\d+/, (count) => inWords(Number(count)));
}
