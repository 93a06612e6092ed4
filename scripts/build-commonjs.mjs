import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './workspace.mjs';

const options = /** @type {const} */ ({
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  logLevel: 'warning',
  // The CommonJS form of a module has no import.meta: better no build than an undefined path at run time.
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  logOverride: { 'empty-import-meta': 'error' },
});

/**
 * Follows the imports of some sources.
 *
 * @param {readonly string[]} entryPoints absolute paths
 * @returns {Promise<{ modules: string[], external: Set<string> }>} the package's modules that are reached,
 *   and the specifiers that leave the package
 */
export async function reachableModules(entryPoints) {
  const { metafile } = await esbuild.build({
    ...options,
    entryPoints: [...entryPoints],
    packages: 'external',
    format: 'esm',
    outdir: 'unused',
    write: false,
    metafile: true,
  });
  const inputs = Object.entries(metafile.inputs);
  const imports = inputs.flatMap(([, input]) => input.imports).filter((found) => found.external);
  return {
    modules: inputs.map(([file]) => join(root, file)),
    external: new Set(imports.map((found) => found.path)),
  };
}

/**
 * Compiles each module to a `.cjs` of its own. One file for each entry point would be fewer, but then an
 * error thrown by one entry point of a package were no instance of the class that another one exports.
 *
 * @param {readonly string[]} modules absolute paths of sources
 * @param {string} source
 * @param {string} dist
 */
export async function compileCommonjs(modules, source, dist) {
  await esbuild.build({
    ...options,
    entryPoints: [...modules],
    outbase: source,
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    sourcemap: true,
    sourcesContent: false,
    plugins: [{ name: 'modules-stay-apart', setup: keepModulesApart }],
  });
}

/** @param {esbuild.PluginBuild} build */
function keepModulesApart(build) {
  build.onResolve({ filter: /.*/ }, ({ path, kind }) => {
    if (kind === 'entry-point') return undefined;
    return { path: path.startsWith('.') ? path.replace(/\.[jt]s$/, '.cjs') : path, external: true };
  });
}
