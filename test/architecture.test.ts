import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { filesUnder, root } from '../scripts/workspace.mjs';
import table from './layers.json' with { type: 'json' };

const layers: Readonly<Record<string, readonly string[]>> = table.layers;
const packages: Readonly<Record<string, readonly string[]>> = table.packages;
const core = join(root, 'packages/core/src');

/** The modules that a source file names in its imports and exports. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'|\bimport\('([^']+)'\)/gm)].map(
    ([, stated, dynamic]) => stated ?? dynamic ?? '',
  );
}

/** Whether a file is code that people write: not an output, not a dependency, not data. */
function isSource(file: string): boolean {
  return /\.(?:ts|mjs|cjs|js)$/.test(file) && !/\/(?:dist|node_modules)\//.test(file);
}

/** The innermost layer that a file of heka-core stands in. */
function layerOf(file: string): string | undefined {
  for (let path = relative(core, file); path !== '.'; path = dirname(path)) if (path in layers) return path;
  return undefined;
}

for (const [name, allowed] of Object.entries(packages)) {
  const source = join(root, 'packages', name, 'src');
  const files = filesUnder(source).filter((file) => file.endsWith('.ts'));

  test(`${name}: a file imports its own package, what Node.js has, and what the table allows`, () => {
    const manifest = JSON.parse(readFileSync(join(source, '../package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    const usable = name === 'core' ? Object.keys(manifest.dependencies ?? {}) : allowed;
    for (const file of files) {
      for (const specifier of importsOf(file)) {
        const isOwn =
          specifier.startsWith('.') && !relative(source, resolve(dirname(file), specifier)).startsWith('..');
        const isUsable = usable.some((prefix) => specifier === prefix || specifier.startsWith(`${prefix}/`));
        assert.ok(isOwn || isBuiltin(specifier) || isUsable, `${relative(root, file)} imports ${specifier}`);
      }
    }
  });
}

for (const folder of ['packages', 'test', 'scripts', 'examples']) {
  test(`${folder}: no folder holds more than 15 source files`, () => {
    const counts = new Map<string, number>();
    for (const file of filesUnder(join(root, folder)).filter(isSource)) {
      counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    }
    assert.notEqual(counts.size, 0);
    for (const [path, count] of counts) assert.ok(count <= 15, `${relative(root, path)}: ${count} files`);
  });
}

test('a constant of a module is written in capitals', () => {
  const sources = Object.keys(packages).flatMap((name) => filesUnder(join(root, 'packages', name, 'src')));
  const constant =
    /^(?:export )?const ([a-z]\w*)(?:: [^=]+)? = (?:-?\d|['"`[]|\/\S|new (?:Set|Map|RegExp)\(\[)/gm;
  for (const file of sources.filter((path) => path.endsWith('.ts') && !path.includes('/generated/'))) {
    const found = [...readFileSync(file, 'utf8').matchAll(constant)].map(([, name]) => name);
    assert.deepEqual(found, [], relative(root, file));
  }
});

test('core: imports run one way, as the table of layers says', () => {
  const wrong: string[] = [];
  for (const file of filesUnder(core).filter((path) => path.endsWith('.ts') && dirname(path) !== core)) {
    const layer = layerOf(file);
    if (layer === undefined) wrong.push(`${relative(core, file)} is in no layer`);
    for (const specifier of importsOf(file).filter((path) => path.startsWith('.'))) {
      const target = layerOf(resolve(dirname(file), specifier));
      const isAllowed = target === layer || (target !== undefined && layers[layer ?? '']?.includes(target));
      if (!isAllowed) wrong.push(`${relative(core, file)}: ${layer} may not import ${target ?? specifier}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('CONTRIBUTING shows the same table', () => {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `([^`]+)` \| ([^|]+) \|$/gm)].map(([, layer, allowed]) => [
    layer,
    allowed,
  ]);
  const shown = Object.fromEntries(rows.filter(([layer]) => layer !== undefined && layer in layers));
  for (const [layer, allowed] of Object.entries(layers)) {
    const cell =
      allowed.length === 0 ? 'nothing' : allowed.map((name) => name.replace(/\.ts$/, '')).join(', ');
    assert.equal(shown[layer], cell, layer);
  }
});

test('lint leaves alone what git ignores', () => {
  const biome = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as {
    files: { includes: string[] };
  };
  const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
  const folders = ignored.filter((line) => line.endsWith('/')).map((line) => `!**/${line.slice(0, -1)}`);
  assert.deepEqual(
    folders.filter((folder) => !biome.files.includes.includes(folder)),
    [],
  );
});
