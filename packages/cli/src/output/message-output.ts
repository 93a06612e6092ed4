import type { Frame } from 'heka-core/receiver';
import { formatFrames } from '../format/frame-bytes.ts';
import { formatJsonLines } from '../format/json-lines.ts';
import { createPalette } from '../format/palette.ts';
import { formatPretty } from '../format/pretty.ts';
import { CountOutput } from './count-output.ts';

/**
 * How messages are written.
 *
 * - `pretty` for people
 * - `json` one line of JSON for each, in the JSON form of `heka-core`
 * - `heka` the frames as they came, signatures included
 * - `count` not at all: they are counted by logger and severity
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
  /** No message comes any more; resolves when the last word is written. */
  finish(): Promise<void>;
}

/** A terminal that is written to, or undefined where it is none. */
export type Terminal = Pick<NodeJS.WriteStream, 'columns' | 'hasColors'> | undefined;

type Write = (chunk: string | Buffer, owner?: number) => void | Promise<void>;

const DEFAULT_WIDTH = 110;

/** Makes the output of a format. */
export function createMessageOutput(format: Format, write: Write, terminal: Terminal): MessageOutput {
  switch (format) {
    case 'pretty':
      return new TextOutput(write, prettyFormat(terminal));
    case 'json':
      return new TextOutput(write, formatJsonLines);
    case 'heka':
      return new TextOutput(write, formatFrames);
    case 'count':
      return new CountOutput(write, terminal !== undefined);
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
    const layout = { palette, width: terminal?.columns ?? DEFAULT_WIDTH, nowMs: Date.now() };
    return frames.map((frame) => formatPretty(frame, layout)).join('');
  };
}
