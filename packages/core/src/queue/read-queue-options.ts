import { contradiction } from '../options/option-error.ts';
import { OptionReader } from '../options/option-reader.ts';
import type { QueueOptions } from './queue-options.ts';

/** @see {@link QueueOptions.maxBytes} */
export const defaultQueueBytes = 64 * 1024 * 1024;

/** The smallest queue: below it, one burst of a single tick would overflow it. */
export const minQueueBytes = 1024 * 1024;

/**
 * Reads `queue: { maxBytes, overflow }`, and `recoveryQueueMaxSize`, which is pino-socket's name of
 * `queue.maxBytes`. A queue smaller than {@link minQueueBytes} is raised to that, with a warning.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readQueueOptions(reader: OptionReader): QueueOptions {
  const section = reader.nested('queue') ?? new OptionReader({});
  const alias = reader.given('recoveryQueueMaxSize');
  const given = section.given('maxBytes');
  if (alias !== undefined && given !== undefined)
    throw contradiction(given.name, alias.name, 'only one of them');
  const askedBytes =
    alias === undefined
      ? section.size('maxBytes', { default: defaultQueueBytes })
      : reader.size('recoveryQueueMaxSize', { default: defaultQueueBytes });
  if (askedBytes < minQueueBytes) {
    const name = alias?.name ?? given?.name;
    reader.warn(
      `option "${name}" is ${askedBytes} bytes, raised to the smallest queue, ${minQueueBytes} bytes`,
    );
  }
  return {
    maxBytes: Math.max(askedBytes, minQueueBytes),
    overflow: section.choice('overflow', ['drop-oldest', 'drop-newest', 'drop-lowest-severity'], {
      default: 'drop-oldest',
    }),
  };
}
