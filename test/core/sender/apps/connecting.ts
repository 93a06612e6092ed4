// Starts to connect with the options of its argument, and does nothing more once TCP is open.

import { createSender, type SenderOptions } from 'heka-core';

const sender = createSender(JSON.parse(process.argv[2] ?? '{}') as SenderOptions);
if (sender.kind === 'stream') {
  const [address] = await sender.lookup();
  if (address === undefined) throw new Error('no address');
  sender.connect(address).opened.catch(() => {});
  console.log('connecting');
}
