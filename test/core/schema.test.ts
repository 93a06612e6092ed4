import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { decodeMessage } from 'heka-core';
import { headerCodec, messageCodec } from 'heka-core/schema';
import { minimalMessage } from '../support/messages/wire-bytes.ts';
import { SOURCE_ARGUMENTS } from '../support/processes/run-app.ts';

/** Whether protobufjs is loaded by a process that imports an entry point. */
function loadsProtobufjs(specifier: string): boolean {
  const code = `await import(${JSON.stringify(specifier)});
    const { createRequire } = await import('node:module');
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    console.log(loaded.some((path) => path.includes('/node_modules/protobufjs/')));`;
  const output = execFileSync(
    process.execPath,
    [...SOURCE_ARGUMENTS, '--input-type=module', '--eval', code],
    { encoding: 'utf8' },
  );
  return output.trim() === 'true';
}

test('protobufjs is loaded by the entry point that exports its code, and by no other', () => {
  assert.equal(loadsProtobufjs('heka-core/schema'), true);
  for (const specifier of ['heka-core', 'heka-core/receiver', 'heka-core/testing']) {
    assert.equal(loadsProtobufjs(specifier), false, specifier);
  }
});

test('the codecs decode what the packages decode', () => {
  const { uuid } = messageCodec.decode(minimalMessage);
  assert.deepEqual(new Uint8Array(uuid), decodeMessage(minimalMessage).uuid);
  assert.equal(headerCodec.decode(Uint8Array.of(8, 5)).messageLength, 5);
});
