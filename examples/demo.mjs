// npm run demo
//
// Starts a receiver (heka listen) and a small shop in two processes of their own. The shop logs each event through
// winston and through pino; what arrives is shown, and compared: both must have sent the same Heka message, apart from
// uuid, timestamp and the name of the logger. Then the receiver is killed -9 while the shop logs on, and started again:
// nothing may be missing. The exit code is 0 if all of that is true.

import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, styleText } from 'node:util';
import { encodeFrame, messageToJson, Splitter } from 'heka-core';

const PATIENCE_MS = 20_000;
const REQUESTS = [
  ['GET', '/orders/17'],
  ['POST', '/orders'],
  ['POST', '/payments'],
  ['GET', '/nowhere'],
];
/** Messages that have arrived when the receiver is killed. */
const KILL_AFTER = 500;

const require = createRequire(import.meta.url);
const onSources = import.meta.resolve('heka-core').endsWith('.ts');
const heka = join(
  dirname(require.resolve('heka-cli/package.json')),
  onSources ? 'src/bin.ts' : 'dist/bin.js',
);
const paint = (format, text) => (process.stdout.hasColors?.() ? styleText(format, text) : text);

/** What has arrived, each message once, by its uuid. */
const messages = new Map();
let repeated = 0;
let logged = { winston: 0, pino: 0 };
let shown = 0;
let receiver;

process.once('exit', () => receiver?.kill());
process.exit((await demonstrate().catch(({ message }) => fail(message))) ? 0 : 1);

async function demonstrate() {
  const url = await startReceiver(0);
  console.log(`${paint('bold', 'heka listen')}   ${url}`);

  const shop = fork(fileURLToPath(new URL('./demo/shop.mjs', import.meta.url)), {
    env: { ...process.env, HEKA_URL: url },
  });
  process.once('exit', () => shop.kill());
  const reports = reportsOf(shop);
  const { origin } = await reports();
  console.log(`${paint('bold', 'shop')}          ${origin}, logs through winston and through pino`);
  let same = await show('the shop opens', reports);

  for (const [method, path] of REQUESTS) {
    const response = await fetch(origin + path, { method });
    await response.text();
    same = (await show(`${method} ${path} → ${response.status}`, reports)) && same;
  }
  const events = logged.winston;

  const complete = await killReceiver(shop, reports, Number(new URL(url).port));

  shop.send('close');
  const stopped = once(shop, 'exit');
  same = (await show('the shop closes', reports)) && same;
  await stopped;
  receiver.kill('SIGTERM');
  await once(receiver, 'close');
  return verdict(shop.exitCode, { events: events + 1, same, complete });
}

/** Starts a receiver; resolves to the url that it prints on its standard error. Later lines are passed on. */
async function startReceiver(port) {
  receiver = spawn(
    process.execPath,
    [...process.execArgv, heka, 'listen', '--tcp', String(port), '--format', 'heka'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const splitter = new Splitter();
  receiver.stdout.on('data', (chunk) => {
    for (const { message } of splitter.push(chunk)) {
      const { uuid } = messageToJson(message);
      if (messages.has(uuid)) repeated++;
      else messages.set(uuid, message);
    }
    process.emit('arrived');
  });
  const lines = createInterface({ input: receiver.stderr });
  const [line] = await once(lines, 'line');
  lines.on('line', (text) => {
    if (!/ended|closed/.test(text)) console.error(text);
  });
  return /\S+:\/\/\S+/.exec(line)[0];
}

/** What the shop reports, one after the other: `{ origin }`, then `{ logged }` after each event. */
function reportsOf(child) {
  const queue = [];
  child.on('message', (message) => {
    queue.push(message);
    child.emit('reported');
  });
  return async () => {
    while (queue.length === 0)
      await Promise.race([once(child, 'reported'), impatience('the shop says nothing')]);
    return queue.shift();
  };
}

/** Waits until everything that the shop has logged is here. */
async function allArrived(reports) {
  ({ logged } = await reports());
  const total = logged.winston + logged.pino;
  while (messages.size < total) await arrival(`${messages.size} of ${total} messages have arrived`);
}

function arrival(otherwise) {
  return Promise.race([once(process, 'arrived'), impatience(otherwise)]);
}

/** Has `heka cat` print what winston has sent since the last time; true if pino has sent the same. */
async function show(title, reports) {
  await allArrived(reports);
  console.log(`\n${paint(['bold', 'inverse'], ` ${title} `)}`);
  const added = [...messages.values()].slice(shown);
  shown = messages.size;
  const [fromWinston, fromPino] = ['shop-winston', 'shop-pino'].map((name) =>
    added.filter(({ logger }) => logger === name),
  );
  const same = isDeepStrictEqual(fromWinston.map(comparable), fromPino.map(comparable));
  await print(same ? fromWinston : added);
  if (same) console.log(paint('dim', `             the same ${inWords(fromPino.length)} from shop-pino`));
  return same;
}

async function print(list) {
  const printer = spawn(process.execPath, [...process.execArgv, heka, 'cat', '--format', 'pretty', '-'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  for (const message of list) printer.stdin.write(encodeFrame(message));
  printer.stdin.end();
  await once(printer, 'close');
}

/** A message without what differs. */
function comparable(message) {
  const { uuid: _uuid, timestamp: _timestamp, logger: _logger, ...rest } = messageToJson(message);
  return rest;
}

/** Kills the receiver while the shop sells, and starts it again; true if nothing is missing. */
async function killReceiver(shop, reports, port) {
  console.log(`\n${paint(['bold', 'inverse'], ' kill -9 of the receiver, while the shop logs ')}`);
  const [before, repeatedBefore] = [messages.size, repeated];
  shop.send('sale');
  while (messages.size - before < KILL_AFTER) await arrival('the sale has not begun');
  receiver.kill('SIGKILL');
  await once(receiver, 'close');
  console.log(`killed after ${inWords(messages.size - before)}, started again`);
  await startReceiver(port);
  await allArrived(reports);
  shown = messages.size;
  const sent = logged.winston + logged.pino - before;
  const lost = sent - (messages.size - before);
  const text = `${sent} sent, ${lost} lost, ${repeated - repeatedBefore} repeated, with the same uuid as before`;
  console.log(paint(lost === 0 ? 'green' : 'red', text));
  return lost === 0;
}

function inWords(count) {
  return count === 1 ? 'message' : `${count} messages`;
}

function impatience(text) {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(text)), PATIENCE_MS).unref();
  });
}

/** Prints the counts; true if nothing is missing and both loggers' messages are the same. */
function verdict(shopExitCode, { events, same, complete }) {
  console.log(`\n${paint('bold', 'logger     logged  arrived')}`);
  let missing = 0;
  for (const [name, count] of Object.entries(logged)) {
    const arrived = [...messages.values()].filter(({ logger }) => logger === `shop-${name}`).length;
    missing += count - arrived;
    console.log(`${name.padEnd(9)}${String(count).padStart(8)}${String(arrived).padStart(9)}`);
  }
  if (shopExitCode !== 0) return fail(`The shop has ended with code ${shopExitCode}.`);
  if (missing !== 0 || !complete) return fail('Messages are missing.');
  if (!same) return fail('Not every event has come as the same message from both.');
  console.log(paint('green', `The ${events} events shown above came as the same Heka message from both.`));
  return true;
}

function fail(text) {
  console.log(paint('red', `\n${text}`));
  return false;
}
