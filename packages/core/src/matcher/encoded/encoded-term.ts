import { formatUuid } from '../../message/uuid.ts';
import {
  TAG_ENV_VERSION,
  TAG_HOSTNAME,
  TAG_LOGGER,
  TAG_PAYLOAD,
  TAG_PID,
  TAG_SEVERITY,
  TAG_TIMESTAMP,
  TAG_TYPE,
  TAG_UUID,
} from '../../wire/tags.ts';
import type { Predicate } from '../compile-expression.ts';
import type { NumberHeader, Term, TextHeader } from '../expression.ts';
import { createValueTest, type ValueTest } from '../value/value-test.ts';
import { encodedFieldTerm } from './encoded-field-term.ts';
import type { EncodedMessage } from './encoded-message.ts';

const TEXT_TAGS: Readonly<Record<TextHeader, number>> = {
  uuid: TAG_UUID,
  type: TAG_TYPE,
  logger: TAG_LOGGER,
  payload: TAG_PAYLOAD,
  envVersion: TAG_ENV_VERSION,
  hostname: TAG_HOSTNAME,
};

const NUMBER_TAGS: Readonly<Record<NumberHeader, number>> = {
  timestamp: TAG_TIMESTAMP,
  severity: TAG_SEVERITY,
  pid: TAG_PID,
};

/** What an absent header counts as. */
const ABSENT_NUMBERS: Readonly<Record<NumberHeader, number>> = { timestamp: 0, severity: 7, pid: 0 };

/** Compiles a term for encoded messages. */
export function compileEncodedTerm({ variable, comparison }: Term): Predicate<EncodedMessage> {
  const test = createValueTest(comparison);
  switch (variable.kind) {
    case 'text':
      return variable.header === 'uuid' ? uuidTerm(test) : textTerm(variable.header, test);
    case 'number':
      return numberTerm(variable.header, test);
    case 'field':
      return encodedFieldTerm(variable, test);
  }
}

function uuidTerm({ ofText }: ValueTest): Predicate<EncodedMessage> {
  const number = TAG_UUID >> 3;
  return ({ buffer, starts, ends }) => ofText(formatUuid(buffer.subarray(starts[number], ends[number])));
}

function textTerm(header: TextHeader, { ofBytes }: ValueTest): Predicate<EncodedMessage> {
  const number = TEXT_TAGS[header] >> 3;
  const absent = ofBytes(Buffer.alloc(0), 0, 0);
  return ({ buffer, starts, ends }) => {
    const start = starts[number] ?? 0;
    return start === 0 ? absent : ofBytes(buffer, start, ends[number] ?? 0);
  };
}

function numberTerm(header: NumberHeader, { ofNumber }: ValueTest): Predicate<EncodedMessage> {
  const number = NUMBER_TAGS[header] >> 3;
  const absent = ofNumber(ABSENT_NUMBERS[header]);
  return (message) => {
    const start = message.starts[number] ?? 0;
    return start === 0 ? absent : ofNumber(message.integer(start));
  };
}
