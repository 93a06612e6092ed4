import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The repository's root folder. */
export const root = join(import.meta.dirname, '..');

/**
 * @typedef {object} Package
 * @property {string} name the npm name
 * @property {string} folder the absolute path
 * @property {PackageManifest} manifest its package.json
 *
 * @typedef {object} PackageManifest
 * @property {string} name
 * @property {string} version
 * @property {Record<string, string>} [bin]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string | ExportedEntry>} exports
 *
 * @typedef {{ import: { default: string }, require?: { default: string } }} ExportedEntry
 */

/**
 * The published packages, in the order in which they depend on each other.
 *
 * @type {readonly Package[]}
 */
export const packages = readJson(join(root, 'package.json')).workspaces.map((/** @type {string} */ path) => {
  const folder = join(root, path);
  const manifest = readJson(join(folder, 'package.json'));
  return { name: manifest.name, folder, manifest };
});

/** @param {string} path */
export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/**
 * Every file under a folder, as absolute paths in a stable order. A folder that is absent has none.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function filesUnder(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * Runs a command with the workspace's tools on its path and this process's output.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {boolean} whether it exited with 0
 */
export function run(command, args, options = {}) {
  const env = { ...process.env, ...options.env };
  env.PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const { status, error } = spawnSync(command, args, { cwd: options.cwd ?? root, env, stdio: 'inherit' });
  if (error !== undefined) throw error;
  return status === 0;
}

/**
 * Like {@link run}, and ends this process where the command fails: the command has said why.
 *
 * @param {Parameters<typeof run>} args
 */
export function mustRun(...args) {
  if (!run(...args)) process.exit(1);
}
