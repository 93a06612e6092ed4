/**
 * Where pino's own members end in a line, and those of the application begin.
 *
 * ```
 * { level part , time , base , bindings of children , members of the call , message }
 *   `formatters.level`   `pid hostname name`
 * ```
 *
 * What comes before the time is pino's own, whatever a level formatter makes of it: no log call can put anything there.
 * Behind it the base counts as far as it is `pid`, `hostname` and `name` in one run; a log call of a logger without a base can
 * begin like that as well, which nothing in a line tells apart.
 *
 * Without a time the level part is what is a level, each member of it, in front of the base; or one member with a name that
 * says so.
 */

import type { MappingOptions } from '../value/mapping-options.ts';
import type { JsonMember } from './exact-json.ts';

/** Members that a level formatter gives at most. */
const MAX_LEVEL_MEMBERS = 8;

/** What the time is called, if nothing is said about it and pino's own name is not there. */
const OTHER_TIME_KEYS: ReadonlySet<string> = new Set(['timestamp', '@timestamp', 'ts', 'date']);

/** What a level is called. */
const LEVEL_NAMES = /^(?:level|lvl|log\.?level|levelname|severity(?:text)?)$/i;

/** Members of pino's base that are headers. */
const BASE_KEYS: ReadonlySet<string> = new Set(['pid', 'hostname', 'name']);

/** What tells a head. */
export interface PinoHeadRules {
  readonly levelKey: string;
  readonly timeKey: string;
  /** Whether the time may have another name. */
  readonly findsTime: boolean;
  /** Whether a value is a level that is known by its name or its number. */
  isLevel(value: unknown): boolean;
  /** Whether a value is a time. */
  isTime(value: unknown): boolean;
}

/** The beginning of a record that pino wrote itself. */
export interface PinoHead {
  /** How many members it has. */
  readonly length: number;
  /** The key of the level, and of the time. */
  readonly levelKey: string;
  readonly timeKey: string;
}

type Members = Readonly<Record<string, unknown>>;

/** Makes the rules of a mapping. */
export function pinoHeadRules(
  { levelKey = 'level', timeKey }: Pick<MappingOptions, 'levelKey' | 'timeKey'>,
  values: Pick<PinoHeadRules, 'isLevel' | 'isTime'>,
): PinoHeadRules {
  return {
    levelKey,
    timeKey: timeKey === undefined || timeKey === false ? 'time' : timeKey,
    findsTime: timeKey === undefined,
    isLevel: (value) => values.isLevel(value),
    isTime: (value) => values.isTime(value),
  };
}

/**
 * Whether the head of a record is the run of header names at its start, whatever their order. Most are, and need no closer
 * look.
 *
 * @param record a parsed line
 */
export function hasUsualHead(record: object, rules: PinoHeadRules): boolean {
  const { levelKey, timeKey } = rules;
  if (beginsWithLevelAndTime(record as Members, levelKey, timeKey)) return true;
  const [first, second] = firstKeys(record);
  if (first === undefined) return true;
  const level = (record as Members)[first];
  const isScalar = typeof level !== 'object';
  if (second === timeKey) return first === levelKey && isScalar;
  if (first === timeKey || BASE_KEYS.has(first)) return true;
  for (const key of [timeKey, ...OTHER_TIME_KEYS]) if (Object.hasOwn(record, key)) return false;
  return first === levelKey ? isScalar : !(LEVEL_NAMES.test(first) || rules.isLevel(level));
}

/** Most do. */
function beginsWithLevelAndTime(record: Members, levelKey: string, timeKey: string): boolean {
  let hasLevel = false;
  for (const key in record) {
    if (hasLevel) return key === timeKey;
    if (key !== levelKey || typeof record[key] === 'object') return false;
    hasLevel = true;
  }
  return false;
}

