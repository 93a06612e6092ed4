import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type MessageJson, messageToJson } from 'heka-core';
import { toMessage, vectors } from '../support/messages/golden-vectors.ts';
import {
  bytes,
  frame,
  messageWithPayload,
  minimalMessage,
  signedFrame,
} from '../support/messages/wire-bytes.ts';
import { HekaCommand } from '../support/processes/heka-command.ts';
import { temporaryDirectory } from '../support/processes/temporary-directory.ts';
import { Authority } from '../support/servers/certificates.ts';
import { RawPeer } from '../support/servers/raw-peer.ts';

const one = frame(messageWithPayload('one'));
const two = frame(messageWithPayload('two'));
const ops = { signer: 'ops', keyVersion: 1, key: 'secret', hashFunction: 'sha1' } as const;

function payloads(command: HekaCommand): (string | undefined)[] {
  return command.lines.map((line) => (JSON.parse(line) as MessageJson).payload);
}

describe('heka listen', { concurrency: 2 }, () => {
  it('listens in several places at once, says where, and writes JSON lines', async (test) => {
    const directory = await temporaryDirectory(test);
    const authority = await Authority.create();
    const identity = await authority.issue('receiver');
    const client = await authority.issue('client');
    const file = (name: string): string => join(directory, name);
    await writeFile(file('cert.pem'), identity.cert);
    await writeFile(file('key.pem'), identity.key);
    await writeFile(file('ca.pem'), authority.cert);
    const command = await HekaCommand.listen(
      test,
      [
        ...['--tcp', '0', '--tcp', '[::1]:0', '--udp', '0', '--unix', file('heka.sock')],
        ...['--tls', '0', '--cert', file('cert.pem'), '--key', file('key.pem'), '--ca', file('ca.pem')],
      ],
      { places: 5 },
    );
    assert.deepEqual(
      command.urls.map((url) => url.replace(/:\d+$/, ':0')),
      [
        'tcp://127.0.0.1:0',
        'tcp://[::1]:0',
        'tls://127.0.0.1:0',
        'udp://127.0.0.1:0',
        `unix://${file('heka.sock')}`,
      ],
    );
    const [tcp = '', tcp6 = '', tls = '', udp = '', unix = ''] = command.urls;
    for (const url of [tcp, tcp6, tls, unix]) {
      const sender = await RawPeer.connect(test, url, { ca: authority.cert, ...client });
      assert.equal(await sender.end(frame(messageWithPayload(url))), 'fin');
    }
    const socket = createSocket('udp4').unref();
    socket.send(frame(messageWithPayload(udp)), Number(new URL(udp).port), '127.0.0.1');
    await command.until(() => command.lines.length === 5);
    assert.deepEqual(payloads(command), [tcp, tcp6, tls, unix, udp]);
    assert.deepEqual(await command.stop(), { code: 0, signal: null });
  });

  it('says why a client has not come through the TLS handshake', async (test) => {
    const directory = await temporaryDirectory(test);
    const identity = await (await Authority.create()).issue('receiver');
    const stranger = await Authority.create('another authority');
    const [cert, key] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
    await writeFile(cert, identity.cert);
    await writeFile(key, identity.key);
    const command = await HekaCommand.listen(test, ['--tls', '0', '--cert', cert, '--key', key]);
    const client = RawPeer.attempt(test, command.url, { ca: stranger.cert, minVersion: 'TLSv1.3' });
    await client.farewell;
    await command.until(() => command.stderr.includes('closed'));
    assert.match(command.stderr, /^tls:\S+ closed: no TLS handshake \(ended by the client\)$/m);
  });

  it('writes each encodable golden vector in the JSON form, safe to print', async (test) => {
    const cases = vectors.filter(({ kind, hmac }) => kind === 'encode' && hmac === undefined);
    const command = await HekaCommand.listen(test, ['--tcp', '0']);
    const sender = await RawPeer.connect(test, command.url);
    await sender.end(bytes(...cases.map(({ frame_hex: hex }) => Buffer.from(hex, 'hex'))));
    await command.until(() => command.lines.length === cases.length);
    assert.deepEqual(
      command.lines.map((line) => JSON.parse(line) as unknown),
      cases.map(({ message }) => messageToJson(toMessage(message))),
    );
    assert.doesNotMatch(command.stdout.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
  });

  it('writes for people with --format pretty, coloured where colours are forced', async (test) => {
    const plain = await HekaCommand.listen(test, ['--tcp', '0', '--format', 'pretty']);
    const coloured = await HekaCommand.listen(test, ['--tcp', '0', '--format', 'pretty'], {
      env: { FORCE_COLOR: '1' },
    });
    for (const command of [plain, coloured]) {
      const sender = await RawPeer.connect(test, command.url);
      await sender.end(frame(messageWithPayload('evil \u001b[2J')));
      await command.until(() => command.lines.length === 1);
    }
    assert.equal(plain.stdout, '2023-11-14 22:13:20.123 -      evil \\u001b[2J\n');
    assert.equal(
      coloured.stdout,
      '\u001b[90m2023-11-14 22:13:20.123\u001b[39m \u001b[90m-     \u001b[39m evil \\u001b[2J\n',
    );
  });

  it('counts with --format count, and sums up at the end', async (test) => {
    const command = await HekaCommand.listen(test, ['--tcp', '0', '--format', 'count']);
    const sender = await RawPeer.connect(test, command.url);
    await sender.end(bytes(one, two, one));
    await command.stop('SIGINT');
    assert.equal(command.stdout, `3 messages, ${3 * one.length} bytes\n  3  -\n`);
  });

  it('writes only what matches, and answers for the rest as well', async (test) => {
    const output = join(await temporaryDirectory(test), 'matching.hpb');
    const command = await HekaCommand.listen(test, [
      ...['--tcp', '0', '--match', 'Payload == "two"', '--format', 'heka', '--output', output, '--durable'],
    ]);
    const sender = await RawPeer.connect(test, command.url);
    assert.equal(await sender.end(bytes(one, two, one)), 'fin');
    assert.deepEqual(await readFile(output), two);
    const other = await RawPeer.connect(test, command.url);
    assert.equal(await other.end(one), 'fin');
    assert.deepEqual(await readFile(output), two);
  });

  it('verifies signatures, and says what was refused on each connection', async (test) => {
    const command = await HekaCommand.listen(test, [
      ...['--tcp', '0', '--signer', 'ops_1=secret', '--require-signature', '--max-message-bytes', '1000'],
    ]);
    const sender = await RawPeer.connect(test, command.url);
    const evil = { ...ops, signer: 'evil\u202e' };
    const large = frame(messageWithPayload('x'.repeat(1000)));
    const parts = [one, one, signedFrame(minimalMessage, ops), signedFrame(minimalMessage, evil), large];
    await sender.end(bytes(...parts, 'x', 0x1e));
    await command.until(() => command.stderr.includes(' ended after '));
    assert.equal(command.lines.length, 1);
    const [, ...told] = command.stderr.trimEnd().split('\n');
    const at = (part: number, more = 0): string =>
      (bytes(...parts.slice(0, part)).length + more).toLocaleString('en-US');
    const strange = parts[3]?.length;
    const name = /^tcp:\/\/127\.0\.0\.1:\d+ /;
    assert.ok(told.every((line) => name.test(line)));
    assert.deepEqual(
      told.map((line) => line.replace(name, '')),
      [
        `refused ${one.length} bytes at byte 0: a message without a signature (unsigned)`,
        `refused ${strange} bytes at byte ${at(3)}: a message of an unknown signer "evil\\u202e_1" (unknown-signer)`,
        `refused 1.0 KiB at byte ${at(4)}: a message larger than allowed (too-large)`,
        `refused 1 byte at byte ${at(5)}: no frame starts there (garbage)`,
        `refused 1 byte at byte ${at(5, 1)}: the stream ended inside a frame (truncated)`,
        `ended after 1 message, 1.2 KiB; refused: 2 unsigned (${2 * one.length} bytes), ` +
          `1 unknown-signer (${strange} bytes), 1 too-large (1.0 KiB), 1 garbage (1 byte), 1 truncated (1 byte)`,
      ],
    );
  });

  it('a flood of refusals is a few lines', async (test) => {
    const command = await HekaCommand.listen(test, [
      ...['--tcp', '0', '--signer', 'ops_1=secret', '--require-signature'],
    ]);
    const sender = await RawPeer.connect(test, command.url);
    await sender.end(bytes(...Array.from({ length: 5000 }, () => one)));
    await command.until(() => command.stderr.includes(' ended after '));
    assert.deepEqual(
      [...command.stderr.matchAll(/\(unsigned\)(.*)\n/g)].map(([, times]) => times),
      ['', ' (10 times so far)', ' (100 times so far)', ' (1,000 times so far)'],
    );
    assert.match(command.stderr, /ended after 0 messages, .* KiB; refused: 5,000 unsigned \(.* KiB\)\n/);
  });

  it('a million random bytes do not end it', async (test) => {
    const command = await HekaCommand.listen(test, ['--tcp', '0']);
    const { randomBytes } = await import('node:crypto');
    const attacker = await RawPeer.connect(test, command.url);
    assert.equal(await attacker.end(randomBytes(1_000_000)), 'fin');
    const sender = await RawPeer.connect(test, command.url);
    assert.equal(await sender.end(one), 'fin');
    await command.until(() => command.lines.length > 0);
    assert.deepEqual(payloads(command).slice(-1), ['one']);
  });

  it('says in one line that an address is in use, and ends with 1', async (test) => {
    const first = await HekaCommand.listen(test, ['--tcp', '0']);
    const second = HekaCommand.start(test, ['listen', '--tcp', new URL(first.url).port]);
    assert.deepEqual(await second.exit, { code: 1, signal: null });
    assert.equal(second.stderr, `heka: cannot listen on ${first.url}: the address is in use\n`);
  });

  it('appends to a file instead of standard output', async (test) => {
    const output = join(await temporaryDirectory(test), 'messages.jsonl');
    for (const each of [one, two]) {
      const command = await HekaCommand.listen(test, ['--tcp', '0', '--output', output]);
      const sender = await RawPeer.connect(test, command.url);
      await sender.end(each);
      assert.deepEqual(await command.stop(), { code: 0, signal: null });
      assert.equal(command.stdout, '');
    }
    const lines = (await readFile(output, 'utf8')).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as MessageJson).payload),
      ['one', 'two'],
    );
  });

  it('ends with 1 where its file cannot be opened or written', async (test) => {
    const directory = await temporaryDirectory(test);
    const unopened = HekaCommand.start(test, ['listen', '--tcp', '0', '--output', directory]);
    assert.deepEqual(await unopened.exit, { code: 1, signal: null });
    assert.equal(unopened.stderr, `heka: cannot open ${directory}: it is a directory\n`);
    const full = await HekaCommand.listen(test, ['--tcp', '0', '--output', '/dev/full']);
    const sender = await RawPeer.connect(test, full.url);
    sender.socket.write(one);
    assert.deepEqual(await full.exit, { code: 1, signal: null });
    assert.match(full.stderr, /^heka: cannot write to \/dev\/full: no space left on device$/m);
  });

  it('ends with a note when nobody reads its output any more', async (test) => {
    const command = await HekaCommand.listen(test, ['--tcp', '0']);
    command.child.stdout?.destroy();
    const sender = await RawPeer.connect(test, command.url);
    sender.socket.write(one);
    assert.deepEqual(await command.exit, { code: 0, signal: null });
    assert.doesNotMatch(command.stderr, /heka:|EPIPE|Error/);
    assert.match(command.stderr, /^nobody reads standard output any more; stopping$/m);
  });
});

describe('a signal', { concurrency: 2 }, () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`${signal} stops listening, reads connections to a pause and ends with 0`, async (test) => {
      const command = await HekaCommand.listen(test, ['--tcp', '0']);
      const sender = await RawPeer.connect(test, command.url);
      await sender.write(bytes(one, two));
      await command.until(() => command.lines.length === 2);
      command.child.kill(signal);
      await sender.over;
      await assert.rejects(RawPeer.connect(test, command.url), { code: 'ECONNREFUSED' });
      assert.equal(await sender.end(one), 'fin');
      assert.deepEqual(await command.exit, { code: 0, signal: null });
      assert.deepEqual(payloads(command), ['one', 'two', 'one']);
    });
  }

  it('a second one ends it at once, and resets who is still connected', async (test) => {
    const command = await HekaCommand.listen(test, ['--tcp', '0']);
    const sender = await RawPeer.connect(test, command.url);
    await sender.write(one);
    await command.until(() => command.lines.length === 1);
    command.child.kill('SIGINT');
    // The first one is being obeyed: this side is told to go, and stays.
    await once(sender.socket, 'end');
    command.child.kill('SIGINT');
    assert.deepEqual(await command.exit, { code: 130, signal: null });
  });
});
