import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseCommand, switchNames } from '../../packages/pino/src/command-options.ts';
import { runApp, SOURCE_ARGUMENTS } from '../support/run-app.ts';
import { stalledServer } from '../support/stalled-server.ts';
import { startReceiver } from '../support/start-receiver.ts';
import { unusedUrl } from '../support/unused-url.ts';

const COMMAND = 'packages/pino/src/bin.ts';
const LINES = '{"level":30,"msg":"a"}\n{"level":50,"msg":"b"}\nnot JSON\n';

describe('the command pino-heka', { concurrency: 2 }, () => {
  it('ships the lines of its input, and ends with 0 when the input is closed', async (test) => {
    const receiver = await startReceiver(test);
    const ended = await runApp(COMMAND, { args: ['--url', receiver.url, '--logger=app'], input: LINES });
    assert.deepEqual(
      { code: ended.code, stdout: ended.stdout, stderr: ended.stderr },
      {
        code: 0,
        stdout: '',
        stderr: '',
      },
    );
    const messages = await receiver.waitFor(3);
    assert.deepEqual(
      messages.map(({ payload, severity, logger }) => [payload, severity, logger]),
      [
        ['a', 6, 'app'],
        ['b', 3, 'app'],
        ['not JSON', 6, 'app'],
      ],
    );
  });

  it('copies the input to the output with --echo', async (test) => {
    const receiver = await startReceiver(test);
    const ended = await runApp(COMMAND, { args: ['-e', '--url', receiver.url], input: LINES });
    assert.equal(ended.code, 0);
    assert.equal(ended.stdout, LINES);
  });

  it('ends with 1 and says how many messages were lost when the server is down', async () => {
    const ended = await runApp(COMMAND, {
      args: ['--url', await unusedUrl(), '--close-timeout', '100'],
      input: LINES,
    });
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /pino-heka: 3 messages were not delivered/);
  });

  it('says that it was still connecting where it ends before a server answers', async (test) => {
    const url = (await stalledServer(test)).replace('tcp:', 'tls:');
    const ended = await runApp(COMMAND, { args: ['--url', url, '--close-timeout', '100'], input: LINES });
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /closed with 3 messages not confirmed; still connecting$/m);
  });

  const refusals = [
    [['--prot', '1'], /^pino-heka: Unknown option '--prot'; --help lists the switches\n$/],
    [['--port', '70000'], /pino-heka: INVALID_OPTION: option "port" is 70000/],
    [['--fields', '{'], /pino-heka: --fields is not JSON: \{/],
    [['--settings', '/no/such/file.json'], /ENOENT/],
  ] as const;
  for (const [args, message] of refusals) {
    it(`ends with 2 when it is given ${args.join(' ')}`, async () => {
      const ended = await runApp(COMMAND, { args });
      assert.equal(ended.code, 2);
      assert.match(ended.stderr, message);
    });
  }

  it('prints its switches with --help, and its version with --version', async () => {
    const help = await runApp(COMMAND, { args: ['--help'] });
    assert.equal(help.code, 0);
    for (const name of switchNames) assert.ok(help.stdout.includes(`--${name}`), name);
    const version = await runApp(COMMAND, { args: ['-v'] });
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('outlives an interrupt of the whole pipe until the application has closed its output', async (test) => {
    const receiver = await startReceiver(test);
    const child = spawn(process.execPath, [...SOURCE_ARGUMENTS, COMMAND, '--echo', '--url', receiver.url]);
    test.after(() => child.kill('SIGKILL'));
    const echoed = once(child.stdout, 'data');
    child.stdin.write('{"msg":"a"}\n');
    await echoed;
    child.kill('SIGINT');
    child.stdin.end('{"msg":"last words"}\n');
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 0);
    assert.equal((await receiver.waitFor(2)).at(-1)?.payload, 'last words');
  });
});

describe('the switches of pino-heka', () => {
  const cases = [
    [['--url', 'tcp://a:1'], { url: 'tcp://a:1' }],
    [['--url=tcp://a:1'], { url: 'tcp://a:1' }],
    [['--connect-timeout', '5'], { connectTimeout: 5 }],
    [['--connectTimeout=5'], { connectTimeout: 5 }],
    [
      ['--queue.max-bytes', '16mb', '--queue.overflow', 'drop-newest'],
      { queue: { maxBytes: '16mb', overflow: 'drop-newest' } },
    ],
    [
      ['--hmac.signer', 'ops', '--hmac.keyVersion', '2', '--hmac.key', '123'],
      { hmac: { signer: 'ops', keyVersion: 2, key: '123' } },
    ],
    [['--no-reconnect', '--ordered'], { reconnect: false, ordered: true }],
    [['--env-version', '0.9'], { envVersion: '0.9' }],
    [['--time-key', 'false'], { timeKey: false }],
    [['--fields', '{"dc":"north"}'], { fields: { dc: 'north' } }],
    [['--port', 'x'], { port: 'x' }],
  ] as const;
  for (const [args, options] of cases) {
    it(`reads ${args.join(' ')}`, () => {
      assert.deepEqual(parseCommand(args).options, options);
    });
  }

  it('wins over the settings file, member by member', async (test) => {
    const directory = await mkdtemp(join(tmpdir(), 'pino-heka-'));
    test.after(() => rm(directory, { recursive: true }));
    const file = join(directory, 'settings.json');
    await writeFile(file, '{"port":1,"host":"a","queue":{"overflow":"drop-newest","maxBytes":1}}');
    assert.deepEqual(parseCommand(['-s', file, '--port', '2', '--queue.maxBytes', '3']).options, {
      port: 2,
      host: 'a',
      queue: { overflow: 'drop-newest', maxBytes: 3 },
    });
  });
});
