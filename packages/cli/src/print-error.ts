import { styleText } from 'node:util';

/** Writes a line to standard error, faint on a terminal: it stands beside messages. The text must be safe to print. */
export function printNote(line: string): void {
  process.stderr.write(
    `${process.stderr.isTTY && process.stderr.hasColors() ? styleText('gray', line, { validateStream: false }) : line}\n`,
  );
}

/** Writes a line on what went wrong to standard error. The text must be safe to print. */
export function printError(line: string): void {
  process.stderr.write(`heka: ${line}\n`);
}
