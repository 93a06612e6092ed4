import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientFromConfig, clientFromIni, HekaError } from 'heka-core';

const stream = { class: 'heka.streams.DebugCaptureStream' };
const udp = { class: 'heka.streams.UdpStream', host: 'h', port: 1 };

const dictionaries: readonly (readonly [unknown, RegExp])[] = [
  [undefined, /the options are undefined, allowed: an object/],
  [{}, /option "stream\.class" is missing$/],
  [{ loger: 'x' }, /option "stream\.class" is missing; unknown option "loger"; did you mean "logger"\?$/],
  [{ stream: 'x' }, /option "stream" is "x", allowed: an object/],
  [{ stream: {} }, /option "stream\.class" is missing/],
  [
    { stream: { class: 'heka.streams.ZmqStream' } },
    /option "stream\.class" is "heka\.streams\.ZmqStream", allowed: "heka\.streams\.UdpStream", /,
  ],
  [
    { stream: { class: 'heka.streams.StdLibLoggingStream' } },
    /option "stream\.class" is "heka\.streams\.StdLibLoggingStream"/,
  ],
  [
    { stream: { factory: './streams:zmqStreamFactory' } },
    /option "stream\.factory" is .*, allowed: "\.\/streams:udpStreamFactory"/,
  ],
  [
    { stream: { class: 'a', factory: 'b' } },
    /options "stream\.class" and "stream\.factory" contradict each other/,
  ],
  [
    { stream: { ...udp, port: 70_000 } },
    /option "stream\.port" is 70000, allowed: an integer from 1 to 65535, or several/,
  ],
  [{ stream: { ...udp, port: undefined } }, /option "stream\.port" is missing/],
  [{ stream: { ...udp, host: 'a b' } }, /option "stream\.host" is "a b"/],
  [
    { stream: { ...udp, args: ['h', 1, 2] } },
    /option "stream\.args" is an array, allowed: an array of at most 2 values: host, port/,
  ],
  [
    { stream: { ...udp, hots: 'x' } },
    /unknown option "stream\.hots"; did you mean "stream\.host"\?; its value is "x"/,
  ],
  [{ stream, loger: 'x' }, /unknown option "loger"; did you mean "logger"\?; its value is "x"/],
  [{ stream, severity: 'high' }, /option "severity" is "high", allowed: an integer from 0 to 7/],
  [{ stream, disabled_timers: [1] }, /option "disabled_timers" is an array, allowed: the name of a timer/],
  [{ stream, disabled_timers: 'a', disabledTimers: 'b' }, /contradict each other/],
  [{ stream, filters: 'x' }, /option "filters" is "x", allowed: an array/],
  [
    { stream, filters: [['heka.filters.nothing', {}]] },
    /option "filters\.0\.provider" is "heka\.filters\.nothing"/,
  ],
  [{ stream, filters: [['heka.filters.severity_max', {}]] }, /option "filters\.0\.severity" is missing/],
  [
    { stream, filters: [['heka.filters.severity_max', { severity: 9 }]] },
    /option "filters\.0\.severity" is 9/,
  ],
  [
    { stream, filters: [['heka.filters.severity_max', { severity: 1, max: 2 }]] },
    /unknown option "filters\.0\.max"; its value is 2/,
  ],
  [{ stream, filters: [['heka.filters.type_whitelist', { types: 5 }]] }, /option "filters\.0\.types" is 5/],
  [
    { stream, filters: [['heka.filters.type_severity_max', { types: { a: { severity: 'x' } } }]] },
    /option "filters\.0\.types" is an object/,
  ],
  [{ stream, filters: [[() => 5]] }, /option "filters\.0\.provider" is 5, allowed: a provider that returns/],
  [
    { stream, plugins: { dummy: ['heka.tests.plugin:config_plugin', {}] } },
    /option "plugins\.dummy\.provider" is "heka\.tests\.plugin:config_plugin", allowed: .* a name for which "providers" has a function/,
  ],
  [{ stream, plugins: { dummy: {} } }, /option "plugins\.dummy\.provider" is undefined/],
  [{ stream, plugins: { dummy: 5 } }, /option "plugins\.dummy\.provider" is 5/],
  [{ stream, plugins: { incr: [() => () => 1] } }, /the client has a method "incr" already/],
  [{ stream, plugins: { x: [() => () => 1, { override: 5 }] } }, /option "plugins\.x\.override" is 5/],
  [
    { stream, encoder: 'heka.encoders.StdlibPayloadEncoder' },
    /option "encoder" is "heka\.encoders\.StdlibPayloadEncoder"/,
  ],
  [
    { stream: udp, encoder: 'heka.encoders.NullEncoder' },
    /option "encoder" is "heka\.encoders\.NullEncoder"/,
  ],
  [{ stream, hmac: { signer: 's' } }, /option "hmac\.key" is missing/],
  [{ stream, hmac: { key: 'k' } }, /option "hmac\.signer" is missing/],
  [{ stream, hmac: { signer: 's', key: 'k', key_version: 'x' } }, /option "hmac\.key_version" is "x"/],
  [
    { stream, hmac: { signer: 's', key: 'k', hash_function: 'SHA256' } },
    /option "hmac\.hashFunction" is "SHA256", allowed: "sha1" or "md5"/,
  ],
  // What is planned is mapped, and refused by name.
  [
    { stream: { class: 'heka.streams.StdOutStream' } },
    /stream stands for "stdout:": option "url" with the scheme "stdout:" is not available in this version/,
  ],
  [
    { stream: { class: 'heka.streams.FileStream', filepath: '/tmp/x' } },
    /stream stands for "file:\/\/\/tmp\/x": option "url" with the scheme "file:" is not available/,
  ],
  [
    { stream: { ...udp, host: ['a', 'b', '::1'], port: [1, 2] } },
    /stream stands for \["udp:\/\/a:1","udp:\/\/b:2","udp:\/\/\[::1\]:2"\]: several hosts are not available in this version$/,
  ],
];

