import { STOCK_MESSAGE_BYTES, STOCK_PORT } from 'heka-core';
import { HELP_SWITCH, MESSAGE_SWITCHES, SIGNATURE_SWITCHES } from '../arguments/common-switches.ts';
import type { Help } from '../arguments/help-text.ts';
import type { SwitchValues } from '../arguments/switches.ts';

/** The host of a place that is a port only. */
export const DEFAULT_HOST = '127.0.0.1';

const PLACES = {
  tcp: {
    value: 'PLACE',
    isMultiple: true,
    help: 'plain TCP; PLACE is PORT, HOST:PORT or tcp://HOST:PORT; port 0 takes a free one',
  },
  tls: { value: 'PLACE', isMultiple: true, help: 'TLS; needs --cert and --key' },
  cert: { value: 'FILE', help: 'the certificate for --tls, in PEM form' },
  key: { value: 'FILE', help: 'the private key for --cert, in PEM form, without a passphrase' },
  ca: { value: 'FILE', help: 'accept only clients with a certificate signed by this authority (PEM)' },
  udp: {
    value: 'PLACE',
    isMultiple: true,
    help: 'UDP; a datagram holds whole frames, or one message without a frame',
  },
  unix: { value: 'PATH', isMultiple: true, help: 'a Unix stream socket' },
  host: { value: 'HOST', help: `the host of places that are only a port (default ${DEFAULT_HOST})` },
} as const;

const OUTPUT = {
  ...MESSAGE_SWITCHES,
  output: { value: 'FILE', short: 'o', help: 'append to FILE instead of printing' },
  durable: {
    help: 'end a connection only once everything that came on it is in FILE: senders that wait for that end lose nothing; needs --format heka or json',
  },
  fsync: { help: 'with --durable: only once it has been synced to the disk' },
} as const;

const LIMITS = {
  'max-message-bytes': {
    value: 'SIZE',
    help: `refuse larger messages (default ${STOCK_MESSAGE_BYTES}, as other receivers do); SIZE may have a unit: 64k, 1.5mb`,
  },
  'max-connections': { value: 'N', help: 'connections at a time (default 1000); more are reset' },
  'max-connections-per-address': { value: 'N', help: 'the same for each address (default 100)' },
  'frame-timeout': {
    value: 'MS',
    help: 'reset a connection that takes longer to finish a frame (default 30000)',
  },
  'handshake-timeout': { value: 'MS', help: 'the same for a TLS handshake (default 10000)' },
} as const;

/** All switches of `heka listen`. */
export const LISTEN_SWITCHES = {
  ...PLACES,
  ...OUTPUT,
  ...SIGNATURE_SWITCHES,
  ...LIMITS,
  ...HELP_SWITCH,
} as const;

/** What was given of them. */
export type ListenValues = SwitchValues<typeof LISTEN_SWITCHES>;

/** What `heka listen --help` prints. */
export const LISTEN_HELP: Help = {
  summary: 'receive Heka messages, and print or store them',
  usage: 'heka listen [switches]',
  introduction: `Without switches it listens on tcp://${DEFAULT_HOST}:${STOCK_PORT} and prints what arrives.`,
  sections: [
    {
      title: 'Where to listen',
      switches: PLACES,
      note: '--tcp, --tls, --udp and --unix may be given several times and together. Each address is printed on standard error: "listening on tcp://127.0.0.1:5565".',
    },
    { title: 'What to do with messages', switches: OUTPUT },
    {
      title: 'Signatures',
      switches: SIGNATURE_SWITCHES,
      note: 'A message of a signer whose key was not given is refused, as hekad refuses it.',
    },
    { title: 'Limits', switches: LIMITS },
    { title: 'Help', switches: HELP_SWITCH },
  ],
  notes: [
    'Refused messages and the end of each connection are reported on standard error.',
    'SIGINT and SIGTERM stop listening, read open connections until they pause (for at most 5 seconds) and write everything out; a second one ends at once. With --output, SIGHUP opens FILE again if it was renamed or removed, for log rotation; until then messages are still appended to the old file, even if it is deleted. With --durable FILE is opened again without a signal.',
    'Exit codes: 0; 1 if something failed; 2 for a wrong command line; 130 or 143 after a second SIGINT or SIGTERM.',
  ],
};
