import { readFile, writeFile } from 'node:fs/promises';
import { filesUnder } from './workspace.mjs';

const specifier = /((?:\bfrom|\bimport|\brequire)\s*\(?\s*)(['"])([^'"\n]+)\2/g;

/**
 * Points the relative imports of tsc's declarations, which it leaves as `.ts`, to the modules that they
 * describe, and writes their CommonJS form beside them.
 *
 * @param {string} dist
 * @param {boolean} commonjs whether the package can be required
 * @returns {Promise<Set<string>>} the specifiers that leave the package
 */
export async function writeDeclarations(dist, commonjs) {
  const external = new Set();
  for (const file of filesUnder(dist)) {
    if (!file.endsWith('.d.ts')) continue;
    const text = await readFile(file, 'utf8');
    for (const [, , , path = ''] of text.matchAll(specifier)) if (!path.startsWith('.')) external.add(path);
    await writeFile(file, withExtension(text, '.js'));
    if (commonjs) await writeFile(file.replace(/\.ts$/, '.cts'), withExtension(text, '.cjs'));
  }
  return external;
}

/**
 * @param {string} text
 * @param {'.js' | '.cjs'} extension
 */
function withExtension(text, extension) {
  return text.replace(specifier, (whole, before, quote, path) =>
    path.startsWith('.') ? before + quote + path.replace(/\.[jt]s$/, extension) + quote : whole,
  );
}
