/**
 * Messages for people: one line each, with its fields behind it if they fit, else indented below.
 *
 * ```
 * 14:03:07.123 INFO   shop  order placed  order.id=42 order.total=19.99
 * 14:03:07.140 ERROR  shop  card declined
 *              err.type=TypeError err.message="card declined" customer=ada
 *              err.stack=
 *              │ TypeError: card declined
 *              │     at pay (/app/pay.js:10:11)
 * ```
 *
 * What says nothing new is left out: the type if it is `log`, the field `level` if it names the severity, the date if it is
 * today's. Nothing of a message can leave its place: line breaks in a field start lines behind a bar, every other control
 * or format character is escaped, and on a terminal all lines are broken to fit it, indented.
 */
import type { Field, HekaMessage } from 'heka-core';
import { severity as severityNumbers } from 'heka-core';
import type { Frame } from 'heka-core/receiver';
import { breakLine } from './break-line.ts';
import { cutText } from './cut-text.ts';
import { fieldText } from './field-text.ts';
import type { Palette } from './palette.ts';
import { splitAtWidth } from './text-width.ts';
import { visibleLength } from './visible-length.ts';

/** How messages are laid out. */
interface PrettyOptions {
  readonly palette: Palette;
  /** Columns to lay out for. */
  readonly width: number;
  /** True breaks what is longer than that; elsewhere lines stay whole, for those who search them. */
  readonly isTerminal: boolean;
  /** What counts as today, milliseconds. */
  readonly nowMs: number;
}

const WORDS = ['EMERG', 'ALERT', 'CRIT', 'ERROR', 'WARN', 'NOTICE', 'INFO', 'DEBUG'] as const;
const WORD_WIDTH = 6;
/** Width of the time, so that fields stand below the severity. */
const INDENT = ' '.repeat(13);
/** The indent of what continues a field. */
const DEEP_INDENT = ' '.repeat(15);
const MAX_PAYLOAD_CHARACTERS = 4000;
const MAX_BLOCK_LINES = 60;
const MAX_LINE_CHARACTERS = 500;
/** If a terminal leaves less than this behind the indentation, lines break as they will. */
const MIN_COLUMNS = 20;

/** Text for one message, its line breaks included. */
export function formatPretty({ message, signer }: Frame, options: PrettyOptions): string {
  const { palette, width } = options;
  const head = headLine(message, options);
  const fields = message.fields.filter((field) => !repeatsSeverity(field, message.severity));
  const blocks = fields.filter(isBlock);
  const tokens = fields.filter((field) => !isBlock(field)).map((field) => fieldText(field, palette));
  const tail = [...tokens, ...originTokens(message, signer, palette)];
  const oneLine = [head, tail.join(' ')].filter((part) => part !== '').join('  ');
  const lines =
    visibleLength(oneLine) <= width
      ? [oneLine]
      : [
          ...fit(head, INDENT, options),
          ...wrap(tail, width - INDENT.length).flatMap((line) => fit(line, DEEP_INDENT, options)),
        ];
  return `${[...lines, ...blocks.flatMap((field) => blockLines(field, options))].join('\n')}\n`;
}

/** The line in parts that fit the terminal. */
function fit(line: string, indent: string, { width, isTerminal }: PrettyOptions): readonly string[] {
  return isTerminal ? breakLine(line, Math.max(width, INDENT.length + MIN_COLUMNS), indent) : [line];
}

function headLine(message: HekaMessage, { palette, nowMs }: PrettyOptions): string {
  const { timestamp, severity, logger = '', type = '', payload = '' } = message;
  const word = severity === undefined ? '-' : (WORDS[severity] ?? String(severity));
  const parts = [
    palette.logger(cutText(logger, 100)),
    palette.type(type === '' || type === 'log' ? '' : cutText(type, 100)),
    cutText(payload, MAX_PAYLOAD_CHARACTERS),
  ];
  const text = parts.filter((part) => part !== '').join('  ');
  return `${palette.faint(timeText(timestamp, nowMs))} ${palette.severity(word.padEnd(WORD_WIDTH), severity)} ${text}`;
}

/** Local time, after the date if it is not today's. */
function timeText(timestampNs: bigint, nowMs: number): string {
  const time = new Date(Number(timestampNs / 1_000_000n));
  const day = dayText(time);
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(':');
  const text = `${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`;
  return day === dayText(new Date(nowMs)) ? text : `${day} ${text}`;
}

function dayText(time: Date): string {
  return `${time.getFullYear()}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/** True for the field `level` of the loggers if it is another word for the message's severity. */
function repeatsSeverity(field: Field, severity: number | undefined): boolean {
  if (field.name !== 'level' || field.type !== 'string' || field.values.length !== 1) return false;
  const numbers: Readonly<Record<string, number>> = severityNumbers;
  const [level = ''] = field.values;
  return Object.hasOwn(numbers, level) && numbers[level] === severity;
}

function originTokens(message: HekaMessage, signer: string | undefined, palette: Palette): readonly string[] {
  const { hostname, pid } = message;
  const host = hostname === undefined ? '' : cutText(hostname, 100);
  const origin = pid === undefined ? host : `${host}[${pid}]`;
  return [
    ...(signer === undefined ? [] : [palette.signer(`✓${cutText(signer, 100)}`)]),
    ...(origin === '' ? [] : [palette.faint(origin)]),
  ];
}

/** A text of several lines, as a stack. */
function isBlock(field: Field): boolean {
  return field.type === 'string' && field.values.length === 1 && (field.values[0]?.includes('\n') ?? false);
}

function blockLines(field: Field, options: PrettyOptions): readonly string[] {
  const { palette, width, isTerminal } = options;
  const columns = isTerminal ? Math.max(MIN_COLUMNS, width - INDENT.length - 2) : Infinity;
  const lines = String(field.values[0]).replaceAll('\t', '    ').split(/\r?\n/);
  const shown = lines.slice(0, MAX_BLOCK_LINES).map((line) => cutText(line, MAX_LINE_CHARACTERS));
  const rest = lines.length > MAX_BLOCK_LINES ? [`… (${lines.length - MAX_BLOCK_LINES} more lines)`] : [];
  return [
    ...fit(`${INDENT}${palette.name(`${cutText(field.name, MAX_LINE_CHARACTERS)}=`)}`, DEEP_INDENT, options),
    ...[...shown, ...rest]
      .flatMap((line) => splitAtWidth(line, columns))
      .map((line) => `${INDENT}${palette.faint('│')} ${line}`),
  ];
}

/** Lays tokens out on indented lines. */
function wrap(tokens: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const token of tokens) {
    const tokenLength = visibleLength(token);
    if (length + 1 + tokenLength <= width) {
      lines.push(`${lines.pop()} ${token}`);
      length += 1 + tokenLength;
    } else {
      lines.push(`${INDENT}${token}`);
      length = tokenLength;
    }
  }
  return lines;
}
