/**
 * Builds every package into its `dist`, from nothing, so that no output of a deleted source stays.
 *
 *   index.js, index.d.ts      ESM: one file for each entry point; of heka-core it hands on what index.cjs exports
 *   index.cjs, index.d.cts    CommonJS, for packages whose export map has `require`
 *
 * `node scripts/build/build.mjs --clean` only removes what a build makes.
 */
import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeTranscoderModule } from '../generate/transcoder-module.mjs';
import { filesUnder, mustRun, packages } from '../workspace.mjs';
import {
  bundleModules,
  compiledPath,
  convertToCommonjs,
  handOnCommonjs,
  requireAsDefault,
} from './bundle.mjs';
import { writeCallableTypes, writeDeclarations } from './declarations.mjs';
import { assertDeclared } from './dependencies.mjs';

/** @type {Record<string, import('./declarations.mjs').CallableEntry>} */
const requiredAs = {
  'winston-heka': { kind: 'class', name: 'HekaTransport' },
  'pino-heka': { kind: 'function', name: 'hekaTarget' },
};

/** Packages whose code is large enough not to be there twice. */
const handedOn = new Set(['heka-core']);

const started = performance.now();
await Promise.all(packages.map(({ folder }) => rm(join(folder, 'dist'), { recursive: true, force: true })));
if (!process.argv.includes('--clean')) {
  await writeTranscoderModule();
  mustRun('tsc', ['-b']);
  await Promise.all(packages.map(buildPackage));
  console.log(`built ${packages.length} packages in ${Math.round(performance.now() - started)} ms`);
}

/** @param {import('../workspace.mjs').Package} pkg */
async function buildPackage(pkg) {
  const source = join(pkg.folder, 'src');
  const dist = join(pkg.folder, 'dist');
  const compiled = (/** @type {string} */ file) => compiledPath(file, source, dist);

  const { exported, required, bins } = entrySources(pkg);
  assertDeclared(pkg, await bundleModules([...exported, ...bins], source, dist));
  if (required.length > 0) await convertToCommonjs(required.map(compiled), dist);
  if (handedOn.has(pkg.name)) await dropModules(dist, exported.map(compiled));
  const declarations = exported.map((file) => compiled(file).replace(/\.js$/, '.d.ts'));
  assertDeclared(pkg, await writeDeclarations(dist, declarations, required.length > 0));

  const form = requiredAs[pkg.name];
  if (form !== undefined) {
    await requireAsDefault(join(dist, 'index.cjs'));
    await writeCallableTypes(dist, form);
  }
  await markExecutable(pkg);
}

/**
 * Leaves the code of a package in its CommonJS form only.
 *
 * @param {string} dist
 * @param {readonly string[]} entries the ESM modules of its export map
 */
async function dropModules(dist, entries) {
  await Promise.all(entries.map(handOnCommonjs));
  const shared = filesUnder(dist).filter((file) => /\/shared-[^/]*\.js$/.test(file));
  await Promise.all(shared.map((file) => rm(file)));
}

/**
 * The sources of a package's entry points, read off its export map and its bins.
 *
 * @param {import('../workspace.mjs').Package} pkg
 */
function entrySources({ folder, manifest }) {
  const source = (/** @type {string} */ output) =>
    join(folder, output.replace('/dist/', '/src/').replace(/\.c?js$/, '.ts'));
  const entries = Object.values(manifest.exports).filter((entry) => typeof entry === 'object');
  return {
    exported: entries.map((entry) => source(entry.import.default)),
    required: entries.flatMap((entry) =>
      entry.require === undefined ? [] : [source(entry.require.default)],
    ),
    bins: Object.values(manifest.bin ?? {}).map(source),
  };
}

/** @param {import('../workspace.mjs').Package} pkg */
async function markExecutable({ folder, manifest }) {
  for (const bin of Object.values(manifest.bin ?? {})) {
    const file = join(folder, bin);
    const text = await readFile(file, 'utf8');
    if (!text.startsWith('#!/usr/bin/env node\n')) throw new Error(`${file} has no #!/usr/bin/env node`);
    await chmod(file, 0o755);
  }
}
