import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Receiver } from 'heka-core/testing';
import { parseCommand } from '../../../packages/pino/src/command/command-options.ts';
import { SWITCHES } from '../../../packages/pino/src/command/switches.ts';
import { runApp, SOURCE_ARGUMENTS } from '../../support/processes/run-app.ts';
import { temporaryDirectory, writeFiles } from '../../support/processes/temporary-directory.ts';
import { startReceiver } from '../../support/receivers/start-receiver.ts';
import { stalledServer } from '../../support/servers/stalled-server.ts';
import { unusedUrl } from '../../support/servers/unused-url.ts';

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

  it('filters, transforms and redacts records', async (test) => {
    const receiver = await startReceiver(test);
    const mark = './test/pino/apps/mark.mjs#mark';
    const filter = 'Severity < 6';
    const args = ['--url', receiver.url, '--filter', filter, '--transform', mark, '--redact', '["secret"]'];
    const input = '{"level":30,"msg":"a"}\n{"level":50,"msg":"b","secret":"hunter2"}\n';
    assert.equal((await runApp(COMMAND, { args, input })).code, 0);
    const [message, ...others] = await receiver.waitFor(1);
    assert.equal(others.length, 0);
    assert.deepEqual(message?.fields, [
      { name: 'level', type: 'string', values: ['error'] },
      { name: 'secret', type: 'string', values: ['[Redacted]'] },
      { name: 'mark', type: 'string', values: ['worker'] },
    ]);
  });

  it('ends with 1 and says how many messages were lost when the server is down', async () => {
    const ended = await runApp(COMMAND, { args: ['--url', await unusedUrl()], input: LINES });
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /^heka .*: 3 messages not sent; connection refused \(ECONNREFUSED\)$/m);
  });

  it('reports messages that were given up in one line', async () => {
    const args = ['--url', await unusedUrl(), '--no-reconnect'];
    const ended = await runApp(COMMAND, { args, input: '{"level":30,"msg":"a"}\n' });
    assert.equal(ended.code, 1);
    const lines = ended.stderr.split('\n').filter((line) => line.includes('dropped'));
    assert.deepEqual(
      lines.map((line) => line.replace(/^heka \S+ /, '')),
      ['1 message dropped (gave-up); connection refused (ECONNREFUSED)'],
    );
  });

  it('says that it was still connecting if it ends before a server answers', async (test) => {
    const url = (await stalledServer(test)).replace('tcp:', 'tls:');
    const ended = await runApp(COMMAND, { args: ['--url', url, '--close-timeout', '100'], input: LINES });
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /: 3 messages not sent; still connecting \(is TLS spoken at that port\?\)$/m);
  });

  const refusals = [
    [
      ['--prot', '1'],
      /^pino-heka: Unknown option '--prot', did you mean '--port'; --help lists the switches\n$/,
    ],
    [['--ur', 'x'], /^pino-heka: Unknown option '--ur', did you mean '--url'; --help lists the switches\n$/],
    [['-url', 'x'], /^pino-heka: Unknown option '-url', did you mean '--url'; --help lists the switches\n$/],
    [
      ['--url', 'tcp://a:1', '--url', 'tcp://b:1'],
      /^pino-heka: Option '--url' is given twice, and takes one value; --help lists the switches\n$/,
    ],
    [['--frobnicate'], /^pino-heka: Unknown option '--frobnicate'; --help lists the switches\n$/],
    [['--port', '70000'], /pino-heka: INVALID_OPTION: option "port" is 70000/],
    [
      ['--fields', '{'],
      /^pino-heka: --fields is "\{", allowed: JSON such as '\{"dc":"north"\}' \(an object\)\n$/,
    ],
    [
      ['--redact', 'password'],
      /^pino-heka: --redact is "password", allowed: JSON such as '\["password"\]' \(an array/,
    ],
    [
      ['--max-bytes', '5'],
      /^pino-heka: Unknown option '--max-bytes', did you mean '--queue.max-bytes'; --help/,
    ],
    [['-tcp'], /^pino-heka: Unknown option '-tcp', did you mean '--mode tcp'; --help lists the switches\n$/],
    [['-prot', '1'], /^pino-heka: Unknown option '-prot', did you mean '--port'; --help/],
    [['--tls'], /^pino-heka: Option '--tls' needs a value; --help lists the switches\n$/],
    [['-t'], /^pino-heka: Option '--reconnect-tries' needs a value; --help lists the switches\n$/],
    [
      ['--url', '--port'],
      /^pino-heka: Option '--url' needs a value; one that begins with a dash is written --url=VALUE; --help/,
    ],
    [
      ['--settings', '/no/such/file.json'],
      /^pino-heka: cannot read settings file \/no\/such\/file\.json: no such file/,
    ],
    [['--settings', 'LICENSE'], /^pino-heka: settings file LICENSE is not JSON: /],
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
    for (const { name, kind } of SWITCHES) {
      assert.ok(help.stdout.includes(kind === 'flag' ? `--[no-]${name}` : `--${name}`), name);
    }
    for (const width of [42, 60, 80]) {
      const narrow = await runApp(COMMAND, { args: ['--help'], env: { COLUMNS: String(width) } });
      assert.deepEqual(
        narrow.stdout.split('\n').filter((line) => line.length > width),
        [],
      );
    }
    const version = await runApp(COMMAND, { args: ['-v'] });
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('takes a huge line in the time of many short ones, and sends its start', async (test) => {
    const receiver = await startReceiver(test);
    const line = `{"level":60,"time":1700000000000,"msg":"${'x'.repeat(32 * 1024 * 1024)}"}`;
    const ended = await runApp(COMMAND, {
      args: ['--url', receiver.url],
      input: `\uFEFF${line}\n{"level":30,"msg":"next"}\n`,
    });
    assert.equal(ended.code, 0);
    const [huge, next] = await receiver.waitFor(2);
    assert.equal(huge?.severity, 2);
    assert.equal(huge?.timestamp, 1_700_000_000_000_000_000n);
    assert.match(huge?.payload ?? '', /^x{60000,65536}$/);
    assert.ok(huge?.fields.some(({ name, values }) => name === 'truncated' && values[0] === true));
    assert.equal(next?.payload, 'next');
  });

  for (const signal of ['SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGTERM'] as const) {
    it(`outlives a ${signal} of the whole pipe until the application has had its last words`, async (test) => {
      const { receiver, child } = await startCommand(test);
      child.kill(signal);
      child.stdin.end('{"msg":"last words"}\n');
      const [code] = (await once(child, 'close')) as [number];
      assert.equal(code, 0);
      assert.equal((await receiver.waitFor(2)).at(-1)?.payload, 'last words');
    });
  }

  it('ends with 0 after a SIGTERM, everything delivered, though its input stays open', async (test) => {
    const { receiver, child } = await startCommand(test);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 0);
    assert.equal((await receiver.waitFor(1))[0]?.payload, 'a');
  });

  it('ends with 0 after a SIGTERM though its input never stops', async (test) => {
    const { child } = await startCommand(test);
    child.stdin.on('error', () => {});
    const isOpen = (): boolean => child.stdin.writable;
    const write = (): void => {
      if (isOpen()) child.stdin.write('{"msg":"more"}\n', () => setImmediate(write));
    };
    write();
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 0);
  });
});

