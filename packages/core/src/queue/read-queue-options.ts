import type { OptionReader } from '../options/option-reader.ts';
import type { QueueOptions } from './queue-options.ts';

/** The smallest queue: below it, one burst of a single tick would overflow it. */
const MIN_QUEUE_BYTES = 1024 * 1024;

/**
 * Reads `queue: { maxBytes, overflow }`. A queue smaller than {@link MIN_QUEUE_BYTES} is raised to that, with a
 * warning.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readQueueOptions(reader: OptionReader): QueueOptions {
  const maxBytes = reader.get('queue.maxBytes');
  if (maxBytes < MIN_QUEUE_BYTES) {
    const name = reader.given('queue.maxBytes')?.name;
    reader.warn(
      `option "${name}" is ${maxBytes} bytes, raised to the smallest queue, ${MIN_QUEUE_BYTES} bytes`,
    );
  }
  return { maxBytes: Math.max(maxBytes, MIN_QUEUE_BYTES), overflow: reader.get('queue.overflow') };
}
