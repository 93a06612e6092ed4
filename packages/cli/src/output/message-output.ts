import { type Matcher, systemClock } from 'heka-core';
import type { Frame } from 'heka-core/receiver';
import { formatFrames } from '../format/frame-bytes.ts';
import { formatJsonLines } from '../format/json-lines.ts';
import { createPalette } from '../format/palette.ts';
import { formatPretty } from '../format/pretty.ts';
import { CountOutput } from './count-output.ts';
import { terminalWidth } from './terminal-width.ts';

/**
 * How messages are written.
 *
 * - `pretty` for people
 * - `json` one line of JSON each, in the JSON form of `heka-core`
 * - `heka` the frames as they came, signatures included
 * - `count` only how many there were, by logger and severity
 */
export type Format = 'pretty' | 'json' | 'heka' | 'count';

export const FORMATS: readonly Format[] = ['pretty', 'json', 'heka', 'count'];

/** Where messages go. */
export interface MessageOutput {
  /**
   * Takes messages in order. If it returns a promise, the next ones should wait for it.
   *
   * @param owner whose messages they are, for outputs that acknowledge them
   */
  take(frames: readonly Frame[], owner?: number): void | Promise<void>;
  /** No more messages come; resolves when everything is written. */
  finish(): Promise<void>;
}

/** The terminal that is written to; undefined if it is not a terminal. */
export type Terminal = Pick<NodeJS.WriteStream, 'columns' | 'hasColors'> | undefined;

type Write = (chunk: string | Buffer, owner?: number) => void | Promise<void>;

/** How messages go out. */
interface OutputSettings {
  readonly format: Format;
  /** Which messages; undefined for all. */
  readonly matcher: Matcher | undefined;
  readonly terminal: Terminal;
  /** Where to. */
  readonly write: Write;
}

/** Columns to lay out for without a terminal. */
const DEFAULT_WIDTH = 110;

/** Makes the output of a format. */
export function createMessageOutput(settings: OutputSettings): MessageOutput {
  const output = createFormat(settings);
  return settings.matcher === undefined ? output : new MatchingOutput(settings.matcher, output);
}

function createFormat({ format, write, terminal }: OutputSettings): MessageOutput {
  switch (format) {
    case 'pretty':
      return new TextOutput(write, prettyFormat(terminal));
    case 'json':
      return new TextOutput(write, formatJsonLines);
    case 'heka':
      return new TextOutput(write, formatFrames);
    case 'count':
      return new CountOutput(write, terminal);
  }
}

class MatchingOutput implements MessageOutput {
  readonly #matcher: Matcher;
  readonly #output: MessageOutput;

  constructor(matcher: Matcher, output: MessageOutput) {
    this.#matcher = matcher;
    this.#output = output;
  }

  take(frames: readonly Frame[], owner?: number): void | Promise<void> {
    const matching = frames.filter(({ view }) => this.#matcher(view));
    return matching.length === 0 ? undefined : this.#output.take(matching, owner);
  }

  finish(): Promise<void> {
    return this.#output.finish();
  }
}

class TextOutput implements MessageOutput {
  readonly #write: Write;
  readonly #format: (frames: readonly Frame[]) => string | Buffer;

  constructor(write: Write, format: (frames: readonly Frame[]) => string | Buffer) {
    this.#write = write;
    this.#format = format;
  }

  take(frames: readonly Frame[], owner?: number): void | Promise<void> {
    return this.#write(this.#format(frames), owner);
  }

  finish(): Promise<void> {
    return Promise.resolve();
  }
}

function prettyFormat(terminal: Terminal): (frames: readonly Frame[]) => string {
  const isForced = !['', '0', 'false', undefined].includes(process.env['FORCE_COLOR']);
  const palette = createPalette(terminal?.hasColors() ?? isForced);
  return (frames) => {
    const layout = {
      palette,
      width: terminalWidth(terminal, DEFAULT_WIDTH),
      isTerminal: terminal !== undefined,
      nowMs: systemClock.wallTime(),
    };
    return frames.map((frame) => formatPretty(frame, layout)).join('');
  };
}
