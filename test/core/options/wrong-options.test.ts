import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { createDelivery, HekaError, type HekaOptions } from 'heka-core';
import { temporaryDirectory, writeFiles } from '../../support/processes/temporary-directory.ts';
import { Authority, type Identity } from '../../support/servers/certificates.ts';

const urls =
  '"tcp://host:port", "tls://host:port", "udp://host:port" or "unix:///path" (without a port it is 5565)';
const modes = '"tcp", "tls", "udp" or "unix" (also "tcp4", "tcp6", "tls4", "tls6", "udp4", "udp6")';
const hosts = 'a host name or an address, without scheme and port';
const key = 'a non-empty string or bytes, { file: path } or { env: name }';
const certificate = 'a PEM certificate, as text or the path of a readable file';

/** Wrong options, and the whole message after `INVALID_OPTION: `. */
type WrongOptions = readonly (readonly [unknown, string])[];

const place: WrongOptions = [
  [null, 'the options are null, allowed: an object'],
  ['tcp://h:5565', 'the options are "tcp://h:5565", allowed: an object'],
  [{ port: 70_000 }, 'option "port" is 70000, allowed: an integer from 1 to 65535'],
  [{ port: 'http' }, 'option "port" is "http", allowed: an integer from 1 to 65535'],
  [{ port: 2n ** 70_000n }, 'option "port" is a large bigint, allowed: an integer from 1 to 65535'],
  [{ port: 5n }, 'option "port" is 5n, allowed: an integer from 1 to 65535'],
  [{ port: 0 }, 'option "port" is 0, allowed: an integer from 1 to 65535'],
  [{ host: 'tcp://h' }, `option "host" is "tcp://h", allowed: ${hosts}`],
  [{ address: 'h:5565' }, `option "address" is "h:5565", allowed: ${hosts}`],
  [{ host: 'a', address: 'b' }, 'options "host" and "address" contradict each other; give only one of them'],
  [{ family: 5 }, 'option "family" is 5, allowed: 4, 6 or 0 (either)'],
  [{ host: '127.0.0.1', family: 6 }, 'option "family" is 6, allowed: 4, the family of the address 127.0.0.1'],
  [{ protocol: 'tcp6', family: 4 }, 'option "family" is 4, allowed: 6, the family of "protocol"'],
  [{ localAddress: 'eth0' }, 'option "localAddress" is "eth0", allowed: an IP address of this machine'],
  [{ keepAlive: 1 }, 'option "keepAlive" is 1, allowed: true or false'],
  [{ mode: 'sctp' }, `option "mode" is "sctp", allowed: ${modes}`],
  [{ mode: 'unix' }, 'option "mode" is "unix", allowed: together with "path" only'],
  [
    { mode: 'tcp', path: '/run/heka.sock' },
    'options "mode" and "path" contradict each other, allowed: a path with mode "unix" only',
  ],
  [{ path: 5565 }, 'option "path" is 5565, allowed: the path of a unix socket'],
  [
    { path: `/${'x'.repeat(200)}` },
    `option "path" is "/${'x'.repeat(59)}...", allowed: a path of at most ${process.platform === 'linux' ? 107 : 103} bytes`,
  ],
  [
    { unixsocket: '/run/heka.sock', port: 5565 },
    'options "unixsocket" and "port" contradict each other; give only one of them',
  ],
];

const url: WrongOptions = [
  [{ url: 5565 }, `option "url" is 5565, allowed: ${urls}`],
  [{ url: 'localhost:5565' }, `option "url" is "localhost:5565", allowed: ${urls}`],
  [{ url: 'ftp://h' }, `option "url" is "ftp://h", allowed: ${urls}`],
  [{ url: 'tcp://' }, `option "url" is "tcp://", allowed: ${urls}, host being ${hosts}`],
  [{ url: 'tcp://h:99999' }, 'option "url" is "tcp://h:99999", allowed: a port from 1 to 65535'],
  [{ url: 'tcp://h:0' }, 'option "url" is "tcp://h:0", allowed: a port from 1 to 65535'],
  [
    { url: 'tcp:/h:5565' },
    'option "url" is "tcp:/h:5565", allowed: two slashes after the colon, as in "tcp://127.0.0.1:5565"',
  ],
  [{ url: 'tcp://h/logs' }, 'option "url" is "tcp://h/logs", allowed: a url without a path'],
  [{ url: 'tls://h?ca=x' }, 'option "url" is "tls://h?ca=x", allowed: a url without "?" and "#"'],
  [{ url: 'tls://me:hunter2@h' }, 'option "url" is "tls://***@h", allowed: a url without user and password'],
  [
    { url: 'unix://run/heka.sock' },
    'option "url" is "unix://run/heka.sock", allowed: "unix://" followed by an absolute path, such as "unix:///run/heka.sock"',
  ],
  ...(['host', 'address', 'port', 'mode', 'path'] as const).map((beside): readonly [unknown, string] => [
    { url: 'tcp://h:1', [beside]: 'x' },
    `options "url" and "${beside}" contradict each other; give only one of them`,
  ]),
];

