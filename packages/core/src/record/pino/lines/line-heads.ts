/**
 * Heads of lines: what pino itself writes before the members of the application. A head is learnt from the record path:
 * it encodes the head alone, and what it makes of that are the headers of every line that begins with it.
 */

import { MessageEncoder } from '../../../wire/message-encoder.ts';
import { beginMessage } from '../../../wire/write/headers.ts';
import type { RecordEncoder } from '../../record-encoder.ts';
import { RecordTime } from '../../record-time.ts';
import { exactValue } from '../exact-json.ts';
import { type LineMember, leadingMembers } from './line-beginning.ts';
import { fieldNames, type MessageParts, messageParts } from './message-parts.ts';
import {
  HAS_TIME,
  HEAD_BITS,
  HEAD_BYTES,
  HEAD_COUNT_AT,
  HEAD_FIELDS,
  HEAD_FLAGS,
  HEAD_LOGGER_LENGTH,
  HEAD_PREFIX,
  HEAD_PREFIX_LENGTH,
  HEAD_SEVERITY,
  HEAD_SEVERITY_LENGTH,
  HEAD_SLOT_COUNT,
  HEAD_SLOTS_AT,
  HEAD_SUFFIX,
  HEAD_SUFFIX_LENGTH,
  HEAD_TAIL,
  HEAD_TAIL_LENGTH,
  HEAD_TYPE,
  HEAD_TYPE_LENGTH,
  HEADS_AT,
  HEADS_BYTES,
  MAX_HEADS,
  NAME_NAMES,
  SERVICE_NAMES,
} from './transcoder/memory-layout.ts';
import { MemoryArea, type TranscoderMemory } from './transcoder/transcoder-memory.ts';

/** Names that heads may have: a bit for each. */
const MAX_BITS = 31;

/** Bytes of a head at most. */
const MAX_HEAD_LENGTH = 1024;

/** What a head is, apart from what it stands for. */
interface Beginning {
  readonly text: string;
  readonly keys: readonly string[];
  /** The text of the time; undefined if there is none. */
  readonly time: string | undefined;
  /** The text before and behind that. */
  readonly prefix: string;
  readonly suffix: string;
}

interface Head {
  readonly at: number;
  readonly prefix: string;
  readonly suffix: string;
}

/** Learns heads. */
export class LineHeads {
  /** Which heads have a member of a name, as bits. */
  readonly bits = new Map<string, number>();
  /** Names of fields that every message has. */
  readonly reserved: ReadonlySet<string>;
  readonly #memory: TranscoderMemory;
  readonly #area: MemoryArea;
  readonly #records: RecordEncoder;
  readonly #headKeys: ReadonlySet<string>;
  readonly #levelKey: string | undefined;
  readonly #timeKey: string;
  readonly #encoder = new MessageEncoder();
  readonly #time = new RecordTime();
  #heads: Head[] = [];
  /** What lines with a time begin with, as far as that. */
  readonly #beginnings = new Set<string>();
  /** The one that was met last. */
  #lastBeginning: string | undefined;

