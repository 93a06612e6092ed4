import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { describe, it, type TestContext } from 'node:test';
import { clientFromConfig, clientFromIni, type HekaClient } from 'heka-core';
import { FrameReader } from '../../../faults/oracle/frame-reader.ts';
import { expectedHex, sentMessage } from '../../../support/messages/client-bytes.ts';
import { frame, signedFrame } from '../../../support/messages/wire-bytes.ts';
import { PlainServer } from '../../../support/servers/plain-server.ts';
import { UdpReceiver } from '../../../support/servers/udp-receiver.ts';
import { type DocumentedConfig, documentedConfigs } from './documented-configs.ts';

/** A receiver of either protocol: where it is, and the frames that it got. */
interface Target {
  readonly port: number;
  frames(count: number): Promise<readonly string[]>;
}

async function openTarget(t: TestContext, protocol: 'tcp' | 'udp'): Promise<Target> {
  if (protocol === 'tcp') {
    const server = await PlainServer.start(t);
    return {
      port: server.port,
      async frames(count) {
        await server.until(() => server.frames.length >= count);
        return server.frames;
      },
    };
  }
  const receiver = await UdpReceiver.bind(t);
  return {
    port: receiver.port,
    async frames(count) {
      for (let datagrams = 1; ; datagrams++) {
        await receiver.waitFor(datagrams);
        const frames: string[] = [];
        const reader = new FrameReader({
          frame: (whole) => frames.push(whole.toString('hex')),
          damaged: (bytes) => assert.fail(`${bytes} bytes between frames`),
        });
        for (const datagram of receiver.datagrams) reader.push(datagram);
        if (frames.length >= count) return frames;
      }
    },
  };
}

function clientOf({ config }: DocumentedConfig, port: number): HekaClient {
  const options = { quiet: true };
  if (typeof config !== 'string') {
    return clientFromConfig(config({ host: '127.0.0.1', port }), { options });
  }
  return clientFromIni(config, { env: { HOST: '127.0.0.1', PORT: String(port) }, options });
}

describe('a configuration of the old clients sends what they would have sent, byte for byte:', () => {
  for (const documented of documentedConfigs) {
    it(documented.title, { timeout: 30_000 }, async (t) => {
      const { sent, signer, use, protocol } = documented;
      const target = await openTarget(t, protocol);
      const client = clientOf(documented, target.port);
      t.after(() => client.close({ timeout: 1 }));
      use(client);
      await client.flush({ until: 'written' });
      const frames = await target.frames(sent.length);
      const expected = frames.map((hex, index) => {
        const { uuid, timestamp } = sentMessage(hex);
        const message = sent[index] ?? assert.fail(`an unexpected message: ${hex}`);
        const rest = expectedHex({ pid: process.pid, hostname: hostname(), ...message }, timestamp);
        const bytes = Buffer.from(`0a10${uuid}${rest}`, 'hex');
        return (signer === undefined ? frame(bytes) : signedFrame(bytes, signer)).toString('hex');
      });
      assert.deepEqual(frames, expected);
      assert.equal(client.stats().accepted, sent.length);
    });
  }
});

describe('a configuration of the old clients', () => {
  it("binds heka-py's plugin under the name that it has for itself", () => {
    const text = `
      [heka]
      stream_class = heka.streams.DebugCaptureStream
      encoder = heka.encoders.NullEncoder
      [heka_plugin_dummysection]
      provider = heka.tests.plugin:config_plugin
      verbose = True
      some_list = dog
                  cat
      port = 8080
    `;
    const configPlugin = (config: object): unknown =>
      Object.assign((...args: readonly unknown[]) => ({ config, args }), { heka_name: 'dummy' });
    const client = clientFromIni(text, {
      providers: { 'heka.tests.plugin:config_plugin': configPlugin },
    }) as HekaClient & { dummy(...args: readonly unknown[]): unknown };
    assert.deepEqual(client.dummy('some', 42), {
      config: { verbose: true, some_list: ['dog', 'cat'], port: 8080 },
      args: ['some', 42],
    });
  });

  it("binds heka-node's plugin under its name, with the client as this", () => {
    const client = clientFromConfig({
      stream: { factory: './streams:debugStreamFactory' },
      logger: 'test',
      plugins: {
        showLogger: {
          provider: './test/core/client/plugins/fixtures/greeting.mjs:greeting',
          word: 'label',
        },
        incr: { provider: () => () => 'overridden', override: true },
      },
    }) as HekaClient & { showLogger(name: string): string };
    assert.equal(client.showLogger('x'), 'label x of test');
    assert.equal(client.incr('x'), 'overridden');
  });

  it("overrides the method that heka-py's plugin names", () => {
    const client = clientFromConfig({
      stream_class: 'heka.streams.DebugCaptureStream',
      plugins: { any: [() => () => 'overridden', { override: 'gauge' }] },
    });
    assert.equal(client.gauge('x', 1), 'overridden');
  });

  it('asks filters of its own in order, by function or by module', () => {
    const asked: string[] = [];
    const provider =
      ({ name }: { name: string }) =>
      () =>
        asked.push(name) > 0;
    const client = clientFromIni(
      `
      [app]
      stream_class = heka.streams.DebugCaptureStream
      [app_filter_z]
      provider = first.provider
      name = one
      [app_filter_a]
      provider = second.provider
      name = two
      `,
      { section: 'app', providers: { 'first.provider': provider, 'second.provider': provider } },
    );
    client.incr('x');
    assert.deepEqual(asked, ['one', 'two']);
    assert.equal(client.captured.length, 1);
  });

  it('keeps the last 100 messages of a stream for debugging', () => {
    const client = clientFromConfig({ stream: { class: 'heka.streams.DebugCaptureStream' } });
    for (let index = 0; index < 120; index++) client.incr(`c${index}`);
    assert.equal(client.captured.length, 100);
    assert.equal(client.captured[0]?.fields[0]?.values[0], 'c20');
    assert.equal(client.stats().confirmed, 120);
  });

  it('configures a client that exists, in place', () => {
    const client = clientFromConfig({ stream: { class: 'heka.streams.DebugCaptureStream' }, severity: 2 });
    const again = clientFromIni('[heka]\nstream_class = heka.streams.DebugCaptureStream\nlogger = new', {
      client,
    });
    assert.equal(again, client);
    assert.equal(client.logger, 'new');
    assert.equal(client.severity, 6);
  });

  it('may be used again, and is shown without its key', () => {
    const config = {
      logger: 'addons',
      stream: { class: 'heka.streams.UdpStream', args: ['logstash1'], port: '5566' },
      hmac: { signer: 's', key: 'hunter2', key_version: '3' },
    };
    const before = structuredClone(config);
    const [first, second] = [clientFromConfig(config), clientFromConfig(config)];
    assert.deepEqual(config, before);
    for (const client of [first, second]) {
      assert.deepEqual(JSON.parse(JSON.stringify(client.config)), {
        url: 'udp://logstash1:5566',
        logger: 'addons',
        severity: 6,
        disabledTimers: [],
        plugins: {},
        hmac: { signer: 's', keyVersion: 3, hashFunction: 'sha1', key: '[redacted]' },
      });
    }
  });
});
