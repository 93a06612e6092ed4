// Sends one datagram with the options of its argument, and leaves the sender open.

import { createSender, type SenderOptions } from 'heka-core';

const sender = createSender(JSON.parse(process.argv[2] ?? '{}') as SenderOptions);
// The sender keeps nothing alive; until the datagram is out, this does.
const keepAlive = setInterval(() => {}, 1_000);
if (sender.kind === 'datagram') {
  sender.send(Buffer.from('from another process'), (error) => {
    console.log(error === undefined ? 'sent' : error.message);
    clearInterval(keepAlive);
  });
}
