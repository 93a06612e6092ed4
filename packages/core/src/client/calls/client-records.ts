import { hostname } from 'node:os';
import { fitMessage } from '../../record/fit-message.ts';
import type { RecordEncoder, RecordOutcome } from '../../record/record-encoder.ts';
import { RecordTime } from '../../record/record-time.ts';
import type { MappingOptions } from '../../record/value/mapping-options.ts';
import type { MessageEncoder } from '../../wire/message-encoder.ts';
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
    this.#writeHeaders(record, encoder);
    this.#writeFields(record, encoder);
    const outcome = this.#outcome;
    outcome.severity = record.severity;
    outcome.truncated = false;
    outcome.drop = '';
    if (encoder.length > this.#options.maxMessageBytes) fitMessage(encoder, this.#options, outcome);
    return outcome;
  }

  #writeHeaders(record: ClientRecord, encoder: MessageEncoder): void {
    const { envVersion, maxMessageBytes } = this.#options;
    let { time } = record;
    if (time === undefined) {
      this.#now.now();
      time = this.#now;
    }
    encoder.begin(time.ms, time.ns);
    encoder.type(record.type);
    encoder.logger(record.logger);
    encoder.severity(record.severity);
    const { payload } = record;
    // A longer one does not fit whole; the end of it need not be encoded.
    encoder.payload(payload.length > maxMessageBytes ? payload.slice(0, maxMessageBytes) : payload);
    encoder.envVersion(record.envVersion ?? envVersion);
    encoder.pid(record.pid ?? this.#pid);
    encoder.hostname(record.hostname ?? this.#hostname);
  }

  #writeFields({ metric, fields }: ClientRecord, encoder: MessageEncoder): void {
    if (metric !== undefined) {
      encoder.stringField('name', metric.name);
      encoder.doubleField('rate', metric.rate);
    }
    for (const constant of this.#constants) {
      if (!isMetricField(constant, metric) && !fields.some(({ name }) => name === constant.name)) {
        writeField(encoder, constant);
      }
    }
    for (const field of fields) if (!isMetricField(field, metric)) writeField(encoder, field);
  }
}

/** As with heka-py, a caller's `name` and `rate` give way to the metric's. */
function isMetricField({ name }: ClientField, metric: ClientRecord['metric']): boolean {
  return metric !== undefined && (name === 'name' || name === 'rate');
}
