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
import { mustRun, packages } from '../workspace.mjs';
import {
  bundleModules,
  bundleParts,
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

/** Packages that are compiled in parts, of which a process loads what it uses. */
const inParts = new Set(['heka-core']);

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

  const { exported, bins, isRequired } = entrySources(pkg);
  const compile = inParts.has(pkg.name) ? bundleParts : bundleModules;
  const { modules, imported } = await compile(exported, source, dist);
  assertDeclared(pkg, imported);
  assertDeclared(pkg, (await bundleModules(bins, source, dist)).imported);
  if (isRequired) await handOn(modules, exported.map(compiled), dist);
  const declarations = exported.map((file) => compiled(file).replace(/\.js$/, '.d.ts'));
  assertDeclared(pkg, await writeDeclarations(dist, declarations, isRequired));

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
 * @param {readonly string[]} modules all its ESM modules
 * @param {readonly string[]} entries those of its export map
 * @param {string} dist
 */
async function handOn(modules, entries, dist) {
  await convertToCommonjs(modules, dist);
  await Promise.all(entries.map(handOnCommonjs));
  await Promise.all(modules.filter((module) => !entries.includes(module)).map((module) => rm(module)));
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
    isRequired: entries.some((entry) => entry.require !== undefined),
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
