// npm run demo
//
// Starts a receiver (heka listen) and a small shop in two processes of their own. The shop logs each event through
// winston and through pino. What arrives is shown, and at the end compared: each event must have come as the same
// Heka message from both, apart from uuid, timestamp and the name of the logger. Exit code 0 where that is so.

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

const require = createRequire(import.meta.url);
const onSources = import.meta.resolve('heka-core').endsWith('.ts');
const heka = join(
  dirname(require.resolve('heka-cli/package.json')),
  onSources ? 'src/bin.ts' : 'dist/bin.js',
);
const paint = (format, text) => (process.stdout.hasColors?.() ? styleText(format, text) : text);
const frames = [];
let shown = 0;
let logged = { winston: 0, pino: 0 };

const receiver = spawn(
  process.execPath,
  [...process.execArgv, heka, 'listen', '--tcp', '0', '--format', 'heka'],
  {
    stdio: ['ignore', 'pipe', 'pipe'],
  },
);
process.once('exit', () => receiver.kill());
process.exit((await demonstrate().catch(({ message }) => fail(message))) ? 0 : 1);

async function demonstrate() {
  const url = await listeningUrl();
  console.log(`${paint('bold', 'heka listen')}   ${url}`);

  const shop = fork(fileURLToPath(new URL('./demo/shop.mjs', import.meta.url)), {
    env: { ...process.env, HEKA_URL: url },
  });
  process.once('exit', () => shop.kill());
  const told = tellings(shop);
  const { origin } = await told();
  console.log(`${paint('bold', 'shop')}          ${origin}, logs through winston and through pino`);
  await show('the shop opens', told);

  for (const [method, path] of REQUESTS) {
    const response = await fetch(origin + path, { method });
    await response.text();
    await show(`${method} ${path} → ${response.status}`, told);
  }

  shop.send('close');
  const stopped = once(shop, 'exit');
  await show('the shop closes', told);
  await stopped;
  receiver.kill('SIGTERM');
  await once(receiver, 'close');
  return verdict(shop.exitCode);
}

/** Resolves to the address that the receiver tells on its standard error; later lines are passed on. */
async function listeningUrl() {
  const splitter = new Splitter();
  receiver.stdout.on('data', (chunk) => {
    frames.push(...splitter.push(chunk));
    receiver.emit('frames');
  });
  const lines = createInterface({ input: receiver.stderr });
  const [line] = await once(lines, 'line');
  lines.on('line', (text) => {
    if (!/ended|closed/.test(text)) console.error(text);
  });
  return /\S+:\/\/\S+/.exec(line)[0];
}

/** What the shop tells, one after the other: `{ origin }`, then `{ logged }` after each event. */
function tellings(child) {
  const queue = [];
  child.on('message', (message) => {
    queue.push(message);
    child.emit('told');
  });
  return async () => {
    while (queue.length === 0) await Promise.race([once(child, 'told'), impatience('the shop says nothing')]);
    return queue.shift();
  };
}

/** Waits until everything that the shop has logged is here, and has it printed by `heka cat`. */
async function show(title, told) {
  ({ logged } = await told());
  while (frames.length < logged.winston + logged.pino) {
    const missing = `${frames.length} of ${logged.winston + logged.pino} messages have arrived`;
    await Promise.race([once(receiver, 'frames'), impatience(missing)]);
  }
  console.log(`\n${paint(['bold', 'inverse'], ` ${title} `)}`);
  const printer = spawn(process.execPath, [...process.execArgv, heka, 'cat', '--format', 'pretty', '-'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  for (const frame of frames.slice(shown)) printer.stdin.write(encodeFrame(frame.message));
  shown = frames.length;
  printer.stdin.end();
  await once(printer, 'close');
}

function impatience(text) {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(text)), PATIENCE_MS).unref();
  });
}

/** Prints the counts; true where nothing is missing and both loggers' messages are the same. */
function verdict(shopExitCode) {
  const messages = { winston: arrived('shop-winston'), pino: arrived('shop-pino') };
  console.log(`\n${paint('bold', 'logger     logged  arrived')}`);
  for (const [name, { length }] of Object.entries(messages)) {
    console.log(`${name.padEnd(9)}${String(logged[name]).padStart(8)}${String(length).padStart(9)}`);
  }
  const { winston, pino } = messages;
  if (shopExitCode !== 0) return fail(`The shop has ended with code ${shopExitCode}.`);
  if (winston.length !== logged.winston || pino.length !== logged.pino) return fail('Messages are missing.');
  const length = Math.max(winston.length, pino.length);
  for (let index = 0; index < length; index += 1) {
    if (isDeepStrictEqual(winston[index], pino[index])) continue;
    return fail(
      `Event ${index + 1} has not come as the same message from both.`,
      winston[index],
      pino[index],
    );
  }
  console.log(paint('green', `\nAll ${length} events have come as the same Heka message from both.`));
  return true;
}

function fail(text, ...details) {
  console.log(paint('red', `\n${text}`));
  for (const detail of details) console.log(JSON.stringify(detail, null, 2));
  return false;
}

/** The messages of one logger, without what must differ. */
function arrived(logger) {
  return frames
    .filter((frame) => frame.message.logger === logger)
    .map(({ message }) => {
      const { uuid: _uuid, timestamp: _timestamp, logger: _logger, ...rest } = messageToJson(message);
      return rest;
    });
}
