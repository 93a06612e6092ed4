import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { clientFromIni, type HekaClient } from 'heka-core';
import { root } from '../../scripts/workspace.mjs';
import { runApp } from '../support/processes/run-app.ts';
import { temporaryDirectory } from '../support/processes/temporary-directory.ts';
import { startReceiver } from '../support/receivers/start-receiver.ts';

const page = readFileSync(join(root, 'docs/client.md'), 'utf8');

/** Cells of the table of what the old clients have, without its head. */
const rows = page
  .slice(page.indexOf('| heka-py 0.30 |'))
  .split('\n')
  .slice(2)
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\|? *| *\|?$/g, '')));

/** A test, and the data beside it. */
function sourceOf(file: string): string {
  const path = join(root, 'test/core', file);
  return [`${path}.test.ts`, `${path}.ts`]
    .filter((each) => existsSync(each))
    .map((each) => readFileSync(each, 'utf8'))
    .join('\n');
}

describe('docs/client.md', () => {
  it('names a test for each feature of the old clients, which exists', () => {
    assert.ok(rows.length > 40);
    const without = rows.filter(([, , , shown = '-']) => shown === '-').map(([first]) => first);
    assert.deepEqual(without, ['the command `mb`']);
    for (const [feature, , , shown = '-'] of rows) {
      const [file = '', title = ''] = shown.split(/: (.*)/s);
      if (shown !== '-') assert.ok(sourceOf(file).includes(title), `${feature}: ${shown}`);
    }
  });

  it('has code that runs, from its first line to its last', { timeout: 60_000 }, async (t) => {
    const program = Array.from(page.matchAll(/^```ts\n(.*?)^```$/gms), ([, code]) => code).join('\n');
    const directory = await temporaryDirectory(t);
    await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
    await writeFile(join(directory, 'page.mts'), program);
    const receiver = await startReceiver(t);
    const { code, stdout, stderr } = await runApp(join(directory, 'page.mts'), {
      env: { HEKA_URL: receiver.url },
    });
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    assert.match(stdout, /counter \[ 'hits' \]\n$/);
    const types = new Set(receiver.messages.map(({ type }) => type));
    assert.deepEqual([...types].sort(), [
      'audit',
      'counter',
      'gauge',
      'oldstyle',
      'order',
      'reading',
      'timer',
    ]);
  });
});

describe('docs/migration.md', () => {
  it('has a configuration that is read', () => {
    const migration = readFileSync(join(root, 'docs/migration.md'), 'utf8');
    const ini = /^```ini\n(.*?)^```$/ms.exec(migration)?.[1] ?? '';
    const client = clientFromIni(ini, {
      env: { HEKA_HOST: 'heka.example', HEKA_KEY: 'the key' },
      providers: { 'myapp.plugins:audit': (config: object) => () => config },
    }) as HekaClient & { audit(): unknown };
    assert.deepEqual(client.audit(), { prefix: 'user' });
    const { plugins, filter, ...config } = client.config;
    assert.deepEqual(config, {
      url: 'tcp://heka.example:5565',
      logger: 'myapp',
      severity: 4,
      disabledTimers: ['foo', 'bar'],
      hmac: { signer: 'myapp', keyVersion: 1, hashFunction: 'SHA1', key: '[redacted]' },
    });
    assert.deepEqual([Object.keys(plugins as object), (filter as readonly unknown[]).length], [['audit'], 1]);
  });
});
