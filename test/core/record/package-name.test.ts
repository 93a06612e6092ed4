import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { nearestPackageName } from '../../../packages/core/src/record/package-name.ts';
import { runApp } from '../../support/processes/run-app.ts';
import { temporaryDirectory } from '../../support/processes/temporary-directory.ts';

describe('the name of the nearest package', () => {
  test('is looked for upwards, past files without a name', async (t) => {
    const root = await temporaryDirectory(t);
    const inner = path.join(root, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    writeFileSync(path.join(root, 'package.json'), '{"name":"outer"}');
    writeFileSync(path.join(root, 'a', 'package.json'), '{"type":"module"}');
    writeFileSync(path.join(inner, 'package.json'), '{ broken');
    assert.equal(nearestPackageName(inner), 'outer');
    assert.equal(nearestPackageName(root), 'outer');
  });

  test('is unknown in a working directory that was deleted, where logging goes on', async () => {
    const { code, stdout, stderr } = await runApp('test/core/record/apps/deleted-directory.ts');
    assert.deepEqual(
      { code, stdout, stderr },
      {
        code: 0,
        stdout: 'inner undefined\ninner undefined\nouter undefined\nouter undefined\n',
        stderr: '',
      },
    );
  });
});
