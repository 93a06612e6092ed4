import { severityName } from 'heka-core';
import type { Frame } from 'heka-core/receiver';
import { escapeText } from '../escape-text.ts';
import { byteCount, messageCount } from './quantity.ts';

/** Names are a stranger's: more of them are counted together. */
const MAX_NAMES = 10_000;
const OTHERS = '(others)';
const SHOWN_NAMES = 40;

/** Counts messages by logger and severity. */
export class MessageCounts {
  readonly #byName = new Map<string, number>();
  #messages = 0;
  #bytes = 0;

  /** All messages so far. */
  get messages(): number {
    return this.#messages;
  }

  add(frames: readonly Frame[]): void {
    for (const { frame, view } of frames) {
      this.#messages++;
      this.#bytes += frame.length;
      const { logger = '', severity } = view;
      this.#count(`${severity === undefined ? '-' : severityName(severity)}\0${logger}`);
    }
  }

  /** `12,345 messages, 5.6 MB`. */
  total(): string {
    return `${messageCount(this.#messages)}, ${byteCount(this.#bytes)}`;
  }

  /** The total, and a line for each logger and severity, the most frequent first. */
  summary(): string {
    const rows = [...this.#byName].sort(([, a], [, b]) => b - a);
    const width = number(rows[0]?.[1] ?? 0).length;
    const lines = rows.slice(0, SHOWN_NAMES).map(([name, count]) => {
      const end = name.indexOf('\0');
      const [severity, logger] = [name.slice(0, end), name.slice(end + 1)];
      return `  ${number(count).padStart(width)}  ${severity.padEnd(9)}  ${escapeText(logger)}`.trimEnd();
    });
    const rest = rows.length > SHOWN_NAMES ? [`  … and ${rows.length - SHOWN_NAMES} more`] : [];
    return `${[this.total(), ...lines, ...rest].join('\n')}\n`;
  }

  #count(name: string): void {
    const key = this.#byName.has(name) || this.#byName.size < MAX_NAMES ? name : `\0${OTHERS}`;
    this.#byName.set(key, (this.#byName.get(key) ?? 0) + 1);
  }
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
