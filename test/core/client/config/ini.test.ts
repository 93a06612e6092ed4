import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configFromIni } from '../../../../packages/core/src/client/config/config-from-ini.ts';
import { parseIni } from '../../../../packages/core/src/client/config/parse-ini.ts';

function sections(text: string): unknown {
  return Object.fromEntries(
    Array.from(parseIni(text), ([name, values]) => [name, Object.fromEntries(values)]),
  );
}

/** Texts, and what Python's SafeConfigParser makes of them. */
const dialect: readonly (readonly [string, string, object])[] = [
  ['names and values', '[a]\nx = 1\ny=2 3\nz : 4\nempty =\n', { a: { x: '1', y: '2 3', z: '4', empty: '' } }],
  ['names in lower case', '[A]\nSome_Name = Value', { A: { some_name: 'Value' } }],
  [
    'values over several lines',
    '[a]\nx = one\n    two\n\tthree\ny = 4',
    { a: { x: 'one\ntwo\nthree', y: '4' } },
  ],
  ['a value that starts on the next line', '[a]\nx =\n  one\n  two', { a: { x: '\none\ntwo' } }],
  ['empty lines within a value', '[a]\nx = one\n\n  two\n\n[b]\n', { a: { x: 'one\ntwo' }, b: {} }],
  ['comments', '# first\n[a]\n; second\nx = 1 ; third\ny = a;b#c\n#z = 3', { a: { x: '1', y: 'a;b#c' } }],
  ['a section twice', '[a]\nx = 1\ny = 1\n[b]\n[a]\ny = 2', { a: { x: '1', y: '2' }, b: {} }],
  ['separators in values', '[a]\nx = a=b:c', { a: { x: 'a=b:c' } }],
  ['defaults of all sections', '[DEFAULT]\nx = 1\n[a]\n[b]\nx = 2', { a: { x: '1' }, b: { x: '2' } }],
  [
    'references',
    '[a]\nhost = h\nurl = %(host)s:%(port)s\nport = 1\nrate = 5%%',
    { a: { host: 'h', url: 'h:1', port: '1', rate: '5%' } },
  ],
  ['two quotes for nothing', '[a]\nx = ""', { a: { x: '' } }],
  ['indentation that all lines share', '\n    [a]\n    x = one\n        two\n', { a: { x: 'one\ntwo' } }],
  ['line ends of Windows', '[a]\r\nx = 1\r\n', { a: { x: '1' } }],
  ['dots and quotes as they are', '[a.b]\nx = "1"', { 'a.b': { x: '"1"' } }],
  ['nothing', '', {}],
];

describe('INI text is read as Python reads it:', () => {
  for (const [what, text, expected] of dialect) {
    it(what, () => assert.deepEqual(sections(text), expected));
  }

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['x = 1', /line 1 of the configuration is "x = 1", allowed: a section such as \[heka\] first/],
    ['[a]\nnonsense', /line 2 of the configuration is "nonsense", allowed: a section, or name = value/],
    ['[a]\nx = 50%', /\[a\] x has "%", allowed: %% for a %/],
    ['[a]\nx = %(y)s', /\[a\] x has "%\(y\)s"/],
    ['[a]\nx = %(x)s', /\[a\] x has "%\(x\)s"/],
  ];
  for (const [text, message] of wrong) {
    it(`${JSON.stringify(text)} is refused`, () => {
      assert.throws(() => parseIni(text), { code: 'INVALID_OPTION', message });
    });
  }
});

describe('values of INI text', () => {
  const { config } = configFromIni(
    `
    [app]
    logger = 007
    disabled_timers = foo
                      on
    severity = 4
    stream_class = heka.streams.UdpStream
    stream_number = -12
    stream_large = 12345678901234567890
    stream_one = True
    stream_two = t
    stream_three = Yes
    stream_four = ON
    stream_five = false
    stream_six = F
    stream_seven = no
    stream_eight = Off
    stream_list = dog
                  5
                  yes
    stream_variable = \${PORT}
    stream_almost = x\${PORT}
    [app_filter_one]
    provider = a.b.c
    types = on
            007
    [app_filter]
    provider = d.e.f
    [app_plugin_dummy]
    provider = true
    port = 8080
    [app_hmac]
    signer = on
    key_version = 2
    key = \${KEY}
    `,
    { section: 'app', env: { PORT: '5565', KEY: '123' } },
  );

  it('are converted as heka-py converts them', () => {
    assert.deepEqual(config, {
      logger: '007',
      disabled_timers: ['foo', 'on'],
      severity: 4,
      stream_class: 'heka.streams.UdpStream',
      stream_number: -12,
      stream_large: '12345678901234567890',
      stream_one: true,
      stream_two: true,
      stream_three: true,
      stream_four: true,
      stream_five: false,
      stream_six: false,
      stream_seven: false,
      stream_eight: false,
      stream_list: ['dog', 5, true],
      stream_variable: 5565,
      stream_almost: 'x${PORT}',
      filters: [
        ['a.b.c', { types: ['on', '007'] }],
        ['d.e.f', {}],
      ],
      plugins: { dummy: ['true', { port: 8080 }] },
      hmac: { signer: 'on', key_version: '2', key: '123' },
    });
  });
});
