import { reasonOf } from 'heka-core';
import type { Frame } from 'heka-core/receiver';
import { escapeText } from '../escape-text.ts';
import {
  createMessageOutput,
  type Format,
  type MessageOutput,
  type Terminal,
} from '../output/message-output.ts';
import { OutputFile } from '../output/output-file.ts';
import type { TailKind } from '../output/repair-tail.ts';
import { StandardOutput } from '../output/standard-output.ts';
import { printNote } from '../print-error.ts';
import { CommandError } from '../usage-error.ts';
import type { ListenOptions } from './listen-options.ts';

/** Where a receiver's messages go. */
export interface ListenOutput extends MessageOutput {
  /** True when no message can be written any more. */
  readonly isBroken: boolean;
  /** True if the last messages could not be written. */
  readonly isFailing: boolean;
  /** Whether an owner's messages may be acknowledged: they may when the promise resolves. */
  acknowledge(owner: number): void | Promise<void>;
  /** An owner is gone. */
  forget(owner: number): void;
  /** Opens its file again after a log rotation; undefined for standard output. */
  readonly reopen: (() => void) | undefined;
}

/** A file that is not durable may be this far behind before senders have to wait. */
const MAX_BEHIND_BYTES = 1024 * 1024;

const TAILS: Readonly<Record<Format, TailKind>> = {
  heka: 'frames',
  json: 'json',
  pretty: 'text',
  count: 'text',
};

/**
 * Opens the output of `heka listen`.
 *
 * @param onGone called when nobody reads standard output any more
 * @param onLost called when messages could not be written that nobody waits for
 * @throws CommandError if the file cannot be opened
 */
export async function openListenOutput(
  options: ListenOptions,
  onGone: () => void,
  onLost: (error: unknown) => void,
): Promise<ListenOutput> {
  if (options.output !== undefined) return openFileOutput(options, options.output, onLost);
  const standardOutput = new StandardOutput(onGone);
  const terminal: Terminal = process.stdout.isTTY ? process.stdout : undefined;
  const { format, matcher } = options;
  const write = (chunk: string | Buffer): void | Promise<void> => standardOutput.write(chunk);
  const output = createMessageOutput({ format, matcher, write, terminal });
  return {
    isBroken: false,
    isFailing: false,
    take: (frames) => output.take(frames),
    acknowledge: () => {},
    forget: () => {},
    reopen: undefined,
    finish: () => output.finish(),
  };
}

async function openFileOutput(
  options: ListenOptions,
  path: string,
  onLost: (error: unknown) => void,
): Promise<ListenOutput> {
  const { format, matcher, isDurable, isSynced, limits } = options;
  const file = await OutputFile.open({
    path,
    tail: TAILS[format],
    isSynced,
    isFollowed: isDurable,
    maxMessageBytes: limits.maxMessageBytes,
    onNote: (what) => printNote(escapeText(`${path}: ${what}`)),
  }).catch((error: unknown) => {
    throw new CommandError(`cannot open ${path}: ${reasonOf(error)}`);
  });
  const write = (chunk: string | Buffer, owner?: number): void | Promise<void> => {
    const written = file.append(Buffer.from(chunk), isDurable ? owner : undefined);
    if (isDurable) return written;
    const settled = written.catch(onLost);
    return file.pendingBytes > MAX_BEHIND_BYTES ? settled : undefined;
  };
  const output = createMessageOutput({ format, matcher, write, terminal: undefined });
  return {
    get isBroken() {
      return file.failure !== undefined;
    },
    get isFailing() {
      return file.isFailing;
    },
    take: (frames: readonly Frame[], owner?: number) => output.take(frames, owner),
    acknowledge: (owner) => (isDurable ? file.confirm(owner) : undefined),
    forget: (owner) => {
      if (isDurable) file.forget(owner);
    },
    reopen: () => file.reopen(),
    finish: async () => {
      await output.finish();
      await file.close();
    },
  };
}
