import type { MessageEncoder } from '../../wire/message-encoder.ts';
import type { Level } from '../level.ts';
import {
  type LoggerConfig,
  type RecordEncoder,
  type RecordMapping,
  type RecordOutcome,
  UNKNOWN_LOGGER,
} from '../record-encoder.ts';
import { RecordTime } from '../record-time.ts';
import { isHeaderText, isPid, payloadOf, type RecordHeaders, RecordWriter } from '../record-writer.ts';
import type { NameNode } from '../value/fields/field-names.ts';
import { ROLE_NESTED, ROLE_SERIALIZED_ERROR } from '../value/fields/field-roles.ts';
import type { MappingOptions } from '../value/mapping-options.ts';
import { copyEach, copyInto, newMembers, setMember } from '../value/members.ts';
import { hasUsualHead, isIndex, levelIn, type PinoHeadRules, pinoHeadRules } from './pino-head.ts';
import { createPinoLineParser, type PinoLineParser, PinoRecord, splitRecord } from './pino-line.ts';
import { preparePinoRecord } from './prepare-pino-record.ts';

const LEVEL = 1;
const TIME = 2;
const PID = 4;
const HOSTNAME = 8;
const NAME = 16;
const MESSAGE = 32;
const TYPE = 64;

/** What pino writes itself, before the application's members. */
const HEAD = LEVEL | TIME | PID | HOSTNAME | NAME;

/** No roles: the head of the record is not one that is read the quick way. */
const UNUSUAL = -1;

/** No role: the headers, the time among them, have been taken out of the record. */
const SPLIT = 128;

/**
 * The mapping of pino's records: what `parsePinoLine` gives, a parsed line as a plain object, or a line as text.
 *
 * `level`, `time`, `pid`, `hostname` and `name` count where pino writes them, in one run at the start; members of
 * the same names that come later are the application's, and become fields.
 */
export const pinoRecords: RecordMapping = (options, config = UNKNOWN_LOGGER) =>
  new PinoRecordEncoder(options, config);

type Members = Readonly<Record<string, unknown>>;

class PinoRecordEncoder implements RecordEncoder {
  readonly #writer: RecordWriter;
  readonly #options: MappingOptions;
  readonly #messageKey: string;
  readonly #rules: PinoHeadRules;
  readonly #parse: PinoLineParser;
  /** Headers of the record at hand. */
  readonly #headers: RecordHeaders;

