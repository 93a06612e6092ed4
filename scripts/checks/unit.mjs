/**
 * Runs the tests that work on the sources: every `test/**\/*.test.ts`.
 *
 * `npm run test:unit -- WORD...` runs only the files whose path contains one of the words.
 */
import '../clear-environment.mjs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesUnder, mustRun, root } from '../workspace.mjs';

/** A test that waits for this long waits for what will not come. */
const hangGuardMs = 180_000;

const words = process.argv.slice(2);
const files = filesUnder(join(root, 'test'))
  .map((file) => relative(root, file))
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
if (files.length === 0) throw new Error(`no test file's path contains ${words.join(' or ')}`);

mustRun(process.execPath, [
  '--conditions=heka-source',
  '--import=tsx',
  `--import=${pathToFileURL(join(root, 'test/support/register-sources.mjs')).href}`,
  '--test',
  '--test-reporter=spec',
  `--test-timeout=${hangGuardMs}`,
  `--test-concurrency=${availableParallelism()}`,
  ...files,
]);
