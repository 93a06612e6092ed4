/**
 * How the files of heka-core find each other. The base requires the other parts, each of them once, and gives them the table
 * of all parts; only entry points require the base. So a part belongs to the base that has loaded it, however late that is.
 * If parts required the base, one that is first used after Jest has reset its modules would run the base again, and throw
 * a `HekaError` that is not the application's.
 */
import { posix } from 'node:path';
import { BASE, FOLDER, partNames } from './parts.mjs';

/** The name of the table in compiled text: `partsOnUse.client()` gives the exports of the part `client`. */
const TABLE = 'partsOnUse';

/** An import of a part in an ESM file that esbuild wrote. */
const OF_PART = /\bimport\s*\{[^}]*\}\s*from\s*"part:/;

/** Imports of the base in such a file. */
const OF_BASE = /\bimport\s*\{([^}]*)\}\s*from\s*"part:base";/g;

/** `var import_part_x=require("part:x");` as esbuild writes it, possibly over two lines. */
const REQUIRED = /\bvar\s+(import_part_\w+)\s*=\s*require\(\s*"part:(\w+)"\s*\)\s*;\s*/g;

/** Lists the exports of a CommonJS module for an `import` of it by Node.js; nothing imports a part. */
const NAMES_FOR_IMPORT = /0&&\(module\.exports=\{[^}]*\}\);\s*$/;

/**
 * Makes an ESM module that esbuild wrote take what it needs of the base at once, into constants: it is part of every record's
 * way, and what is loaded on use is a call each time.
 *
 * @param {string} text
 * @param {string} module its path, relative to `dist`
 * @throws Error if it has the table's name for something else
 */
export function bindBase(text, module) {
  if (text.includes(TABLE)) throw new Error(`${module} has the name ${TABLE} already`);
  if (!OF_PART.test(text)) return text;
  const part = partAt(module);
  if (part === BASE) return text;
  const names = [...text.matchAll(OF_BASE)].map(([, list = '']) => list.replaceAll(/\s+as\s+/g, ':'));
  const bound =
    part === undefined
      ? `const{${[TABLE, ...names].join(',')}}=require("${pathOf(BASE, module)}");`
      : `const{${names.join(',')}}=${TABLE}.${BASE}();`;
  return bound + text.replaceAll(OF_BASE, '');
}

/**
 * Makes a module in the CommonJS form that esbuild writes take the other parts from the table. The base gets the table; every
 * other part becomes a function that takes it and returns the part's exports.
 *
 * @param {string} text
 * @param {string} module its path, relative to `dist`
 */
export function linkParts(text, module) {
  const used = usingTable(text);
  const part = partAt(module);
  if (part === undefined) return used;
  return part === BASE ? used + tableOfParts(module) : asFunction(used);
}

/** @param {string} text */
function usingTable(text) {
  /** @type {Map<string, string>} */
  const parts = new Map();
  const without = text.replace(REQUIRED, (_, name, part) => {
    parts.set(name, part);
    return '';
  });
  if (without.includes('"part:')) throw new Error('a part is not loaded on use');
  if (parts.size === 0) return text;
  return without.replace(
    new RegExp(String.raw`\b(${[...parts.keys()].join('|')})\b`, 'g'),
    // In brackets, since the member may be a class: `new (partsOnUse.reading()).Splitter()`.
    (_, name) => `(${TABLE}.${parts.get(name)}())`,
  );
}

/**
 * The paths are plain texts in calls of `require()`, so bundlers find them.
 *
 * @param {string} module the base
 */
function tableOfParts(module) {
  const others = partNames.filter((part) => part !== BASE);
  const rows = others.map((part) => `${part}:onUse(()=>require("${pathOf(part, module)}")(${TABLE}))`);
  const table = [`${BASE}:()=>module.exports`, ...rows].join(',\n');
  return `var ${TABLE}={${table}};\nmodule.exports.${TABLE}=${TABLE};\n`;
}

/**
 * The function is in brackets, and not an arrow function, so that V8 compiles it together with the file. Otherwise V8 would
 * read the text twice: once to find its end, and again at the call.
 *
 * @param {string} text
 */
function asFunction(text) {
  const body = text.replace(/^"use strict";/, '').replace(NAMES_FOR_IMPORT, '');
  return `"use strict";module.exports=(function(${TABLE}){var module={exports:{}};${body}\nreturn module.exports});\n`;
}

/**
 * @param {string} module
 * @returns {string | undefined} undefined: it is an entry point
 */
function partAt(module) {
  const { dir, name } = posix.parse(module);
  return dir === FOLDER ? name : undefined;
}

/**
 * @param {string} part
 * @param {string} module that requires it
 */
function pathOf(part, module) {
  const path = posix.relative(posix.dirname(module), `${FOLDER}/${part}.cjs`);
  return path.startsWith('.') ? path : `./${path}`;
}
