import type { TestContext } from 'node:test';
import { type CreateReceiverOptions, createReceiver, type Receiver } from 'heka-core/testing';

/** Starts a receiver that is closed after the test. */
export async function startReceiver(
  test: Pick<TestContext, 'after'>,
  options: CreateReceiverOptions = {},
): Promise<Receiver> {
  const receiver = await createReceiver(options);
  test.after(() => receiver.close());
  return receiver;
}
