import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/**
 * Bundles the sources of a package with all that it imports into one CommonJS file, for processes and workers that
 * must start fast, or cannot read TypeScript.
 *
 * @param name folder of the package
 * @returns path of the file; it is removed when this process ends
 */
export function bundlePackage(name: 'core' | 'winston' | 'pino'): string {
  const directory = mkdtempSync(join(tmpdir(), `heka-${name}-`));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const outfile = join(directory, `${name}.cjs`);
  buildSync({
    entryPoints: [fileURLToPath(new URL(`../../../packages/${name}/src/index.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    conditions: ['heka-source'],
  });
  return outfile;
}
