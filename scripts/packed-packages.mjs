import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun, packages, readJson, root } from './workspace.mjs';

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
 * @returns {{ name: string, tarball: string, hasTypes: boolean }[]}
 */
export function packAll(folder) {
  return packages.map(({ name, folder: source, manifest }) => {
    const packed = spawnSync('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: source,
      encoding: 'utf8',
    });
    if (packed.status !== 0) throw new Error(`npm pack of ${name} failed\n${packed.stderr}`);
    const [{ filename }] = JSON.parse(packed.stdout);
    return { name, tarball: join(folder, filename), hasTypes: '.' in manifest.exports };
  });
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
