import { after } from 'node:test';
import { createReceiver, type Receiver } from 'heka-core/testing';

const receivers: Receiver[] = [];
after(() => Promise.all(receivers.map((receiver) => receiver.close())));

/**
 * Starts a receiver that keeps its port until all tests of the file are over: what the transport of one test still
 * sends must not come to the receiver of another.
 */
export async function lastingReceiver(): Promise<Receiver> {
  const receiver = await createReceiver({ thread: false });
  receivers.push(receiver);
  return receiver;
}
