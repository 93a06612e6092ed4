import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runApp } from '../../support/processes/run-app.ts';

describe('a logger and a receiver of one process', { concurrency: 2 }, () => {
  for (const kind of ['winston', 'pino in process', 'pino worker']) {
    for (const order of ['logger first', 'receiver first']) {
      it(`${kind}, closed ${order}: nothing is printed, and nothing waits for anything`, async () => {
        const { code, stdout, stderr } = await runApp('test/core/testing/apps/close-both.mjs', {
          args: [kind, order],
        });
        assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'order placed\n', stderr: '' });
      });
    }
  }
});
