/** The file under `heka listen --durable` is deleted, renamed, rotated, cut short, or its folder is removed. */
import assert from 'node:assert/strict';
import { mkdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createDelivery, type MessageJson } from 'heka-core';
import { fileHolds, numbered, readStored } from '../support/messages/stored-messages.ts';
import { bytes, frame, messageWithPayload } from '../support/messages/wire-bytes.ts';
import { HekaCommand } from '../support/processes/heka-command.ts';
import { temporaryDirectory } from '../support/processes/temporary-directory.ts';
import { RawPeer } from '../support/servers/raw-peer.ts';

interface Started {
  readonly command: HekaCommand;
  readonly directory: string;
  readonly output: string;
}

async function start(test: TestContext, flags: readonly string[]): Promise<Started> {
  const directory = join(await temporaryDirectory(test), 'logs');
  await mkdir(directory);
  const output = join(directory, 'stored.hpb');
  const command = await HekaCommand.listen(test, [
    ...['--tcp', '0', '--format', 'heka', '--output', output, ...flags],
  ]);
  return { command, directory, output };
}

function framesOf(payloads: readonly string[]): Buffer {
  return bytes(...payloads.map((payload) => frame(messageWithPayload(payload))));
}

for (const flags of [['--durable'], ['--durable', '--fsync']]) {
  describe(`heka listen ${flags.join(' ')}`, { concurrency: 2 }, () => {
    it('a file that is deleted before the FIN is made again, with all that was not acknowledged', async (test) => {
      const { command, output } = await start(test, flags);
      const early = await RawPeer.connect(test, command.url);
      assert.equal(await early.end(framesOf(['acknowledged'])), 'fin');
      const sender = await RawPeer.connect(test, command.url);
      const payloads = numbered(1000);
      await sender.write(framesOf(payloads));
      await fileHolds(output, framesOf(['acknowledged', ...payloads]).length);
      await rm(output);
      assert.equal(await sender.end(), 'fin');
      assert.deepEqual(await readStored(output), { payloads, damagedBytes: 0 });
    });

    it('a file that is deleted again and again has each time what comes next', async (test) => {
      const { command, output } = await start(test, flags);
      for (let round = 0; round < 5; round++) {
        await rm(output);
        const sender = await RawPeer.connect(test, command.url);
        const payloads = numbered(100, round * 100);
        assert.equal(await sender.end(framesOf(payloads)), 'fin');
        assert.deepEqual(await readStored(output), { payloads, damagedBytes: 0 });
      }
    });

    it('a renamed file keeps what it holds, the rest goes to a new file, nothing is lost or doubled', async (test) => {
      const { command, output } = await start(test, flags);
      const sender = await RawPeer.connect(test, command.url);
      const [before, after] = [numbered(500), numbered(500, 500)];
      await sender.write(framesOf(before));
      await fileHolds(output, framesOf(before).length);
      // Answered after the file was looked at again: what stands before it in the file was seen there as well.
      const witness = await RawPeer.connect(test, command.url);
      assert.equal(await witness.end(framesOf(['witness'])), 'fin');
      await rename(output, `${output}.1`);
      assert.equal(await sender.end(framesOf(after)), 'fin');
      assert.deepEqual(await readStored(`${output}.1`), {
        payloads: [...before, 'witness'],
        damagedBytes: 0,
      });
      assert.deepEqual(await readStored(output), { payloads: after, damagedBytes: 0 });
    });

    it('while its folder is gone nobody is answered with a FIN, standard error says why, and it goes on with a new folder', async (test) => {
      const { command, directory, output } = await start(test, flags);
      await rm(directory, { recursive: true });
      for (let attempt = 0; attempt < 2; attempt++) {
        const sender = await RawPeer.connect(test, command.url);
        assert.equal(await sender.end(framesOf(['lost?'])), 'reset');
      }
      await command.until(() => command.stderr.includes('all connections are reset'));
      assert.ok(
        command.stderr.includes(
          `cannot write to ${output}: no such file or directory; all connections are reset\n`,
        ),
        command.stderr,
      );
      await mkdir(directory);
      const sender = await RawPeer.connect(test, command.url);
      assert.equal(await sender.end(framesOf(['one'])), 'fin');
      assert.deepEqual(await readStored(output), { payloads: ['one'], damagedBytes: 0 });
    });

    it('a connection whose messages were cut out of the file gets no FIN', async (test) => {
      const { command, output } = await start(test, flags);
      const sender = await RawPeer.connect(test, command.url);
      await sender.write(framesOf(['one']));
      await fileHolds(output, framesOf(['one']).length);
      await truncate(output);
      assert.equal(await sender.end(framesOf(['two'])), 'reset');
      const next = await RawPeer.connect(test, command.url);
      assert.equal(await next.end(framesOf(['three'])), 'fin');
      assert.ok((await readStored(output)).payloads.includes('three'));
      assert.match(command.stderr, /: the file was cut short before its messages were acknowledged/);
    });

    it('rotated by rename and SIGHUP under a delivery, its files hold every message', async (test) => {
      const { command, output } = await start(test, flags);
      const delivery = createDelivery({ url: command.url, confirmBytes: '64kb', settleTime: 50 });
      const total = 6000;
      const rotated: string[] = [];
      for (let sent = 0; sent < total; ) {
        for (let burst = 0; burst < 500; burst++) delivery.log({ payload: String(sent++) });
        await delivery.flush({ until: 'written' });
        const old = `${output}.${rotated.length}`;
        rotated.push(old);
        await rename(output, old);
        command.child.kill('SIGHUP');
        await fileHolds(output, 0);
      }
      const { confirmed, pending } = await delivery.close({ timeout: 30_000 });
      assert.deepEqual({ confirmed, pending }, { confirmed: total, pending: 0 });
      const stored = await Promise.all([...rotated, output].map(readStored));
      // What was written while the file was being renamed may be in both.
      const payloads = new Set(stored.flatMap((each) => each.payloads));
      assert.equal(payloads.size, total);
      assert.ok(stored.every(({ damagedBytes }) => damagedBytes === 0));
    });
  });
}

