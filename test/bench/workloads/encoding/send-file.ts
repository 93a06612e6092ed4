/** Sends a file to a TCP receiver and waits for its FIN. */

import { createReadStream } from 'node:fs';
import { connect } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { readSettings } from '../../harness/workload.ts';

const { url, file } = readSettings() as { readonly url: string; readonly file: string };
const { hostname, port } = new URL(url);
const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
const over = new Promise<void>((resolve, reject) => {
  socket.on('end', resolve);
  socket.on('error', reject);
});
socket.resume();
await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), socket);
await over;
process.exit(0);
