import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const benchFolder = join(import.meta.dirname, '..');

/** Where the compiled workloads are; not in version control. */
export const compiledFolder = join(benchFolder, 'dist');

/** Every file here is a program of its own. */
const programs = ['workloads/**/*.ts', 'sinks/sink-process.ts'];

/**
 * Compiles the programs of the benchmarks, and with them the packages' sources, once and ahead of time: what is
 * measured is then plain JavaScript, as in the published packages, and always that of the present sources.
 * Running the sources through a loader would measure the loader's helpers as well.
 */
export async function compileWorkloads(): Promise<void> {
  await rm(compiledFolder, { recursive: true, force: true });
  await build({
    absWorkingDir: benchFolder,
    entryPoints: [...programs, 'pino-heka'],
    entryNames: '[name]',
    outdir: compiledFolder,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    sourcemap: true,
    sourcesContent: false,
    conditions: ['heka-source'],
    plugins: [otherPackagesStayOut],
    logLevel: 'warning',
  });
}

/** Only the packages of this repository are compiled; the others run as they were published. */
const otherPackagesStayOut: Plugin = {
  name: 'other-packages-stay-out',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^[^./#]/ }, ({ path, kind }) => {
      const own = /^(heka-core|winston-heka|pino-heka)(\/|$)/.test(path);
      return own || kind === 'entry-point' ? undefined : { path, external: true };
    });
  },
};
