import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Names that were looked up, by directory: mappings may be made often, and the file does not change. */
const known = new Map<string, string | undefined>();

let lastDirectory: string | undefined;

/**
 * The name in the nearest package.json, from the working directory upwards: what an application is called that says
 * nothing else.
 *
 * @returns undefined if there is none, or if the working directory has been deleted and was never seen
 */
export function applicationName(): string | undefined {
  try {
    lastDirectory = process.cwd();
  } catch {
    // It has been deleted. What the application was called before still holds.
  }
  return lastDirectory === undefined ? undefined : nearestPackageName(lastDirectory);
}

/**
 * The name in the nearest package.json, from a directory upwards.
 *
 * @returns undefined if there is none
 */
export function nearestPackageName(directory: string): string | undefined {
  if (!known.has(directory)) known.set(directory, findPackageName(directory));
  return known.get(directory);
}

function findPackageName(directory: string): string | undefined {
  for (let at = directory; ; at = path.dirname(at)) {
    const name = packageName(path.join(at, 'package.json'));
    if (name !== undefined) return name;
    if (path.dirname(at) === at) return undefined;
  }
}

function packageName(file: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(file, 'utf8')) as { readonly name?: unknown };
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    // Absent, unreadable or broken: not the package of a running application.
    return undefined;
  }
}
