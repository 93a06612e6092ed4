import { join } from 'node:path';
import { mustRun, root } from '../workspace.mjs';
import { installCompiler } from './packed-packages.mjs';

/** Kept out of this repository's own tools: only the first of these compiles it. */
const compilers = ['current', '5.9', '5.4'];

const configurations = [
  {
    title: 'nodenext',
    files: ['import.mts', 'require.cts', 'require-destructured.cts'],
    options: ['--module', 'nodenext'],
  },
  {
    title: 'node16 without esModuleInterop',
    files: ['without-interop.cts'],
    options: ['--module', 'node16', '--esModuleInterop', 'false'],
    // TypeScript 7 has neither: interop is always on, and node10 resolution is gone.
    unknownTo: ['current'],
  },
  {
    title: 'commonjs with node10 resolution, without esModuleInterop',
    files: ['without-interop.cts'],
    options: ['--module', 'commonjs', '--moduleResolution', 'node10', '--esModuleInterop', 'false'],
    unknownTo: ['current'],
  },
];

const strict = [
  ...['--target', 'es2022', '--lib', 'es2023', '--types', 'node'],
  ...['--strict', '--exactOptionalPropertyTypes', '--noEmit'],
  // What is checked is our declarations, not only how they are used.
  ...['--skipLibCheck', 'false'],
];

/**
 * Compiles what an application does with the installed packages, in every configuration that they promise to work in.
 *
 * @param {string} application the folder of the application
 * @param {string} folder where compilers are installed
 */
export function checkTypes(application, folder) {
  for (const compiler of compilers) {
    const tsc =
      compiler === 'current'
        ? join(root, 'node_modules', 'typescript', 'bin', 'tsc')
        : installCompiler(join(folder, `typescript-${compiler}`), compiler);
    for (const { title, files, options, unknownTo = [] } of configurations) {
      if (unknownTo.includes(compiler)) continue;
      console.log(`TypeScript ${compiler}, ${title}`);
      const paths = files.map((file) => join(application, 'types', file));
      const types = ['--typeRoots', join(root, 'node_modules', '@types')];
      mustRun(process.execPath, [tsc, ...strict, ...options, ...types, ...paths], { cwd: application });
    }
  }
}
