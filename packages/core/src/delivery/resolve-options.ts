import type { ConfirmOptions, ReconnectOptions } from '../destination/destination-options.ts';
import { readFilter } from '../filter/read-filter.ts';
import { Framer } from '../framing/framer.ts';
import { readHmacOptions } from '../framing/read-hmac-options.ts';
import { createSigner, type HmacOptions } from '../framing/signer.ts';
import type { Matcher } from '../matcher/compiled-matcher.ts';
import type { HekaOptions } from '../options/generated/heka-options.ts';
import { wrongOption } from '../options/option-error.ts';
import { type Environment, OptionReader } from '../options/option-reader.ts';
import type { QueueOptions } from '../queue/queue-options.ts';
import { readQueueOptions } from '../queue/read-queue-options.ts';
import { readMappingOptions } from '../record/read-mapping-options.ts';
import type { MappingOptions } from '../record/value/mapping-options.ts';
import type { Target } from '../sender/target/target.ts';
import { readTarget } from '../sender/target/target-options.ts';
import { STOCK_MESSAGE_BYTES } from '../stock-limits.ts';
import type { BatchingOptions, LifeOptions } from './delivery-options.ts';
import {
  readBatchingOptions,
  readConfirmOptions,
  readLifeOptions,
  readReconnectOptions,
} from './read-delivery-options.ts';

/** All options, checked and filled in. */
export interface ResolvedOptions {
  readonly target: Target;
  /** Undefined: messages are not signed. */
  readonly hmac: HmacOptions | undefined;
  readonly confirm: ConfirmOptions;
  readonly reconnect: ReconnectOptions;
  readonly queue: QueueOptions;
  readonly batching: BatchingOptions;
  readonly life: LifeOptions;
  /** `maxMessageBytes` is what is in force: over udp a message must fit one datagram with its frame. */
  readonly mapping: MappingOptions;
  /** Which messages are sent: those that all of these let pass. */
  readonly filters: readonly Matcher[];
  /** What the user should know, one line each: unknown options, and values with a consequence. */
  readonly warnings: readonly string[];
}

/**
 * Checks the options and fills the defaults in.
 *
 * @param raw the options as the user wrote them
 * @param otherNames names of options that somebody else reads (winston's `level`), so that they are not unknown
 * @param env where the variables that stand in for options are looked up
 * @throws HekaError INVALID_OPTION for the first wrong one
 */
export function resolveOptions(
  raw: HekaOptions,
  otherNames: readonly string[] = [],
  env: Environment = process.env,
): ResolvedOptions {
  const reader = new OptionReader(raw, env);
  reader.refusePlanned('spool', 'handleSignals', 'exitHandoff', 'encoding');
  const target = readTarget(reader);
  const hmac = readHmacOptions(reader);
  const queue = readQueueOptions(reader);
  const confirm = readConfirmOptions(reader, target, queue.maxBytes);
  const reconnect = readReconnectOptions(reader);
  const batching = readBatchingOptions(reader, target);
  const life = readLifeOptions(reader);
  const mapping = readMappingOptions(reader);
  const filter = reader.given('filter');
  const largest = target.kind === 'udp' ? largestInDatagram(batching, hmac) : queue.maxBytes;
  const maxMessageBytes = limitMessage(reader, mapping.maxMessageBytes, target, largest);
  const warnings = reader.finish(otherNames);
  return {
    target,
    hmac,
    confirm,
    reconnect,
    queue,
    batching,
    life,
    mapping: { ...mapping, maxMessageBytes },
    filters: filter === undefined ? [] : readFilter(filter.value, filter.name),
    warnings,
  };
}

/** Bytes of the largest message whose frame fits one datagram; a bare message may fill it. */
function largestInDatagram(
  { framing, maxDatagramBytes }: BatchingOptions,
  hmac: HmacOptions | undefined,
): number {
  const framer = new Framer({ framing, signer: hmac && createSigner(hmac) });
  return maxDatagramBytes - framer.bytesBefore(maxDatagramBytes);
}

/** The limit of a message that is in force. */
function limitMessage(reader: OptionReader, asked: number, target: Target, largest: number): number {
  if (asked > largest) {
    if (target.kind !== 'udp') {
      throw wrongOption('maxMessageBytes', asked, `at most ${largest}, the size of the queue`);
    }
    if (reader.given('maxMessageBytes') !== undefined) {
      reader.warn(
        `option "maxMessageBytes" is ${asked}, lowered to ${largest}: more does not fit a datagram`,
      );
    }
    return largest;
  }
  if (asked > STOCK_MESSAGE_BYTES) {
    reader.warn(
      `option "maxMessageBytes" is ${asked}: stock receivers refuse messages above ${STOCK_MESSAGE_BYTES} bytes and misread what is in them`,
    );
  }
  return asked;
}
