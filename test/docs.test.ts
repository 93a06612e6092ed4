import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { filesUnder, root } from '../scripts/workspace.mjs';

const pages = [
  join(root, 'README.md'),
  join(root, 'CONTRIBUTING.md'),
  ...filesUnder(join(root, 'docs')),
].filter((path) => path.endsWith('.md'));

/** The targets of a page's links. */
function linksOf(page: string): string[] {
  const text = readFileSync(page, 'utf8')
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const headings = readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('every link of a page leads to a file and a heading that are there', () => {
  for (const page of pages) {
    for (const link of linksOf(page).filter((target) => !/^https?:/.test(target))) {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      assert.ok(existsSync(target), `${relative(root, page)} links to ${link}`);
      if (anchor !== undefined)
        assert.ok(anchorsOf(target).includes(anchor), `${relative(root, page)}: ${link}`);
    }
  }
});

test('the README of a package links to nothing beside it: on npm there is nothing', () => {
  for (const name of ['core', 'winston', 'pino', 'cli']) {
    const page = join(root, 'packages', name, 'README.md');
    assert.deepEqual(
      linksOf(page).filter((link) => !/^(https?:|#)/.test(link)),
      [],
      relative(root, page),
    );
  }
});

test('the README fits one screen and a half', () => {
  assert.ok(readFileSync(join(root, 'README.md'), 'utf8').split('\n').length <= 130);
});
