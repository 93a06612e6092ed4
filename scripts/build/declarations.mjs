import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { filesUnder } from '../workspace.mjs';

/**
 * What `require()` of a package gives if that is its default export and not an object of exports.
 *
 * @typedef {object} CallableEntry
 * @property {'class' | 'function'} kind of the default export
 * @property {string} name how the types call it
 */

const specifier = /((?:\bfrom|\bimport|\brequire)\s*\(?\s*)(['"])([^'"\n]+)\2/g;

/**
 * Points the relative imports of tsc's declarations, which it leaves as `.ts`, to the modules that they describe, and
 * writes their CommonJS form beside them. Declarations that no entry point leads to are removed.
 *
 * @param {string} dist
 * @param {readonly string[]} entries absolute paths of the entry points' declarations
 * @param {boolean} commonjs whether the package can be required
 * @returns {Promise<Set<string>>} the specifiers that leave the package
 */
export async function writeDeclarations(dist, entries, commonjs) {
  const { reached, external } = await follow(entries);
  for (const file of filesUnder(dist).filter((path) => path.endsWith('.d.ts'))) {
    const text = reached.get(file);
    if (text === undefined) {
      await rm(file);
      continue;
    }
    await writeFile(file, withExtension(text, '.js'));
    if (commonjs) await writeFile(file.replace(/\.ts$/, '.cts'), asCommonjs(withExtension(text, '.cjs')));
  }
  return external;
}

/**
 * Types of a package whose `require()` gives its default export: `export =` of a class or function that is merged
 * with a namespace, the one form in which TypeScript lets `import X = require()`, `import X from` and
 * `import { X } from` all name values and types.
 *
 * @param {string} dist
 * @param {CallableEntry} entry
 */
export async function writeCallableTypes(dist, { kind, name }) {
  const index = join(dist, 'index.d.cts');
  const names = exportedNames(await readFile(index, 'utf8'));
  if (!names.includes('default')) throw new Error(`${index} has no default export`);
  await rename(index, join(dist, 'exports.d.cts'));
  const declaration =
    kind === 'class'
      ? `declare class ${name} extends exported_default {}`
      : `declare function ${name}(...args: Parameters<typeof exported_default>): ReturnType<typeof exported_default>;`;
  const members = names.filter((exportedName) => exportedName !== 'default' && exportedName !== name);
  // Inside the namespace a name means its own member, so what is imported needs another name.
  const list = (/** @type {(member: string) => string} */ write) => ['', ...members.map(write)].join(', ');
  const text = `import { default as exported_default${list((member) => `${member} as exported_${member}`)} } from './exports.cjs';
${declaration}
declare namespace ${name} {
  export { ${name}, ${name} as default${list((member) => `exported_${member} as ${member}`)} };
}
export = ${name};
`;
  await writeFile(index, text);
}

/**
 * Reads declarations and all that they import.
 *
 * @param {readonly string[]} entries
 */
async function follow(entries) {
  /** @type {Map<string, string>} */
  const reached = new Map();
  /** @type {Set<string>} */
  const external = new Set();
  const files = [...entries];
  for (let file = files.pop(); file !== undefined; file = files.pop()) {
    if (reached.has(file)) continue;
    const text = await readFile(file, 'utf8');
    reached.set(file, text);
    for (const [, , , path = ''] of text.matchAll(specifier)) {
      if (path.startsWith('.')) files.push(resolve(dirname(file), path.replace(/\.[jt]s$/, '.d.ts')));
      else external.add(path);
    }
  }
  return { reached, external };
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

/**
 * A default import of a CommonJS module compiles only with `esModuleInterop`, which an application need not have set;
 * `import X = require()` always compiles.
 *
 * @param {string} text
 */
function asCommonjs(text) {
  return text.replace(/^import (\w+) from (['"])([^'".][^'"]*)\2;$/gm, 'import $1 = require($2$3$2);');
}

/**
 * The names that an index file exports. An index holds only lists: `export { a, b as c } from './d.ts'`.
 *
 * @param {string} declarations
 * @returns {string[]}
 */
function exportedNames(declarations) {
  if (/^export (?!type \{|\{)/m.test(declarations))
    throw new Error('an index exports by lists of names only');
  return [...declarations.matchAll(/^export (?:type )?\{([^}]*)\}/gm)]
    .flatMap(([, list = '']) => list.split(','))
    .map((item) => item.trim().split(/\s+/).at(-1) ?? '')
    .filter((name) => name !== '');
}
