import { parsePinoLine } from 'heka-core';

/** A line that is no JSON object, wrapped because a stream of records carries objects only. */
export class Line {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Parses one line for pino-abstract-transport, which leaves out what is null here: blank lines. */
export function parseLine(line: string): unknown {
  if (line.trim() === '') return null;
  const record = parsePinoLine(line);
  return typeof record === 'string' ? new Line(record) : record;
}
