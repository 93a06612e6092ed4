import { STOCK_PORT } from '../../stock-limits.ts';
import { choice, flag, port } from '../kinds.ts';
import type { OptionForm, OptionKind, OptionRow } from '../option-kind.ts';

const url: OptionForm<string | URL> = {
  allowed: `"tcp://host:port", "tls://host:port", "udp://host:port" or "unix:///path" (without a port it is ${STOCK_PORT})`,
  type: 'string | URL',
  switch: 'text',
};

const mode: OptionForm<'tcp' | 'tcp4' | 'tcp6' | 'tls' | 'tls4' | 'tls6' | 'udp' | 'udp4' | 'udp6' | 'unix'> =
  {
    ...choice('tcp', 'tcp4', 'tcp6', 'tls', 'tls4', 'tls6', 'udp', 'udp4', 'udp6', 'unix'),
    allowed: '"tcp", "tls", "udp" or "unix" (also "tcp4", "tcp6", "tls4", "tls6", "udp4", "udp6")',
  };

const host: OptionForm<string> = {
  allowed: 'a host name or an address, without scheme and port',
  type: 'string',
  switch: 'text',
};

const path: OptionForm<string> = { allowed: 'the path of a unix socket', type: 'string', switch: 'text' };

const family: OptionKind<0 | 4 | 6> = {
  allowed: '4, 6 or 0 (either)',
  type: '0 | 4 | 6',
  switch: 'number',
  parse: (value) => (value === 0 || value === 4 || value === 6 ? value : undefined),
};

const ipAddress: OptionForm<string> = {
  allowed: 'an IP address of this machine',
  type: 'string',
  switch: 'text',
};

/** Where messages go. */
export const PLACE_OPTIONS = {
  url: {
    kind: url,
    variable: 'HEKA_URL',
    doc: 'The complete address as one string; cannot be combined with `mode`, `host`, `port` or `path`. Put IPv6 addresses in brackets. No user, password, path, `?` or `#`',
  },
  mode: {
    kind: mode,
    aliases: ['protocol'],
    defaultText: '`"tcp"`; `"tls"` if an option of TLS is given; `"unix"` if `path` is',
    doc: 'What kind of receiver it is; a digit at the end sets `family` too',
  },
  host: {
    kind: host,
    aliases: ['address'],
    defaultText: '`"127.0.0.1"`; `"::1"` with family 6',
    doc: 'Name or address of the receiver',
  },
  port: {
    kind: port,
    default: STOCK_PORT,
    doc: 'Port of the receiver; its digits as a string are accepted too',
  },
  path: {
    kind: path,
    aliases: ['unixsocket', 'filename'],
    doc: 'Path of a unix stream socket, at most 107 bytes (macOS: 103); cannot be combined with `host` or `port`. `filename` is accepted with `mode: "unix"` only',
  },
  family: { kind: family, default: 0, doc: 'Address family to use; 0 is either' },
  keepAlive: {
    kind: flag,
    default: true,
    doc: 'TCP keep-alive after 60 s of silence, which notices a receiver that vanished while nothing is sent',
  },
  localAddress: { kind: ipAddress, doc: 'Address of this machine to send from' },
} as const satisfies Readonly<Record<string, OptionRow>>;
