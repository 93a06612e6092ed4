import { reasonOf } from 'heka-core';
import type { Frame } from 'heka-core/receiver';
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
  /** True where no message can be written any more. */
  readonly isBroken: boolean;
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
 * @throws CommandError where the file cannot be opened
 */
export async function openListenOutput(
  options: ListenOptions,
  onGone: () => void,
  onLost: (error: unknown) => void,
): Promise<ListenOutput> {
  if (options.output !== undefined) return openFileOutput(options, options.output, onLost);
  const standardOutput = new StandardOutput(onGone);
  const terminal: Terminal = process.stdout.isTTY ? process.stdout : undefined;
  const output = createMessageOutput(options.format, (chunk) => standardOutput.write(chunk), terminal);
  return {
    isBroken: false,
    take: (frames) => output.take(frames),
    finish: () => output.finish(),
  };
}

async function openFileOutput(
  options: ListenOptions,
  path: string,
  onLost: (error: unknown) => void,
): Promise<ListenOutput> {
  const { format, isDurable, isSynced, limits } = options;
  const file = await OutputFile.open(
    { path, tail: TAILS[format], isSynced, maxMessageBytes: limits.maxMessageBytes },
    (what) => printNote(`${path}: ${what}`),
  ).catch((error: unknown) => {
    throw new CommandError(`cannot open ${path}: ${reasonOf(error)}`);
  });
  const write = (chunk: string | Buffer): void | Promise<void> => {
    const written = file.append(Buffer.from(chunk));
    if (isDurable) return written;
    const settled = written.catch(onLost);
    return file.pendingBytes > MAX_BEHIND_BYTES ? settled : undefined;
  };
  const output = createMessageOutput(format, write, undefined);
  return {
    get isBroken() {
      return file.failure !== undefined;
    },
    take: (frames: readonly Frame[]) => output.take(frames),
    finish: async () => {
      await output.finish();
      await file.close();
    },
  };
}