const tls: WrongOptions = [
  [
    { mode: 'udp', secure: true },
    'options "mode" and "secure" contradict each other, allowed: TLS over tcp only',
  ],
  [{ path: '/x', tls: {} }, 'options "path" and "tls" contradict each other, allowed: TLS over tcp only'],
  [
    { url: 'tcp://h', ca: 'ca.pem' },
    'options "url" and "ca" contradict each other, allowed: TLS with a "tls://" url only',
  ],
  [
    { url: 'tls://h', secure: false },
    'options "url" and "secure" contradict each other, allowed: with TLS or without it',
  ],
  [
    { secure: false, ca: 'ca.pem' },
    'options "ca" and "secure" contradict each other, allowed: with TLS or without it',
  ],
  [{ noverify: true }, 'option "noverify" needs TLS'],
  [{ tls: 'yes' }, `option "tls" is "yes", allowed: true, false or an object of node's tls.connect options`],
  [{ tls: { port: 1 } }, 'option "tls.port" is misplaced, allowed: say where to connect outside of "tls"'],
  [
    { tls: { minVersion: 'TLSv9' } },
    'option "tls" is refused by node: "TLSv9" is not a valid minimum TLS protocol version',
  ],
  [{ tls: { ciphers: 'NO-SUCH' } }, 'option "tls" is refused by node: no cipher match'],
  [
    { ca: 'a.pem', tls: { ca: 'b.pem' } },
    'options "ca" and "tls.ca" contradict each other; give only one of them',
  ],
  [
    { noverify: true, tls: { rejectUnauthorized: true } },
    'options "noverify" and "tls.rejectUnauthorized" contradict each other; give only one of them',
  ],
  [
    { ca: '/no/such.pem' },
    `option "ca" is "/no/such.pem", allowed: ${certificate} (no such file or directory)`,
  ],
  [{ ca: [5] }, 'option "ca[0]" is 5, allowed: PEM text or the path of a PEM file'],
  [{ ca: [] }, 'option "ca" is an array, allowed: at least one certificate'],
  [{ cert: 'cert.pem' }, 'option "cert" is given without "key", allowed: both or neither'],
  [{ key: 'hunter2' }, 'option "key" is given without "cert", allowed: both or neither'],
  [
    { cert: 'cert.pem', key: 42 },
    'option "key" has a wrong value (not shown), allowed: PEM text or the path of a PEM file',
  ],
  [{ passphrase: 42 }, 'option "passphrase" has a wrong value (not shown), allowed: a string'],
  [{ servername: '::1' }, 'option "servername" is "::1", allowed: a host name, not an address'],
];

const hmac: WrongOptions = [
  [{ hmac: {} }, 'option "hmac.signer" is missing'],
  [{ hmac: { key: 'hunter2' } }, 'option "hmac.signer" is missing'],
  [{ hmac: { signer: 'ops' } }, 'option "hmac.key" is missing'],
  [{ hmc: { signer: 'ops' } }, 'option "hmc.key" is missing'],
  [{ hmac: 'hunter2' }, 'option "hmac" has a wrong value (not shown), allowed: an object'],
  [{ hmac: { signer: 5, key: 'hunter2' } }, 'option "hmac.signer" is 5, allowed: a string of 1 to 218 bytes'],
  [{ hmac: { signer: 'ops', key: [] } }, `option "hmac.key" has a wrong value (not shown), allowed: ${key}`],
  [{ hmac: { signer: 'ops', key: 42 } }, `option "hmac.key" has a wrong value (not shown), allowed: ${key}`],
  [
    { hmac: { signer: 'ops', key: { file: '/no/such.key' } } },
    'option "hmac.key.file" is "/no/such.key", allowed: the path of a readable file (ENOENT)',
  ],
  [
    { hmac: { signer: 'ops', key: { env: 'HEKA_NO_SUCH_KEY' } } },
    'option "hmac.key.env": the environment variable HEKA_NO_SUCH_KEY is not set, or is empty',
  ],
  [
    { hmac: { signer: 'ops', key: 'hunter2', keyVersion: -1 } },
    'option "hmac.keyVersion" is -1, allowed: an integer from 0 to 4294967295',
  ],
  [
    { hmac: { signer: 'ops', key: 'hunter2', hash_function: 'sha256' } },
    'option "hmac.hash_function" is "sha256", allowed: "sha1" or "md5"',
  ],
];

