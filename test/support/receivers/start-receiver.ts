import type { TestContext } from 'node:test';
import { type CreateReceiverOptions, createReceiver, type Receiver } from 'heka-core/testing';

/**
 * Starts a receiver that is closed after the test. It runs in the thread of the test unless that is asked for: messages
 * are then there when a sender has its answer, and there is no thread to wait for.
 */
export async function startReceiver(
  test: Pick<TestContext, 'after'>,
  options: CreateReceiverOptions = {},
): Promise<Receiver> {
  const receiver = await createReceiver({ thread: false, ...options });
  test.after(() => receiver.close());
  return receiver;
}
