import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @typedef {object} CallableEntry
 * @property {'class' | 'function'} kind of the package's default export
 * @property {string} name how the types call it
 */

/**
 * Makes `require()` of a package give its default export, with all exports as members: `index.cjs` becomes
 * `exports.cjs`, under a new `index.cjs`.
 *
 * @param {string} dist
 * @param {CallableEntry} entry
 */
export async function writeCallableEntry(dist, entry) {
  const names = exportedNames(await readFile(join(dist, 'index.d.cts'), 'utf8'));
  if (!names.includes('default')) throw new Error(`${dist}/index.d.cts has no default export`);
  await rename(join(dist, 'index.cjs'), join(dist, 'exports.cjs'));
  await rename(join(dist, 'index.d.cts'), join(dist, 'exports.d.cts'));
  await writeFile(join(dist, 'index.cjs'), callableModule);
  await writeFile(join(dist, 'index.d.cts'), callableTypes(entry, names));
}

const callableModule = `'use strict';
const exported = require('./exports.cjs');
module.exports = Object.assign(exported.default, exported);
`;

/**
 * `export =` of a class or function that is merged with a namespace, the one form in which TypeScript lets
 * `import X = require()`, `import X from` and `import { X } from` all name values and types.
 *
 * @param {CallableEntry} entry
 * @param {readonly string[]} names
 */
function callableTypes({ kind, name }, names) {
  const declaration =
    kind === 'class'
      ? `declare class ${name} extends exported_default {}`
      : `declare function ${name}(...args: Parameters<typeof exported_default>): ReturnType<typeof exported_default>;`;
  const members = names.filter((exportedName) => exportedName !== 'default' && exportedName !== name);
  // Inside of the namespace a name means its own member, so what is imported needs another name.
  const list = (/** @type {(member: string) => string} */ write) => ['', ...members.map(write)].join(', ');
  return `import { default as exported_default${list((member) => `${member} as exported_${member}`)} } from './exports.cjs';
${declaration}
declare namespace ${name} {
  export { ${name}, ${name} as default${list((member) => `exported_${member} as ${member}`)} };
}
export = ${name};
`;
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
