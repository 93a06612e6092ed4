import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { HekaError } from 'heka-core';
import { openReceiver, type ReceiverOptions } from 'heka-core/receiver';
import { frame, minimalMessage } from '../../support/messages/wire-bytes.ts';
import { temporaryDirectory } from '../../support/processes/temporary-directory.ts';
import { RecordingReceiver } from '../../support/receivers/recording-receiver.ts';
import { Authority } from '../../support/servers/certificates.ts';
import { RawPeer } from '../../support/servers/raw-peer.ts';

const authority = await Authority.create();
const { cert } = await authority.issue('receiver');
const { key: anotherKey } = await authority.issue('another');
const listen = [{ kind: 'tcp', port: 0 }] as const;
const onFrames = (): void => {};

describe('wrong options are refused, and nothing listens', () => {
  const cases: readonly [options: unknown, message: string][] = [
    [null, 'the options are null, allowed: an object'],
    [{ onFrames }, 'option "listen" is missing'],
    [
      { listen: [], onFrames },
      'option "listen" is an array, allowed: an array of one or more places to listen at',
    ],
    [{ listen }, 'option "onFrames" is missing'],
    [{ listen, onFrames: 1 }, 'option "onFrames" is 1, allowed: a function'],
    [{ listen, onFrames, onRefused: {} }, 'option "onRefused" is an object, allowed: a function'],
    [{ listen: [{}], onFrames }, 'option "listen[0].kind" is missing'],
    [
      { listen: [{ kind: 'http' }], onFrames },
      'option "listen[0].kind" is "http", allowed: "tcp", "tls", "unix" or "udp"',
    ],
    [
      { listen: [...listen, { kind: 'udp', port: 65_536 }], onFrames },
      'option "listen[1].port" is 65536, allowed: an integer from 0 to 65535',
    ],
    [{ listen: [{ kind: 'unix' }], onFrames }, 'option "listen[0].path" is missing'],
    [{ listen: [{ kind: 'tls', port: 0 }], onFrames }, 'option "listen[0].tls" is missing'],
    [
      { listen: [{ kind: 'tcp', prot: 1 }], onFrames },
      'unknown option "listen[0].prot"; did you mean "listen[0].port"?',
    ],
    [
      { listen, onFrames, maxConnection: 1 },
      'unknown option "maxConnection"; did you mean "maxConnections"?',
    ],
    [{ listen, onFrames, maxConnections: 0 }, 'option "maxConnections" is 0, allowed: an integer from 1'],
    [
      { listen, onFrames, frameTimeout: '30s' },
      'option "frameTimeout" is "30s", allowed: milliseconds, an integer from 1 to 2147483647',
    ],
    [
      { listen, onFrames, maxMessageBytes: 'large' },
      'option "maxMessageBytes" is "large", allowed: bytes from 1, an integer or a string such as "16mb"',
    ],
    [
      { listen, onFrames, signers: 'secret' },
      'option "signers" has a wrong value (not shown), allowed: an object of keys by "<signer>_<key version>"',
    ],
    [
      { listen, onFrames, signers: { ops_1: 12_345 } },
      'option "signers.ops_1" has a wrong value (not shown), allowed: a string or bytes',
    ],
  ];

  for (const [options, message] of cases) {
    it(message, async () => {
      await assert.rejects(openReceiver(options as ReceiverOptions), (error) => {
        assert.ok(error instanceof HekaError);
        assert.equal(error.code, 'INVALID_OPTION');
        assert.equal(error.message, `INVALID_OPTION: ${message}`);
        return true;
      });
    });
  }

  it('TLS options that make no server, without showing the key', async () => {
    const tls = { cert, key: anotherKey };
    await assert.rejects(openReceiver({ listen: [{ kind: 'tls', port: 0, tls }], onFrames }), (error) => {
      assert.ok(error instanceof HekaError);
      assert.match(error.message, /^INVALID_OPTION: option "tls" is not usable \(.*key values mismatch\)$/);
      return true;
    });
  });
});

