import assert from 'node:assert/strict';
import { readFile, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createDelivery } from 'heka-core';
import { numbered, readStored } from '../support/messages/stored-messages.ts';
import { bytes, frame, messageWithPayload } from '../support/messages/wire-bytes.ts';
import { HekaCommand } from '../support/processes/heka-command.ts';
import { temporaryDirectory } from '../support/processes/temporary-directory.ts';
import { type Farewell, RawPeer } from '../support/servers/raw-peer.ts';

describe('heka listen --durable', { concurrency: 2 }, () => {
  for (const flags of [[], ['--fsync']]) {
    it(`what was answered with a FIN survives kill -9 ${flags.join(' ')}`, async (test) => {
      const output = join(await temporaryDirectory(test), 'stored.hpb');
      const args = ['--tcp', '0', '--format', 'heka', '--output', output, '--durable', ...flags];
      const answered: string[] = [];
      for (let round = 0; round < 3; round++) {
        const command = await HekaCommand.listen(test, args);
        const payloads = numbered(2000, round * 2000);
        const sender = await RawPeer.connect(test, command.url);
        const farewell = await sender.end(
          bytes(...payloads.map((payload) => frame(messageWithPayload(payload)))),
        );
        assert.equal(farewell, 'fin');
        // Killed the moment that the FIN is here.
        await command.stop('SIGKILL');
        answered.push(...payloads);
      }
      assert.deepEqual(await readStored(output), { payloads: answered, damagedBytes: 0 });
    });
  }

  it('killed at any moment, with a delivery that confirms by close, it loses nothing', async (test) => {
    const output = join(await temporaryDirectory(test), 'stored.hpb');
    let command = await HekaCommand.listen(test, [
      ...['--tcp', '0', '--format', 'heka', '--output', output, '--durable'],
    ]);
    const { port } = new URL(command.url);
    const delivery = createDelivery({
      url: command.url,
      quiet: true,
      confirmBytes: '64kb',
      settleTime: 300,
      queue: { maxBytes: '32mb' },
      backoffStrategy: { initialDelay: 20, maxDelay: 100 },
    });
    const filler = 'x'.repeat(300);
    const total = 20_000;
    for (let sent = 0; sent < total; ) {
      for (let burst = 0; burst < 500; burst++) delivery.log({ payload: `${sent++} ${filler}` });
      await delivery.flush({ until: 'written' });
      if (sent % 5000 !== 0) continue;
      await command.stop('SIGKILL');
      const args = ['--tcp', port, '--format', 'heka', '--output', output, '--durable'];
      command = await HekaCommand.listen(test, args);
    }
    const result = await delivery.close({ timeout: 30_000 });
    assert.deepEqual(
      { pending: result.pending, dropped: result.dropped, timedOut: result.timedOut },
      { pending: 0, dropped: {}, timedOut: false },
    );
    const stored = await readStored(output);
    assert.equal(stored.damagedBytes, 0);
    assert.equal(new Set(stored.payloads.map((payload) => payload.split(' ')[0])).size, total);
  });

  it('where the device is full nobody is answered with a FIN, and it lives on', async (test) => {
    const command = await HekaCommand.listen(test, [
      ...['--tcp', '0', '--format', 'heka', '--output', '/dev/full', '--durable'],
    ]);
    for (let attempt = 0; attempt < 3; attempt++) {
      const sender = await RawPeer.connect(test, command.url);
      assert.equal(await sender.end(frame(messageWithPayload('lost?'))), 'reset');
    }
    await command.until(() => command.stderr.includes('all connections are reset'));
    assert.match(
      command.stderr,
      /^cannot write to \/dev\/full: no space left on device; all connections are reset$/m,
    );
    assert.deepEqual(await command.stop(), { code: 1, signal: null });
  });

  it('a file that may not grow further holds whole frames only, at least those answered', async (test) => {
    const output = join(await temporaryDirectory(test), 'stored.hpb');
    const args = ['--tcp', '0', '--format', 'heka', '--output', output, '--durable'];
    const command = await HekaCommand.listen(test, args, { before: 'ulimit -f 63' });
    const answered: string[] = [];
    for (let round = 0; ; round++) {
      const payloads = numbered(100, round * 100);
      const sender = await RawPeer.connect(test, command.url);
      const farewell = await sender.end(
        bytes(...payloads.map((payload) => frame(messageWithPayload(payload)))),
      );
      if (farewell === 'reset') break;
      answered.push(...payloads);
    }
    assert.ok(answered.length > 0);
    const { payloads, damagedBytes } = await readStored(output);
    assert.equal(damagedBytes, 0);
    assert.deepEqual(payloads.slice(0, answered.length), answered);
    assert.match(command.stderr, /: the file may not grow larger; all connections are reset\n/);
  });

  it('a message that does not fit any more is taken back whole, and it goes on when there is room again', async (test) => {
    const output = join(await temporaryDirectory(test), 'stored.hpb');
    const args = ['--tcp', '0', '--format', 'heka', '--output', output, '--durable'];
    const command = await HekaCommand.listen(test, args, { before: 'ulimit -f 64' });
    const send = async (payload: string): Promise<Farewell> => {
      const sender = await RawPeer.connect(test, command.url);
      return sender.end(frame(messageWithPayload(payload)));
    };
    // No multiple of its size is near the limit, be the shell's blocks of 512 bytes or of 1024.
    const large = 'x'.repeat(10_000);
    const answered: string[] = [];
    while ((await send(large)) === 'fin') answered.push(large);
    assert.ok(answered.length > 0);
    assert.deepEqual(await readStored(output), { payloads: answered, damagedBytes: 0 });
    await truncate(output);
    assert.equal(await send('one'), 'fin');
    assert.deepEqual(await readStored(output), { payloads: ['one'], damagedBytes: 0 });
  });

  it('with --fsync nobody is answered with a FIN where fdatasync fails, and it ends with 1', async (test) => {
    // Takes what is written to it, and cannot be synced.
    const output = join(await temporaryDirectory(test), 'stored.hpb');
    await symlink('/proc/self/comm', output);
    const args = ['--tcp', '0', '--format', 'heka', '--output', output, '--durable', '--fsync'];
    const command = await HekaCommand.listen(test, args);
    const sender = await RawPeer.connect(test, command.url);
    assert.equal(await sender.end(frame(messageWithPayload('lost?'))), 'reset');
    assert.deepEqual(await command.exit, { code: 1, signal: null });
    assert.match(command.stderr, /^cannot write to \S+: .*fdatasync.*; all connections are reset$/m);
  });

  it('stores JSON lines as well', async (test) => {
    const output = join(await temporaryDirectory(test), 'stored.jsonl');
    const command = await HekaCommand.listen(test, [
      '--tcp',
      '0',
      '--output',
      output,
      '--durable',
      '--fsync',
    ]);
    const sender = await RawPeer.connect(test, command.url);
    assert.equal(await sender.end(frame(messageWithPayload('one'))), 'fin');
    await command.stop('SIGKILL');
    const lines = (await readFile(output, 'utf8')).trimEnd().split('\n');
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /"payload":"one"/);
  });
});
