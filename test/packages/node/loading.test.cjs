'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');

const builtins = ['dgram', 'fs/promises', 'tls', 'worker_threads'];
/** Of the listed modules, those that this process has loaded. */
function loaded() {
  const files = Object.keys(require.cache);
  return [
    ...builtins.filter((name) => process.moduleLoadList.includes(`NativeModule ${name}`)),
    ...['redact', 'pino-abstract-transport', 're2js'].filter((name) =>
      files.some((file) => file.includes(name)),
    ),
  ];
}

/** The parts of heka-core that this process has loaded, in order. */
function parts() {
  const found = Object.keys(require.cache).map(
    (file) => /heka-core\/dist\/parts\/(\w+)\.cjs$/.exec(file)?.[1],
  );
  return found.filter((part) => part !== undefined);
}

// The test runner has loaded some of them on some versions of Node.js.
const before = loaded();
const core = require('heka-core');
const withCore = loaded();

test('a logger loads the parts of heka-core that it uses, and no other', async () => {
  const { HekaTransport } = require('winston-heka');
  const { hekaDestination } = require('pino-heka');
  assert.deepEqual(parts(), ['base']);
  const transport = new HekaTransport({ url: 'tcp://127.0.0.1:1' });
  transport.log({ level: 'info', message: 'hello', [Symbol.for('level')]: 'info' });
  assert.deepEqual(parts(), ['base', 'winston']);
  await transport.flush({ timeout: 0 });
  transport.end();
  const destination = hekaDestination({ url: 'tcp://127.0.0.1:1' });
  destination.write('{"level":30,"time":1767225600000,"pid":1,"hostname":"a","msg":"hello"}\n');
  await destination.flush({ timeout: 0 });
  destination.end();
  assert.deepEqual(parts(), ['base', 'winston', 'pino']);
});

test('heka-core loads what few processes use with its first use', async () => {
  assert.deepEqual(withCore, before);
  const plain = core.createDelivery({ url: 'tcp://127.0.0.1:1' });
  await plain.close();
  assert.equal(loaded().includes('redact'), false);
  const redacting = core.createDelivery({ url: 'tls://127.0.0.1:1', redact: ['password'] });
  await redacting.close();
  core.createMatcher('Type == "a" && Payload =~ /^b/');
  assert.equal(loaded().includes('re2js'), false);
  core.createMatcher('Payload =~ /b+/');
  const after = loaded();
  assert.ok(
    ['tls', 'redact', 're2js'].every((name) => after.includes(name)),
    `loaded: ${after.join(', ')}`,
  );
});
