import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GivenOption } from './member-reader.ts';
import { wrongOption } from './option-error.ts';

/** What may be given for an option whose value is a function. */
export const ALLOWED_FUNCTION = 'a function, or the location of one as "./file.mjs#name"';

/** A function; only whoever calls it knows what it takes and returns. */
type LoadedFunction = (...args: never[]) => unknown;

/**
 * The function that an option stands for: itself, or what a module exports. A worker cannot be given a function, but it
 * can be given the name of one.
 *
 * `./file.mjs#name` is relative to the working directory; an absolute path, a `file:` url and the name of a package are
 * taken too. Without `#name` it is the default export. The module is loaded here and now, so it must not await anything
 * at its top level.
 *
 * @throws HekaError INVALID_OPTION if it is neither, if the module cannot be loaded or if it has no such function
 */
export function loadFunction(option: GivenOption): LoadedFunction {
  const { name, value } = option;
  const loaded = typeof value === 'string' ? loadExport(option, value) : value;
  if (typeof loaded !== 'function') throw wrongOption(name, value, ALLOWED_FUNCTION);
  return loaded as LoadedFunction;
}

function loadExport({ name, value }: GivenOption, place: string): unknown {
  const hash = place.lastIndexOf('#');
  const [path, exported] = hash < 0 ? [place, 'default'] : [place.slice(0, hash), place.slice(hash + 1)];
  let module: unknown;
  try {
    // ES modules too: Node.js can require them from 20.19 on.
    module = createRequire(join(process.cwd(), 'options'))(
      path.startsWith('file:') ? fileURLToPath(path) : path,
    );
  } catch (error) {
    throw wrongOption(name, value, `${ALLOWED_FUNCTION}; it cannot be loaded: ${firstLine(error)}`, error);
  }
  const found = memberOf(module, exported);
  if (typeof found === 'function') return found;
  throw wrongOption(name, value, `${ALLOWED_FUNCTION}; the module has no function "${exported}"`);
}

/** A CommonJS module is its own default export, unless it says otherwise. */
function memberOf(module: unknown, name: string): unknown {
  if ((typeof module !== 'object' && typeof module !== 'function') || module === null) return undefined;
  const members = module as Readonly<Record<string, unknown>>;
  return Object.hasOwn(members, name) || name !== 'default' ? members[name] : module;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