const delivery: WrongOptions = [
  [{ reconnect: 'no' }, 'option "reconnect" is "no", allowed: true or false'],
  [{ reconnectTries: 0 }, 'option "reconnectTries" is 0, allowed: an integer from 1, or Infinity'],
  [
    { backoffStrategy: 'fixed' },
    'option "backoffStrategy" is "fixed", allowed: an object such as { name: "fibonacci" }',
  ],
  [
    { backoffStrategy: { name: 'linear' } },
    'option "backoffStrategy.name" is "linear", allowed: "exponential", "fibonacci" or "fixed"',
  ],
  [
    { backoffStrategy: { initialDelay: 5000, maxDelay: 1000 } },
    'option "backoffStrategy.maxDelay" is 1000, allowed: at least initialDelay, 5000',
  ],
  [
    { backoffStrategy: { maxDelay: 2 ** 31 } },
    'option "backoffStrategy.maxDelay" is 2147483648, allowed: milliseconds, an integer from 1 to 2147483647',
  ],
  [
    { backoffStrategy: { factor: 0.5 } },
    'option "backoffStrategy.factor" is 0.5, allowed: a number from 1 to 1000',
  ],
  [
    { backoffStrategy: { randomisationFactor: 2 } },
    'option "backoffStrategy.randomisationFactor" is 2, allowed: a number from 0 to 1',
  ],
  [
    { connectTimeout: '10s' },
    'option "connectTimeout" is "10s", allowed: milliseconds, an integer from 1 to 2147483647',
  ],
  [
    { delivery: 'exactly-once' },
    'option "delivery" is "exactly-once", allowed: "at-least-once" or "best-effort"',
  ],
  [
    { url: 'udp://h', delivery: 'at-least-once' },
    'option "delivery" is "at-least-once", allowed: "best-effort" over udp, which cannot confirm anything',
  ],
  [
    { delivery: 'best-effort', recovery: true },
    'options "delivery" and "recovery" contradict each other; give only one of them',
  ],
  [
    { confirmBytes: '32mb' },
    'option "confirmBytes" is 33554432, allowed: at most 16777216, a quarter of "queue.maxBytes"',
  ],
  [
    { confirmBytes: 300_000, queue: { maxBytes: 1 } },
    'option "confirmBytes" is 300000, allowed: at most 262144, a quarter of "queue.maxBytes"',
  ],
  [
    { confirmInterval: 2 ** 31 - 1 },
    'option "confirmInterval" is 2147483647, allowed: milliseconds, an integer from 1 to 1431655764',
  ],
  [{ settleTime: -1 }, 'option "settleTime" is -1, allowed: milliseconds, an integer from 0 to 2147483647'],
  [
    { confirmTimeout: Infinity },
    'option "confirmTimeout" is Infinity, allowed: milliseconds, an integer from 1 to 2147483647',
  ],
  [{ queue: 16 }, 'option "queue" is 16, allowed: an object'],
  [
    { queue: { maxBytes: '16 apples' } },
    'option "queue.maxBytes" is "16 apples", allowed: bytes from 0, an integer or a string such as "16mb"',
  ],
  [
    { queue: { overflow: 'block' } },
    'option "queue.overflow" is "block", allowed: "drop-oldest", "drop-newest" or "drop-lowest-severity"',
  ],
  [
    { recoveryQueueMaxSize: 2_000_000, queue: { maxBytes: 2_000_000 } },
    'options "queue.maxBytes" and "recoveryQueueMaxSize" contradict each other; give only one of them',
  ],
];

const batchingAndLife: WrongOptions = [
  [
    { flushInterval: 2 ** 31 },
    'option "flushInterval" is 2147483648, allowed: milliseconds, an integer from 0 to 2147483647',
  ],
  [
    { flushBytes: 0 },
    'option "flushBytes" is 0, allowed: bytes from 1, an integer or a string such as "16mb"',
  ],
  [{ framing: false }, 'option "framing": false works over udp only'],
  [
    { maxDatagramBytes: 65_508 },
    'option "maxDatagramBytes" is 65508, allowed: bytes from 1024 to 65507, an integer or a string such as "16mb"',
  ],
  [
    { maxMessageBytes: '128mb' },
    'option "maxMessageBytes" is 134217728, allowed: at most 67108864, the size of the queue',
  ],
  [{ oversize: 'split' }, 'option "oversize" is "split", allowed: "truncate" or "drop"'],
  [
    { closeTimeout: 10_000 },
    'option "closeTimeout" is 10000, allowed: milliseconds, an integer from 0 to 9999',
  ],
  [{ silenceErrors: 'yes' }, 'option "silenceErrors" is "yes", allowed: true or false'],
  [{ onError: 5 }, 'option "onError" is 5, allowed: a function, or the location of one as "./file.mjs#name"'],
  [
    { statsInterval: 1.5 },
    'option "statsInterval" is 1.5, allowed: milliseconds, an integer from 0 to 2147483647',
  ],
  [{ handleSignals: 'SIGTERM' }, 'option "handleSignals" is "SIGTERM", allowed: false'],
  [{ encoding: 'xml' }, 'option "encoding" is "xml", allowed: "protobuf"'],
];

