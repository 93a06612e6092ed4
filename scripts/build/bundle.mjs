import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from '../workspace.mjs';
import { bindBase, linkParts } from './link-parts.mjs';
import { loadOnUse } from './load-on-use.mjs';
import { readParts } from './parts.mjs';

const options = /** @type {const} */ ({
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // Comments and indentation are a third of what is read at an import. Names stay, so that stack traces can be read.
  minifyWhitespace: true,
  lineLimit: 120,
  logLevel: 'warning',
  metafile: true,
  // A module of ours that only has effects would be a mistake, but a bare import of one is not.
  ignoreAnnotations: true,
});

/**
 * @typedef {object} Compiled
 * @property {string[]} modules absolute paths of the ESM files
 * @property {Set<string>} imported the specifiers that leave the package
 */

/**
 * Compiles the entry points of a package to one ESM file each.
 *
 * @param {readonly string[]} entryPoints absolute paths of sources
 * @param {string} source
 * @param {string} dist
 * @returns {Promise<Compiled>}
 */
export async function bundleModules(entryPoints, source, dist) {
  return compiled(
    await esbuild.build({
      ...options,
      entryPoints: [...entryPoints],
      packages: 'external',
      format: 'esm',
      outbase: source,
      outdir: dist,
    }),
  );
}

/**
 * Compiles the entry points of heka-core, and its parts, to one ESM file each. These files cannot be run: their imports of
 * parts become `require()` in {@link convertToCommonjs}.
 *
 * @param {readonly string[]} entryPoints absolute paths of sources
 * @param {string} source
 * @param {string} dist
 * @returns {Promise<Compiled>}
 */
export async function bundleParts(entryPoints, source, dist) {
  const parts = await readParts(source);
  const entries = entryPoints.map((file) => ({ in: file, out: relative(source, file).replace(/\.ts$/, '') }));
  const { metafile } = await esbuild.build({
    ...options,
    entryPoints: [...entries, ...parts.entryPoints],
    packages: 'external',
    plugins: [parts.plugin],
    format: 'esm',
    outdir: dist,
  });
  assertApart(metafile);
  return compiled({ metafile });
}

/** @param {{ metafile: esbuild.Metafile }} result */
function compiled({ metafile }) {
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const outside = imports.filter(({ external, path }) => external && !path.startsWith('part:'));
  return {
    modules: Object.keys(metafile.outputs).map((file) => join(root, file)),
    imported: new Set(outside.map(({ path }) => path)),
  };
}

/**
 * Throws if a source is in two files: each would have its own class or cache of it.
 *
 * @param {esbuild.Metafile} metafile
 */
function assertApart({ outputs }) {
  const seen = new Set();
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  for (const [source, { bytesInOutput }] of inputs) {
    if (bytesInOutput === 0) continue;
    if (seen.has(source)) throw new Error(`${source} is compiled into two files`);
    seen.add(source);
  }
}

/**
 * Compiles ESM files of {@link bundleModules} or {@link bundleParts} to CommonJS: `index.js` becomes `index.cjs` beside it.
 *
 * @param {readonly string[]} modules absolute paths
 * @param {string} dist
 */
export async function convertToCommonjs(modules, dist) {
  const { outputFiles } = await esbuild.build({
    ...options,
    write: false,
    entryPoints: [...modules],
    format: 'cjs',
    outbase: dist,
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    // The CommonJS form of a module has no import.meta: better no build than an undefined path at run time.
    define: {
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
    },
    logOverride: { 'empty-import-meta': 'error' },
    plugins: [{ name: 'modules-stay-apart', setup: (build) => keepModulesApart(build, dist) }],
  });
  await Promise.all(
    outputFiles.map(({ path, text }) => {
      const linked = linkParts(text, inDist(dist, path));
      return writeFile(path, withoutRequiredBuiltins(loadOnUse(linked)));
    }),
  );
}

/**
 * A bundler that makes ESM of CommonJS cannot keep `require()` of a built-in module; this way of asking for it works in
 * both.
 *
 * @param {string} text
 */
function withoutRequiredBuiltins(text) {
  return text.replaceAll(/\brequire\(("node:[a-z_/]+")\)/g, 'process.getBuiltinModule($1)');
}

/**
 * Makes the ESM form of a module hand on what its CommonJS form exports. The code is then in the package once, and an
 * application that both imports and requires it gets the same classes.
 *
 * @param {string} module path of an ESM module; its CommonJS form is beside it
 */
export async function handOnCommonjs(module) {
  const { metafile } = await esbuild.build({
    ...options,
    entryPoints: [module],
    packages: 'external',
    format: 'esm',
    outdir: 'unused',
    write: false,
  });
  const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
  const form = `./${basename(module).replace(/\.js$/, '.cjs')}`;
  const named = names.filter((name) => name !== 'default').sort();
  const exports = [
    `export const { ${named.join(', ')} } = exported;\n`,
    ...(names.includes('default') ? ['export default exported.default;\n'] : []),
  ].join('');
  // An import of CommonJS has Node.js look through all of its text for exports, which takes longer than running it.
  const required = `import { createRequire } from 'node:module';\nconst exported = createRequire(import.meta.url)('${form}');\n`;
  await writeFile(module, required + exports);
  // Bundlers follow only this form; they ask for the condition `module`.
  await writeFile(module.replace(/\.js$/, '.module.js'), `import exported from '${form}';\n${exports}`);
}

/**
 * Makes `require()` of a module give its default export, a class or a function, with all exports as members. Hosts
 * and the habits of their users want that.
 *
 * @param {string} module path of a CommonJS module
 */
export async function requireAsDefault(module) {
  const text = await readFile(module, 'utf8');
  await writeFile(module, `${text}module.exports = Object.assign(module.exports.default, module.exports);\n`);
}

/**
 * @param {esbuild.PluginBuild} build
 * @param {string} dist
 */
function keepModulesApart(build, dist) {
  build.onResolve({ filter: /.*/ }, ({ path, kind }) => {
    if (kind === 'entry-point') return undefined;
    return { path: path.startsWith('.') ? path.replace(/\.js$/, '.cjs') : path, external: true };
  });
  build.onLoad({ filter: /\.js$/ }, async ({ path }) => ({
    contents: bindBase(await readFile(path, 'utf8'), inDist(dist, path)),
  }));
}

/**
 * @param {string} dist
 * @param {string} path
 */
function inDist(dist, path) {
  return relative(dist, path).split(sep).join('/');
}

/**
 * The path of what a source is compiled to.
 *
 * @param {string} file
 * @param {string} source
 * @param {string} dist
 */
export function compiledPath(file, source, dist) {
  return join(dist, relative(source, file).replace(/\.ts$/, '.js'));
}
