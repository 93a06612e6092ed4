import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runApp } from './support/processes/run-app.ts';

describe('npm run demo', () => {
  it('shows the same messages from both, and none lost when the receiver is killed, on a screen and a half', async () => {
    const ended = await runApp('examples/demo.mjs');
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    // What the loggers say about the outage, and nothing else.
    assert.match(ended.stderr, /^(?:heka tcp:.*\n)+$/);
    assert.equal(ended.stderr.match(/delivering again/g)?.length, 2);
    assert.match(ended.stdout, /\n3000 sent, 0 lost, \d+ repeated/);
    assert.match(
      ended.stdout,
      /winston +1511 +1511\npino +1511 +1511\nThe 11 events shown above came as the same/,
    );
    assert.ok(ended.stdout.split('\n').length <= 58);
    assert.doesNotMatch(ended.stdout, /\u001b/, 'no colours where there is no terminal');
  });
});
