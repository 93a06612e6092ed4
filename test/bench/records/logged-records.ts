import { pino } from 'pino';
import { createLogger } from 'winston';
import Transport from 'winston-transport';
import { asItIs } from './as-it-is.ts';

/** A log call: its text and the members beside it. */
export interface LogCall {
  readonly message: string;
  readonly members: object;
}

/** A logger's records, as a transport of that logger gets them, pino's lines parsed. */
export function recordsOf(logger: 'winston' | 'pino', calls: readonly LogCall[]): readonly object[] {
  return logger === 'winston' ? winstonRecordsOf(calls) : pinoLinesOf(calls).map(parse);
}

/** pino's lines. */
export function pinoLinesOf(calls: readonly LogCall[]): readonly string[] {
  const lines: string[] = [];
  const logger = pino(
    { base: { pid: 4242, hostname: 'web-01', name: 'shop' } },
    { write: (line) => lines.push(line) },
  );
  for (const { message, members } of calls) logger.info(members, message);
  return lines;
}

function winstonRecordsOf(calls: readonly LogCall[]): readonly object[] {
  const records: object[] = [];
  class Recorder extends Transport {
    override log(info: object, next: () => void): void {
      records.push(info);
      next();
    }
  }
  const logger = createLogger({ format: asItIs(), transports: [new Recorder()] });
  for (const { message, members } of calls) logger.info(message, members);
  return records;
}

function parse(line: string): object {
  return JSON.parse(line) as object;
}
