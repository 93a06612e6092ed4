import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runApp } from './support/run-app.ts';

describe('npm run demo', () => {
  it('ends with 0 and as many messages from pino as from winston', async () => {
    const ended = await runApp('examples/demo.mjs');
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    assert.equal(ended.stderr, '');
    assert.match(ended.stdout, /winston +11 +11\npino +11 +11\n\nAll 11 events have come as the same/);
    assert.doesNotMatch(ended.stdout, /\u001b/, 'no colours where there is no terminal');
  });
});
