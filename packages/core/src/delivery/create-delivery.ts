import { hostname } from 'node:os';
import { DatagramDestination } from '../destination/datagram/datagram-destination.ts';
import { StreamDestination } from '../destination/stream/stream-destination.ts';
import { HekaError } from '../errors.ts';
import { MessageFilter } from '../filter/message-filter.ts';
import { createSigner } from '../framing/signer.ts';
import type { HekaOptions } from '../options/generated/heka-options.ts';
import { createMemoryQueue } from '../queue/memory-queue.ts';
import { messageRecords } from '../record/message-records.ts';
import { TransformResultError } from '../record/prepare/record-preparation.ts';
import type { RecordMapping } from '../record/record-encoder.ts';
import type { MappingOptions } from '../record/value/mapping-options.ts';
import { describeThrownAt } from '../record/value/thrown.ts';
import { createTargetSender } from '../sender/create-sender.ts';
import { ComposedDelivery, type Place, type ReportMistake } from './composed-delivery.ts';
import type { Delivery } from './delivery.ts';
import { type ResolvedOptions, resolveOptions } from './resolve-options.ts';

/**
 * Creates a delivery: the queue, the connections, and what is promised about them.
 *
 * @param options see {@link HekaOptions}; validated here, once
 * @param mapping how records become messages; by default a record is what `createMessage` takes
 * @param otherNames names of options that somebody else reads, and that need no warning
 * @throws HekaError `INVALID_OPTION` if an option is wrong
 */
export function createDelivery(options?: HekaOptions): Delivery;
export function createDelivery(
  options: HekaOptions | undefined,
  mapping: RecordMapping,
  otherNames?: readonly string[],
): Delivery<unknown>;
export function createDelivery(
  options: HekaOptions = {},
  mapping: RecordMapping = messageRecords,
  otherNames: readonly string[] = [],
): Delivery<unknown> {
  const resolved = resolveOptions(options, otherNames);
  const { queue, hmac, batching, life, confirm, warnings } = resolved;
  const { logger, hostname: host = hostname(), envVersion } = resolved.mapping;
  return new ComposedDelivery({
    openStore: (hooks) => createMemoryQueue(queue, hooks),
    place: placeOf(resolved),
    createRecords: (report) => mapping(reportingMapping(resolved.mapping, report)),
    messages: messageRecords({ ...resolved.mapping, preparation: undefined, fields: {} }),
    createFilter: (report) => createFilter(resolved, report),
    frameOptions: {
      framing: batching.framing,
      signer: hmac === undefined ? undefined : createSigner(hmac),
    },
    origin: { logger, hostname: host, envVersion },
    batching,
    life,
    flushTimeoutMs: confirm.confirmTimeoutMs,
    warnings,
  });
}

/** The destination that the target's kind needs. */
function placeOf({ target, reconnect, confirm, batching }: ResolvedOptions): Place {
  const connectTimeoutMs = reconnect.connectTimeoutMs;
  const { url } = createTargetSender(target, { connectTimeoutMs });
  return {
    url,
    open(queue, hooks, clock) {
      const onRefused = (error: HekaError): void => hooks.trouble(error);
      const sender = createTargetSender(target, { connectTimeoutMs, clock, onRefused });
      if (sender.kind === 'stream') {
        return new StreamDestination({ sender, queue, confirm, reconnect, clock, hooks });
      }
      const { maxDatagramBytes, framing } = batching;
      return new DatagramDestination({ sender, queue, maxDatagramBytes, framing, hooks });
    },
  };
}

/** The options of the mapping; what fails while a record is prepared is reported, and what is left out of it. */
function reportingMapping({ preparation, ...rest }: MappingOptions, report: ReportMistake): MappingOptions {
  const onStray = (text: string): void => report(new HekaError('INVALID_MESSAGE', text));
  const reporting = preparation?.reportingTo((option, thrown) => {
    const reason =
      thrown instanceof TransformResultError
        ? `${thrown.message}; its message is sent with headers only`
        : `${option} threw, its message is sent with headers only: ${describeThrownAt(thrown)}`;
    report(new HekaError('TRANSFORM_FAILED', reason, thrown));
  });
  return { ...rest, preparation: reporting, onStray };
}

function createFilter({ filters }: ResolvedOptions, report: ReportMistake): MessageFilter | undefined {
  if (filters.length === 0) return undefined;
  return new MessageFilter(filters, (thrown) => {
    const reason = `a filter threw, its message is sent: ${describeThrownAt(thrown)}`;
    report(new HekaError('FILTER_FAILED', reason, thrown));
  });
}
