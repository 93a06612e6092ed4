import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { OptionKind, OptionRow } from '../../../packages/core/src/options/option-kind.ts';
import { OPTION_SECTIONS, OPTION_TABLE } from '../../../packages/core/src/options/option-table.ts';
import { optionsPage, withOptions } from '../../../scripts/generate/options/options-page.mjs';
import { optionsType } from '../../../scripts/generate/options/options-type.mjs';
import { root } from '../../../scripts/workspace.mjs';

const rows = Object.entries<OptionRow>(OPTION_TABLE);

/** A kind that checks values, or undefined if the layer that uses the option does. */
function checkOf({ kind }: OptionRow): OptionKind<unknown, unknown>['parse'] | undefined {
  return 'parse' in kind ? (kind as OptionKind<unknown, unknown>).parse : undefined;
}

describe('the table of options', () => {
  it('is what docs/options.md shows (else run npm run generate)', () => {
    assert.equal(readFileSync(join(root, 'docs/options.md'), 'utf8'), optionsPage());
  });

  for (const name of ['core', 'winston', 'pino']) {
    it(`is what the README of packages/${name} shows (else run npm run generate)`, () => {
      const readme = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8');
      assert.equal(readme, withOptions(readme));
    });
  }

  it('is what the type HekaOptions is made from (else run npm run generate)', () => {
    const path = 'packages/core/src/options/generated/heka-options.ts';
    assert.equal(readFileSync(join(root, path), 'utf8'), optionsType());
  });

  it('has every option under one heading', () => {
    const names = OPTION_SECTIONS.flatMap((section) => Object.keys(section.rows));
    assert.deepEqual(names, Object.keys(OPTION_TABLE));
  });

  it('gives every name to one option', () => {
    const names = rows.flatMap(([name, { aliases = [] }]) => [name, ...aliases]);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it('has defaults that its own checks accept', () => {
    const refused = rows.filter(
      ([, row]) => row.default !== undefined && checkOf(row)?.(row.default) === undefined,
    );
    assert.deepEqual(
      refused.map(([name]) => name),
      // Checked by the layer that uses them; the default is an object without members.
      ['severities', 'fieldTypes'],
    );
  });

  it('has sections for the members that it names', () => {
    for (const [name] of rows.filter(([each]) => each.includes('.'))) {
      const section = name.slice(0, name.indexOf('.'));
      assert.ok(section in OPTION_TABLE, section);
    }
  });

  it('says what each option does in one sentence without its full stop', () => {
    for (const [name, { doc }] of rows) assert.match(doc, /^[^a-z].*[^.\s]$/, name);
  });
});
