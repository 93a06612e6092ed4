import { HekaError } from '../errors.ts';
import { createMessage, type MessageInit } from '../message/create-message.ts';
import { describeValue } from '../options/describe-value.ts';
import { writeMessage } from '../wire/encode-message.ts';
import type { MessageEncoder } from '../wire/message-encoder.ts';
import { boundedMessage } from './bounded-message.ts';
import { fitMessage } from './fit-message.ts';
import type { RecordEncoder, RecordMapping, RecordOutcome } from './record-encoder.ts';
import type { MappingOptions, PreparedForm } from './value/mapping-options.ts';

/** What receivers take for the severity of a message that has none. */
const ABSENT_SEVERITY = 7;

/**
 * The mapping of records that are messages already: each is a `MessageInit`, or a text, which becomes the payload. Of
 * the options only `maxMessageBytes`, `oversize`, `transform` and `redact` count. A record that is no message is dropped as `encode`: one that
 * is no object, or has members of which none is one of a message.
 */
export const messageRecords: RecordMapping = (options) => new MessageRecordEncoder(options);

class MessageRecordEncoder implements RecordEncoder {
  readonly #options: MappingOptions;
  readonly #outcome: RecordOutcome = { severity: ABSENT_SEVERITY, truncated: false, drop: '' };

  constructor(options: MappingOptions) {
    this.#options = options;
  }

  encode(record: unknown, encoder: MessageEncoder): RecordOutcome {
    const outcome = this.#outcome;
    outcome.severity = ABSENT_SEVERITY;
    outcome.truncated = false;
    outcome.drop = '';
    try {
      const init = typeof record === 'string' ? { payload: record } : this.#prepared(record);
      const message = createMessage(boundedMessage(init, this.#options.maxMessageBytes));
      outcome.severity = message.severity ?? ABSENT_SEVERITY;
      writeMessage(encoder, message, { maxMessageBytes: Number.POSITIVE_INFINITY });
      if (encoder.length > this.#options.maxMessageBytes) fitMessage(encoder, this.#options, outcome);
    } catch {
      // No message, or one that changed while it was read.
      outcome.drop = 'encode';
    }
    return outcome;
  }

  #prepared(record: unknown): MessageInit {
    const { preparation } = this.#options;
    const init = initOf(record);
    return preparation === undefined ? init : preparation.prepare({ ...init }, FORM);
  }
}

const MEMBERS: ReadonlySet<string> = new Set([
  'uuid',
  'timestamp',
  'type',
  'logger',
  'severity',
  'payload',
  'envVersion',
  'pid',
  'hostname',
  'fields',
] satisfies (keyof MessageInit)[]);

const FORM: PreparedForm = {
  headerKeys: [...MEMBERS].filter((name) => name !== 'payload' && name !== 'fields'),
  messageKey: 'payload',
};

/** @throws HekaError `INVALID_MESSAGE` for what would be an empty message and cannot be meant as one */
function initOf(record: unknown): MessageInit {
  if (typeof record === 'object' && record !== null) {
    const names = Object.keys(record);
    const isEmpty = names.length === 0 && !Array.isArray(record) && !(record instanceof Error);
    if (isEmpty || names.some((name) => MEMBERS.has(name))) return record;
  }
  throw new HekaError('INVALID_MESSAGE', `a record is ${describeValue(record)} and no message`);
}
