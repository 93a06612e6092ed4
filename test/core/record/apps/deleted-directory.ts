/** Makes transports and logs in a working directory that is gone, and prints the loggers of the messages that arrive. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDelivery, pinoRecords, winstonRecords } from 'heka-core';
import { createReceiver } from 'heka-core/testing';

const receiver = await createReceiver();
const directory = mkdtempSync(path.join(tmpdir(), 'heka-'));
process.chdir(directory);
rmSync(directory, { recursive: true });

for (const mapping of [winstonRecords, pinoRecords]) {
  const delivery = createDelivery({ url: receiver.url, quiet: true }, mapping);
  const inner = { level: 'info', message: 'inner', msg: 'inner' };
  delivery.log({
    level: 'info',
    message: 'outer',
    msg: 'outer',
    get more() {
      return delivery.log(inner);
    },
  });
  await delivery.close();
}
const lines = receiver.messages.map(({ payload, logger }) => `${payload} ${logger}`);
process.stdout.write(`${lines.toSorted().join('\n')}\n`);
await receiver.close();
