import { stripVTControlCharacters } from 'node:util';
import type { MessageEncoder } from '../../wire/message-encoder.ts';
import type { Level } from '../level.ts';
import {
  type LoggerConfig,
  type RecordEncoder,
  type RecordMapping,
  type RecordOutcome,
  UNKNOWN_LOGGER,
} from '../record-encoder.ts';
import { isHeaderText, payloadOf, type RecordHeaders, RecordWriter } from '../record-writer.ts';
import { SerializedError } from '../value/error-object.ts';
import { ROLE_ERROR, ROLE_NESTED } from '../value/fields/field-roles.ts';
import type { MappingOptions, PreparedForm, RecordPreparation } from '../value/mapping-options.ts';
import { copyEach, copyInto, newMembers, setMember } from '../value/members.ts';
import { isPlainInfo, type UnfoldContext, type UnfoldedInfo, unfoldInfo } from './winston-info.ts';

/** Where winston keeps the level; `info.level` may be coloured. */
const WINSTON_LEVEL = Symbol.for('level');
/** Where winston's final formats put their text. */
const WINSTON_MESSAGE = Symbol.for('message');

const LEVEL = 1;
const MESSAGE = 2;
const TIME = 4;
const LABEL = 8;
const TYPE = 16;

/**
 * The mapping of winston's records, the `info` objects that a transport is given. `Symbol.for('level')` is the level,
 * `timestamp` the time, `label` the logger; of the logger its `levels` and its `defaultMeta` count.
 */
export const winstonRecords: RecordMapping = (options, config = UNKNOWN_LOGGER) =>
  new WinstonRecordEncoder(options, config);

type Info = Readonly<Record<PropertyKey, unknown>>;

/** An error that was put together from winston's text is an object like any other to `transform` and `redact`. */
function readable(value: unknown): unknown {
  if (!(value instanceof SerializedError)) return value;
  const members = newMembers();
  copyInto(members, value.members);
  return members;
}

/** Options with the names of winston's members. */
interface WinstonOptions extends MappingOptions {
  readonly messageKey: string;
  /** Undefined: the time of the log call. */
  readonly readTimeAt: string | undefined;
  readonly errorKey: string;
}

class WinstonRecordEncoder implements RecordEncoder {
  readonly #writer: RecordWriter;
  readonly #options: WinstonOptions;
  readonly #unfoldContext: UnfoldContext;
  readonly #headers: RecordHeaders;
  readonly #form: PreparedForm;

