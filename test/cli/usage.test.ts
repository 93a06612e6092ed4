import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { defaultFormatOf } from '../../packages/cli/src/arguments/common-switches.ts';
import { helpText } from '../../packages/cli/src/arguments/help-text.ts';
import { CAT_HELP, CAT_SWITCHES } from '../../packages/cli/src/cat/cat-switches.ts';
import { parseListenOptions } from '../../packages/cli/src/listen/listen-options.ts';
import { LISTEN_HELP, LISTEN_SWITCHES } from '../../packages/cli/src/listen/listen-switches.ts';
import { UsageError } from '../../packages/cli/src/usage-error.ts';
import { HekaCommand } from '../support/processes/heka-command.ts';
import { temporaryDirectory } from '../support/processes/temporary-directory.ts';

describe('heka listen without options', () => {
  it('listens on plain TCP on loopback, pretty on a terminal and JSON elsewhere', () => {
    const options = parseListenOptions([], true);
    assert.deepEqual(options?.listen, [{ kind: 'tcp', host: '127.0.0.1', port: 5565 }]);
    assert.equal(options?.format, 'pretty');
    assert.equal(parseListenOptions([], false)?.format, 'json');
    assert.equal(parseListenOptions(['--output', 'x'], true)?.format, 'json');
    assert.equal(defaultFormatOf(true), 'pretty');
  });
});

describe('places', () => {
  const cases: readonly [args: string[], listen: unknown][] = [
    [['--tcp', '0'], [{ kind: 'tcp', host: '127.0.0.1', port: 0 }]],
    [['--tcp', '5565', '--host', '0.0.0.0'], [{ kind: 'tcp', host: '0.0.0.0', port: 5565 }]],
    [['--host', '::1'], [{ kind: 'tcp', host: '::1', port: 5565 }]],
    [
      ['--udp', '[::1]:514', '--tcp', 'localhost:1'],
      [
        { kind: 'tcp', host: 'localhost', port: 1 },
        { kind: 'udp', host: '::1', port: 514 },
      ],
    ],
    [
      ['--unix', '/run/heka.sock', '--unix', 'b'],
      [
        { kind: 'unix', path: '/run/heka.sock' },
        { kind: 'unix', path: 'b' },
      ],
    ],
    [['--tcp', 'tcp://127.0.0.1:5565'], [{ kind: 'tcp', host: '127.0.0.1', port: 5565 }]],
    [['--udp', 'udp://[::1]:514/'], [{ kind: 'udp', host: '::1', port: 514 }]],
    [['--unix', 'unix:///run/heka.sock'], [{ kind: 'unix', path: '/run/heka.sock' }]],
  ];
  for (const [args, listen] of cases) {
    it(args.join(' '), () => assert.deepEqual(parseListenOptions(args, false)?.listen, listen));
  }
});

it('limits and signers', async (test) => {
  const file = join(await temporaryDirectory(test), 'signers.json');
  await writeFile(file, '{"alice_1": "a", "ops_2": "b"}');
  const options = parseListenOptions(
    [
      ...['--signer', 'ops_2=c=d', '--signers', file, '--require-signature'],
      ...['--max-message-bytes', '1mb', '--max-connections', '7', '--max-connections-per-address', '6'],
      ...['--frame-timeout', '5', '--handshake-timeout', '4'],
    ],
    false,
  );
  assert.deepEqual(options?.signers, { alice_1: 'a', ops_2: 'c=d' });
  assert.equal(options?.requireSignature, true);
  assert.deepEqual(options?.limits, {
    maxMessageBytes: 1024 * 1024,
    maxConnections: 7,
    maxConnectionsPerAddress: 6,
    frameTimeout: 5,
    handshakeTimeout: 4,
  });
});

