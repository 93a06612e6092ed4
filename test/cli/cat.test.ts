import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type MessageJson, messageToJson } from 'heka-core';
import { streams, toMessage } from '../support/messages/golden-vectors.ts';
import {
  bytes,
  frame,
  messageWithPayload,
  minimalMessage,
  signedFrame,
} from '../support/messages/wire-bytes.ts';
import { HekaCommand } from '../support/processes/heka-command.ts';
import { temporaryDirectory } from '../support/processes/temporary-directory.ts';

const STREAMS = 'test/vectors/data/streams';
const ops = { signer: 'ops', keyVersion: 1, key: 'secret', hashFunction: 'sha1' } as const;

describe('heka cat', { concurrency: 2 }, () => {
  it('writes a line of JSON for each intact frame of the golden streams', async (test) => {
    const files = streams.map(({ name }) => `${STREAMS}/${name}.hpb`);
    const command = HekaCommand.start(test, ['cat', ...files]);
    assert.deepEqual(await command.exit, { code: 0, signal: null });
    assert.deepEqual(
      command.lines.map((line) => JSON.parse(line) as unknown),
      streams.flatMap(({ messages }) => messages.map((message) => messageToJson(toMessage(message)))),
    );
    assert.match(command.stderr, /^test\/vectors\/data\/streams\/garbage_lone_1e\.hpb: refused /m);
  });

  it('writes messages for people, and counts them', async (test) => {
    const file = `${STREAMS}/clean_1000.hpb`;
    const pretty = HekaCommand.start(test, ['cat', '--format', 'pretty', file]);
    await pretty.exit;
    assert.equal(pretty.lines.filter((line) => !line.startsWith(' ')).length, 1000);
    const count = HekaCommand.start(test, ['cat', '--format', 'count', file]);
    await count.exit;
    assert.match(count.stdout, /^1,000 messages, 405\.5 KiB\n/);
  });

  it('writes the intact frames of a damaged file, byte for byte', async (test) => {
    const directory = await temporaryDirectory(test);
    const [one, two] = [signedFrame(minimalMessage, ops), frame(messageWithPayload('two'))];
    const file = join(directory, 'damaged.hpb');
    await writeFile(file, bytes('garbage', one, 'garbage', two, one.subarray(0, 30)));
    const output = join(directory, 'intact.hpb');
    const command = HekaCommand.start(test, ['cat', '--format', 'heka', file], {
      before: `exec >'${output}'`,
    });
    assert.deepEqual(await command.exit, { code: 0, signal: null });
    assert.deepEqual(await readFile(output), bytes(one, two));
  });

  it('shows only the messages that match', async (test) => {
    const file = join(await temporaryDirectory(test), 'frames.hpb');
    await writeFile(file, bytes(...['one', 'two', 'three'].map((text) => frame(messageWithPayload(text)))));
    const match = 'Payload == "two" || Payload =~ /^th/';
    const json = HekaCommand.start(test, ['cat', '--match', match, file]);
    assert.deepEqual(await json.exit, { code: 0, signal: null });
    assert.deepEqual(
      json.lines.map((line) => (JSON.parse(line) as MessageJson).payload),
      ['two', 'three'],
    );
    const count = HekaCommand.start(test, ['cat', '--match', match, '--format', 'count', file]);
    await count.exit;
    assert.match(count.stdout, /^2 messages, /);
    const none = HekaCommand.start(test, ['cat', '--match', 'FALSE', file]);
    assert.deepEqual(await none.exit, { code: 0, signal: null });
    assert.equal(none.stdout + none.stderr, '');
  });

  it('says what to do with a file that holds something else, and ends with 1', async (test) => {
    const file = join(await temporaryDirectory(test), 'frames');
    const frames = frame(messageWithPayload('one'));
    for (const [content, advice] of [
      [gzipSync(frames), `heka: ${file} is compressed with gzip; try: gzip -dc ${file} | heka cat -\n`],
      [
        Buffer.from('28b52ffd00', 'hex'),
        `heka: ${file} is compressed with zstd; try: zstd -dc ${file} | heka cat -\n`,
      ],
      [
        Buffer.from('{"uuid":"00010203-0405-0607-0809-0a0b0c0d0e0f"}\n'),
        `heka: ${file} holds messages as JSON lines, and no frames; heka listen --format heka stores frames\n`,
      ],
    ] as const) {
      await writeFile(file, content);
      const command = HekaCommand.start(test, ['cat', file]);
      assert.deepEqual(await command.exit, { code: 1, signal: null });
      assert.equal(command.stderr, advice);
      assert.equal(command.stdout, '');
    }
  });

  it('ends with 1 if there are bytes and not one frame, with 0 for an empty file, as its help says', async (test) => {
    const directory = await temporaryDirectory(test);
    const [empty, text] = [join(directory, 'empty'), join(directory, 'text')];
    await writeFile(empty, '');
    await writeFile(text, 'no frames\n'.repeat(1000));
    const intact = `${STREAMS}/clean_1000.hpb`;
    for (const [files, code] of [
      [[text], 1],
      [[text, empty], 1],
      [[empty], 0],
      [[text, intact], 0],
    ] as const) {
      const command = HekaCommand.start(test, ['cat', '--format', 'count', ...files]);
      assert.deepEqual(await command.exit, { code, signal: null }, command.stderr);
      assert.equal(command.stderr.includes('heka: no frame could be shown'), code === 1, command.stderr);
    }
  });

  it('reads standard input', async (test) => {
    const command = HekaCommand.start(test, ['cat', '-']);
    command.child.stdin?.end(frame(messageWithPayload('one')));
    await command.exit;
    assert.equal(command.lines.length, 1);
  });

  it('checks signatures where it is given keys', async (test) => {
    const file = join(await temporaryDirectory(test), 'signed.hpb');
    const forged = signedFrame(minimalMessage, ops, Buffer.alloc(20));
    await writeFile(file, bytes(signedFrame(minimalMessage, ops), forged, frame(minimalMessage)));
    const trusting = HekaCommand.start(test, ['cat', file]);
    await trusting.exit;
    assert.equal(trusting.lines.length, 3);
    const checking = HekaCommand.start(test, [
      'cat',
      '--signer',
      'ops_1=secret',
      '--require-signature',
      file,
    ]);
    await checking.exit;
    assert.equal(checking.lines.length, 1);
    assert.match(checking.stderr, /a message with a wrong signature "ops_1" \(wrong-signature\)\n/);
    assert.match(checking.stderr, /a message without a signature \(unsigned\)\n/);
  });

  it('goes on after a file that cannot be read, and ends with 1', async (test) => {
    const file = `${STREAMS}/truncated_header.hpb`;
    const command = HekaCommand.start(test, ['cat', 'no-such-file', 'test', file]);
    assert.deepEqual(await command.exit, { code: 1, signal: null });
    assert.match(command.stderr, /^heka: cannot read no-such-file: no such file or directory$/m);
    assert.match(command.stderr, /^heka: cannot read test: it is a directory$/m);
    assert.equal(command.lines.length, 5);
  });

  it('ends quietly where its reader has seen enough', async (test) => {
    const file = `${STREAMS}/clean_1000.hpb`;
    const files = Array.from({ length: 20 }, () => file);
    const command = HekaCommand.start(test, ['cat', ...files]);
    command.child.stdout?.once('data', () => command.child.stdout?.destroy());
    assert.deepEqual(await command.exit, { code: 0, signal: null });
    assert.equal(command.stderr, '');
  });
});
