import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createSigner, encodeFrame, type HekaOptions } from 'heka-core';
import { resolveOptions } from '../../../packages/core/src/delivery/resolve-options.ts';
import { givenMembers } from '../../support/given-members.ts';
import { temporaryDirectory } from '../../support/processes/temporary-directory.ts';

const local = { host: '127.0.0.1', port: 5565, family: 0 };

describe('resolved options', () => {
  it('have the documented defaults', () => {
    assert.deepEqual(givenMembers(resolveOptions({})), {
      target: { kind: 'tcp', ...local, keepAlive: true },
      confirm: {
        mode: 'at-least-once',
        confirmBytes: 4 * 1024 * 1024,
        confirmIntervalMs: 300_000,
        settleTimeMs: 2_000,
        confirmTimeoutMs: 30_000,
        ordered: false,
      },
      reconnect: {
        enabled: true,
        tries: Infinity,
        name: 'exponential',
        initialDelayMs: 1_000,
        maxDelayMs: 30_000,
        factor: 2,
        randomisationFactor: 1,
        connectTimeoutMs: 10_000,
      },
      queue: { maxBytes: 64 * 1024 * 1024, overflow: 'drop-oldest' },
      batching: { flushIntervalMs: 0, flushBytes: 65_536, framing: true, maxDatagramBytes: 8_192 },
      life: { closeTimeoutMs: 5_000, quiet: false, statsIntervalMs: 0 },
      mapping: {
        type: 'log',
        envVersion: '0.8',
        givenHeaders: {},
        fields: {},
        severities: {},
        payload: 'message',
        errorCause: 'flat',
        separator: '.',
        maxDepth: 8,
        maxErrorDepth: 3,
        maxFields: 256,
        numbers: 'auto',
        fieldTypes: {},
        maxMessageBytes: 65_536,
        oversize: 'truncate',
      },
      filters: [],
      warnings: [],
    });
  });

  const targets: readonly (readonly [HekaOptions, object])[] = [
    [
      { url: 'tcp://heka.example:1' },
      { kind: 'tcp', host: 'heka.example', port: 1, family: 0, keepAlive: true },
    ],
    [
      { url: 'tcp://heka.example' },
      { kind: 'tcp', host: 'heka.example', port: 5565, family: 0, keepAlive: true },
    ],
    [{ url: 'tcp://127.0.0.1/' }, { kind: 'tcp', ...local, keepAlive: true }],
    [{ url: 'TCP://127.0.0.1' }, { kind: 'tcp', ...local, keepAlive: true }],
    [{ url: 'tcp://[::1]:514' }, { kind: 'tcp', host: '::1', port: 514, family: 0, keepAlive: true }],
    [{ url: 'udp://[::1]' }, { kind: 'udp', host: '::1', port: 5565, family: 0 }],
    [
      { url: 'udp://h:514', family: 6 },
      { kind: 'udp', host: 'h', port: 514, family: 6 },
    ],
    [{ url: 'unix:///run/heka.sock' }, { kind: 'unix', path: '/run/heka.sock' }],
    [{ url: 'unix:/run/heka%20x.sock' }, { kind: 'unix', path: '/run/heka x.sock' }],
    [{ path: 'heka.sock' }, { kind: 'unix', path: 'heka.sock' }],
    [
      { mode: 'unix', path: '/x' },
      { kind: 'unix', path: '/x' },
    ],
    [
      { mode: 'unix', filename: '/x' },
      { kind: 'unix', path: '/x' },
    ],
    [
      { mode: 'tcp', unixsocket: '/x' },
      { kind: 'unix', path: '/x' },
    ],
    [{ address: '10.0.0.1' }, { kind: 'tcp', ...local, host: '10.0.0.1', keepAlive: true }],
    [{ host: '[::1]' }, { kind: 'tcp', ...local, host: '::1', keepAlive: true }],
    [{ host: 'fe80::1%eth0' }, { kind: 'tcp', ...local, host: 'fe80::1%eth0', keepAlive: true }],
    [{ port: '514' }, { kind: 'tcp', ...local, port: 514, keepAlive: true }],
    [{ mode: 'tcp6' }, { kind: 'tcp', host: '::1', port: 5565, family: 6, keepAlive: true }],
    [
      { protocol: 'udp6', host: 'h' },
      { kind: 'udp', ...local, host: 'h', family: 6 },
    ],
    [
      { protocol: 'udp4', host: 'h', family: 4 },
      { kind: 'udp', ...local, host: 'h', family: 4 },
    ],
    [
      { mode: 'tcp', secure: false, noverify: false },
      { kind: 'tcp', ...local, keepAlive: true },
    ],
    [
      { keepAlive: false, localAddress: '::1' },
      { kind: 'tcp', ...local, keepAlive: false, localAddress: '::1' },
    ],
  ];
  for (const [options, target] of targets) {
    it(`send ${JSON.stringify(options)} to ${JSON.stringify(target)}`, () => {
      const resolved = resolveOptions(options);
      assert.deepEqual(givenMembers(resolved.target), target);
      assert.deepEqual(resolved.warnings, []);
    });
  }

  const secured: readonly (readonly [HekaOptions, object])[] = [
    [{ url: 'tls://127.0.0.1' }, { base: {}, verify: true }],
    [{ mode: 'tls' }, { base: {}, verify: true }],
    [{ protocol: 'tls4' }, { base: {}, verify: true }],
    [{ secure: true }, { base: {}, verify: true }],
    [
      { mode: 'tcp', secure: true },
      { base: {}, verify: true },
    ],
    [{ tls: true }, { base: {}, verify: true }],
    [{ tls: { minVersion: 'TLSv1.3' } }, { base: { minVersion: 'TLSv1.3' }, verify: true }],
    [{ servername: 'heka.example' }, { base: {}, verify: true, servername: 'heka.example' }],
    [{ tls: { servername: 'heka.example' } }, { base: {}, verify: true, servername: 'heka.example' }],
  ];
  for (const [options, tls] of secured) {
    it(`make TLS of ${JSON.stringify(options)}`, () => {
      const { target } = resolveOptions(options);
      assert.equal(target.kind, 'tls');
      assert.deepEqual(givenMembers(target.tls), tls);
    });
  }

  const unverified: readonly (readonly [HekaOptions, string])[] = [
    [{ secure: true, noverify: true }, 'noverify'],
    [{ tls: { rejectUnauthorized: false } }, 'tls.rejectUnauthorized'],
  ];
  for (const [options, name] of unverified) {
    it(`warn that ${name} accepts any certificate`, () => {
      const { target, warnings } = resolveOptions(options);
      assert.equal(target.kind === 'tls' && target.tls.verify, false);
      assert.deepEqual(warnings, [
        `option "${name}" accepts any certificate: whoever answers can read the messages`,
      ]);
    });
  }

  it('take every option by its old names', () => {
    const aliased: HekaOptions = {
      protocol: 'udp',
      address: '10.0.0.1',
      hmc: { signer: 'ops', key: 'k', key_version: 3, hash_function: 'MD5' },
      levelMap: { loud: 2 },
      recoveryQueueMaxSize: '2mb',
      silenceErrors: true,
      maxUdpPacketSize: 1400,
      recovery: false,
      backoffStrategy: { name: 'fibonacci', initialDelay: 100, maxDelay: 10_000, randomisationFactor: 0 },
    };
    const named: HekaOptions = {
      mode: 'udp',
      host: '10.0.0.1',
      hmac: { signer: 'ops', key: Buffer.from('k'), keyVersion: 3, hashFunction: 'md5' },
      severities: { loud: 2 },
      queue: { maxBytes: 2 * 1024 * 1024 },
      quiet: true,
      maxDatagramBytes: 1400,
      delivery: 'best-effort',
      backoffStrategy: { name: 'fibonacci', initialDelay: 100, maxDelay: 10_000, randomisationFactor: 0 },
    };
    assert.deepEqual(resolveOptions(aliased), resolveOptions(named));
    assert.deepEqual(resolveOptions(aliased).warnings, []);
  });

  it('take recovery as the promise it makes', () => {
    assert.equal(resolveOptions({ recovery: true }).confirm.mode, 'at-least-once');
    assert.equal(resolveOptions({ recovery: false }).confirm.mode, 'best-effort');
    assert.equal(resolveOptions({ mode: 'udp', recovery: true }).confirm.mode, 'best-effort');
  });

  const sizes: readonly (readonly [number | string, number])[] = [
    [2_000_000, 2_000_000],
    ['2000000', 2_000_000],
    ['16mb', 16_777_216],
    ['16 MiB', 16_777_216],
    ['1.5m', 1_572_864],
    ['2048kb', 2_097_152],
    ['1gb', 1_073_741_824],
    ['3145728b', 3_145_728],
  ];
  for (const [size, bytes] of sizes) {
    it(`understand the size ${JSON.stringify(size)}`, () => {
      assert.equal(resolveOptions({ queue: { maxBytes: size } }).queue.maxBytes, bytes);
    });
  }

  it('raise a queue that is too small, with a warning', () => {
    const { queue, confirm, warnings } = resolveOptions({ recoveryQueueMaxSize: 1024 });
    assert.equal(queue.maxBytes, 1_048_576);
    assert.equal(confirm.confirmBytes, 262_144);
    assert.deepEqual(warnings, [
      'option "recoveryQueueMaxSize" is 1024 bytes, raised to the smallest queue, 1048576 bytes',
    ]);
  });

  it('keep a generation within a quarter of the queue by default', () => {
    assert.equal(resolveOptions({ queue: { maxBytes: '8mb' } }).confirm.confirmBytes, 2 * 1024 * 1024);
  });

  it('accept what is off anyway', () => {
    const off = { spool: false, handleSignals: false, exitHandoff: 'none', encoding: 'protobuf' };
    assert.deepEqual(resolveOptions(off as HekaOptions).warnings, []);
  });

  it('keep the function onError', () => {
    const onError = (): void => {};
    assert.equal(resolveOptions({ onError }).life.onError, onError);
    const place = './test/pino/apps/mark.mjs#mark';
    assert.equal(resolveOptions({ onError: place }).life.onError?.name, 'mark');
  });
});

