import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runApp } from '../support/processes/run-app.ts';
import { startReceiver } from '../support/receivers/start-receiver.ts';

describe('the abstract-winston-transport suite', () => {
  it('passes, and its records arrive', async (test) => {
    const receiver = await startReceiver(test);
    const ended = await runApp('node_modules/mocha/bin/_mocha', {
      args: ['--reporter', 'json', 'test/winston/abstract-suite.mocha.cjs'],
      env: { HEKA_URL: receiver.url },
    });
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    const { stats } = JSON.parse(ended.stdout) as { stats: { passes: number; failures: number } };
    assert.deepEqual({ passes: stats.passes, failures: stats.failures }, { passes: 4, failures: 0 });
    const messages = await receiver.waitFor(3);
    assert.deepEqual(
      messages.map((message) => message.payload),
      ['foo', 'foo', 'foo'],
    );
  });
});
