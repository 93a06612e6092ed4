import { hostname } from 'node:os';
import type { MessageEncoder } from '../wire/message-encoder.ts';
import { TAG_PAYLOAD } from '../wire/tags.ts';
import { beginMessage, writeEncoded, writeTaggedText } from '../wire/write/headers.ts';
import { fitMessage } from './fit-message.ts';
import type { Level } from './level.ts';
import { LevelTable } from './level-table.ts';
import { applicationName } from './package-name.ts';
import type { RecordOutcome } from './record-encoder.ts';
import { RecordTime } from './record-time.ts';
import { bigintText } from './value/big-integer.ts';
import { FieldWriter } from './value/fields/field-writer.ts';
import type { MappingOptions } from './value/mapping-options.ts';
import { describeThrown } from './value/thrown.ts';

/** A longer text is not a header; it stays a field. */
const MAX_HEADER_TEXT = 255;

/** The headers of a message but for its uuid and time. One object, used again for each record. */
export interface RecordHeaders {
  level: Level;
  type: string;
  logger: string | undefined;
  payload: string | undefined;
  pid: number;
  hostname: string;
}

/** What is particular to the records of a logger. */
export interface RecordForm {
  /** What members at the top of a record are besides being fields, as bits. */
  readonly roles: ReadonlyMap<string, number>;
  /** Levels of the logger, number by name. */
  readonly levels: Readonly<Record<string, number>> | undefined;
  /** Whether these are ranks, see {@link LevelTable}. */
  readonly ranked: boolean;
}

/**
 * What the mappings of all loggers have in common: the message around the fields of a record.
 *
 * A mapping calls {@link start}, finds out what the headers are, then calls {@link open}, writes members with {@link fields}, and calls
 * {@link close}. Offsets are handed on as in `MessageEncoder`.
 */
export class RecordWriter {
  readonly fields: FieldWriter;
  readonly levels: LevelTable;
  /** The time of the message, to be read from the record or the clock before {@link open}. */
  readonly time = new RecordTime();
  /** Headers of a record that says nothing about them. */
  readonly defaults: Readonly<RecordHeaders>;
  readonly #options: MappingOptions;
  readonly #outcome: RecordOutcome = { severity: 0, truncated: false, drop: '' };

  constructor(options: MappingOptions, form: RecordForm) {
    this.#options = options;
    const constants = new FieldWriter(options, new Map());
    this.levels = new LevelTable({
      envVersion: options.envVersion,
      severities: options.severities,
      levels: form.levels ?? {},
      ranked: form.ranked,
      writeFields: (encoder, at, label) => {
        constants.context.effort.restart();
        constants.begin(encoder);
        if (label === undefined) constants.names.takeText('level');
        const fieldsAt = label === undefined ? at : constants.member(at, 'level', label);
        return constants.record(fieldsAt, options.fields, 0);
      },
    });
    this.defaults = {
      level: this.levels.none,
      type: options.type,
      logger: options.logger ?? applicationName(),
      payload: undefined,
      pid: options.pid ?? process.pid,
      hostname: options.hostname ?? hostname(),
    };
    this.fields = new FieldWriter(options, form.roles);
    this.fields.names.reserve(constants.names.taken());
  }

  /** Starts a record, before anything of it is read. */
  start(): void {
    this.fields.context.effort.restart();
  }

  /** Writes everything that comes before the fields of the record; returns where they go. */
  open(encoder: MessageEncoder, headers: RecordHeaders): number {
    const { level, payload } = headers;
    let at = beginMessage(encoder, this.time.ms, this.time.ns);
    at = writeEncoded(encoder, at, level.head(headers.type, headers.logger));
    if (payload !== undefined) at = this.#writePayload(encoder, at, payload);
    this.#outcome.severity = level.severity;
    this.fields.begin(encoder);
    return writeEncoded(encoder, at, level.tail(headers.pid, headers.hostname));
  }

  #writePayload(encoder: MessageEncoder, at: number, payload: string): number {
    // A longer one does not fit whole; the end of it need not be encoded.
    const limit = this.#options.maxMessageBytes;
    return writeTaggedText(
      encoder,
      at,
      TAG_PAYLOAD,
      payload.length > limit ? payload.slice(0, limit) : payload,
    );
  }

  /**
   * Ends the message, and makes it fit.
   *
   * @param at where the fields of the record end
   */
  close(encoder: MessageEncoder, at: number): RecordOutcome {
    const { fields } = this;
    const outcome = this.#outcome;
    encoder.end = fields.end(at);
    outcome.truncated = fields.truncated;
    outcome.drop = '';
    if (encoder.length > this.#options.maxMessageBytes) fitMessage(encoder, this.#options, outcome);
    return outcome;
  }

  /** A message without fields, for a record that is only text. */
  text(encoder: MessageEncoder, text: string): RecordOutcome {
    this.time.now();
    return this.close(encoder, this.open(encoder, { ...this.defaults, payload: text }));
  }

  /** The message for a record that could not be read at all. */
  fail(encoder: MessageEncoder, error: unknown): RecordOutcome {
    this.start();
    try {
      return this.text(encoder, describeThrown(error));
    } catch {
      this.#outcome.drop = 'encode';
      return this.#outcome;
    }
  }
}

/** Whether a value can be a header's text. */
export function isHeaderText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_HEADER_TEXT;
}

/** Whether a value can be the header `pid`. */
export function isPid(value: unknown): value is number {
  return typeof value === 'number' && value === (value | 0);
}

/**
 * The payload that a logger's message is.
 *
 * @returns undefined if it is not a text: null, undefined, an object, a function
 */
export function payloadOf(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  if (typeof message === 'bigint') return bigintText(message);
  return typeof message === 'number' || typeof message === 'boolean' ? String(message) : undefined;
}
