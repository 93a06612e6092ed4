/**
 * heka-core in parts: what a process has no use for it does not load, because an import is mostly the reading and compiling
 * of text. The entry points, and the parts among each other, load a part when they first use something in it; all but
 * {@link BASE}, which every process needs and everything else loads at once.
 */
import { join, relative, sep } from 'node:path';
import * as esbuild from 'esbuild';
import { filesUnder } from '../workspace.mjs';

/** The part that holds what is in no other. */
export const BASE = 'base';

/** The folders and files of each part, relative to the package's `src`. */
const PARTS = {
  client: ['client/'],
  winston: ['record/winston/'],
  pino: ['record/pino/'],
  reading: [
    'framing/frame.ts',
    'framing/pending-bytes.ts',
    'framing/refusal-log.ts',
    'framing/splitter.ts',
    'message/fields-of.ts',
    'message/message-json.ts',
    'wire/decode-message.ts',
    'wire/reading/',
  ],
  matching: ['filter/', 'matcher/'],
  signing: ['framing/hmac/', 'framing/signer.ts'],
  tls: ['sender/tls/assert-usable-tls.ts', 'sender/tls/tls-sender.ts'],
  datagram: ['destination/datagram/', 'sender/udp-route.ts', 'sender/udp-sender.ts'],
  receiver: ['receiver/'],
};

/** The entry points, and what only one of them needs: compiled into that one. */
const ENTRIES = [
  'index.ts',
  'receiver/index.ts',
  'schema.ts',
  'testing/',
  'wire/codec.ts',
  'wire/generated/',
];

/** Lists of names that come from another module of the package, in an ESM file that esbuild wrote. */
const OF_SOURCE = /\b(?:import|export)\s*\{([^}]*)\}\s*from\s*"(\.[^"]*)"/g;

/** Where the parts are, in `dist`. */
export const FOLDER = 'parts';

export const partNames = [BASE, ...Object.keys(PARTS)];

/**
 * What esbuild needs to compile the parts beside the entry points.
 *
 * @param {string} source the package's `src`
 * @returns {Promise<{ entryPoints: { in: string, out: string }[], plugin: esbuild.Plugin }>}
 */
export async function readParts(source) {
  const used = await namesUsedElsewhere(source);
  return {
    entryPoints: [...used.keys()].map((name) => ({ in: `part:${name}`, out: `${FOLDER}/${name}` })),
    plugin: { name: 'parts', setup: (build) => keepPartsApart(build, source, used) },
  };
}

/**
 * @param {string} file relative to `src`, with slashes
 * @returns {string | undefined} undefined: it is in an entry point
 */
function partOf(file) {
  const covers = (/** @type {string} */ place) =>
    place.endsWith('/') ? file.startsWith(place) : file === place;
  if (ENTRIES.some(covers)) return undefined;
  return Object.entries(PARTS).find(([, places]) => places.some(covers))?.[0] ?? BASE;
}

/**
 * What each part exports: the names that sources in other parts, and entry points, import from its sources.
 *
 * @param {string} source
 * @returns {Promise<Map<string, Map<string, string>>>} the source of each name, by part
 * @throws Error if two sources of a part export the same name
 */
async function namesUsedElsewhere(source) {
  const { outputFiles } = await esbuild.build({
    entryPoints: filesUnder(source).filter((file) => file.endsWith('.ts')),
    format: 'esm',
    outbase: source,
    outdir: source,
    write: false,
  });
  /** @type {Map<string, Map<string, string>>} */
  const used = new Map();
  for (const { path, text } of outputFiles) {
    const own = partOf(inSource(source, path.replace(/\.js$/, '.ts')));
    for (const [, list = '', specifier = ''] of text.matchAll(OF_SOURCE)) {
      const file = join(path, '..', specifier);
      const part = partOf(inSource(source, file));
      if (part === undefined || part === own) continue;
      const names = used.get(part) ?? new Map();
      used.set(part, names);
      for (const name of list.split(',').map((item) => item.trim().split(/\s+/)[0] ?? '')) {
        if ((names.get(name) ?? file) !== file) throw new Error(`the part ${part} has two exports ${name}`);
        names.set(name, file);
      }
    }
  }
  return used;
}

/**
 * @param {esbuild.PluginBuild} build
 * @param {string} source
 * @param {Map<string, Map<string, string>>} used
 */
function keepPartsApart(build, source, used) {
  build.onResolve({ filter: /^part:/ }, ({ path }) => ({
    path: path.slice('part:'.length),
    namespace: 'part',
  }));
  build.onLoad({ filter: /.*/, namespace: 'part' }, ({ path: part }) => {
    const names = [...(used.get(part) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      contents: names.map(([name, file]) => `export { ${name} } from ${JSON.stringify(file)};`).join('\n'),
      resolveDir: source,
    };
  });
  build.onResolve({ filter: /^\./ }, ({ path, importer, resolveDir }) => {
    const part = partOf(inSource(source, join(resolveDir, path)));
    if (part === undefined || part === partOf(inSource(source, importer))) return undefined;
    return { path: `part:${part}`, external: true };
  });
}

/**
 * @param {string} source
 * @param {string} file
 */
function inSource(source, file) {
  return relative(source, file).split(sep).join('/');
}