/** The command, which has read one line already; its input stays open. */
async function startCommand(
  test: TestContext,
): Promise<{ receiver: Receiver; child: ChildProcessWithoutNullStreams }> {
  const receiver = await startReceiver(test);
  const child = spawn(process.execPath, [...SOURCE_ARGUMENTS, COMMAND, '--echo', '--url', receiver.url]);
  test.after(() => child.kill('SIGKILL'));
  const echoed = once(child.stdout, 'data');
  child.stdin.write('{"msg":"a"}\n');
  await echoed;
  return { receiver, child };
}

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
    [['-a', '10.0.0.1', '-p', '514', '-m', 'udp'], { address: '10.0.0.1', port: 514, mode: 'udp' }],
    [['-u', '/run/heka.sock'], { unixsocket: '/run/heka.sock' }],
    [['--protocol', 'udp4', '--unixsocket', '/x'], { protocol: 'udp4', unixsocket: '/x' }],
    [['-tls', '-nv', '-r', '-t', '5'], { secure: true, noverify: true, reconnect: true, reconnectTries: 5 }],
    [['-ne'], {}],
    [['--recovery-queue-max-size', '2mb', '--recovery'], { recoveryQueueMaxSize: '2mb', recovery: true }],
    [['--hmac.key.env', 'KEY', '--hmac.signer', 'ops'], { hmac: { key: { env: 'KEY' }, signer: 'ops' } }],
    [['--reconnect-tries', 'Infinity'], { reconnectTries: Number.POSITIVE_INFINITY }],
  ] as const;
  for (const [args, options] of cases) {
    it(`reads ${args.join(' ')}`, () => {
      assert.deepEqual(parseCommand(args).options, options);
    });
  }

  it('wins over the settings file, member by member', async (test) => {
    const directory = await temporaryDirectory(test);
    const text = '{"port":1,"host":"a","queue":{"overflow":"drop-newest","maxBytes":1}}';
    await writeFiles(directory, { 'settings.json': text });
    const file = join(directory, 'settings.json');
    assert.deepEqual(parseCommand(['-s', file, '--port', '2', '--queue.maxBytes', '3']).options, {
      port: 2,
      host: 'a',
      queue: { overflow: 'drop-newest', maxBytes: 3 },
    });
  });

  it('takes a settings file of pino-socket, whatever names its options have', async (test) => {
    const directory = await temporaryDirectory(test);
    const settings = {
      address: '127.0.0.1',
      port: 514,
      mode: 'tcp',
      reconnectTries: 20,
      maxUdpPacketSize: null,
      echo: true,
    };
    await writeFiles(directory, { 'settings.json': `\uFEFF${JSON.stringify(settings)}` });
    const file = join(directory, 'settings.json');
    const { options, echo } = parseCommand(['-s', file, '--host', 'heka.example']);
    assert.deepEqual(options, {
      host: 'heka.example',
      port: 514,
      mode: 'tcp',
      reconnectTries: 20,
      maxUdpPacketSize: null,
    });
    assert.equal(echo, true);
    assert.equal(parseCommand(['-s', file, '--no-echo']).echo, false);
  });
});