  constructor(options: MappingOptions, config: LoggerConfig) {
    const { levelKey = 'level', timeKey = 'time', typeKey, nestedKey } = options;
    const { messageKey = config.messageKey ?? 'msg', errorKey = config.errorKey ?? 'err' } = options;
    this.#options = options;
    this.#messageKey = messageKey;
    const roles = new Map<string, number>([
      ...(nestedKey === undefined ? [] : ([[nestedKey, ROLE_NESTED]] as const)),
      [errorKey, ROLE_SERIALIZED_ERROR],
      ...(typeKey === undefined ? [] : ([[typeKey, TYPE]] as const)),
      ['pid', PID],
      ['hostname', HOSTNAME],
      ['name', NAME],
      [timeKey === false ? 'time' : timeKey, TIME],
      [levelKey, LEVEL],
      [messageKey, MESSAGE],
    ]);
    this.#writer = new RecordWriter(options, { roles, levels: config.levels, ranked: false });
    this.#headers = { ...this.#writer.defaults };
    const time = new RecordTime();
    this.#rules = pinoHeadRules(options, {
      isLevel: (value) => this.#writer.levels.knows(value),
      isTime: (value) => time.read(value),
    });
    this.#parse = createPinoLineParser(this.#rules);
  }

  encode(record: unknown, encoder: MessageEncoder): RecordOutcome {
    this.#writer.start();
    try {
      const read = typeof record === 'string' ? this.#parse(record) : record;
      if (typeof read !== 'object' || read === null) return this.#writer.text(encoder, String(read));
      const { preparation } = this.#options;
      const taken = preparation === undefined ? this.#readUsualHead(read as Members) : UNUSUAL;
      if (taken !== UNUSUAL) return this.#encode(encoder, read, taken);
      if (read instanceof PinoRecord || preparation !== undefined || !hasUsualHead(read, this.#rules)) {
        const split = read instanceof PinoRecord ? read : splitRecord(read, this.#rules);
        return this.#encodeSplit(
          encoder,
          preparation === undefined ? split : preparePinoRecord(split, preparation, this.#messageKey),
        );
      }
      this.#startHeaders();
      return this.#encode(encoder, read, this.#readHead(read as Members));
    } catch (error) {
      return this.#writer.fail(encoder, error);
    }
  }

  #encodeSplit(encoder: MessageEncoder, record: PinoRecord): RecordOutcome {
    this.#startHeaders();
    const members = newMembers();
    let taken = 0;
    copyEach(record.head, (key, value) => {
      const role = this.#readHeader(roleInHead(record, key), value);
      taken |= role;
      // What did not become a header is a member like any other.
      if (role === 0) setMember(members, key, value);
    });
    if ((taken & TIME) === 0) this.#writer.time.now();
    copyInto(members, record.members);
    const whole = this.#options.payload === 'json' ? { ...record.head, ...record.members } : members;
    return this.#encode(encoder, members, SPLIT, whole);
  }

  /**
   * @param taken roles of the members that became headers
   * @param whole the record as it was given
   */
  #encode(encoder: MessageEncoder, record: object, taken: number, whole = record): RecordOutcome {
    const writer = this.#writer;
    const headers = this.#headers;
    const { typeKey, payload } = this.#options;
    const members = record as Members;
    let roles = taken & ~SPLIT;
    if ((taken & (TIME | SPLIT)) === 0) writer.time.now();
    if (typeKey !== undefined) {
      const type = members[typeKey];
      if (isHeaderText(type)) {
        headers.type = type;
        roles |= TYPE;
      }
    }
    if (headers.logger === undefined) {
      const { service } = members;
      headers.logger = isHeaderText(service) ? service : writer.defaults.logger;
    }
    headers.payload = payloadOf(members[this.#messageKey]);
    if (headers.payload !== undefined) roles |= MESSAGE;
    if (payload === 'json') headers.payload = writer.fields.json(whole);
    const at = writer.open(encoder, headers);
    return writer.close(encoder, writer.fields.record(at, record, roles));
  }

  /**
   * Reads the headers of a record that begins with a level and the time, as nearly all do.
   *
   * @returns the roles of the members that are headers, {@link UNUSUAL} if the head needs a closer look
   */
  #readUsualHead(record: Members): number {
    const { names } = this.#writer.fields;
    const { root } = names;
    let expected = root.first;
    let awaited = LEVEL;
    let taken = 0;
    this.#startHeaders();
    for (const key in record) {
      let node = expected;
      if (node === undefined || node.key !== key) node = names.child(root, key);
      expected = node.next;
      const role = node.role & HEAD;
      if (awaited === 0 ? role === 0 : role !== awaited) return awaited === 0 ? taken : UNUSUAL;
      const value = record[key];
      if (awaited !== 0) {
        if (typeof value === 'object') return UNUSUAL;
        awaited = role === LEVEL ? TIME : 0;
      }
      taken |= this.#readHeader(role, value);
    }
    return awaited === 0 ? taken : UNUSUAL;
  }

  /** Forgets the headers of the last record. */
  #startHeaders(): void {
    const { defaults } = this.#writer;
    const headers = this.#headers;
    headers.level = defaults.level;
    headers.type = defaults.type;
    headers.logger = this.#options.logger;
    headers.pid = defaults.pid;
    headers.hostname = defaults.hostname;
  }

  /** Reads the headers out of the run of header names at the start; returns the roles of the members that are some. */
  #readHead(head: Members): number {
    const { names } = this.#writer.fields;
    const { root } = names;
    let taken = 0;
    let previous: NameNode | undefined;
    for (const key in head) {
      let node: NameNode | undefined = previous === undefined ? root.first : previous.next;
      if (node === undefined || node.key !== key) node = names.child(root, key);
      previous = node;
      const role = node.role & HEAD;
      if (role !== 0) taken |= this.#readHeader(role, head[key]);
      else if (!isIndex(key)) break;
    }
    return taken;
  }

  /** Reads a header; returns its role if it is one, else 0. */
  #readHeader(role: number, value: unknown): number {
    const writer = this.#writer;
    const options = this.#options;
    const headers = this.#headers;
    switch (role) {
      case LEVEL: {
        const level = writer.levels.find(value) ?? this.#levelInside(value);
        if (level === undefined) return 0;
        headers.level = level;
        // An object may say more.
        return typeof value === 'object' ? 0 : LEVEL;
      }
      case TIME:
        return options.timeKey !== false && writer.time.read(value) ? TIME : 0;
      case PID:
        if (options.pid !== undefined || !isPid(value)) return 0;
        headers.pid = value;
        return PID;
      case HOSTNAME:
        if (options.hostname !== undefined || !isHeaderText(value)) return 0;
        headers.hostname = value;
        return HOSTNAME;
      case NAME:
        if (options.logger !== undefined || !isHeaderText(value)) return 0;
        headers.logger = value;
        return NAME;
      default:
        return 0;
    }
  }

  #levelInside(value: unknown): Level | undefined {
    return typeof value === 'object' ? this.#writer.levels.find(levelIn(value, this.#rules)) : undefined;
  }
}

function roleInHead({ levelKey, timeKey }: PinoRecord, key: string): number {
  if (key === levelKey) return LEVEL;
  if (key === timeKey) return TIME;
  return BASE_ROLES.get(key) ?? 0;
}

const BASE_ROLES: ReadonlyMap<string, number> = new Map([
  ['pid', PID],
  ['hostname', HOSTNAME],
  ['name', NAME],
]);
