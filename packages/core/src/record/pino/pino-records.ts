import type { MessageEncoder } from '../../wire/message-encoder.ts';
import type { LoggerConfig, RecordEncoder, RecordMapping, RecordOutcome } from '../record-encoder.ts';
import { isHeaderText, isPid, payloadOf, type RecordHeaders, RecordWriter } from '../record-writer.ts';
import type { NameNode } from '../value/fields/field-names.ts';
import { ROLE_NESTED, ROLE_SERIALIZED_ERROR } from '../value/fields/field-roles.ts';
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
export const pinoRecords: RecordMapping = (options, config = {}) => new PinoRecordEncoder(options, config);

type Members = Readonly<Record<string, unknown>>;

class PinoRecordEncoder implements RecordEncoder {
  readonly #writer: RecordWriter;
  readonly #options: MappingOptions;
  readonly #roles: ReadonlyMap<string, number>;
  readonly #messageKey: string;
  readonly #parse: PinoLineParser;
  readonly #form: PreparedForm;
  /** Headers of the record at hand. */
  readonly #headers: RecordHeaders;
  /** Roles of the members that became headers. */
  #taken = 0;

  constructor(options: MappingOptions, config: LoggerConfig) {
    const { levelKey = 'level', timeKey = 'time', typeKey, nestedKey } = options;
    const { messageKey = config.messageKey ?? 'msg', errorKey = config.errorKey ?? 'err' } = options;
    this.#options = options;
    this.#messageKey = messageKey;
    this.#roles = new Map<string, number>([
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
    this.#writer = new RecordWriter(options, { roles: this.#roles, levels: config.levels, ranked: false });
    this.#headers = { ...this.#writer.defaults };
    this.#parse = createPinoLineParser(options);
    this.#form = { headerKeys: pinoHeadKeys(options), messageKey };
  }

  encode(record: unknown, encoder: MessageEncoder): RecordOutcome {
    this.#writer.start();
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
   * @param members the application's members; the same object if both are in one
   */
  #encode(encoder: MessageEncoder, head: object, members: object): RecordOutcome {
    const writer = this.#writer;
    const headers = this.#headers;
    this.#readHead(head as Members);
    if ((this.#taken & TIME) === 0) writer.time.now();
    const source = members as Members;
    headers.type = this.#readType(source);
    if (headers.logger === undefined) {
      const { service } = source;
      headers.logger = isHeaderText(service) ? service : writer.defaults.logger;
    }
    const message = payloadOf(source[this.#messageKey]);
    if (message !== undefined) this.#taken |= MESSAGE;
    headers.payload = this.#options.payload === 'json' ? this.#json(head, members) : message;
    const at = writer.open(encoder, headers);
    const end =
      head === members
        ? writer.fields.record(at, members, this.#taken)
        : writer.fields.record(at, this.#withUnusedHead(head, members), this.#taken & ~HEAD);
    return writer.close(encoder, end);
  }

  #readType(source: Members): string {
    const { typeKey } = this.#options;
    const type = typeKey === undefined ? undefined : source[typeKey];
    if (!isHeaderText(type)) return this.#options.type;
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
  #readHead(head: Members): void {
    const { levels, fields, defaults } = this.#writer;
    const headers = this.#headers;
    this.#taken = 0;
    headers.level = levels.none;
    headers.logger = this.#options.logger;
    headers.pid = defaults.pid;
    headers.hostname = defaults.hostname;
    const { names } = fields;
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
    const headers = this.#headers;
    switch (role) {
      case LEVEL: {
        const level = writer.levels.find(value);
        if (level === undefined) return;
        headers.level = level;
        break;
      }
      case TIME:
        if (options.timeKey === false || !writer.time.read(value)) return;
        break;
      case PID:
        if (options.pid !== undefined || !isPid(value)) return;
        headers.pid = value;
        break;
      case HOSTNAME:
        if (options.hostname !== undefined || !isHeaderText(value)) return;
        headers.hostname = value;
        break;
      default:
        if (options.logger !== undefined || !isHeaderText(value)) return;
        headers.logger = value;
    }
    this.#taken |= role;
  }
}