describe('a dictionary is refused that names the member, its value and what is allowed:', () => {
  for (const [config, message] of dictionaries) {
    it(JSON.stringify(config) ?? 'undefined', () => {
      assert.throws(
        () => clientFromConfig(config as never),
        (error) => {
          assert.ok(error instanceof HekaError);
          assert.equal(error.code, 'INVALID_OPTION');
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it('keys are not shown', () => {
    const hmac = { signer: 's', key: 'k', secret: 'hunter2' };
    assert.throws(
      () => clientFromConfig({ stream, hmac }),
      ({ message }: Error) => {
        assert.match(message, /unknown option "hmac\.secret"/);
        return !message.includes('hunter2');
      },
    );
  });
});

const START = '[heka]\nstream_class = heka.streams.DebugCaptureStream\n';

const texts: readonly (readonly [string, RegExp])[] = [
  ['', /the configuration has no section \[heka\]/],
  ['[other]\nx = 1', /the configuration has no section \[heka\]/],
  ['[heka]\nlogger = x\nencoder = y', /option "\[heka\] stream_class" is missing$/],
  ['[heka]\nfoo=1', /option "\[heka\] stream_class" is missing; unknown option "\[heka\] foo"$/],
  ['[heka]\nstream_host = x', /option "\[heka\] stream_class" is missing/],
  ['[heka]\nstream_class = x', /option "\[heka\] stream_class" is "x", allowed: "heka\.streams\.UdpStream"/],
  [`${START}stream_prot = 1`, /unknown option "\[heka\] stream_prot"/],
  [
    `${START}severty = 1`,
    /unknown option "\[heka\] severty"; did you mean "\[heka\] severity"\?; its value is 1/,
  ],
  [`${START}severity = high`, /option "\[heka\] severity" is "high", allowed: an integer from 0 to 7/],
  [
    `${START}severity = \${NO_SUCH_VARIABLE}`,
    /\[heka\] severity is "\$\{NO_SUCH_VARIABLE\}", but there is no environment variable NO_SUCH_VARIABLE/,
  ],
  [`${START}[heka_filters_x]\nprovider = x`, /option "\[heka_filters_x\] provider" is "x"/],
  [`${START}[heka_filter_x]\nseverity = 4`, /option "\[heka_filter_x\] provider" is undefined/],
  [
    `${START}[heka_filter_x]\nprovider = heka.filters.severity_max_provider\nseverity = yes`,
    /option "\[heka_filter_x\] severity" is true/,
  ],
  [
    `${START}[heka_plugin_x]\nprovider = some.module:plugin`,
    /option "\[heka_plugin_x\] provider" is "some\.module:plugin"/,
  ],
  [
    `${START}[heka_plugin_x]\nprovider = ./nowhere.mjs:plugin`,
    /option "\[heka_plugin_x\] provider" is "\.\/nowhere\.mjs#?\w*", allowed: .*; it cannot be loaded/,
  ],
  [`${START}[heka_hmac]\nsigner = s`, /option "\[heka_hmac\] key" is missing/],
  [
    `${START}[heka_signing]\nkey = k`,
    /the configuration has a section "\[heka_signing\]", allowed: \[heka_filter_\.\.\.\], \[heka_plugin_\.\.\.\], \[heka_hmac\]/,
  ],
  [
    '[heka]\nstream_class = heka.streams.StdOutStream',
    /\[heka\] stream stands for "stdout:": option "url" .* not available/,
  ],
];

describe('INI text is refused with section, key and value:', () => {
  for (const [text, message] of texts) {
    it(JSON.stringify(text), () => {
      assert.throws(() => clientFromIni(text, { env: {} }), { code: 'INVALID_OPTION', message });
    });
  }
});
