import { wrapText } from '../format/wrap-text.ts';
import type { Switch, Switches } from './switches.ts';

/** Switches that belong together. */
interface HelpSection {
  readonly title: string;
  readonly switches: Switches;
  /** A remark about all of them. */
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

const MAX_WIDTH = 100;
const MIN_WIDTH = 40;
/** Where the second column begins; on a narrow terminal, under the switch. */
const COLUMN = 31;
const NARROW_COLUMN = 6;
const NARROW_WIDTH = 72;

/**
 * The text of `--help`.
 *
 * @param columns of the terminal; lines are 100 characters long at most
 */
export function helpText({ summary, usage, introduction, sections, notes }: Help, columns: number): string {
  const width = Math.max(MIN_WIDTH, Math.min(columns, MAX_WIDTH));
  const paragraphs = [
    wrapText(`${usage.split(' ').slice(0, 2).join(' ')} - ${summary}`, width).join('\n'),
    `Usage: ${usage}`,
    wrapText(introduction, width).join('\n'),
    ...sections.map((section) => sectionText(section, width)),
    ...notes.map((note) => wrapText(note, width).join('\n')),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function sectionText({ title, switches, note }: HelpSection, width: number): string {
  const lines = Object.entries(switches).flatMap(([name, each]) => switchLines(name, each, width));
  const noteLines = note === undefined ? [] : wrapText(note, width - 2).map((line) => `  ${line}`);
  return [`${title}:`, ...lines, ...noteLines].join('\n');
}

function switchLines(name: string, { short, value, help }: Switch, width: number): string[] {
  const column = width < NARROW_WIDTH ? NARROW_COLUMN : COLUMN;
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
  const head = `  ${value === undefined ? names : `${names} ${value}`}`;
  const [first = '', ...rest] = help.split('\n').flatMap((line) => wrapText(line, width - column));
  const indented = rest.map((line) => ' '.repeat(column) + line);
  // A head that reaches into the second column gets a line of its own.
  return head.length > column - 2
    ? [head, ' '.repeat(column) + first, ...indented]
    : [head.padEnd(column) + first, ...indented];
}
