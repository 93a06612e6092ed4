import { wrapText } from '../format/wrap-text.ts';
import type { Switch, Switches } from './switches.ts';

/** Switches that belong together. */
interface HelpSection {
  readonly title: string;
  readonly switches: Switches;
  /** What is to be said about all of them. */
  readonly note?: string;
}

/** What `--help` of a command says. */
export interface Help {
  /** What it does, after its name. */
  readonly summary: string;
  readonly usage: string;
  readonly introduction: string;
  readonly sections: readonly HelpSection[];
  readonly notes: readonly string[];
}

const WIDTH = 100;
const COLUMN = 31;

/** The text of `--help`. */
export function helpText({ summary, usage, introduction, sections, notes }: Help): string {
  const paragraphs = [
    `${usage.split(' ').slice(0, 2).join(' ')} - ${summary}`,
    `Usage: ${usage}`,
    wrapText(introduction, WIDTH).join('\n'),
    ...sections.map(sectionText),
    ...notes.map((note) => wrapText(note, WIDTH).join('\n')),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function sectionText({ title, switches, note }: HelpSection): string {
  const lines = Object.entries(switches).flatMap(([name, each]) => switchLines(name, each));
  const noteLines = note === undefined ? [] : wrapText(note, WIDTH - 2).map((line) => `  ${line}`);
  return [`${title}:`, ...lines, ...noteLines].join('\n');
}

function switchLines(name: string, { short, value, help }: Switch): string[] {
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
  const head = `  ${value === undefined ? names : `${names} ${value}`}`;
  const [first = '', ...rest] = help.split('\n').flatMap((line) => wrapText(line, WIDTH - COLUMN));
  const indented = rest.map((line) => ' '.repeat(COLUMN) + line);
  // A head that reaches into the second column has a line of its own.
  return head.length > COLUMN - 2
    ? [head, ' '.repeat(COLUMN) + first, ...indented]
    : [head.padEnd(COLUMN) + first, ...indented];
}
