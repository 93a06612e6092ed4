import { stripVTControlCharacters } from 'node:util';
import type { MessageEncoder } from '../../wire/message-encoder.ts';
import type { Level } from '../level.ts';
import type { RecordEncoder, RecordMapping, RecordOutcome } from '../record-encoder.ts';
import { isHeaderText, payloadOf, RecordWriter } from '../record-writer.ts';
import { createErrorSerializer, type ErrorSerializer } from '../value/error-object.ts';
import { ROLE_ERROR, ROLE_NESTED } from '../value/field-writer.ts';
import type { MappingOptions, PreparedForm, RecordPreparation } from '../value/mapping-options.ts';
import { copyEach, copyInto, setMember } from '../value/members.ts';
import { isPlainInfo, type UnfoldedInfo, unfoldInfo } from './winston-info.ts';

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
 * `timestamp` the time, `label` the logger; `setLevels` tells custom levels, `setDefaults` the logger's `defaultMeta`.
 */
export const winstonRecords: RecordMapping = (options) => new WinstonRecordEncoder(options);

type Info = Readonly<Record<PropertyKey, unknown>>;

class WinstonRecordEncoder implements RecordEncoder {
  readonly #writer: RecordWriter;
  readonly #options: MappingOptions;
  readonly #messageKey: string;
  readonly #timeKey: string | undefined;
  readonly #errorKey: string;
  readonly #serializeError: ErrorSerializer;
  readonly #form: PreparedForm;
  #defaults: object | undefined;

  constructor(options: MappingOptions) {
    const { messageKey = 'message', timeKey = 'timestamp', errorKey = 'err', typeKey, nestedKey } = options;
    this.#options = options;
    this.#messageKey = messageKey;
    this.#timeKey = timeKey === false ? undefined : timeKey;
    this.#errorKey = errorKey;
    this.#serializeError = createErrorSerializer(options.errorCause);
    this.#form = {
      headerKeys: ['level', 'label', 'service', ...(timeKey === false ? [] : [timeKey])],
      messageKey,
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
    this.#writer = new RecordWriter(options, roles, true);
  }

  setLevels(levels: Readonly<Record<string, number>>): void {
    this.#writer.levels.setLevels(levels);
  }

  setDefaults(defaults: object | undefined): void {
    this.#defaults = defaults;
  }

  encode(record: unknown, encoder: MessageEncoder): RecordOutcome {
    try {
      if (typeof record !== 'object' || record === null) return this.#writer.text(encoder, String(record));
      const { preparation } = this.#options;
      const info = preparation === undefined ? (record as Info) : this.#prepared(record as Info, preparation);
      const message = info[this.#messageKey];
      // With another message key there is no telling what winston has done to the info.
      if (this.#messageKey !== 'message' || isPlainInfo(info, message)) {
        const text = payloadOf(message);
        return this.#encode(encoder, info, text, info, text === undefined ? LEVEL : LEVEL | MESSAGE);
      }
      const { payload, members } = this.#unfold(info, message);
      return this.#encode(encoder, info, payload, members, 0);
    } catch (error) {
      return this.#writer.fail(encoder, error);
    }
  }

  /** An info that says the same, prepared: no text that winston put together, no Error that it took apart. */
  #prepared(info: Info, preparation: RecordPreparation): Info {
    const messageKey = this.#messageKey;
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
        setMember(record, Object.hasOwn(record, key) ? `${key}_` : key, value);
    });
    const prepared = { [WINSTON_MESSAGE]: info[WINSTON_MESSAGE] };
    copyInto(prepared, preparation.prepare(record, this.#form));
    return prepared;
  }

  /** What an info says; of one that refuses to be looked at closely, what stands in it. */
  #unfold(info: Info, message: unknown): UnfoldedInfo {
    try {
      return unfoldInfo(info, {
        errorKey: this.#errorKey,
        serializeError: this.#serializeError,
        maxArgument: this.#options.maxMessageBytes,
        defaults: this.#defaults,
      });
    } catch {
      const { level: _level, message: _message, ...members } = info;
      return { payload: payloadOf(message), members };
    }
  }

  /**
   * @param info what winston handed over
   * @param members what is a field or a source of a header
   * @param taken roles of members that are neither
   */
  #encode(
    encoder: MessageEncoder,
    info: Info,
    message: string | undefined,
    members: Info,
    taken: number,
  ): RecordOutcome {
    const writer = this.#writer;
    let headers = taken;
    if (this.#timeKey !== undefined && writer.time.read(members[this.#timeKey])) headers |= TIME;
    else writer.time.now();
    const { typeKey } = this.#options;
    let type: unknown = typeKey === undefined ? undefined : members[typeKey];
    if (isHeaderText(type)) headers |= TYPE;
    else type = writer.type;
    let logger: unknown = this.#options.logger;
    if (logger === undefined) {
      logger = members['label'];
      if (isHeaderText(logger)) headers |= LABEL;
      else logger = members['service'];
    }
    writer.open(
      encoder,
      this.#levelOf(info),
      type as string,
      isHeaderText(logger) ? logger : writer.defaultLogger,
      this.#payload(info, message),
      writer.pid,
      writer.hostname,
    );
    writer.fields.record(members, headers);
    return writer.close(encoder);
  }

  #levelOf(info: Info): Level {
    const { levels } = this.#writer;
    const own = info[WINSTON_LEVEL];
    if (own !== undefined) return levels.find(own) ?? levels.none;
    const level = info['level'];
    return levels.find(typeof level === 'string' ? stripVTControlCharacters(level) : level) ?? levels.none;
  }

  #payload(info: Info, message: string | undefined): string | undefined {
    switch (this.#options.payload) {
      case 'json':
        return this.#writer.fields.json(info);
      case 'formatted': {
        const formatted = info[WINSTON_MESSAGE];
        return typeof formatted === 'string' ? formatted : message;
      }
      case 'message':
        return message;
    }
  }
}
