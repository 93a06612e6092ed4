import { styleText } from 'node:util';
import { aboveLiveLine } from './output/live-line.ts';

/** Writes a line to standard error, faint on a terminal: it stands beside messages. The text must be safe to print. */
export function printNote(line: string): void {
  const isFaint = process.stderr.isTTY && process.stderr.hasColors();
  print(isFaint ? styleText('gray', line, { validateStream: false }) : line);
}

/** Writes a line about what went wrong to standard error. The text must be safe to print. */
export function printError(line: string): void {
  print(`heka: ${line}`);
}

function print(line: string): void {
  const write = (): void => void process.stderr.write(`${line}\n`);
  if (process.stderr.isTTY) aboveLiveLine(write);
  else write();
}