describe('mistakes on the command line of heka listen', () => {
  const cases: readonly [args: string[], message: string][] = [
    [['--tpc', '1'], 'unknown switch "--tpc", did you mean --tcp?'],
    [['--requires-signature'], 'unknown switch "--requires-signature", did you mean --require-signature?'],
    [['--nothing-like-it'], 'unknown switch "--nothing-like-it"'],
    [['-x'], 'unknown switch "-x"'],
    [
      ['--port', '5565'],
      'unknown switch "--port": --tcp PORT, --tls PORT and --udp PORT say where to listen',
    ],
    [['5565'], '"5565": heka listen takes only switches; --tcp, --tls, --udp and --unix say where to listen'],
    [['--tcp'], '--tcp needs a value: --tcp PLACE'],
    [['--tcp', '--udp', '1'], '--tcp needs a value: --tcp PLACE'],
    [['-o'], '--output needs a value: --output FILE'],
    [['--durable=yes'], '--durable takes no value'],
    [
      ['--match', 'Severity = 3'],
      '--match: unexpected "=" at position 9; did you mean "=="?\n  Severity = 3\n           ^',
    ],
    [['--output', 'a', '-o', 'b'], '--output may be given only once, but was given "a" and "b"'],
    [['--format=json', '--format=json'], '--format may be given only once, but was given "json" and "json"'],
    [['-tcp', '0'], 'unknown switch "-tcp", did you mean --tcp?'],
    [['-output=x'], 'unknown switch "-output", did you mean --output?'],
    [['-help'], 'unknown switch "-help", did you mean --help?'],
    [['-tpc', '0'], 'unknown switch "-tpc", did you mean --tcp?'],
    [['--dur'], 'unknown switch "--dur", did you mean --durable?'],
    [['--tcp', 'udp://127.0.0.1:1'], '--tcp: "udp://127.0.0.1:1" is not PORT, HOST:PORT or tcp://HOST:PORT'],
    [['--unix', 'unix://'], '--unix needs the path of a socket'],
    [['--tcp', 'localhost'], '--tcp: "localhost" is not PORT, HOST:PORT or tcp://HOST:PORT'],
    [['--tcp', '70000'], '--tcp: port 70000 is out of range (0 to 65535)'],
    [['--tcp', '::1:5565'], '--tcp: "::1:5565" is not PORT, HOST:PORT or tcp://HOST:PORT'],
    [['--udp', '[127.0.0.1]:1'], '--udp: "[127.0.0.1]:1" is not PORT, HOST:PORT or udp://HOST:PORT'],
    [['--udp', ':1'], '--udp: ":1" is not PORT, HOST:PORT or udp://HOST:PORT'],
    [['--unix', ''], '--unix needs the path of a socket'],
    [['--tls', '0'], '--tls needs --cert FILE and --key FILE'],
    [['--tls', '0', '--cert', 'no.pem', '--key', 'no.pem'], '--cert: cannot read no.pem (ENOENT)'],
    [['--cert', 'x.pem'], '--cert needs --tls'],
    [['--format', 'xml'], '--format: "xml" is not one of pretty, json, heka, count'],
    [['--durable'], '--durable needs --output FILE'],
    [['--fsync', '--output', 'x'], '--fsync needs --durable'],
    [['--durable', '--output', 'x', '--format', 'pretty'], '--durable needs --format heka or --format json'],
    [['--output', ''], '--output needs the name of a file'],
    [['--signer', 'ops=secret'], '--signer must be NAME_VERSION=KEY, such as ops_1=secret'],
    [['--signer', 'ops_1='], '--signer must be NAME_VERSION=KEY, such as ops_1=secret'],
    [['--signer', 'ops_1'], '--signer must be NAME_VERSION=KEY, such as ops_1=secret'],
    [['--signers', 'none.json'], '--signers: cannot read none.json (ENOENT)'],
    [
      ['--signers', 'package.json'],
      '--signers: package.json must hold a JSON object such as {"ops_1": "secret"}',
    ],
    [['--signers', 'LICENSE'], '--signers: LICENSE must hold a JSON object such as {"ops_1": "secret"}'],
    [
      ['--require-signature'],
      '--require-signature needs --signer or --signers: without a key every message is refused',
    ],
    [['--max-connections', '0'], '--max-connections: "0" is not a whole number from 1 to 2147483647'],
    [['--frame-timeout', '30s'], '--frame-timeout: "30s" is not a whole number from 1 to 2147483647'],
    [['--max-message-bytes', '-5'], '--max-message-bytes: "-5" is not a size such as 65536 or 64kb'],
    [['--max-connections', '-50'], '--max-connections: "-50" is not a whole number from 1 to 2147483647'],
    [['--max-message-bytes', 'big'], '--max-message-bytes: "big" is not a size such as 65536 or 64kb'],
  ];
  for (const [args, message] of cases) {
    it(`${args.join(' ')}: ${message}`, () => {
      assert.throws(
        () => parseListenOptions(args, false),
        (error) => {
          assert.ok(error instanceof UsageError);
          assert.equal(error.message, message);
          return true;
        },
      );
    });
  }

  const sizes: readonly (readonly [string, number])[] = [
    ['65536', 65_536],
    ['64k', 65_536],
    ['1.5mb', 1_572_864],
    ['1 MiB', 1_048_576],
  ];
  for (const [size, bytes] of sizes) {
    it(`--max-message-bytes takes ${size}, as the options of heka-core do`, () => {
      const options = parseListenOptions(['--max-message-bytes', size], false);
      assert.equal(options?.limits.maxMessageBytes, bytes);
    });
  }

  it('frames are not written to a terminal, but to a file', () => {
    assert.throws(() => parseListenOptions(['--format', 'heka'], true), UsageError);
    assert.equal(parseListenOptions(['--format', 'heka', '--output', 'x'], true)?.format, 'heka');
    assert.equal(parseListenOptions(['--format', 'heka'], false)?.format, 'heka');
  });
});