const mapping: WrongOptions = [
  [{ severities: { error: 9 } }, 'option "severities.error" is 9, allowed: an integer from 0 to 7'],
  [{ timeKey: true }, 'option "timeKey" is true, allowed: a non-empty string, or false'],
  [{ filter: 5 }, 'option "filter" is 5, allowed: the text of a matcher, a function, or an array of these'],
  [{ payload: 'text' }, 'option "payload" is "text", allowed: "message", "json" or "formatted"'],
  [{ fields: ['a'] }, 'option "fields" is an array, allowed: an object'],
  [
    { fieldTypes: { ms: { type: 'int' } } },
    'option "fieldTypes.ms.type" is "int", allowed: "string", "bytes", "integer", "double" or "bool"',
  ],
];

const hostile: WrongOptions = [
  [
    {
      get host() {
        throw new RangeError('no host today');
      },
    },
    'option "host" throws when it is read: no host today',
  ],
  [
    {
      queue: {
        get maxBytes() {
          throw new RangeError('no size today');
        },
      },
    },
    'option "queue.maxBytes" throws when it is read: no size today',
  ],
];

const areas = { place, url, tls, hmac, delivery, batchingAndLife, mapping, hostile };

for (const [area, cases] of Object.entries(areas)) {
  describe(`wrong options (${area})`, () => {
    for (const [options, message] of cases) it(message, () => refuses(options, message));
  });
}

describe('wrong certificates and keys', () => {
  let identity: Identity;
  let other: Identity;
  let locked: Identity;

  before(async () => {
    const authority = await Authority.create();
    identity = await authority.issue('a');
    other = await authority.issue('b');
    locked = await authority.issue('c', { passphrase: 'hunter2' });
  });

  const pemKey = 'a PEM private key with its passphrase, as text or the path of a readable file';
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    [
      'a text that is no certificate',
      () => ({ ca: '-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----' }),
      `option "ca" is PEM text, allowed: ${certificate} (bad base64 decode)`,
    ],
    [
      'a key in the place of a certificate',
      () => ({ ca: identity.key }),
      `option "ca" is PEM text, allowed: ${certificate} (no start line)`,
    ],
    [
      'a key in the place of an option that has nothing to do with it',
      () => ({ host: identity.key }),
      `option "host" is PEM text, allowed: ${hosts}`,
    ],
    [
      'the key of another certificate',
      () => ({ cert: identity.cert, key: other.key }),
      'option "key" has a wrong value (not shown), allowed: the private key of "cert"',
    ],
    [
      'a certificate in the place of the key',
      () => ({ cert: identity.cert, key: identity.cert }),
      `option "key" has a wrong value (not shown), allowed: ${pemKey} (unsupported)`,
    ],
    [
      'an encrypted key without its passphrase',
      () => ({ ...locked }),
      'option "passphrase" is missing, and the key is encrypted',
    ],
    [
      'a key file that is not there',
      () => ({ cert: identity.cert, key: '/no/such.key' }),
      `option "key" has a wrong value (not shown), allowed: ${pemKey} (no such file or directory)`,
    ],
  ];
  for (const [name, options, message] of cases) {
    it(`are refused: ${name}`, () => refuses(options(), message));
  }

  it('are refused: an encrypted key with a wrong passphrase', () => {
    // What a wrong passphrase gives is noise, which looks like a key to OpenSSL once in a while.
    const start = `INVALID_OPTION: option "key" has a wrong value (not shown), allowed: ${pemKey} (`;
    const isRefusal = ({ message }: Error): boolean =>
      [`${start}bad decrypt)`, `${start}unsupported)`].includes(message);
    assert.throws(() => createDelivery({ mode: 'tls', ...locked, passphrase: 'hunter3' }), isRefusal);
  });

  it('are refused: an empty file of an hmac key', async (test) => {
    const directory = await temporaryDirectory(test);
    await writeFiles(directory, { 'hmac.key': '\n' });
    const file = join(directory, 'hmac.key');
    refuses(
      { hmac: { signer: 'ops', key: { file } } },
      `option "hmac.key.file" is "${file}", allowed: a file that is not empty`,
    );
  });
});

function refuses(options: unknown, message: string): void {
  assert.throws(
    () => createDelivery(options as HekaOptions),
    (error) => {
      assert.ok(error instanceof HekaError);
      assert.equal(error.message, `INVALID_OPTION: ${message}`);
      assert.equal(error.code, 'INVALID_OPTION');
      assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /hunter/);
      return true;
    },
  );
}
