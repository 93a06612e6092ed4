import { isIP } from 'node:net';
import { HekaError } from '../../errors.ts';
import { parseHost } from '../../net/host.ts';
import type { GivenOption } from '../../options/member-reader.ts';
import { contradiction, unavailable, wrongOption } from '../../options/option-error.ts';
import type { OptionReader } from '../../options/option-reader.ts';
import { OPTION_TABLE } from '../../options/option-table.ts';
import { STOCK_PORT } from '../../stock-limits.ts';
import type { Target } from './target.ts';
import { parseTargetUrl } from './target-url.ts';

/** Where messages go if nothing is said: to a receiver on this machine. */
const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_HOST_6 = '::1';

/** Where messages go, as far as `url`, or `mode`, `host`, `port` and `path` say so. */
export interface Place {
  readonly kind: Target['kind'];
  readonly host: string;
  readonly port: number;
  readonly family: 0 | 4 | 6;
  /** Path of a unix socket; empty for the other kinds. */
  readonly path: string;
  /** False: nothing says which machine it is, and the host is the default. */
  readonly isHostGiven: boolean;
  /** The option that says the kind outright, as the user wrote it; undefined if the kind is the default. */
  readonly saidBy: string | undefined;
}

/** Bytes of a unix socket's path that the kernel takes (`sun_path` without its final zero). */
const MAX_PATH_BYTES = process.platform === 'linux' ? 107 : 103;

const KINDS = ['tcp', 'tls', 'udp', 'unix'] as const;
const PLANNED_MODES: readonly string[] = ['http', 'https', 'file', 'stdout'];

/**
 * Reads `url`, or `mode`, `host`, `port` and `path`; and `family`.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readPlace(reader: OptionReader): Place {
  const family = reader.get('family');
  const parts: Parts = {
    mode: reader.given('mode'),
    host: reader.given('host'),
    port: reader.given('port'),
    path: reader.given('path'),
  };
  const isSaid = Object.values(parts).some((part: GivenOption | undefined) => part !== undefined);
  const url = reader.given('url') ?? (isSaid ? undefined : reader.variable('url'));
  const place = url === undefined ? placeFromParts(reader, parts, family) : placeFromUrl(url, parts, family);
  const version = isIP(place.host);
  if (version !== 0 && place.family !== 0 && version !== place.family) {
    throw wrongOption('family', place.family, `${version}, the family of the address ${place.host}`);
  }
  return place;
}

interface Parts {
  readonly mode: GivenOption | undefined;
  readonly host: GivenOption | undefined;
  readonly port: GivenOption | undefined;
  readonly path: GivenOption | undefined;
}

function placeFromUrl(url: GivenOption, parts: Parts, family: 0 | 4 | 6): Place {
  const beside = Object.values(parts).find((part: GivenOption | undefined) => part !== undefined);
  if (beside !== undefined) throw contradiction(url.name, beside.name);
  const defaults = { host: DEFAULT_HOST, port: STOCK_PORT, path: '' };
  const target = parseTargetUrl(url.name, url.value);
  if (target.kind === 'unix') assertPathFits(url, target.path);
  return { ...defaults, ...target, family, isHostGiven: true, saidBy: url.name };
}

function placeFromParts(reader: OptionReader, parts: Parts, family: 0 | 4 | 6): Place {
  const said = parts.mode === undefined ? undefined : parseMode(parts.mode);
  if (said !== undefined && said.family !== 0 && family !== 0 && said.family !== family) {
    throw wrongOption('family', family, `${said.family}, the family of "${parts.mode?.name}"`);
  }
  const version = family === 0 ? (said?.family ?? 0) : family;
  const localHost = version === 6 ? DEFAULT_HOST_6 : DEFAULT_HOST;
  const place: Place = {
    kind: said?.kind ?? 'tcp',
    host: reader.parse('host', parseHost) ?? localHost,
    port: reader.get('port'),
    path: '',
    family: version,
    isHostGiven: parts.host !== undefined,
    saidBy: parts.mode?.name,
  };
  if (parts.path === undefined) {
    if (place.kind !== 'unix') return place;
    throw new HekaError(
      'INVALID_OPTION',
      `option "${place.saidBy}" is "unix", allowed: together with "path" only`,
    );
  }
  return { ...place, ...placeFromPath(parts, parts.path, said?.kind) };
}

function placeFromPath(
  parts: Parts,
  path: GivenOption,
  kind: Target['kind'] | undefined,
): { readonly kind: 'unix'; readonly path: string; readonly isHostGiven: true; readonly saidBy: string } {
  if (path.name === 'filename' && kind !== 'unix') {
    throw wrongOption(
      path.name,
      path.value,
      'together with mode "unix" only, as the path of a socket; files are not written by this version',
    );
  }
  // pino-socket takes `unixsocket` beside mode "tcp" for a unix socket.
  const fits = kind === undefined || kind === 'unix' || (kind === 'tcp' && path.name === 'unixsocket');
  if (!fits) throw contradiction(parts.mode?.name ?? 'mode', path.name, 'a path with mode "unix" only');
  const beside = parts.host ?? parts.port;
  if (beside !== undefined) throw contradiction(path.name, beside.name);
  return { kind: 'unix', path: parsePath(path), isHostGiven: true, saidBy: path.name };
}

function parseMode(mode: GivenOption): { readonly kind: Target['kind']; readonly family: 0 | 4 | 6 } {
  const planned = PLANNED_MODES.find((word) => word === mode.value);
  if (planned !== undefined) {
    throw unavailable(`"${mode.name}" with the value "${planned}"`, OPTION_TABLE.mode.kind.allowed);
  }
  if (mode.value === 'unix-connect') {
    throw wrongOption(
      mode.name,
      mode.value,
      `${OPTION_TABLE.mode.kind.allowed}; what winston-syslog calls "unix-connect" is "unix" here`,
    );
  }
  const match = typeof mode.value === 'string' ? /^([a-z]+)([46]?)$/.exec(mode.value) : null;
  const kind = KINDS.find((each) => each === match?.[1]);
  const version = match?.[2] ?? '';
  if (kind === undefined || (kind === 'unix' && version !== '')) {
    throw wrongOption(mode.name, mode.value, OPTION_TABLE.mode.kind.allowed);
  }
  return { kind, family: version === '' ? 0 : version === '4' ? 4 : 6 };
}

function parsePath(given: GivenOption): string {
  const { name, value } = given;
  if (typeof value !== 'string' || value === '' || value.includes('\0')) {
    throw wrongOption(name, value, OPTION_TABLE.path.kind.allowed);
  }
  assertPathFits(given, value);
  return value;
}

/** The kernel would cut a longer path, or refuse it. */
function assertPathFits({ name, value }: GivenOption, path: string): void {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
    throw wrongOption(name, value, `a path of at most ${MAX_PATH_BYTES} bytes`);
  }
}
