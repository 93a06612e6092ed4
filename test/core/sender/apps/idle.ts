// Has senders of every kind, and uses none.

import { createSender } from 'heka-core';

for (const url of ['tcp://127.0.0.1', 'tls://127.0.0.1', 'udp://127.0.0.1', 'unix:///run/heka.sock']) {
  createSender({ url });
}
console.log('idle');
