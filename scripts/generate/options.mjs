// Writes what is made from the table of options: the type HekaOptions, docs/options.md and the READMEs of packages.
// Run it after a change of packages/core/src/options: npm run generate

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../workspace.mjs';
import { optionsPage, withOptions } from './options/options-page.mjs';
import { optionsType } from './options/options-type.mjs';

const readmes = ['core', 'winston', 'pino'].map((name) => `packages/${name}/README.md`);

/** @type {Record<string, string>} */
const files = {
  'packages/core/src/options/generated/heka-options.ts': optionsType(),
  'docs/options.md': optionsPage(),
  ...Object.fromEntries(readmes.map((path) => [path, withOptions(readFileSync(join(root, path), 'utf8'))])),
};

for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  process.stdout.write(`${path}\n`);
}
