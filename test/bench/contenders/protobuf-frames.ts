import { randomFillSync } from 'node:crypto';
import { messageCodec } from 'heka-core/schema';
import type { Contender } from './contender.ts';
import { FrameChunk } from './frame-chunk.ts';

/** What protobufjs' static code takes for a field. */
interface FieldInit {
  readonly name: string;
  readonly valueType: number;
  readonly valueString?: readonly string[];
  readonly valueInteger?: readonly number[];
  readonly valueDouble?: readonly number[];
  readonly valueBool?: readonly boolean[];
}

type Encode = (message: object) => { finish(): Uint8Array };

/** What differs between the records of the loggers. */
interface RecordForm {
  readonly messageKey: string;
  /** Milliseconds since 1970. */
  readonly time: (record: Members) => number;
  readonly level: (record: Members) => string;
  readonly pid: (record: Members) => number;
  readonly hostname: (record: Members) => string;
  readonly headers: ReadonlySet<string>;
}

type Members = Readonly<Record<string, unknown>>;

const LABELS = new Map<unknown, string>([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
]);

const SEVERITIES = new Map([
  ['trace', 7],
  ['debug', 7],
  ['info', 6],
  ['warn', 4],
  ['error', 3],
  ['fatal', 2],
]);

const FORMS: Readonly<Record<'winston' | 'pino', RecordForm>> = {
  winston: {
    messageKey: 'message',
    time: () => Date.now(),
    level: (record) => record['level'] as string,
    pid: () => process.pid,
    hostname: () => 'web-01',
    headers: new Set(['level', 'message']),
  },
  pino: {
    messageKey: 'msg',
    time: (record) => record['time'] as number,
    level: (record) => LABELS.get(record['level']) ?? 'info',
    pid: (record) => record['pid'] as number,
    hostname: (record) => record['hostname'] as string,
    headers: new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg']),
  },
};

const UUID_BYTES = 16;
const UUID_POOL_BYTES = 16_384;

/**
 * Records to frames with the static code that protobufjs generates, written as one would who knows it well: the message
 * is built as an object (no other input is taken by that code), uuids come from a pool, and the frame's header is
 * made by hand.
 */
export class ProtobufFrames {
  readonly chunk = new FrameChunk();
  readonly encode: Contender;
  readonly #form: RecordForm;
  readonly #encodeMessage: Encode = messageCodec.encode;
  readonly #header = Buffer.alloc(16);
  #pool = Buffer.alloc(0);
  #poolAt = 0;

  constructor(logger: 'winston' | 'pino') {
    this.#form = FORMS[logger];
    this.encode = (record) => this.#frame(this.#encodeMessage(this.#message(record as Members)).finish());
  }

  #message(record: Members): object {
    const form = this.#form;
    const level = form.level(record);
    const fields: FieldInit[] = [{ name: 'level', valueType: 0, valueString: [level] }];
    for (const key in record) {
      if (!form.headers.has(key)) addField(fields, key, record[key]);
    }
    return {
      uuid: this.#uuid(),
      timestamp: form.time(record) * 1e6,
      type: 'log',
      logger: 'shop',
      severity: SEVERITIES.get(level) ?? 6,
      payload: record[form.messageKey],
      envVersion: '0.8',
      pid: form.pid(record),
      hostname: form.hostname(record),
      fields,
    };
  }

  #uuid(): Uint8Array {
    if (this.#poolAt === this.#pool.length) {
      this.#pool = randomFillSync(Buffer.alloc(UUID_POOL_BYTES));
      this.#poolAt = 0;
    }
    const uuid = this.#pool.subarray(this.#poolAt, (this.#poolAt += UUID_BYTES));
    uuid[6] = ((uuid[6] ?? 0) & 0x0f) | 0x40;
    uuid[8] = ((uuid[8] ?? 0) & 0x3f) | 0x80;
    return uuid;
  }

  #frame(message: Uint8Array): number {
    const header = this.#header;
    let at = 3;
    let length = message.length;
    for (; length > 0x7f; length >>>= 7) header[at++] = (length & 0x7f) | 0x80;
    header[at++] = length;
    header[at] = 0x1f;
    header[0] = 0x1e;
    header[1] = at - 2;
    header[2] = 0x08;
    const frame = Buffer.concat([header.subarray(0, at + 1), message]);
    return this.chunk.append(frame, 0, frame.length);
  }
}

function addField(fields: FieldInit[], name: string, value: unknown): void {
  switch (typeof value) {
    case 'string':
      fields.push({ name, valueType: 0, valueString: [value] });
      return;
    case 'number':
      fields.push(
        Number.isInteger(value)
          ? { name, valueType: 2, valueInteger: [value] }
          : { name, valueType: 3, valueDouble: [value] },
      );
      return;
    case 'boolean':
      fields.push({ name, valueType: 4, valueBool: [value] });
      return;
    default:
      if (Array.isArray(value)) addArray(fields, name, value);
      else if (typeof value === 'object' && value !== null) {
        for (const key in value) addField(fields, `${name}.${key}`, (value as Members)[key]);
      }
  }
}

function addArray(fields: FieldInit[], name: string, values: readonly unknown[]): void {
  if (values.every(Number.isInteger)) {
    fields.push({ name, valueType: 2, valueInteger: values as readonly number[] });
  } else if (typeof values[0] === 'number') {
    fields.push({ name, valueType: 3, valueDouble: values as readonly number[] });
  } else {
    fields.push({ name, valueType: 0, valueString: values as readonly string[] });
  }
}
