import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Effort } from '../../../../packages/core/src/record/value/effort.ts';
import { FieldNames } from '../../../../packages/core/src/record/value/fields/field-names.ts';

/** More than are kept. */
const MANY = 5000;

function openNames(maxFields = 256): FieldNames {
  const options = { separator: '.', fieldTypes: {}, maxFields, maxMessageBytes: 65_536 };
  return new FieldNames(options, new Map(), new Effort(65_536));
}

describe('names of fields', () => {
  test('are kept from message to message, and all forgotten when they are too many', () => {
    const names = openNames();
    names.reserve(['level']);
    names.begin();
    const { root } = names;
    const first = names.child(root, 'k0');
    names.begin();
    assert.equal(names.root, root);
    assert.equal(names.child(root, 'k0'), first);
    for (let index = 0; index < MANY; index++) names.child(root, `k${index}`);
    assert.equal(names.root, root);
    names.begin();
    assert.notEqual(names.root, root);
    assert.equal(names.root.children, undefined);
    assert.notEqual(names.child(names.root, 'k0'), first);
    assert.deepEqual(names.taken(), ['level']);
  });

  test('are forgotten as well if they are too many without places of their own', () => {
    const names = openNames();
    names.begin();
    const kept = names.name('n0');
    for (let index = 0; index < MANY; index++) names.name(`n${index}`);
    assert.equal(names.name('n0'), kept);
    names.begin();
    assert.notEqual(names.name('n0'), kept);
  });

  test('that are long are forgotten with their message', () => {
    const names = openNames();
    const long = 'n'.repeat(200);
    names.begin();
    const name = names.name(long);
    assert.equal(names.name(long), name);
    names.begin();
    assert.notEqual(names.name(long), name);
  });

  test('have room as often as a record may have fields', () => {
    const names = openNames(2);
    names.begin();
    for (const key of ['a', 'b']) {
      assert.equal(names.isFull, false);
      names.take(names.child(names.root, key));
    }
    assert.equal(names.isFull, true);
    names.begin();
    assert.equal(names.isFull, false);
    names.fill();
    assert.equal(names.isFull, true);
  });
});
