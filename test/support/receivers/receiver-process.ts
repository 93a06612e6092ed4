/** The child of `remote-receiver.ts`: a receiver that answers its parent over IPC. */

import { messageToJson } from 'heka-core';
import { createReceiver } from 'heka-core/testing';
import type { ReceiverAnswer, ReceiverRequest } from './remote-receiver.ts';

const receiver = await createReceiver({ thread: false });

process.on('message', (request: ReceiverRequest) => {
  void answer(request);
});
process.on('disconnect', () => process.exit());
reply({ url: receiver.url });

async function answer({ count }: ReceiverRequest): Promise<void> {
  try {
    await receiver.waitFor(count);
    reply({ messages: receiver.messages.map((message) => messageToJson(message)) });
    receiver.clear();
  } catch (error) {
    reply({ error: `${String(error)}; ${receiver.messages.length} of ${count} messages have come` });
  }
}

function reply(message: ReceiverAnswer): void {
  process.send?.(message);
}
