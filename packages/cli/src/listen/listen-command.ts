import { HekaError, reasonOf } from 'heka-core';
import { openReceiver, type ReceiverServer } from 'heka-core/receiver';
import { helpText } from '../arguments/help-text.ts';
import { escapeText } from '../escape-text.ts';
import { helpWidth } from '../output/terminal-width.ts';
import { printError, printNote } from '../print-error.ts';
import { CommandError } from '../usage-error.ts';
import { type ListenOptions, parseListenOptions } from './listen-options.ts';
import { type ListenOutput, openListenOutput } from './listen-output.ts';
import { LISTEN_HELP } from './listen-switches.ts';
import { ReceiverLog } from './receiver-log.ts';
import { handleSignals } from './signals.ts';

/**
 * Why a receiver stops.
 *
 * - `signal` it was asked to: connections are read until they pause, and everything is written
 * - `gone` nobody reads standard output any more, as after `| head`
 * - `broken` the file cannot be written any more
 */
type StopReason = 'signal' | 'gone' | 'broken';

/**
 * `heka listen`.
 *
 * @returns the exit code: 1 if the file could not be written at the end, else 0
 * @throws UsageError, CommandError
 */
export async function listenCommand(args: readonly string[]): Promise<number> {
  const options = parseListenOptions(args, process.stdout.isTTY);
  if (options === undefined) {
    process.stdout.write(helpText(LISTEN_HELP, helpWidth()));
    return 0;
  }
  const stop = new StopSwitch();
  const output = await openListenOutput(
    options,
    () => {
      // From now on senders find nobody here; whoever started this should know why.
      if (!stop.isPulled) printNote('nobody reads standard output any more; stopping');
      stop.pull('gone');
    },
    (error) => {
      // More messages may fail before the process ends.
      if (!stop.isPulled) printError(escapeText(`cannot write to ${options.output}: ${reasonOf(error)}`));
      stop.pull('broken');
    },
  );
  const server = await open(options, output, stop);
  const ignoreSignals = handleSignals({
    stop: () => stop.pull('signal'),
    // What was read and not written must not look confirmed, as it would if the sockets were only closed.
    abort: () => void server.abort(),
    reopen: output.reopen,
  });
  // Whoever has waited for this line may send a signal at once.
  for (const url of server.urls) printNote(escapeText(`listening on ${url}`));
  const reason = await stop.pulled;
  if (reason === 'signal') await server.close();
  else await server.abort();
  await output.finish();
  ignoreSignals();
  return reason === 'broken' || output.isFailing ? 1 : 0;
}

/** The first reason to stop counts. */
class StopSwitch {
  /** Resolves when there is one. */
  readonly pulled: Promise<StopReason>;
  #resolve: (reason: StopReason) => void = () => {};
  #isPulled = false;

  constructor() {
    this.pulled = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get isPulled(): boolean {
    return this.#isPulled;
  }

  pull(reason: StopReason): void {
    this.#isPulled = true;
    this.#resolve(reason);
  }
}

async function open(options: ListenOptions, output: ListenOutput, stop: StopSwitch): Promise<ReceiverServer> {
  const { listen, limits, signers, requireSignature } = options;
  const log = new ReceiverLog(printNote);
  try {
    return await openReceiver({
      ...limits,
      listen,
      signers,
      requireSignature,
      // Datagrams are acknowledged by nobody.
      onFrames: (frames, peer) => output.take(frames, peer.kind === 'udp' ? undefined : peer.id),
      onAcknowledge: (peer) => output.acknowledge(peer.id),
      onRefused: (refusal, peer) => log.refused(refusal, peer),
      onDisconnect: (report) => {
        output.forget(report.peer.id);
        log.ended(report);
      },
      onSinkFailed: (error) => {
        log.outputFailed(`cannot write to ${options.output}: ${reasonOf(error)}`);
        if (output.isBroken) stop.pull('broken');
      },
    });
  } catch (error) {
    if (!(error instanceof HekaError)) throw error;
    throw new CommandError(error.message.replace(/^[A-Z_]+: /, ''));
  }
}
