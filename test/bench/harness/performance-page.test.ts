import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableHead } from './figure.ts';
import { withRows } from './performance-page.ts';

const PAGE = ['# Page', '', tableHead(), '| a | `one` |', '| b | `two` |', '', 'The end.', ''].join('\n');

test('measured rows replace those of their bench, in the order of the benches, and nothing else', () => {
  const measured = new Map([
    ['two', ['| c | `two` |', '| d | `two` |']],
    ['new', ['| e | `new` |']],
  ]);
  assert.equal(
    withRows(PAGE, measured, ['one', 'new', 'two']),
    [
      '# Page',
      '',
      tableHead(),
      '| a | `one` |',
      '| e | `new` |',
      '| c | `two` |',
      '| d | `two` |',
      '',
      'The end.',
      '',
    ].join('\n'),
  );
});

test('a bench that is gone takes its rows along', () => {
  assert.ok(!withRows(PAGE, new Map(), ['two']).includes('`one`'));
});

test('a page without the table is refused', () => {
  assert.throws(() => withRows('# Page\n', new Map(), []), /the page has no table of figures/);
});
