import { parseHost } from '../../net/host.ts';
import { unavailable, wrongOption } from '../../options/option-error.ts';
import { OPTION_TABLE } from '../../options/option-table.ts';

/** What a url says about a target; anything it leaves out takes its default. */
type UrlTarget =
  | { readonly kind: 'tcp' | 'tls' | 'udp'; readonly host: string; readonly port?: number }
  | { readonly kind: 'unix'; readonly path: string };

const ALLOWED_URL = OPTION_TABLE.url.kind.allowed;
const ALLOWED_HOST = OPTION_TABLE.host.kind.allowed;
/** What becomes of a `URL` in the options of a worker: a clone of it is an object without members. */
const URL_LOST = 'a URL object is lost on its way to a worker thread: give its text, url.href';
const ALLOWED_PORT = 'a port from 1 to 65535';

/** Schemes of senders that are planned. */
const PLANNED_SCHEMES = new Set(['http', 'https', 'file', 'stdout']);

/**
 * Parses the value of the option `url`.
 *
 * @param name the option's name, for the error
 * @param given a text or a `URL`
 * @throws HekaError INVALID_OPTION
 */
export function parseTargetUrl(name: string, given: unknown): UrlTarget {
  const value = given instanceof URL ? given.href : given;
  if (Array.isArray(value)) throw unavailable(`"${name}" as an array`, ALLOWED_URL);
  if (typeof value === 'object') throw wrongOption(name, value, `${ALLOWED_URL}; ${URL_LOST}`);
  if (typeof value !== 'string') throw wrongOption(name, value, ALLOWED_URL);
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(value)?.[1]?.toLowerCase() ?? '';
  if (PLANNED_SCHEMES.has(scheme)) throw unavailable(`"${name}" with the scheme "${scheme}:"`, ALLOWED_URL);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined) throw wrongOption(name, value, hasPort(value) ? ALLOWED_PORT : ALLOWED_URL);
  if (url.username !== '' || url.password !== '') {
    throw wrongOption(name, value, 'a url without user and password');
  }
  if (url.search !== '' || url.hash !== '') throw wrongOption(name, value, 'a url without "?" and "#"');
  switch (scheme) {
    case 'tcp':
    case 'tls':
    case 'udp':
      return parseSocketUrl(name, value, url, scheme);
    case 'unix':
      return parseUnixUrl(name, value, url);
    default:
      throw wrongOption(name, value, ALLOWED_URL);
  }
}

function parseSocketUrl(name: string, value: string, url: URL, kind: 'tcp' | 'tls' | 'udp'): UrlTarget {
  if (url.host === '' && url.pathname !== '')
    throw wrongOption(name, value, 'two slashes after the colon, as in "tcp://127.0.0.1:5565"');
  if (url.pathname !== '' && url.pathname !== '/') throw wrongOption(name, value, 'a url without a path');
  const host = parseHost(decodePercent(url.hostname));
  if (host === undefined) throw wrongOption(name, value, `${ALLOWED_URL}, host being ${ALLOWED_HOST}`);
  if (url.port === '') return { kind, host };
  const port = Number(url.port);
  if (port === 0) throw wrongOption(name, value, ALLOWED_PORT);
  return { kind, host, port };
}

function parseUnixUrl(name: string, value: string, url: URL): UrlTarget {
  const path = decodePercent(url.pathname);
  if (url.host !== '' || path === undefined || !path.startsWith('/') || path === '/') {
    throw wrongOption(name, value, '"unix://" followed by an absolute path, such as "unix:///run/heka.sock"');
  }
  return { kind: 'unix', path };
}

/** True if nothing but the port may be wrong. */
function hasPort(value: string): boolean {
  return /^(?:tcp|tls|udp):\/\/[^/]+:\d{5,}$/i.test(value);
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
