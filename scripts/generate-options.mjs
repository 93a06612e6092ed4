// Writes what is made from the table of options: the type HekaOptions and docs/options.md.
// Run it after a change of packages/core/src/options: npm run generate

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { optionsPage } from './options/options-page.mjs';
import { optionsType } from './options/options-type.mjs';
import { root } from './workspace.mjs';

const files = {
  'packages/core/src/options/generated/heka-options.ts': optionsType(),
  'docs/options.md': optionsPage(),
};

for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  process.stdout.write(`${path}\n`);
}
