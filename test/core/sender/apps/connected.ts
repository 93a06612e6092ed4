// Opens one connection with the options of its argument, listens to it, and does nothing more.

import { createSender, type SenderOptions } from 'heka-core';

const sender = createSender(JSON.parse(process.argv[2] ?? '{}') as SenderOptions);
// The sender's own timers and sockets keep nothing alive; until it is connected, this does.
const keepAlive = setInterval(() => {}, 1_000);
if (sender.kind === 'stream') {
  const [address] = await sender.lookup();
  if (address === undefined) throw new Error('no address');
  const socket = await sender.connect(address).opened;
  socket.on('data', () => {});
  socket.on('end', () => {});
  console.log('connected');
}
clearInterval(keepAlive);