describe('SIGHUP without --durable', { concurrency: 2 }, () => {
  it('lets what comes next go to a new file', async (test) => {
    const output = join(await temporaryDirectory(test), 'messages.jsonl');
    const command = await HekaCommand.listen(test, ['--tcp', '0', '--output', output]);
    const payloads = async (path: string): Promise<unknown[]> =>
      (await readFile(path, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as MessageJson).payload);
    const first = await RawPeer.connect(test, command.url);
    await first.end(framesOf(['one']));
    await fileHolds(output, 1);
    await rename(output, `${output}.1`);
    command.child.kill('SIGHUP');
    await command.until(() => command.stderr.includes('opened again'));
    const second = await RawPeer.connect(test, command.url);
    await second.end(framesOf(['two']));
    assert.deepEqual(await command.stop(), { code: 0, signal: null });
    assert.deepEqual(await payloads(`${output}.1`), ['one']);
    assert.deepEqual(await payloads(output), ['two']);
  });

  it('keeps the old file when the new one cannot be opened, and says so', async (test) => {
    const directory = join(await temporaryDirectory(test), 'logs');
    await mkdir(directory);
    const output = join(directory, 'messages.jsonl');
    const command = await HekaCommand.listen(test, ['--tcp', '0', '--output', output]);
    await rename(directory, `${directory}.1`);
    command.child.kill('SIGHUP');
    await command.until(() => command.stderr.includes('no such file or directory'));
    const sender = await RawPeer.connect(test, command.url);
    await sender.end(framesOf(['one']));
    assert.deepEqual(await command.stop(), { code: 0, signal: null });
    assert.match(await readFile(join(`${directory}.1`, 'messages.jsonl'), 'utf8'), /"payload":"one"/);
  });

  it('ends the command as SIGTERM does when it writes to standard output', async (test) => {
    const command = await HekaCommand.listen(test, ['--tcp', '0']);
    const sender = await RawPeer.connect(test, command.url);
    await sender.end(framesOf(['one']));
    assert.deepEqual(await command.stop('SIGHUP'), { code: 0, signal: null });
    assert.equal(command.lines.length, 1);
  });
});