describe('the command heka', { concurrency: 2 }, () => {
  const cases: readonly [
    args: string[],
    code: number,
    stdout: RegExp,
    stderr: RegExp,
    env?: Readonly<Record<string, string>>,
  ][] = [
    [['--help'], 0, /^heka - receive and read Heka messages\n/, /^$/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [['listen', '--help'], 0, /^heka listen - /, /^$/],
    [['cat', '-h'], 0, /^heka cat - /, /^$/],
    [['-v'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [['-V'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [['help'], 0, /^heka - receive and read Heka messages\n/, /^$/],
    [['help', 'cat'], 0, /^heka cat - /, /^$/],
    [['cat', '--help'], 0, /^(?:.{0,60}\n)*$/, /^$/, { COLUMNS: '60' }],
    [[], 2, /^$/, /^heka: no command given; commands: listen, cat \(see heka --help\)\n$/],
    [['lisen'], 2, /^$/, /^heka: unknown command "lisen", did you mean listen\? \(see heka --help\)\n$/],
    [
      ['--versoin'],
      2,
      /^$/,
      /^heka: unknown switch "--versoin", did you mean --version\? \(see heka --help\)\n$/,
    ],
    [
      ['tail\u001b'],
      2,
      /^$/,
      /^heka: unknown command "tail\\u001b"; commands: listen, cat \(see heka --help\)\n$/,
    ],
    [
      ['cat', '--match', 'Severity = 3', 'x'],
      2,
      /^$/,
      /^heka: --match: .* at position 9; .* \(see heka cat --help\)\n {2}Severity = 3\n {11}\^\n$/,
    ],
    [['listen', '--durable'], 2, /^$/, /^heka: --durable needs --output FILE \(see heka listen --help\)\n$/],
    [
      ['cat', '--require-signature', 'x'],
      2,
      /^$/,
      /^heka: --require-signature needs --signer or --signers: .* \(see heka cat --help\)\n$/,
    ],
    [['cat'], 2, /^$/, /^heka: heka cat needs a file; - is standard input \(see heka cat --help\)\n$/],
  ];
  for (const [args, code, stdout, stderr, env = {}] of cases) {
    it(`heka ${JSON.stringify(args.join(' '))} ends with ${code}`, async (test) => {
      const command = HekaCommand.start(test, args, { env });
      assert.deepEqual(await command.exit, { code, signal: null });
      assert.match(command.stdout, stdout);
      assert.match(command.stderr, stderr);
    });
  }
});

describe('--help', () => {
  for (const [command, help, switches] of [
    ['listen', LISTEN_HELP, LISTEN_SWITCHES],
    ['cat', CAT_HELP, CAT_SWITCHES],
  ] as const) {
    it(`of heka ${command} has a line for each switch, and fits on a screen`, () => {
      const lines = helpText(help, Number.POSITIVE_INFINITY).split('\n');
      assert.ok(lines.every((line) => line.length <= 100));
      for (const name of Object.keys(switches)) {
        assert.equal(
          lines.filter((line) => new RegExp(`^ {2}(-\\w, )?--${name}( |$)`).test(line)).length,
          1,
          name,
        );
      }
    });

    for (const columns of [80, 60, 40]) {
      it(`of heka ${command} fits on a terminal of ${columns} columns`, () => {
        const text = helpText(help, columns);
        const tooLong = text.split('\n').filter((line) => line.length > columns);
        // One word may be longer, and the names of a switch stay together.
        assert.deepEqual(
          tooLong.filter((line) => line.trim().includes(' ') && !line.startsWith('  --')),
          [],
        );
        const words = (each: string): string[] => each.split(/\s+/);
        assert.deepEqual(words(text), words(helpText(help, 100)));
      });
    }

    it(`of heka ${command} knows no switch that the README of the package leaves out`, async () => {
      const readme = await readFile('packages/cli/README.md', 'utf8');
      for (const name of Object.keys(switches)) assert.ok(readme.includes(`--${name}`), name);
    });
  }
});
