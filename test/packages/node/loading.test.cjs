'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');

const builtins = ['dgram', 'fs/promises', 'tls', 'worker_threads'];
/** Of the listed modules, those that this process has loaded. */
function loaded() {
  const files = Object.keys(require.cache);
  return [
    ...builtins.filter((name) => process.moduleLoadList.includes(`NativeModule ${name}`)),
    ...['redact', 're2js'].filter((name) => files.some((file) => file.includes(name))),
  ];
}

// The test runner has loaded some of them on some versions of Node.js.
const before = loaded();
const core = require('heka-core');

test('heka-core loads what few processes use with its first use', async () => {
  assert.deepEqual(loaded(), before);
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
