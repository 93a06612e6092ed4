import type { MessageEncoder } from '../../wire/message-encoder.ts';
import type { Level } from '../level.ts';
import type { RecordEncoder, RecordMapping, RecordOutcome } from '../record-encoder.ts';
import { isHeaderText, isPid, payloadOf, RecordWriter } from '../record-writer.ts';
import type { NameNode } from '../value/field-names.ts';
import { ROLE_NESTED } from '../value/field-writer.ts';
import type { MappingOptions, PreparedForm } from '../value/mapping-options.ts';
import { copyEach, copyInto, newMembers, setMember } from '../value/members.ts';
import { createPinoLineParser, isIndex, type PinoLineParser, PinoRecord, pinoHeadKeys } from './pino-line.ts';
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

/**
 * The mapping of pino's records: what `parsePinoLine` gives, a parsed line as a plain object, or a line as text.
 *
 * `level`, `time`, `pid`, `hostname` and `name` count where pino writes them, in one run at the start; members of
 * the same names that come later are the application's, and become fields.
 */
export const pinoRecords: RecordMapping = (options) => new PinoRecordEncoder(options);

class PinoRecordEncoder implements RecordEncoder {
  readonly #writer: RecordWriter;
  readonly #options: MappingOptions;
  readonly #roles: ReadonlyMap<string, number>;
  readonly #messageKey: string;
  readonly #parse: PinoLineParser;
  readonly #form: PreparedForm;

  // The headers of the record at hand.
  #taken = 0;
  #level: Level;
  #logger: string | undefined;
  #pid = 0;
  #hostname = '';

  constructor(options: MappingOptions) {
    const { messageKey = 'msg', levelKey = 'level', timeKey = 'time', typeKey, nestedKey } = options;
    this.#options = options;
    this.#messageKey = messageKey;
    this.#roles = new Map<string, number>([
      ...(nestedKey === undefined ? [] : ([[nestedKey, ROLE_NESTED]] as const)),
      ...(typeKey === undefined ? [] : ([[typeKey, TYPE]] as const)),
      ['pid', PID],
      ['hostname', HOSTNAME],
      ['name', NAME],
      [timeKey === false ? 'time' : timeKey, TIME],
      [levelKey, LEVEL],
      [messageKey, MESSAGE],
    ]);
    this.#writer = new RecordWriter(options, this.#roles, false);
    this.#level = this.#writer.levels.none;
    this.#parse = createPinoLineParser(options);
    this.#form = { headerKeys: pinoHeadKeys(options), messageKey };
  }

  setLevels(levels: Readonly<Record<string, number>>): void {
    this.#writer.levels.setLevels(levels);
  }

  encode(record: unknown, encoder: MessageEncoder): RecordOutcome {
    try {
      const read = typeof record === 'string' ? this.#parse(record) : record;
      if (typeof read !== 'object' || read === null) return this.#writer.text(encoder, String(read));
      const { preparation } = this.#options;
      const parsed = preparation === undefined ? read : preparePinoRecord(read, preparation, this.#form);
      return parsed instanceof PinoRecord
        ? this.#encode(encoder, parsed.head, parsed.members)
        : this.#encode(encoder, parsed, parsed);
    } catch (error) {
      return this.#writer.fail(encoder, error);
    }
  }

  /**
   * @param head begins with what pino wrote itself
   * @param members the application's members; the same object where both are in one
   */
  #encode(encoder: MessageEncoder, head: object, members: object): RecordOutcome {
    const writer = this.#writer;
    this.#readHead(head as Readonly<Record<string, unknown>>);
    if ((this.#taken & TIME) === 0) writer.time.now();
    const source = members as Readonly<Record<string, unknown>>;
    const type = this.#readType(source);
    if (this.#logger === undefined) {
      const { service } = source;
      this.#logger = isHeaderText(service) ? service : writer.defaultLogger;
    }
    const message = payloadOf(source[this.#messageKey]);
    if (message !== undefined) this.#taken |= MESSAGE;
    const payload = this.#options.payload === 'json' ? this.#json(head, members) : message;
    writer.open(encoder, this.#level, type, this.#logger, payload, this.#pid, this.#hostname);
    if (head === members) writer.fields.record(members, this.#taken);
    else writer.fields.record(this.#withUnusedHead(head, members), this.#taken & ~HEAD);
    return writer.close(encoder);
  }

  #readType(source: Readonly<Record<string, unknown>>): string {
    const { typeKey } = this.#options;
    const type = typeKey === undefined ? undefined : source[typeKey];
    if (!isHeaderText(type)) return this.#writer.type;
    this.#taken |= TYPE;
    return type;
  }

  /** The application's members behind those of pino's own that did not become headers. */
  #withUnusedHead(head: object, members: object): object {
    const all = newMembers();
    copyEach(head, (key, value) => {
      if (((this.#roles.get(key) ?? 0) & this.#taken) === 0) setMember(all, key, value);
    });
    copyInto(all, members);
    return all;
  }

  #json(head: object, members: object): string | undefined {
    return this.#writer.fields.json(head === members ? members : { ...head, ...members });
  }

  /** Reads the headers out of the run of header names at the start. */
  #readHead(head: Readonly<Record<string, unknown>>): void {
    const writer = this.#writer;
    this.#taken = 0;
    this.#level = writer.levels.none;
    this.#logger = this.#options.logger;
    this.#pid = writer.pid;
    this.#hostname = writer.hostname;
    const { names } = writer.fields;
    const { root } = names;
    let previous: NameNode | undefined;
    for (const key in head) {
      let node: NameNode | undefined = previous === undefined ? root.first : previous.next;
      if (node === undefined || node.key !== key) node = names.child(root, key);
      previous = node;
      const role = node.role & HEAD;
      if (role !== 0) this.#readHeader(role, head[key]);
      else if (!isIndex(key)) return;
    }
  }

  #readHeader(role: number, value: unknown): void {
    const writer = this.#writer;
    const options = this.#options;
    switch (role) {
      case LEVEL: {
        const level = writer.levels.find(value);
        if (level === undefined) return;
        this.#level = level;
        break;
      }
      case TIME:
        if (options.timeKey === false || !writer.time.read(value)) return;
        break;
      case PID:
        if (options.pid !== undefined || !isPid(value)) return;
        this.#pid = value;
        break;
      case HOSTNAME:
        if (options.hostname !== undefined || !isHeaderText(value)) return;
        this.#hostname = value;
        break;
      default:
        if (options.logger !== undefined || !isHeaderText(value)) return;
        this.#logger = value;
    }
    this.#taken |= role;
  }
}