describe('the key of hmac', () => {
  const bytes = Buffer.from('s3cret');

  const sources: readonly (readonly [string, (directory: string) => Promise<HekaOptions['hmac']>])[] = [
    ['a text', async () => ({ signer: 'ops', key: 's3cret' })],
    ['a Buffer', async () => ({ signer: 'ops', key: bytes })],
    [
      'a Uint8Array, which a worker gets of a Buffer',
      async () => ({ signer: 'ops', key: new Uint8Array(bytes) }),
    ],
    ...['', '\n', '\r\n'].map(
      (end): readonly [string, (directory: string) => Promise<HekaOptions['hmac']>] => [
        `a file that ends in ${JSON.stringify(end)}`,
        async (directory) => {
          const file = join(directory, 'hmac.key');
          await writeFile(file, `s3cret${end}`);
          return { signer: 'ops', key: { file } };
        },
      ],
    ),
    [
      'an environment variable',
      async () => {
        process.env['HEKA_TEST_KEY'] = 's3cret';
        return { signer: 'ops', key: { env: 'HEKA_TEST_KEY' } };
      },
    ],
  ];
  for (const [name, make] of sources) {
    it(`may come from ${name}`, async (test) => {
      test.after(() => delete process.env['HEKA_TEST_KEY']);
      const hmac = await make(await temporaryDirectory(test));
      assert.ok(hmac);
      assert.deepEqual(resolveOptions({ hmac }).hmac, {
        signer: 'ops',
        keyVersion: 1,
        key: bytes,
        hashFunction: 'sha1',
      });
    });
  }

  it('is a copy, so that the option may be wiped', () => {
    const key = Buffer.from('s3cret');
    const resolved = resolveOptions({ hmac: { signer: 'ops', key } });
    key.fill(0);
    assert.deepEqual(resolved.hmac?.key, bytes);
  });
});

