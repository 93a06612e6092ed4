import assert from 'node:assert/strict';
import winston from 'winston';
import Transport from 'winston-transport';
import { winstonRecords } from '../../../packages/core/src/record/winston/winston-records.ts';
import { type ReadableMessage, readable, recordEncoder } from './record-messages.ts';

/** Options of a mapping. */
export type Options = Readonly<Record<string, unknown>>;

/** The message of the one record that a real logger hands to a transport. */
export function logged(
  call: (logger: winston.Logger) => void,
  loggerOptions: winston.LoggerOptions = {},
  options: Options = {},
): ReadableMessage {
  const infos: unknown[] = [];
  class Capture extends Transport {
    override log(info: unknown, done: () => void): void {
      infos.push(info);
      done();
    }
  }
  const logger = winston.createLogger({ level: 'silly', ...loggerOptions, transports: [new Capture()] });
  call(logger);
  assert.equal(infos.length, 1);
  const encode = recordEncoder(winstonRecords, options, {
    levels: logger.levels,
    defaultMeta: logger.defaultMeta as object | undefined,
  });
  return readable(encode(infos[0]).bytes);
}