describe('an address that cannot be taken', () => {
  it('is told in words, and places listened at before are free again', async (test) => {
    const first = await RecordingReceiver.open(test);
    const port = Number(new URL(first.url).port);
    const other = await RecordingReceiver.open(test);
    const otherPort = Number(new URL(other.url).port);
    await other.server.abort();
    const places = [
      { kind: 'tcp', port: otherPort },
      { kind: 'tcp', port },
    ] as const;
    await assert.rejects(openReceiver({ listen: places, onFrames }), {
      code: 'LISTEN_FAILED',
      message: `LISTEN_FAILED: cannot listen on tcp://127.0.0.1:${port}: the address is in use`,
    });
    await RecordingReceiver.open(test, { listen: [{ kind: 'tcp', port: otherPort }] });
  });

  const cases: readonly [kind: 'tcp' | 'udp', host: string, reason: string][] = [
    ['tcp', '192.0.2.1', 'this machine has no such address'],
    ['udp', '192.0.2.1', 'this machine has no such address'],
  ];
  for (const [kind, host, reason] of cases) {
    it(`${kind}://${host}: ${reason}`, async () => {
      await assert.rejects(openReceiver({ listen: [{ kind, host, port: 5565 }], onFrames }), {
        code: 'LISTEN_FAILED',
        message: `LISTEN_FAILED: cannot listen on ${kind}://${host}:5565: ${reason}`,
      });
    });
  }

  it('a udp port in use', async (test) => {
    const first = await RecordingReceiver.open(test, { listen: [{ kind: 'udp', port: 0 }] });
    const port = Number(new URL(first.url).port);
    await assert.rejects(openReceiver({ listen: [{ kind: 'udp', port }], onFrames }), {
      message: `LISTEN_FAILED: cannot listen on udp://127.0.0.1:${port}: the address is in use`,
    });
  });
});

describe('a unix socket', () => {
  it('is taken over where a killed receiver left it, and removed at the end', async (test) => {
    const path = join(await temporaryDirectory(test), 'heka.sock');
    const killed = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log())`,
    ]);
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    assert.ok(existsSync(path));
    const receiver = await RecordingReceiver.open(test, { listen: [{ kind: 'unix', path }] });
    const sender = await RawPeer.connect(test, receiver.url);
    assert.equal(await sender.end(frame(minimalMessage)), 'fin');
    await receiver.server.abort();
    assert.ok(!existsSync(path));
  });

  it('is not taken from a receiver that lives', async (test) => {
    const path = join(await temporaryDirectory(test), 'heka.sock');
    const receiver = await RecordingReceiver.open(test, { listen: [{ kind: 'unix', path }] });
    await assert.rejects(openReceiver({ listen: [{ kind: 'unix', path }], onFrames }), {
      message: `LISTEN_FAILED: cannot listen on unix://${path}: the address is in use`,
    });
    const sender = await RawPeer.connect(test, receiver.url);
    assert.equal(await sender.end(frame(minimalMessage)), 'fin');
  });

  it('needs a folder that exists', async (test) => {
    const path = join(await temporaryDirectory(test), 'missing', 'heka.sock');
    await assert.rejects(openReceiver({ listen: [{ kind: 'unix', path }], onFrames }), {
      code: 'LISTEN_FAILED',
      message: `LISTEN_FAILED: cannot listen on unix://${path}: no such directory`,
    });
  });

  it('never replaces a file', async (test) => {
    const path = join(await temporaryDirectory(test), 'precious.txt');
    await writeFile(path, 'precious');
    await assert.rejects(openReceiver({ listen: [{ kind: 'unix', path }], onFrames }), {
      code: 'LISTEN_FAILED',
      message: `LISTEN_FAILED: cannot listen on unix://${path}: the path is a regular file, not a socket`,
    });
    assert.ok(existsSync(path));
    await assert.rejects(openReceiver({ listen: [{ kind: 'unix', path: dirname(path) }], onFrames }), {
      message: `LISTEN_FAILED: cannot listen on unix://${dirname(path)}: the path is a directory, not a socket`,
    });
  });
});
