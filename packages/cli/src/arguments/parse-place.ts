import { isIPv6 } from 'node:net';
import { UsageError } from '../usage-error.ts';

/** An address to bind. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/**
 * Parses `PORT`, `HOST:PORT` or `[ADDRESS]:PORT`; also as the url that `heka listen` prints, `tcp://HOST:PORT` for `--tcp`.
 *
 * @param flag the option, for the error
 * @param defaultHost the host of a port alone
 * @throws UsageError
 */
export function parsePlace(flag: string, text: string, defaultHost: string): Place {
  const match = /^(?:(?:\[([^[\]]+)\]|([^\s:[\]]+)):)?(\d{1,5})$/.exec(withoutScheme(flag, text));
  const port = Number(match?.[3]);
  const [bracketed, plain] = [match?.[1], match?.[2]];
  if (match !== null && port > 65_535) {
    throw new UsageError(`${flag}: port ${port} is out of range (0 to 65535)`);
  }
  if (match === null || (bracketed !== undefined && !isIPv6(bracketed))) {
    const scheme = `${flag.slice(2)}://`;
    throw new UsageError(`${flag}: ${JSON.stringify(text)} is not PORT, HOST:PORT or ${scheme}HOST:PORT`);
  }
  return { host: bracketed ?? plain ?? defaultHost, port };
}

/** Takes `tcp://` off the value of `--tcp`, and so on. */
export function withoutScheme(flag: string, text: string): string {
  const scheme = `${flag.slice(2)}://`;
  return text.startsWith(scheme) ? text.slice(scheme.length).replace(/\/$/, '') : text;
}
