/**
 * Lines of pino's as records.
 *
 * pino writes `level`, `time` and its base (`pid`, `hostname`, `name`) first; the application's members follow,
 * and may have the same names. `JSON.parse` keeps the last of repeated members, which would let the data of
 * a log call forge a header. So lines that repeat one of those names are read again, member by member.
 */

import { isPinoLevel } from '../level-table.ts';
import { RecordTime } from '../record-time.ts';
import type { MappingOptions } from '../value/mapping-options.ts';
import { copyEach, newMembers, setMember } from '../value/members.ts';
import { exactMembers, hasLongIntegers, type JsonMember } from './exact-json.ts';
import {
  hasUsualHead,
  isIndex,
  type PinoHead,
  type PinoHeadRules,
  pinoHeadRules,
  readPinoHead,
} from './pino-head.ts';
import { createRepeatFinder } from './repeated-headers.ts';

/** A record whose head is not a run of header names at the start of an object, or has names that come again. */
export class PinoRecord {
  /** Members that pino wrote itself. */
  readonly head: object;
  /** All other members. */
  readonly members: object;
  /** Which members of the head are the level and the time. */
  readonly levelKey: string;
  readonly timeKey: string;

  constructor(head: object, members: object, keys: Pick<PinoHead, 'levelKey' | 'timeKey'>) {
    this.head = head;
    this.members = members;
    this.levelKey = keys.levelKey;
    this.timeKey = keys.timeKey;
  }
}

/** Names that pino writes itself as a rule, before everything else. */
export function pinoHeadKeys(options: Pick<MappingOptions, 'levelKey' | 'timeKey'>): readonly string[] {
  const { levelKey = 'level', timeKey = 'time' } = options;
  return [levelKey, ...(timeKey === false ? [] : [timeKey]), 'pid', 'hostname', 'name'];
}

/** Reads lines. */
export type PinoLineParser = (line: string) => unknown;

/**
 * @param rules what tells the members that pino wrote itself
 * @returns see {@link parsePinoLine}
 */
export function createPinoLineParser(rules: PinoHeadRules): PinoLineParser {
  const isRepeated = createRepeatFinder([rules.levelKey, rules.timeKey, 'pid', 'hostname', 'name']);
  return (line) => {
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch {
      return line;
    }
    if (typeof record !== 'object' || record === null || Array.isArray(record)) return line;
    if (hasUsualHead(record, rules) && !hasLongIntegers(line) && !isRepeated(line, record)) return record;
    return splitHead(exactMembers(line), rules);
  };
}

/**
 * Reads a line that pino wrote.
 *
 * @returns a record for the mapping of pino's records; a line that is no JSON object is returned as it is
 */
export const parsePinoLine: PinoLineParser = createPinoLineParser(
  pinoHeadRules(
    { levelKey: undefined, timeKey: undefined },
    { isLevel: isPinoLevel, isTime: (value) => new RecordTime().read(value) },
  ),
);

/** The record of a parsed line whose head needs a closer look. */
export function splitRecord(record: object, rules: PinoHeadRules): PinoRecord {
  const entries: JsonMember[] = [];
  const sorted: JsonMember[] = [];
  copyEach(record, (key, value) => (isIndex(key) ? sorted : entries).push({ key, value }));
  const { length, ...keys } = readPinoHead(entries, rules);
  return new PinoRecord(
    membersOf(entries.slice(0, length)),
    membersOf([...sorted, ...entries.slice(length)]),
    keys,
  );
}

function splitHead(all: readonly JsonMember[], rules: PinoHeadRules): PinoRecord {
  const { length, ...keys } = readPinoHead(all, rules);
  return new PinoRecord(membersOf(all.slice(0, length)), membersOf(all.slice(length)), keys);
}

function membersOf(members: readonly JsonMember[]): object {
  const object = newMembers();
  for (const { key, value } of members) setMember(object, key, value);
  return object;
}