  /**
   * @param records the record path, for this alone
   * @param headKeys keys of members that pino writes itself
   * @param timeKey which of them is the time
   */
  constructor(
    memory: TranscoderMemory,
    records: RecordEncoder,
    { headKeys, timeKey }: { readonly headKeys: readonly string[]; readonly timeKey: string },
  ) {
    this.#memory = memory;
    this.#area = new MemoryArea(memory, HEADS_AT + 4 * MAX_HEADS, HEADS_BYTES - 4 * MAX_HEADS);
    this.#records = records;
    this.#headKeys = new Set(headKeys);
    [this.#levelKey] = headKeys;
    this.#timeKey = timeKey;
    records.encode('{}', this.#encoder);
    this.reserved = new Set(['level', ...fieldNames(this.#encoder)]);
    this.clear();
  }

  /** Whether no more heads can be learnt. */
  get isFull(): boolean {
    return this.#heads.length >= MAX_HEADS || this.bits.size >= MAX_BITS;
  }

  /** Forgets all heads. */
  clear(): void {
    this.#heads = [];
    this.#beginnings.clear();
    this.#lastBeginning = undefined;
    this.bits.clear();
    this.#area.clear();
    this.#publish();
  }

  /** Whether a line begins like one that was learnt, and that has a time. */
  knowTime(line: string): boolean {
    if (this.#lastBeginning !== undefined && line.startsWith(this.#lastBeginning)) return true;
    for (const beginning of this.#beginnings) {
      if (!line.startsWith(beginning)) continue;
      this.#lastBeginning = beginning;
      return true;
    }
    return false;
  }

  /**
   * Learns the head of a line.
   *
   * @returns true if nodes of names that were made before may be wrong now
   */
  learn(line: string): boolean {
    const beginning = this.#beginningOf(line);
    // Any other head needs the closer look of the record path (`pino-head.ts`).
    if (beginning.keys[0] !== this.#levelKey || beginning.keys[1] !== this.#timeKey) return false;
    const { prefix, suffix, time } = beginning;
    if (this.#heads.some((head) => head.prefix === prefix && head.suffix === suffix)) return false;
    if (beginning.text.length > MAX_HEAD_LENGTH || !this.#area.hasRoom(4 * MAX_HEAD_LENGTH, 8)) return false;
    const parts = this.#probe(beginning, '');
    if (parts === undefined) return false;
    const fields = fieldNames(this.#encoder).filter((name) => !this.reserved.has(name));
    if (!this.#hasTime(beginning, parts.timestamp)) return false;
    const names = [...beginning.keys, ...fields];
    const unknown = names.filter((name) => !this.bits.has(name));
    if (this.bits.size + unknown.length > MAX_BITS) return false;
    for (const name of unknown) this.bits.set(name, 1 << this.bits.size);
    const head = this.#add(beginning, parts);
    if (time !== undefined) this.#beginnings.add(prefix);
    let bits = 0;
    for (const name of names) bits |= this.bits.get(name) ?? 0;
    this.#memory.setWord(head + HEAD_BITS, bits);
    this.#memory.setWord(head + HEAD_FIELDS, fields.length);
    return unknown.length > 0;
  }

  /** The run of head keys, each once, at the start of a line. */
  #beginningOf(line: string): Beginning {
    const members: LineMember[] = [];
    const keys = new Set<string>();
    for (const member of leadingMembers(line)) {
      if (!this.#headKeys.has(member.key) || keys.has(member.key)) break;
      keys.add(member.key);
      members.push(member);
    }
    // A name at the end is read from each line, for it may be another one each time.
    if (members.at(-1)?.key === 'name') members.pop();
    const text = line.slice(0, members.at(-1)?.end ?? 1);
    const time = members.find(({ key }) => key === this.#timeKey);
    return {
      text,
      keys: members.map(({ key }) => key),
      time: time && text.slice(time.valueAt, time.end),
      prefix: text.slice(0, time?.valueAt),
      suffix: time === undefined ? '' : text.slice(time.end),
    };
  }

  /** What the record path makes of a head and one more member. */
  #probe({ text, keys }: Beginning, member: string): MessageParts | undefined {
    const separator = keys.length === 0 || member === '' ? '' : ',';
    const outcome = this.#records.encode(`${text}${separator}${member}}`, this.#encoder);
    return outcome.drop !== '' || outcome.truncated ? undefined : messageParts(this.#encoder);
  }

  /** Whether the time in a head, if it has one, became the timestamp. */
  #hasTime({ time }: Beginning, timestamp: Buffer): boolean {
    if (time === undefined) return true;
    if (!this.#time.read(exactValue(time))) return false;
    this.#encoder.end = beginMessage(this.#encoder, this.#time.ms, this.#time.ns);
    return messageParts(this.#encoder).timestamp.equals(timestamp);
  }

  /** Adds a head; returns where it is. */
  #add(beginning: Beginning, parts: MessageParts): number {
    const { time, keys } = beginning;
    const prefix = Buffer.from(beginning.prefix);
    const suffix = Buffer.from(beginning.suffix);
    const head = this.#area.take(HEAD_BYTES);
    const memory = this.#memory;
    const flags =
      (time === undefined ? 0 : HAS_TIME) |
      (this.#namesLogger(beginning, 'service', parts) ? SERVICE_NAMES : 0) |
      (!keys.includes('name') && this.#namesLogger(beginning, 'name', parts) ? NAME_NAMES : 0);
    memory.setWord(head + HEAD_PREFIX, this.#area.put(prefix));
    memory.setWord(head + HEAD_PREFIX_LENGTH, prefix.length);
    memory.setWord(head + HEAD_SUFFIX, this.#area.put(suffix));
    memory.setWord(head + HEAD_SUFFIX_LENGTH, suffix.length);
    memory.setWord(
      head + HEAD_TYPE,
      this.#area.put(Buffer.concat([parts.type, parts.logger, parts.severity])),
    );
    memory.setWord(head + HEAD_TYPE_LENGTH, parts.type.length);
    memory.setWord(head + HEAD_LOGGER_LENGTH, parts.logger.length);
    memory.setWord(head + HEAD_SEVERITY_LENGTH, parts.severity.length);
    memory.setWord(head + HEAD_TAIL, this.#area.put(parts.tail));
    memory.setWord(head + HEAD_TAIL_LENGTH, parts.tail.length);
    memory.setWord(head + HEAD_SEVERITY, parts.severity[1] ?? 0);
    memory.setWord(head + HEAD_FLAGS, flags);
    this.#heads = [...this.#heads, { at: head, prefix: beginning.prefix, suffix: beginning.suffix }].sort(
      (one, other) => lengthOf(other) - lengthOf(one),
    );
    this.#publish();
    return head;
  }

  /** Whether a member names the logger of lines with a head. */
  #namesLogger(beginning: Beginning, key: string, { logger }: MessageParts): boolean {
    return [1, 2].some((probe) => {
      const parts = this.#probe(beginning, `"${key}":"probe-${probe}"`);
      return parts !== undefined && !parts.logger.equals(logger);
    });
  }

  /** Tells the transcoder the heads, the longest first. */
  #publish(): void {
    for (const [index, { at }] of this.#heads.entries()) this.#memory.setWord(HEADS_AT + 4 * index, at);
    this.#memory.setWord(HEAD_COUNT_AT, this.#heads.length);
    for (let slot = 0; slot < HEAD_SLOT_COUNT; slot++) this.#memory.setWord(HEAD_SLOTS_AT + 4 * slot, 0);
  }
}

function lengthOf({ prefix, suffix }: Head): number {
  return prefix.length + suffix.length;
}
