// Starts to connect with the options of its argument, and does nothing more once TCP is open.

import { createSender } from '../../../../packages/core/src/sender/create-sender.ts';
import type { SenderOptions } from '../../../../packages/core/src/sender/sender-options.ts';

const sender = createSender(JSON.parse(process.argv[2] ?? '{}') as SenderOptions);
if (sender.kind === 'stream') {
  const [address] = await sender.lookup();
  if (address === undefined) throw new Error('no address');
  sender.connect(address).opened.catch(() => {});
  console.log('connecting');
}
