/**
 * Tests the packages as a user gets them: packed, and installed outside the repository.
 *
 * `--node=22` (repeatable) runs their tests on that version of Node.js from npm, and only those: the other
 * checks do not depend on the version that runs them.
 */
import '../clear-environment.mjs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { filesUnder, mustRun, root } from '../workspace.mjs';
import { checkTypes } from './package-types.mjs';
import { assertLean, installApplication, installNode, packAll, temporaryFolder } from './packed-packages.mjs';

const { values } = parseArgs({ options: { node: { type: 'string', multiple: true, default: [] } } });

mustRun(process.execPath, [join(root, 'scripts', 'build', 'build.mjs')]);
const folder = temporaryFolder();
const packed = packAll(folder);
const application = join(folder, 'application');
assertLean(packed);

if (values.node.length === 0) {
  for (const { name, tarball, hasTypes } of packed) {
    console.log(`\n-- ${name}: publint${hasTypes ? ', attw' : ''}`);
    mustRun('publint', ['run', '--strict', tarball]);
    if (hasTypes)
      mustRun('attw', [
        '--profile',
        'node16',
        '--format',
        'ascii',
        '--exclude-entrypoints',
        'package.json',
        '--',
        tarball,
      ]);
  }
}

console.log('\n-- install of the tarballs');
installApplication(
  application,
  packed.map(({ tarball }) => tarball),
);

if (values.node.length === 0) {
  console.log('\n-- types of the packages, by import and by require');
  checkTypes(application, folder);
  console.log('\n-- the packages under Jest, in CommonJS mode');
  mustRun('jest', ['--rootDir', join(application, 'jest'), '--testMatch', '**/*.test.cjs']);
  console.log('\n-- the packages in a bundle, with nothing installed beside it');
  // In an ESM bundle esbuild refuses the built-in modules that winston-transport and pino-abstract-transport require.
  for (const [app, format, extension] of [
    ['core', 'esm', 'mjs'],
    ['core', 'cjs', 'cjs'],
    ['testing', 'esm', 'mjs'],
    ['testing', 'cjs', 'cjs'],
    ['loggers', 'cjs', 'cjs'],
  ]) {
    const bundle = join(folder, 'bundle', `${app}.${extension}`);
    const source = join(application, 'bundled', `${app}.mjs`);
    mustRun('esbuild', [source, '--bundle', '--platform=node', `--format=${format}`, `--outfile=${bundle}`]);
    mustRun(process.execPath, [bundle]);
  }
  testOn(process.execPath);
}
for (const major of values.node) testOn(installNode(join(folder, `node-${major}`), major));

/** @param {string} node the executable to run the tests with */
function testOn(node) {
  console.log('\n-- the packages under Node.js');
  mustRun(node, ['--version']);
  const files = filesUnder(join(application, 'node')).filter((file) => /\.test\.[cm]js$/.test(file));
  mustRun(node, ['--test', '--test-reporter=spec', '--test-timeout=120000', ...files], { cwd: application });
}
