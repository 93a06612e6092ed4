/**
 * Modules that are loaded by the first call that needs them, since most processes never make it: an import of
 * `winston-heka` or `pino-heka` should cost what an application uses. The sources import them as any other module.
 */
const LOADED_ON_USE = new Set([
  'node:dgram',
  'node:dns',
  'node:fs/promises',
  'node:os',
  'node:tls',
  'node:worker_threads',
  '@pinojs/redact',
  'pino-abstract-transport',
  're2js',
]);

const HELPER = 'var onUse=(load)=>{let loaded;return()=>loaded??=load()};\n';

/** `var import_x=require("x");` as esbuild writes it, possibly over two lines; a default import goes through `__toESM`. */
const REQUIRED =
  /\bvar\s+(import_\w+)\s*=\s*((?:__toESM\(\s*)?require\(\s*"([^"]+)"\s*\)(?:\s*,\s*1\s*\))?)\s*;/g;

/**
 * Makes a module in the CommonJS form that esbuild writes load each of {@link LOADED_ON_USE} when it is first
 * used. The specifier stays a plain text in a call of `require()`, so bundlers find it.
 *
 * @param {string} text
 * @throws Error if one of them would be loaded at once all the same
 */
export function loadOnUse(text) {
  /** @type {string[]} */
  const names = [];
  const deferred = text.replace(REQUIRED, (whole, name, load, specifier) => {
    if (!LOADED_ON_USE.has(specifier)) return whole;
    names.push(name);
    return `var ${name}=onUse(()=>${load});`;
  });
  const loads = [...text.matchAll(/\brequire\(\s*"([^"]+)"/g)].filter(([, found = '']) =>
    LOADED_ON_USE.has(found),
  );
  if (loads.length !== names.length)
    throw new Error(`${loads.length - names.length} modules are not loaded on use`);
  if (names.length === 0) return text;
  const uses = new RegExp(String.raw`\b(${names.join('|')})\b(?!=onUse)(\s*\.)?`, 'g');
  const changed = deferred.replace(uses, (_, name, member) => {
    if (member === undefined) throw new Error(`${name} is used as a whole`);
    // In brackets, since the member may be a class: `new (import_x()).Worker()`.
    return `(${name}())${member}`;
  });
  return changed.replace(/^("use strict";)?/, (directive) => directive + HELPER);
}
