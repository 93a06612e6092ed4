import { hostname } from 'node:os';
import type { MessageEncoder } from '../wire/message-encoder.ts';
import { fitMessage } from './fit-message.ts';
import type { Level } from './level.ts';
import { LevelTable } from './level-table.ts';
import { nearestPackageName } from './package-name.ts';
import type { RecordOutcome } from './record-encoder.ts';
import { RecordTime } from './record-time.ts';
import { FieldWriter } from './value/field-writer.ts';
import type { MappingOptions } from './value/mapping-options.ts';
import { describeThrown } from './value/thrown.ts';

/** A longer text is no header; it stays a field. */
const MAX_HEADER_TEXT = 255;

/**
 * What the mappings of all loggers have in common: the message around the fields of a record.
 *
 * A mapping finds out what the headers are, then calls {@link open}, writes members with {@link fields}, and calls
 * {@link close}.
 */
export class RecordWriter {
  readonly fields: FieldWriter;
  readonly levels: LevelTable;
  /** The time of the message, to be read from the record or the clock before {@link open}. */
  readonly time = new RecordTime();
  readonly type: string;
  /** Logger where neither option nor record names one. */
  readonly defaultLogger: string | undefined;
  readonly pid: number;
  readonly hostname: string;
  readonly #options: MappingOptions;
  readonly #outcome: RecordOutcome = { severity: 0, truncated: false, drop: '' };

  /**
   * @param roles what members at the top of a record are besides being fields, as bits
   * @param ranked see {@link LevelTable}
   */
  constructor(options: MappingOptions, roles: ReadonlyMap<string, number>, ranked: boolean) {
    this.#options = options;
    this.type = options.type;
    this.defaultLogger = options.logger ?? nearestPackageName(process.cwd());
    this.pid = options.pid ?? process.pid;
    this.hostname = options.hostname ?? hostname();
    const constants = new FieldWriter(options, new Map());
    this.levels = new LevelTable(options, ranked, (encoder, label) => {
      constants.begin(encoder);
      if (label === undefined) constants.names.take('level');
      else constants.member('level', label);
      constants.record(options.fields, 0);
    });
    this.fields = new FieldWriter(options, roles);
    this.fields.names.reserve(constants.names.taken());
  }

  /** Writes everything that comes before the fields of the record. */
  open(
    encoder: MessageEncoder,
    level: Level,
    type: string,
    logger: string | undefined,
    payload: string | undefined,
    pid: number,
    host: string,
  ): void {
    encoder.begin(this.time.ms, this.time.ns);
    level.writeHead(encoder, type, logger);
    if (payload !== undefined) {
      // A longer one does not fit whole; the end of it need not be encoded.
      const limit = this.#options.maxMessageBytes;
      encoder.payload(payload.length > limit ? payload.slice(0, limit) : payload);
    }
    level.writeTail(encoder, pid, host);
    this.#outcome.severity = level.severity;
    this.fields.begin(encoder);
  }

  /** Ends the message, and makes it fit. */
  close(encoder: MessageEncoder): RecordOutcome {
    const { fields } = this;
    fields.end();
    const outcome = this.#outcome;
    outcome.truncated = fields.truncated;
    outcome.drop = '';
    if (encoder.length > this.#options.maxMessageBytes) fitMessage(encoder, this.#options, outcome);
    return outcome;
  }

  /** A message without fields, for a record that is only text. */
  text(encoder: MessageEncoder, text: string): RecordOutcome {
    this.time.now();
    this.open(encoder, this.levels.none, this.type, this.defaultLogger, text, this.pid, this.hostname);
    return this.close(encoder);
  }

  /** The message for a record that could not be read at all. */
  fail(encoder: MessageEncoder, error: unknown): RecordOutcome {
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
 * @returns undefined where it is no text: null, undefined, an object, a function
 */
export function payloadOf(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  const isText = typeof message === 'number' || typeof message === 'boolean' || typeof message === 'bigint';
  return isText ? String(message) : undefined;
}
