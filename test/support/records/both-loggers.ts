import assert from 'node:assert/strict';
import pino from 'pino';
import winston from 'winston';
import Transport from 'winston-transport';
import { parsePinoLine } from '../../../packages/core/src/record/pino/pino-line.ts';
import { pinoRecords } from '../../../packages/core/src/record/pino/pino-records.ts';
import { winstonRecords } from '../../../packages/core/src/record/winston/winston-records.ts';
import { readable, recordEncoder, withoutIdentity } from './record-messages.ts';

/** One call of each logger for the same record. */
export interface Shape {
  readonly name: string;
  readonly winston: (logger: winston.Logger) => void;
  readonly pino: (logger: pino.Logger) => void;
  readonly format?: winston.Logform.Format;
  readonly pinoOptions?: pino.LoggerOptions;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** The message of the last record that winston hands to a transport. */
export function throughWinston(shape: Shape): Buffer {
  const seen: Buffer[] = [];
  class Capture extends Transport {
    override log(info: unknown, done: () => void): void {
      seen.push(encode(info).bytes);
      done();
    }
  }
  const logger = winston.createLogger({
    level: 'silly',
    transports: [new Capture()],
    ...(shape.format !== undefined && { format: shape.format }),
  });
  const encode = recordEncoder(winstonRecords, shape.options, { levels: logger.levels });
  shape.winston(logger);
  assert.equal(seen.length, 1);
  return seen[0] as Buffer;
}

/** The message of the line that pino writes. */
export function throughPino(shape: Shape): Buffer {
  const encode = recordEncoder(pinoRecords, shape.options);
  const seen: Buffer[] = [];
  const write = (line: string): void => {
    seen.push(encode(parsePinoLine(line)).bytes);
    const { bytes } = encode(line);
    assert.deepEqual(
      withoutIdentity(bytes),
      withoutIdentity(seen[0] as Buffer),
      'the line as text gives the same',
    );
  };
  shape.pino(pino({ level: 'trace', ...shape.pinoOptions }, { write }));
  assert.equal(seen.length, 1);
  return seen[0] as Buffer;
}

/** The commonest shape: members beside a text. */
export function members(name: string, record: () => object): Shape {
  return {
    name,
    winston: (logger) => logger.info('text', record()),
    pino: (logger) => logger.info(record(), 'text'),
  };
}

/** Checks that both loggers' records of a shape give the same bytes behind uuid and timestamp. */
export function assertSameMessage(shape: Shape): void {
  const fromWinston = throughWinston(shape);
  const fromPino = throughPino(shape);
  assert.deepEqual(readable(fromWinston), readable(fromPino));
  assert.equal(withoutIdentity(fromWinston).toString('hex'), withoutIdentity(fromPino).toString('hex'));
}
