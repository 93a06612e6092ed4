import { hostname } from 'node:os';
import { fitMessage } from '../../record/fit-message.ts';
import type { RecordEncoder, RecordOutcome } from '../../record/record-encoder.ts';
import { RecordTime } from '../../record/record-time.ts';
import type { MappingOptions } from '../../record/value/mapping-options.ts';
import type { MessageEncoder } from '../../wire/message-encoder.ts';
import {
  TAG_ENV_VERSION,
  TAG_HOSTNAME,
  TAG_LOGGER,
  TAG_PAYLOAD,
  TAG_PID,
  TAG_SEVERITY,
  TAG_TYPE,
} from '../../wire/tags.ts';
import { FieldStart } from '../../wire/write/field-start.ts';
import { beginMessage, writeTaggedInteger, writeTaggedText } from '../../wire/write/headers.ts';
import { writeDouble } from '../../wire/write/number-fields.ts';
import { writeString } from '../../wire/write/string-field.ts';
import { type ClientField, readFields } from '../fields/read-fields.ts';
import type { ClientRecord } from './client-record.ts';
import { writeField } from './write-field.ts';

/**
 * The mapping of a client's calls. Of the options that say how a record becomes a message, these count: `hostname`,
 * `pid`, `envVersion`, `fields`, `separator`, `numbers`, `maxMessageBytes`, `oversize`; and `transform` and `redact`, for
 * which the fields of a call are the record (`CallReader`).
 *
 * @throws HekaError `INVALID_MESSAGE` if the option `fields` holds what no field can hold
 */
export function clientRecords(options: MappingOptions): RecordEncoder {
  return new ClientRecordEncoder(options);
}

class ClientRecordEncoder implements RecordEncoder {
  readonly #options: MappingOptions;
  readonly #hostname: string;
  readonly #pid: number;
  /** Fields of every message. */
  readonly #constants: readonly ClientField[];
  readonly #now = new RecordTime();
  readonly #outcome: RecordOutcome = { severity: 0, truncated: false, drop: '' };

  constructor(options: MappingOptions) {
    this.#options = options;
    this.#hostname = options.hostname ?? hostname();
    this.#pid = options.pid ?? process.pid;
    this.#constants = readFields(options.fields, options);
  }

  encode(given: unknown, encoder: MessageEncoder): RecordOutcome {
    const record = given as ClientRecord;
    encoder.end = this.#writeFields(record, encoder, this.#writeHeaders(record, encoder));
    const outcome = this.#outcome;
    outcome.severity = record.severity;
    outcome.truncated = false;
    outcome.drop = '';
    if (encoder.length > this.#options.maxMessageBytes) fitMessage(encoder, this.#options, outcome);
    return outcome;
  }

  #writeHeaders(record: ClientRecord, encoder: MessageEncoder): number {
    const { envVersion, maxMessageBytes } = this.#options;
    let { time } = record;
    if (time === undefined) {
      this.#now.now();
      time = this.#now;
    }
    let at = beginMessage(encoder, time.ms, time.ns);
    at = writeTaggedText(encoder, at, TAG_TYPE, record.type);
    at = writeTaggedText(encoder, at, TAG_LOGGER, record.logger);
    at = writeTaggedInteger(encoder, at, TAG_SEVERITY, record.severity);
    // A longer one does not fit whole; the end of it need not be encoded.
    at = writeTaggedText(encoder, at, TAG_PAYLOAD, record.payload.slice(0, maxMessageBytes));
    at = writeTaggedText(encoder, at, TAG_ENV_VERSION, record.envVersion ?? envVersion);
    at = writeTaggedInteger(encoder, at, TAG_PID, record.pid ?? this.#pid);
    return writeTaggedText(encoder, at, TAG_HOSTNAME, record.hostname ?? this.#hostname);
  }

  #writeFields({ metric, fields }: ClientRecord, encoder: MessageEncoder, start: number): number {
    let at = start;
    if (metric !== undefined) {
      at = writeString(encoder, at, METRIC_NAME, metric.name);
      at = writeDouble(encoder, at, METRIC_RATE, metric.rate);
    }
    for (const constant of this.#constants) {
      if (!isMetricField(constant, metric) && !fields.some(({ name }) => name === constant.name)) {
        at = writeField(encoder, at, constant);
      }
    }
    for (const field of fields) if (!isMetricField(field, metric)) at = writeField(encoder, at, field);
    return at;
  }
}

const METRIC_NAME = new FieldStart('name');
const METRIC_RATE = new FieldStart('rate');

/** As with heka-py, a caller's `name` and `rate` give way to the metric's. */
function isMetricField({ name }: ClientField, metric: ClientRecord['metric']): boolean {
  return metric !== undefined && (name === 'name' || name === 'rate');
}
