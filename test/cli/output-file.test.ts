import assert from 'node:assert/strict';
import { appendFile, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { OutputFile } from '../../packages/cli/src/output/output-file.ts';
import type { TailKind } from '../../packages/cli/src/output/repair-tail.ts';
import { bytes, frame, messageWithPayload } from '../support/messages/wire-bytes.ts';
import { temporaryDirectory } from '../support/processes/temporary-directory.ts';

interface Opened {
  readonly path: string;
  readonly file: OutputFile;
  readonly repaired: string[];
}

async function openFile(
  test: TestContext,
  options: { content?: Uint8Array; tail?: TailKind; isSynced?: boolean; isFollowed?: boolean } = {},
): Promise<Opened> {
  const { content, tail = 'text', isSynced = false, isFollowed = false } = options;
  const path = join(await temporaryDirectory(test), 'output');
  if (content !== undefined) await writeFile(path, content);
  const repaired: string[] = [];
  const file = await OutputFile.open({
    path,
    tail,
    isSynced,
    isFollowed,
    maxMessageBytes: 65_536,
    onNote: (what) => repaired.push(what),
  });
  return { path, file, repaired };
}

describe('a file that another process writes to as well', () => {
  for (const isFollowed of [false, true]) {
    it(`is reported once (followed: ${isFollowed})`, async (test) => {
      const { path, file, repaired } = await openFile(test, { isFollowed });
      await file.append(Buffer.from('ours\n'));
      assert.deepEqual(repaired, []);
      for (let round = 0; round < 2; round++) {
        await appendFile(path, 'theirs\n');
        await file.append(Buffer.from('ours\n'));
      }
      assert.deepEqual(repaired, [
        'another process writes to it as well; each heka listen needs a file of its own',
      ]);
      await file.close();
      assert.equal(await readFile(path, 'utf8'), 'ours\ntheirs\nours\ntheirs\nours\n');
    });
  }
});

describe('appending', () => {
  for (const isSynced of [false, true]) {
    it(`resolves when the bytes are in the file, in order (synced: ${isSynced})`, async (test) => {
      const { path, file } = await openFile(test, { isSynced });
      const lengths = await Promise.all(
        Array.from({ length: 3000 }, async (_, index) => {
          await file.append(Buffer.from(`${String(index).padStart(9)}\n`));
          return (await stat(path)).size >= (index + 1) * 10;
        }),
      );
      assert.ok(lengths.every(Boolean));
      assert.equal(file.pendingBytes, 0);
      await file.close();
      const lines = (await readFile(path, 'utf8')).trimEnd().split('\n').map(Number);
      assert.deepEqual(
        lines,
        Array.from({ length: 3000 }, (_, index) => index),
      );
      assert.equal((await stat(path)).mode & 0o777, 0o600);
    });
  }

  it('close() waits for what was appended', async (test) => {
    const { path, file } = await openFile(test);
    const appended = file.append(Buffer.alloc(5_000_000, 'x'));
    await file.close();
    assert.equal((await stat(path)).size, 5_000_000);
    await appended;
  });

  it('rejects where the device is full, again each time, and the file is not broken', async () => {
    const file = await OutputFile.open({
      path: '/dev/full',
      tail: 'frames',
      isSynced: false,
      maxMessageBytes: 65_536,
    });
    await assert.rejects(file.append(Buffer.from('x')), { code: 'ENOSPC' });
    await assert.rejects(file.append(Buffer.from('x')), { code: 'ENOSPC' });
    assert.equal(file.failure, undefined);
    assert.equal(file.pendingBytes, 0);
    await file.close();
  });

  describe('where nothing can be synced to', () => {
    // A file of the kernel: takes what is written to it, as far as it has room, and knows no fsync.
    const unsynced = '/proc/self/comm';
    const options = { tail: 'text', maxMessageBytes: 65_536 } as const;

    async function openLink(test: TestContext, isSynced: boolean): Promise<OutputFile> {
      const path = join(await temporaryDirectory(test), 'output');
      await symlink(unsynced, path);
      return OutputFile.open({ ...options, path, isSynced });
    }

    it('resolves where no sync is asked for', async (test) => {
      const file = await openLink(test, false);
      await file.append(Buffer.from('any'));
      assert.equal(await readFile(unsynced, 'utf8'), 'any\n');
      await file.close();
    });

    it('rejects, and the file is broken: nothing is written any more', async (test) => {
      const file = await openLink(test, true);
      const failure = { code: 'EINVAL', syscall: 'fdatasync' };
      await assert.rejects(file.append(Buffer.from('first')), failure);
      await assert.rejects(file.append(Buffer.from('second')), failure);
      assert.equal((file.failure as NodeJS.ErrnoException).syscall, 'fdatasync');
      assert.equal(await readFile(unsynced, 'utf8'), 'first\n');
      assert.equal(file.pendingBytes, 0);
      await file.close();
    });

    it('does not open a file whose directory cannot be synced', async () => {
      await assert.rejects(OutputFile.open({ ...options, path: unsynced, isSynced: true }), {
        code: 'EINVAL',
        syscall: 'fsync',
      });
    });

    it('resolves for a device, which is no file', async () => {
      const file = await OutputFile.open({ ...options, path: '/dev/null', isSynced: true });
      await file.append(Buffer.from('any'));
      await file.close();
    });
  });

  it('does not open a directory or a path that is not there', async (test) => {
    const directory = await temporaryDirectory(test);
    const options = { tail: 'text', isSynced: false, maxMessageBytes: 65_536 } as const;
    await assert.rejects(OutputFile.open({ ...options, path: directory }), { code: 'EISDIR' });
    await assert.rejects(OutputFile.open({ ...options, path: join(directory, 'no', 'file') }), {
      code: 'ENOENT',
    });
  });
});

describe('a file that a killed process left', () => {
  const one = frame(messageWithPayload('one'));
  const large = frame(messageWithPayload('x'.repeat(65_000)));
  const line = '{"uuid":"00010203-0405-0607-0809-0a0b0c0d0e0f","timestamp":"1","fields":[]}\n';
  const cases: readonly [
    what: string,
    tail: TailKind,
    content: Uint8Array,
    left: Uint8Array,
    repaired: boolean,
  ][] = [
    ['whole frames stay', 'frames', bytes(one, one), bytes(one, one), false],
    ['half a frame is cut off', 'frames', bytes(one, one.subarray(0, 20)), one, true],
    ['one byte of a frame is cut off', 'frames', bytes(one, 0x1e), one, true],
    ['half of the only frame is cut off', 'frames', one.subarray(0, 20), bytes(), true],
    [
      'half a large frame is cut off a large file',
      'frames',
      bytes(...Array.from({ length: 40 }, () => large), large.subarray(0, 64_000)),
      bytes(...Array.from({ length: 40 }, () => large)),
      true,
    ],
    ['garbage at the end stays', 'frames', bytes(one, 'garbage'), bytes(one, 'garbage'), false],
    [
      'what starts like a frame behind garbage stays',
      'frames',
      bytes(one, 'garbage', 0x1e, 9),
      bytes(one, 'garbage', 0x1e, 9),
      false,
    ],
    [
      'what starts like a frame and has frames inside stays',
      'frames',
      bytes(one, 0x1e, 0xff, one),
      bytes(one, 0x1e, 0xff, one),
      false,
    ],
    ['text that is no frame stays', 'frames', bytes('a text\n'), bytes('a text\n'), false],
    ['whole lines stay', 'json', bytes(line, line), bytes(line, line), false],
    ['half a line of ours is cut off', 'json', bytes(line, line.slice(0, 40)), bytes(line), true],
    ['half of the only line is cut off', 'json', bytes(line.slice(0, 5)), bytes(), true],
    [
      'a last line that is whole gets its end',
      'json',
      bytes(line, '{"a":1}'),
      bytes(line, '{"a":1}\n'),
      true,
    ],
    ['a last line of somebody else gets its end', 'json', bytes('{"a":'), bytes('{"a":\n'), true],
    ['a last line of text gets its end', 'text', bytes('a text'), bytes('a text\n'), true],
  ];
  for (const [what, tail, content, left, isRepaired] of cases) {
    it(what, async (test) => {
      const { path, file, repaired } = await openFile(test, { content, tail });
      await file.append(Buffer.from('next'));
      await file.close();
      assert.deepEqual(await readFile(path), bytes(left, 'next'));
      assert.equal(repaired.length, isRepaired ? 1 : 0);
    });
  }

  it('each place that a frame can be torn at is found', async (test) => {
    for (let length = 1; length < one.length; length++) {
      const { path, file } = await openFile(test, {
        content: bytes(one, one.subarray(0, length)),
        tail: 'frames',
      });
      await file.close();
      assert.deepEqual(await readFile(path), one, `torn after ${length} bytes`);
    }
  });
});