  constructor(options: MappingOptions, { levels, defaultMeta }: LoggerConfig) {
    const { messageKey = 'message', timeKey = 'timestamp', errorKey = 'err', typeKey, nestedKey } = options;
    this.#form = {
      headerKeys: ['level', 'label', 'service', ...(timeKey === false ? [] : [timeKey])],
      messageKey,
    };
    this.#options = {
      ...options,
      messageKey,
      errorKey,
      readTimeAt: timeKey === false ? undefined : timeKey,
    };
    const roles = new Map<string, number>([
      ...(nestedKey === undefined ? [] : ([[nestedKey, ROLE_NESTED]] as const)),
      [errorKey, ROLE_ERROR],
      ...(typeKey === undefined ? [] : ([[typeKey, TYPE]] as const)),
      ['label', LABEL],
      ...(timeKey === false ? [] : ([[timeKey, TIME]] as const)),
      ['level', LEVEL],
      [messageKey, MESSAGE],
    ]);
    this.#writer = new RecordWriter(options, { roles, levels, ranked: true });
    this.#headers = { ...this.#writer.defaults };
    this.#unfoldContext = { errorKey, values: this.#writer.fields.context, defaults: defaultMeta };
  }

  encode(record: unknown, encoder: MessageEncoder): RecordOutcome {
    this.#writer.start();
    try {
      if (typeof record !== 'object' || record === null) return this.#writer.text(encoder, String(record));
      const { preparation, messageKey, maxMessageBytes } = this.#options;
      const info = preparation === undefined ? (record as Info) : this.#prepared(record as Info, preparation);
      const message = info[messageKey];
      // With another message key there is no telling what winston has done to the info.
      if (messageKey === 'message' && !isPlainInfo(info, message, maxMessageBytes)) {
        const { payload, members } = this.#unfold(info, message);
        this.#readHeaders(info, payload);
        return this.#encode(encoder, members, 0);
      }
      const text = payloadOf(message);
      this.#readHeaders(info, text);
      return this.#encode(encoder, info, text === undefined ? LEVEL : LEVEL | MESSAGE);
    } catch (error) {
      return this.#writer.fail(encoder, error);
    }
  }

  /** An info that says the same, prepared: no text that winston put together, no Error that it took apart. */
  #prepared(info: Info, preparation: RecordPreparation): Info {
    const { messageKey } = this.#options;
    const { payload, members } =
      messageKey === 'message' ? this.#unfold(info, info['message']) : { payload: undefined, members: info };
    const level = info[WINSTON_LEVEL] ?? info['level'];
    const record: Record<string, unknown> = {
      level: typeof level === 'string' ? stripVTControlCharacters(level) : level,
    };
    if (payload !== undefined) record[messageKey] = payload;
    copyEach(members, (key, value) => {
      // winston's own two have their places.
      if (members !== info || key !== 'level')
        setMember(record, Object.hasOwn(record, key) ? `${key}_` : key, readable(value));
    });
    const prepared = { [WINSTON_MESSAGE]: info[WINSTON_MESSAGE] };
    copyInto(prepared, preparation.prepare(record, this.#form));
    return prepared;
  }

  /** What an info says; of one that refuses to be looked at closely, what stands in it. */
  #unfold(info: Info, message: unknown): UnfoldedInfo {
    try {
      return unfoldInfo(info, this.#unfoldContext);
    } catch {
      const { level: _level, message: _message, ...members } = info;
      return { payload: payloadOf(message), members };
    }
  }

  /** Reads the headers that come from winston itself. */
  #readHeaders(info: Info, message: string | undefined): void {
    this.#headers.level = this.#levelOf(info);
    this.#headers.payload = this.#options.payload === 'message' ? message : this.#otherPayload(info, message);
  }

  /**
   * @param members what is a field or a source of a header
   * @param taken roles of members that are neither
   */
  #encode(encoder: MessageEncoder, members: Info, taken: number): RecordOutcome {
    const writer = this.#writer;
    const headers = this.#headers;
    const options = this.#options;
    const time = options.readTimeAt === undefined ? undefined : members[options.readTimeAt];
    let roles = taken;
    if (time !== undefined && writer.time.read(time)) roles |= TIME;
    else writer.time.now();
    headers.type = options.type;
    if (options.typeKey !== undefined) {
      const type = members[options.typeKey];
      if (isHeaderText(type)) {
        headers.type = type;
        roles |= TYPE;
      }
    }
    if (options.logger === undefined) {
      const { label, service } = members;
      if (isHeaderText(label)) roles |= LABEL;
      headers.logger = isHeaderText(label) ? label : isHeaderText(service) ? service : writer.defaults.logger;
    }
    const at = writer.open(encoder, headers);
    return writer.close(encoder, writer.fields.record(at, members, roles));
  }

  #levelOf(info: Info): Level {
    const { levels } = this.#writer;
    const own = info[WINSTON_LEVEL];
    if (own !== undefined) return levels.find(own) ?? levels.none;
    const level = info['level'];
    return levels.find(typeof level === 'string' ? stripVTControlCharacters(level) : level) ?? levels.none;
  }

  #otherPayload(info: Info, message: string | undefined): string | undefined {
    if (this.#options.payload === 'json') return this.#writer.fields.json(info);
    const formatted = info[WINSTON_MESSAGE];
    return typeof formatted === 'string' ? formatted : message;
  }
}
