/**
 * Builds whatever takes options and logs through it, for each name of an option once more with a member of that name on
 * `Object.prototype`. Prints the names with which something other than the first time came out.
 */
import { createClient, createDelivery, type HekaOptions } from 'heka-core';
import { createReceiver } from 'heka-core/testing';
import { hekaDestination } from 'pino-heka';
import { HekaTransport } from 'winston-heka';
import { OPTION_ROWS } from '../../../../packages/core/src/options/option-rows.ts';
import { PlainServer } from '../../../support/servers/plain-server.ts';

/** Characters of a message's uuid and time in hexadecimal; they come first. */
const RANDOM = (18 + 10) * 2;

const SECTIONS = ['file', 'env', 'type', 'representation', 'paths', 'severityMax', 'typeBlacklist'];
const names = new Set(
  Object.entries(OPTION_ROWS).flatMap(([name, { aliases = [] }]) =>
    [name, ...aliases].flatMap((each) => each.split('.')),
  ),
);
for (const name of SECTIONS) names.add(name);
// Node's own streams break with it.
names.delete('encoding');

/** All members are its own: a record that lacks one inherits it like any other object. */
const message = {
  type: 'log',
  logger: 'app',
  severity: 4,
  payload: 'text',
  envVersion: '0.8',
  pid: 1,
  hostname: 'here',
  fields: [],
} as const;
const info = {
  level: 'warn',
  message: 'text',
  order: { id: 7 },
  [Symbol.for('level')]: 'warn',
  [Symbol.for('message')]: 'warn: text',
};
const line =
  '{"level":40,"time":1700000000000,"pid":1,"hostname":"here","name":"app","order":{"id":7},"msg":"text"}\n';

/** Everything that comes out when all of it is used, without what differs each time. */
async function use(server: PlainServer): Promise<string> {
  const options: HekaOptions = { url: server.url, fields: { a: { b: 1 } }, quiet: true };
  const receiver = await createReceiver({ thread: false });
  const delivery = createDelivery(options);
  const transport = new HekaTransport(options);
  const destination = hekaDestination(options);
  const client = createClient(options);
  const toReceiver = createDelivery({ url: receiver.url, settleTime: 0, quiet: true });
  const warnings: string[] = [];
  const warned = ({ message: text }: Error): void => void warnings.push(text);
  delivery.on('warn', warned);
  transport.on('warn', warned);
  destination.on('warn', warned);
  delivery.log(message);
  transport.log(info, () => {});
  destination.write(line);
  client.warn('text');
  toReceiver.log(message);
  await receiver.waitFor(1);
  await server.until(() => server.frames.length === 4);
  const frames = server.frames.map((frame) => withoutRandom(frame));
  void delivery.close();
  transport.end();
  destination.end();
  void client.close();
  void toReceiver.close();
  void receiver.close();
  return JSON.stringify([
    frames.sort(),
    receiver.messages.map(({ payload, type }) => [type, payload]),
    warnings,
  ]);
}

/** The header is no longer than it must be, and ends with 1f. */
function withoutRandom(frame: string): string {
  const message = frame.indexOf('1f0a10') + 2;
  return frame.slice(0, message) + frame.slice(message + RANDOM);
}

const startServer = (): Promise<PlainServer> => PlainServer.start({ after: () => {} });

const expected = await use(await startServer());
for (const name of names) {
  const server = await startServer();
  Reflect.set(Object.prototype, name, 'not yours');
  let came: string;
  try {
    came = await Promise.race([use(server), nothing()]);
  } catch (error) {
    came = String((error as Error).stack);
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
  if (came !== expected) console.log(`${name}: ${came}, not ${expected}`);
}
console.log('done');
process.exit(0);

function nothing(): Promise<string> {
  return new Promise((resolve) => setTimeout(resolve, 10_000, 'nothing'));
}
