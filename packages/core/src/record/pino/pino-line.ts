/**
 * Lines of pino's as records.
 *
 * pino writes `level`, `time` and its base (`pid`, `hostname`, `name`) first; the application's members follow,
 * and may have the same names. `JSON.parse` keeps the last of repeated members, which would let the data of
 * a log call forge a header. So lines that repeat one of those names are read again, member by member.
 */

import type { MappingOptions } from '../value/mapping-options.ts';
import { newMembers, setMember } from '../value/members.ts';
import { exactMembers, hasLongDigits, type JsonMember } from './exact-json.ts';

/** A line that a plain object cannot stand for: pino's own members apart from those of the application. */
export class PinoRecord {
  /** Members that pino wrote itself: the first run of header names, each once. */
  readonly head: object;
  /** All other members. */
  readonly members: object;

  constructor(head: object, members: object) {
    this.head = head;
    this.members = members;
  }
}

/** Names that pino writes itself, before everything else. */
export function pinoHeadKeys(options: Pick<MappingOptions, 'levelKey' | 'timeKey'>): readonly string[] {
  const { levelKey = 'level', timeKey = 'time' } = options;
  return [levelKey, ...(timeKey === false ? [] : [timeKey]), 'pid', 'hostname', 'name'];
}

/** Reads lines. */
export type PinoLineParser = (line: string) => unknown;

/**
 * @param options `levelKey` and `timeKey`, where they are not pino's own
 * @returns see {@link parsePinoLine}
 */
export function createPinoLineParser(
  options: Pick<MappingOptions, 'levelKey' | 'timeKey'> = {},
): PinoLineParser {
  const headKeys = pinoHeadKeys(options);
  const heads = new Set(headKeys);
  const isRepeated = createRepeatFinder(headKeys);
  return (line) => {
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch {
      return line;
    }
    if (typeof record !== 'object' || record === null || Array.isArray(record)) return line;
    if (!hasLongDigits(line) && !isRepeated(line)) return record;
    return exactRecord(exactMembers(line), heads);
  };
}

/**
 * Reads a line that pino wrote.
 *
 * @returns a record for the mapping of pino's records; a line that is no JSON object is returned as it is
 */
export const parsePinoLine: PinoLineParser = createPinoLineParser();

function exactRecord(all: readonly JsonMember[], heads: ReadonlySet<string>): PinoRecord {
  const head = newMembers();
  const members = newMembers();
  let index = 0;
  for (; index < all.length; index++) {
    const { key, value } = all[index] ?? { key: '', value: undefined };
    if (!heads.has(key) || Object.hasOwn(head, key)) break;
    setMember(head, key, value);
  }
  for (; index < all.length; index++) {
    const { key, value } = all[index] ?? { key: '', value: undefined };
    setMember(members, key, value);
  }
  return new PinoRecord(head, members);
}

/**
 * Makes a function that tells whether a header's name may be repeated in a line: whether it stands anywhere
 * behind the place where pino writes it, be it as a key, as the key of a nested member or in a text.
 */
function createRepeatFinder(keys: readonly string[]): (line: string) => boolean {
  const names = keys.map((key) => JSON.stringify(key).replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  const start = new RegExp(
    `\\{${names.map((name) => `(?:${name}:(?:[-\\d.]+|"[^"\\\\]*"),)?`).join('')}`,
    'y',
  );
  // Escaped letters may spell a name: no writer of JSON does that to ASCII, but a line may come from anywhere.
  const repeat = new RegExp(`(?:${names.join('|')})\\s*:|\\\\u00[2-7]`, 'g');
  return (line) => {
    start.lastIndex = 0;
    repeat.lastIndex = start.test(line) ? start.lastIndex : 0;
    return repeat.test(line);
  };
}

/** Whether a key is one of those that objects sort to the front, wherever they stood in the line. */
export function isIndex(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 0x30 && code <= 0x39 && String(Number(key) >>> 0) === key;
}
