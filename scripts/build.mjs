/**
 * Builds every package into its `dist`, from nothing, so that no output of a deleted source stays.
 *
 *   *.js, *.d.ts      ESM, by tsc
 *   *.cjs, *.d.cts    CommonJS, for packages whose export map has `require`
 *
 * `node scripts/build.mjs --clean` only removes what a build makes.
 */
import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCallableEntry } from './build-callable-entry.mjs';
import { compileCommonjs, reachableModules } from './build-commonjs.mjs';
import { writeDeclarations } from './build-declarations.mjs';
import { assertDeclared } from './dependencies.mjs';
import { mustRun, packages } from './workspace.mjs';

/**
 * What `require()` of a package gives where that is not an object of exports: hosts and the habits of their
 * users want the class or function itself. It has the named exports as members.
 *
 * @type {Record<string, import('./build-callable-entry.mjs').CallableEntry>}
 */
const requiredAs = {
  'winston-heka': { kind: 'class', name: 'HekaTransport' },
  'pino-heka': { kind: 'function', name: 'hekaTarget' },
};

const started = performance.now();
await Promise.all(packages.map(({ folder }) => rm(join(folder, 'dist'), { recursive: true, force: true })));
if (!process.argv.includes('--clean')) {
  mustRun('tsc', ['-b']);
  await Promise.all(packages.map(buildPackage));
  console.log(`built ${packages.length} packages in ${Math.round(performance.now() - started)} ms`);
}

/** @param {import('./workspace.mjs').Package} pkg */
async function buildPackage(pkg) {
  const source = join(pkg.folder, 'src');
  const dist = join(pkg.folder, 'dist');

  const { imported, required, bins } = entrySources(pkg);
  assertDeclared(pkg, (await reachableModules([...imported, ...bins])).external);
  if (required.length > 0) await compileCommonjs((await reachableModules(required)).modules, source, dist);
  const externalTypes = await writeDeclarations(dist, required.length > 0);
  assertDeclared(pkg, externalTypes);

  const form = requiredAs[pkg.name];
  if (form !== undefined) await writeCallableEntry(dist, form);
  await markExecutable(pkg);
}

/**
 * The sources of a package's entry points, read off its export map and its bins.
 *
 * @param {import('./workspace.mjs').Package} pkg
 */
function entrySources({ folder, manifest }) {
  const source = (/** @type {string} */ output) =>
    join(folder, output.replace('/dist/', '/src/').replace(/\.c?js$/, '.ts'));
  const entries = Object.values(manifest.exports).filter((entry) => typeof entry === 'object');
  return {
    imported: entries.map((entry) => source(entry.import.default)),
    required: entries.flatMap((entry) =>
      entry.require === undefined ? [] : [source(entry.require.default)],
    ),
    bins: Object.values(manifest.bin ?? {}).map(source),
  };
}

/** @param {import('./workspace.mjs').Package} pkg */
async function markExecutable({ folder, manifest }) {
  for (const bin of Object.values(manifest.bin ?? {})) {
    const file = join(folder, bin);
    const text = await readFile(file, 'utf8');
    if (!text.startsWith('#!/usr/bin/env node\n')) throw new Error(`${file} has no #!/usr/bin/env node`);
    await chmod(file, 0o755);
  }
}
