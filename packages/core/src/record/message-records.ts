import { HekaError } from '../errors.ts';
import { createMessage, MESSAGE_MEMBERS, type MessageInit } from '../message/create-message.ts';
import type { Field } from '../message/heka-message.ts';
import { describeValue } from '../options/describe-value.ts';
import { nearestName } from '../options/nearest-name.ts';
import { writeMessage } from '../wire/encode-message.ts';
import type { MessageEncoder } from '../wire/message-encoder.ts';
import { boundedMessage } from './bounded-message.ts';
import { constantFields } from './constant-fields.ts';
import { fitMessage } from './fit-message.ts';
import { redactFields } from './prepare/redact-fields.ts';
import type { RecordEncoder, RecordMapping, RecordOutcome } from './record-encoder.ts';
import type { MappingOptions, PreparedForm } from './value/mapping-options.ts';

/** What receivers take for the severity of a message that has none. */
const ABSENT_SEVERITY = 7;

/**
 * The mapping of records that are messages already: each is a `MessageInit`, or a string, which becomes the payload.
 *
 * Headers that a message lacks are those of the options that the user has set; without such options they stay absent.
 * The option `fields` adds the fields that it lacks. `transform` changes the message, `redact` its members and its fields by
 * their names. Options that say what members of a log record mean do not apply.
 *
 * A record that is not a message is dropped as `encode`: one that is not an object, or has members but none of a message's.
 * One with other members beside those of a message is sent without them, and each such member is reported once.
 */
export const messageRecords: RecordMapping = (options) => new MessageRecordEncoder(options);

class MessageRecordEncoder implements RecordEncoder {
  readonly #options: MappingOptions;
  readonly #constants: readonly Field[];
  /** Members that no message has, and that were reported. */
  readonly #strays = new Set<string>();
  readonly #outcome: RecordOutcome = { severity: ABSENT_SEVERITY, truncated: false, drop: '' };

  constructor(options: MappingOptions) {
    this.#options = options;
    this.#constants = constantFields(options);
  }

  encode(record: unknown, encoder: MessageEncoder): RecordOutcome {
    const outcome = this.#outcome;
    outcome.severity = ABSENT_SEVERITY;
    outcome.truncated = false;
    outcome.drop = '';
    outcome.error = undefined;
    try {
      const init = typeof record === 'string' ? { payload: record } : this.#known(this.#prepared(record));
      const message = createMessage(this.#completed(boundedMessage(init, this.#options.maxMessageBytes)));
      outcome.severity = message.severity ?? ABSENT_SEVERITY;
      writeMessage(encoder, message, { maxMessageBytes: Number.POSITIVE_INFINITY });
      if (encoder.length > this.#options.maxMessageBytes) fitMessage(encoder, this.#options, outcome);
    } catch (error) {
      outcome.drop = 'encode';
      // Not one of ours: the message changed while it was read, or a getter threw.
      outcome.error =
        error instanceof HekaError
          ? error
          : new HekaError('INVALID_MESSAGE', 'a message cannot be read', error);
    }
    return outcome;
  }

  /** With the headers and fields of the options. */
  #completed(init: MessageInit): MessageInit {
    const { givenHeaders } = this.#options;
    const constants = this.#constants;
    if (constants.length === 0 && Object.keys(givenHeaders).length === 0) return init;
    const completed: Record<string, unknown> = { ...init };
    for (const [name, value] of Object.entries(givenHeaders)) completed[name] ??= value;
    const { fields = [] } = completed as MessageInit;
    // What is not an array of fields is refused with the message.
    if (!Array.isArray(fields)) return completed;
    const names = new Set((fields as readonly Field[]).map((field) => field?.name));
    completed.fields = [...fields, ...constants.filter(({ name }) => !names.has(name))];
    return completed;
  }

  #prepared(record: unknown): MessageInit {
    const { preparation } = this.#options;
    const init = initOf(record);
    return preparation === undefined ? init : preparation.prepare({ ...init }, FORM);
  }

  /** Without the members that no message has. */
  #known(init: MessageInit): MessageInit {
    const strays = Object.keys(init).filter((name) => !MESSAGE_MEMBERS.has(name));
    if (strays.length === 0) return init;
    for (const name of strays) this.#reportStray(name);
    return Object.fromEntries(Object.entries(init).filter(([name]) => MESSAGE_MEMBERS.has(name)));
  }

  #reportStray(name: string): void {
    if (this.#strays.has(name) || this.#strays.size >= MAX_STRAY_NAMES) return;
    this.#strays.add(name);
    const text = `messages are sent without the member ${describeValue(name)}, which no message has`;
    this.#options.onStray?.(`${text}${hint(name)}`);
  }
}

/** Members that no message has are reported up to this many names: each message may have another one. */
const MAX_STRAY_NAMES = 10;

const FORM: PreparedForm = {
  headerKeys: [...MESSAGE_MEMBERS].filter((name) => name !== 'payload' && name !== 'fields'),
  messageKey: 'payload',
  redact(message, redact) {
    const redacted = redact(message) as MessageInit;
    return Array.isArray(redacted.fields)
      ? { ...redacted, fields: redactFields(redacted.fields as readonly Field[], redact) }
      : redacted;
  },
};

/** @throws HekaError `INVALID_MESSAGE` for what would be an empty message */
function initOf(record: unknown): MessageInit {
  if (typeof record !== 'object' || record === null) {
    throw new HekaError(
      'INVALID_MESSAGE',
      `the message is ${describeValue(record)}, allowed: an object or a string`,
    );
  }
  const names = Object.keys(record);
  if (names.some((name) => MESSAGE_MEMBERS.has(name))) return record;
  const [name] = names;
  throw new HekaError(
    'INVALID_MESSAGE',
    `the message has none of the members ${[...MESSAGE_MEMBERS].join(', ')}${name === undefined ? '' : hint(name)}`,
  );
}

function hint(name: string): string {
  const nearest = nearestName(name, MESSAGE_MEMBERS);
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}