/** The first two keys that are no integers, which objects sort to the front. */
function firstKeys(record: object): string[] {
  const keys: string[] = [];
  for (const key in record) {
    if (isIndex(key)) continue;
    keys.push(key);
    if (keys.length === 2) break;
  }
  return keys;
}

/** @param members of a line, in their order, repeated ones included */
export function readPinoHead(members: readonly JsonMember[], rules: PinoHeadRules): PinoHead {
  const time = findTime(members, rules);
  const timeKey = members[time]?.key ?? rules.timeKey;
  const levelPart = time >= 0 ? time : levelPartWithoutTime(members, rules);
  const candidates = members.slice(0, levelPart);
  const own = candidates.find(({ key }) => key === rules.levelKey);
  const named = candidates.find(({ value }) => levelIn(value, rules) !== undefined);
  const level = (time >= 0 && canBeLevel(own?.value, rules) ? own : named) ?? own;
  const levelKey = level?.key ?? rules.levelKey;
  const taken = new Set<string>();
  const isHeader = (key: string): boolean =>
    BASE_KEYS.has(key) || (level === undefined && key === levelKey) || (time < 0 && key === timeKey);
  let length = time >= 0 ? time + 1 : levelPart;
  for (let key = members[length]?.key; key !== undefined; key = members[++length]?.key) {
    if (!isHeader(key) || taken.has(key)) break;
    taken.add(key);
  }
  return { length, levelKey, timeKey };
}

/** The place of the time; -1 if there is none. */
function findTime(members: readonly JsonMember[], rules: PinoHeadRules): number {
  const beginning = beforeBase(members);
  const own = beginning.findIndex(({ key }) => key === rules.timeKey);
  if (own >= 0 || !rules.findsTime) return own;
  const other = beginning.findIndex(({ key, value }) => OTHER_TIME_KEYS.has(key) && rules.isTime(value));
  // A log call can begin with such a member, but only if there is no base.
  const isBeforeBase = BASE_KEYS.has(members[other + 1]?.key ?? '');
  const isBehindLevel = other > 0 && members.slice(0, other).every((member) => isLevelMember(member, rules));
  return isBeforeBase && isBehindLevel ? other : -1;
}

/** How many members the level part has in a record without a time. */
function levelPartWithoutTime(members: readonly JsonMember[], rules: PinoHeadRules): number {
  const [first] = members;
  if (first === undefined) return 0;
  const part = beforeBase(members);
  const isBeforeBase = part.length < members.length && part.length < MAX_LEVEL_MEMBERS;
  if (isBeforeBase && part.every((member) => isLevelMember(member, rules))) return part.length;
  return isLevelMember(first, rules) && (first.key === rules.levelKey || LEVEL_NAMES.test(first.key)) ? 1 : 0;
}

function beforeBase(members: readonly JsonMember[]): readonly JsonMember[] {
  const beginning = members.slice(0, MAX_LEVEL_MEMBERS + 1);
  const base = beginning.findIndex(({ key }) => BASE_KEYS.has(key));
  return base < 0 ? beginning : beginning.slice(0, base);
}

/** A member under the level's own key may have a name or a number that is not known. */
function isLevelMember({ key, value }: JsonMember, rules: PinoHeadRules): boolean {
  return key === rules.levelKey ? canBeLevel(value, rules) : levelIn(value, rules) !== undefined;
}

function canBeLevel(value: unknown, rules: PinoHeadRules): boolean {
  return typeof value === 'number' || typeof value === 'string' || levelIn(value, rules) !== undefined;
}

/** The level that a value is, or that is a member of it, as some formatters have it: `{ log: { level: 'info' } }`. */
export function levelIn(value: unknown, { isLevel }: Pick<PinoHeadRules, 'isLevel'>): unknown {
  if (isLevel(value)) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.values(value).find((member) => isLevel(member));
}

/** Whether a key is one of those that objects sort to the front, wherever they stood in the line. */
export function isIndex(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 0x30 && code <= 0x39 && String(Number(key) >>> 0) === key;
}