describe('the limit of a message over udp', () => {
  const hmac = { signer: 'x'.repeat(218), key: 'k', keyVersion: 2 ** 32 - 1 };
  const cases: readonly (readonly [string, HekaOptions])[] = [
    ['a plain frame', {}],
    ['a frame signed with sha1', { hmac: { signer: 'ops', key: 'k' } }],
    ['a frame signed with md5', { hmac: { signer: 'ops', key: 'k', hashFunction: 'md5' } }],
    ['the longest header', { hmac }],
    ['a small datagram', { hmac, maxDatagramBytes: 1024 }],
    ['the largest datagram', { maxDatagramBytes: 65_507 }],
  ];
  for (const [name, options] of cases) {
    it(`fits the datagram to the byte: ${name}`, () => {
      const { mapping, batching, hmac: signing } = resolveOptions({ url: 'udp://h', ...options });
      const signer = signing === undefined ? {} : { signer: createSigner(signing) };
      const frame = encodeFrame(messageOf(mapping.maxMessageBytes), signer);
      // An unsigned or MD5 header may be shorter than what is reserved for it, never longer.
      assert.ok(frame.length <= batching.maxDatagramBytes, `${frame.length}`);
      assert.ok(frame.length >= batching.maxDatagramBytes - 3, `${frame.length}`);
    });
  }

  it('is the datagram itself without framing', () => {
    assert.equal(resolveOptions({ url: 'udp://h', framing: false }).mapping.maxMessageBytes, 8192);
  });

  it('warns only where a larger limit was asked for', () => {
    assert.deepEqual(resolveOptions({ url: 'udp://h' }).warnings, []);
    assert.deepEqual(resolveOptions({ url: 'udp://h', maxMessageBytes: 1024 }).mapping.maxMessageBytes, 1024);
    assert.deepEqual(resolveOptions({ url: 'udp://h', maxMessageBytes: '16kb' }).warnings, [
      'option "maxMessageBytes" is 16384, lowered to 8186: more does not fit a datagram',
    ]);
  });

  it('warns where datagrams are larger than stock receivers take', () => {
    assert.deepEqual(resolveOptions({ url: 'udp://h', maxDatagramBytes: 8193 }).warnings, [
      'datagrams of up to 8193 bytes: stock receivers cut them at 8192 and damage the next ones',
    ]);
    assert.deepEqual(resolveOptions({ maxUdpPacketSize: 65_507 }).warnings, []);
  });

  it('warns where messages are larger than stock receivers take', () => {
    const { mapping, warnings } = resolveOptions({ maxMessageBytes: '1mb' });
    assert.equal(mapping.maxMessageBytes, 1_048_576);
    assert.deepEqual(warnings, [
      'option "maxMessageBytes" is 1048576: stock receivers refuse messages above 65536 bytes and misread what is in them',
    ]);
  });
});

/** A message of exactly so many bytes. */
function messageOf(bytes: number): Parameters<typeof encodeFrame>[0] {
  const message = (payload: string): Parameters<typeof encodeFrame>[0] => ({
    uuid: new Uint8Array(16),
    timestamp: 0n,
    payload,
    fields: [],
  });
  const overhead = encodeFrame(message('x'.repeat(bytes))).length - bytes;
  for (let length = bytes - overhead - 16; ; length++) {
    const frame = encodeFrame(message('x'.repeat(length)));
    // 1e, header length, header (key and length of the message), 1f
    const header = 2 + (frame[1] ?? 0) + 1;
    if (frame.length - header === bytes) return message('x'.repeat(length));
  }
}
