import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun, packages, readJson, root } from '../workspace.mjs';

/**
 * Makes a temporary folder that is removed when this process ends.
 *
 * @returns {string}
 */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'heka-packages-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Packs every package as `npm publish` would.
 *
 * @param {string} folder where the tarballs go
 * @returns {{ name: string, tarball: string, bytes: number, paths: string[], hasTypes: boolean }[]}
 */
export function packAll(folder) {
  return packages.map(({ name, folder: source, manifest }) => {
    const packed = spawnSync('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: source,
      encoding: 'utf8',
    });
    if (packed.status !== 0) throw new Error(`npm pack of ${name} failed\n${packed.stderr}`);
    const [{ filename, size, files }] = JSON.parse(packed.stdout);
    const paths = files.map((/** @type {{ path: string }} */ file) => file.path);
    return { name, tarball: join(folder, filename), bytes: size, paths, hasTypes: '.' in manifest.exports };
  });
}

/** What the packages may weigh together, packed. */
const MAX_PACKED_BYTES = 400_000;

/**
 * Throws if the tarballs hold what nobody runs, or are larger together than they should be.
 *
 * @param {readonly { name: string, bytes: number, paths: readonly string[] }[]} packed
 */
export function assertLean(packed) {
  const needless = packed.flatMap(({ name, paths }) =>
    paths.filter((path) => /\.map$|^src\/|tsbuildinfo/.test(path)).map((path) => `${name}: ${path}`),
  );
  if (needless.length > 0)
    throw new Error(`the packages hold files that nobody runs: ${needless.join(', ')}`);
  const bytes = packed.reduce((sum, each) => sum + each.bytes, 0);
  console.log(`${packed.length} tarballs, ${bytes} bytes together, at most ${MAX_PACKED_BYTES}`);
  if (bytes > MAX_PACKED_BYTES) throw new Error(`the tarballs have ${bytes} bytes together`);
}

/**
 * Makes an application of a user: a folder outside the repository in which the tarballs are installed as from
 * a registry, with the loggers at the versions that the repository's lock file holds, and a copy of
 * `test/packages`.
 *
 * @param {string} folder
 * @param {readonly string[]} tarballs
 */
export function installApplication(folder, tarballs) {
  cpSync(join(root, 'test', 'packages'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "application", "private": true }\n');
  const loggers = ['winston', 'pino'].map((name) => `${name}@${lockedVersion(name)}`);
  npmInstall(folder, [...tarballs, ...loggers]);
}

/**
 * Installs another version of Node.js from its npm package.
 *
 * @param {string} folder
 * @param {string} major
 * @returns {string} the path of its executable
 */
export function installNode(folder, major) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const name = `node-${process.platform}-${process.arch}`;
  npmInstall(folder, [`${name}@${major}`]);
  return join(folder, 'node_modules', name, 'bin', 'node');
}

/**
 * Installs another version of TypeScript.
 *
 * @param {string} folder
 * @param {string} version
 * @returns {string} the path of its compiler
 */
export function installCompiler(folder, version) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npmInstall(folder, [`typescript@~${version}.0`]);
  return join(folder, 'node_modules', 'typescript', 'bin', 'tsc');
}

/** @param {string} name */
function lockedVersion(name) {
  return readJson(join(root, 'package-lock.json')).packages[`node_modules/${name}`].version;
}

/**
 * @param {string} folder
 * @param {readonly string[]} specifiers
 */
function npmInstall(folder, specifiers) {
  const quiet = [
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--loglevel=error',
  ];
  mustRun('npm', ['install', ...quiet, ...specifiers], { cwd: folder });
}
