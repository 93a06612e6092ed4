import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bundlePackage } from '../../../support/processes/bundle-package.ts';
import { type AppRun, runApp } from '../../../support/processes/run-app.ts';
import { PlainServer } from '../../../support/servers/plain-server.ts';
import { stalledServer } from '../../../support/servers/stalled-server.ts';
import { unusedUrl } from '../../../support/servers/unused-url.ts';

const HEKA_PACKAGE = bundlePackage('core');
const REFUSED = 'connection refused (ECONNREFUSED)';

function run(
  way: string,
  url: string,
  onStdout: (text: string) => void = () => {},
  env: Readonly<Record<string, string>> = {},
): Promise<AppRun> {
  return runApp('test/core/delivery/apps/last-words.mjs', {
    args: [way],
    env: { HEKA_URL: url, HEKA_PACKAGE, NODE_OPTIONS: '', ...env },
    onStdout,
  });
}

/** The lines of a delivery, without what each begins with. */
function linesOf(stderr: string, name: string): string[] {
  const lines = stderr.split('\n').filter((line) => line !== '');
  assert.ok(
    lines.every((line) => line.startsWith('heka ')),
    stderr,
  );
  return lines.filter((line) => line.startsWith(`heka ${name}: `)).map((line) => line.slice(name.length + 7));
}

describe('the last words of a delivery', { concurrency: 2 }, () => {
  it('count what was sent and not confirmed, after a flush that timed out', async (t) => {
    const server = await PlainServer.start(t, { onEnd: () => {} });
    const { code, stdout, stderr } = await run('flush-then-exit', server.url);
    assert.equal(code, 3, stderr);
    assert.equal(stdout, 'timed out: true\n');
    assert.deepEqual(linesOf(stderr, server.url), [
      '20 messages not sent, 500 not confirmed (may have arrived)',
    ]);
  });

  it('name the reason when the only try was refused', async () => {
    const url = await unusedUrl();
    const { code, stderr } = await run('one-try', url);
    assert.equal(code, 0, stderr);
    const lines = linesOf(stderr, url);
    assert.equal(lines.at(-1), `10 messages dropped (gave-up); ${REFUSED}`);
  });

  it('are exact and one, however much was dropped before', async () => {
    const url = await unusedUrl();
    const { stdout, stderr } = await run('flood', url);
    const { confirmed, dropped } = JSON.parse(stdout) as {
      confirmed: number;
      dropped: { overflow: number; closed: number };
    };
    assert.deepEqual([confirmed, dropped.overflow + dropped.closed], [0, 20_000]);
    const lines = linesOf(stderr, url);
    assert.equal(
      lines.at(-1),
      `${dropped.closed} messages not sent, ${dropped.overflow} dropped in all (overflow); ${REFUSED}`,
    );
    assert.equal(lines.filter((line) => line.includes('not sent')).length, 1, stderr);
    assert.equal(
      stderr.split(url).length - 1,
      stderr.trim().split('\n').length,
      'the address stands once in a line',
    );
  });

  it('do not call messages unsent that were on a connection that was lost', async (t) => {
    const server = await PlainServer.start(t, { onFrame: ({ socket }) => socket.resetAndDestroy() });
    const { code, stderr } = await run('lost-connection', server.url);
    assert.equal(code, 3, stderr);
    assert.match(
      linesOf(stderr, server.url).at(-1) ?? '',
      /^1 message not sent, 3 not confirmed \(may have arrived\); connection /,
    );
  });

  it('are preceded by a line for each different mistake in a call', async (t) => {
    const { url } = await PlainServer.start(t);
    const { stderr } = await run('misuse', url);
    assert.deepEqual(linesOf(stderr, url), [
      'flush and close were called with 5, allowed: an object such as { timeout: 1000 }',
      'flush and close were called with 6, allowed: an object such as { timeout: 1000 }',
      'option "timeout" of flush or close is -1, allowed: milliseconds from 0',
    ]);
  });

  it('give a hint if TLS is not answered', async (t) => {
    const url = (await stalledServer(t)).replace('tcp:', 'tls:');
    const { stderr } = await run('close-soon', url);
    assert.deepEqual(linesOf(stderr, url), [
      '1 message not sent; still connecting (is TLS spoken at that port?)',
    ]);
  });

  it('say what was wrong with a message', async (t) => {
    const { url } = await PlainServer.start(t);
    const { stderr } = await run('invalid', url);
    assert.deepEqual(linesOf(stderr, url), [
      '1 message dropped (encode); fields[0].values[0] is 2.5, allowed: a bigint of 64 bits',
      '2 messages dropped in all (encode); fields[0].values[0] is 1.5, allowed: a bigint of 64 bits',
    ]);
  });

  it('tell several deliveries to the same place apart', async () => {
    const url = await unusedUrl();
    const { stderr } = await run('several', url);
    for (const [name, count] of [
      [url, '1 message'],
      [`${url} (#2)`, '2 messages'],
      [`${url} (#3)`, '3 messages'],
    ] as const) {
      assert.deepEqual(linesOf(stderr, name), [
        `${REFUSED} (${count} waiting)`,
        `${count} not sent; ${REFUSED}`,
      ]);
    }
  });

  it('are preceded by a line for the begin of an outage and one for its end', async (t) => {
    const url = await unusedUrl();
    const { code, stderr } = await run('outage', url, () => {
      void PlainServer.start(t, { port: Number(new URL(url).port) });
    });
    assert.equal(code, 0, stderr);
    const [begin, end, ...others] = linesOf(stderr, url);
    assert.equal(begin, `${REFUSED} (3 messages waiting)`);
    assert.match(end ?? '', /^delivering again after \d+ s$/);
    assert.deepEqual(others, []);
  });

  for (const [order, way, code, lost] of [
    ['before the delivery was made', 'exit-listener-first', 3, 'not sent'],
    ['after that', 'exit-listener-later', 3, 'not sent'],
    ['after that, in a process that runs out of work', 'exit-listener-natural', 0, 'not sent'],
  ] as const) {
    it(`count what an exit listener logs that was added ${order}`, async (t) => {
      const { url } = await PlainServer.start(t);
      const ended = await run(way, url);
      assert.equal(ended.code, code, ended.stderr);
      assert.deepEqual(linesOf(ended.stderr, url), [`2 messages ${lost}`]);
    });
  }

  it('count what was logged after a rest', async (t) => {
    const { url } = await PlainServer.start(t);
    const { code, stderr } = await run('rested', url);
    assert.equal(code, 3, stderr);
    assert.deepEqual(linesOf(stderr, url), ['2 messages not sent']);
  });

  it('come from each of several copies of the package', async (t) => {
    const { url } = await PlainServer.start(t);
    const copies = [bundlePackage('core'), bundlePackage('core'), bundlePackage('core')].join(':');
    const { code, stderr } = await run('copies', url, undefined, { HEKA_COPIES: copies });
    assert.equal(code, 3, stderr);
    assert.deepEqual(linesOf(stderr, url), Array(3).fill('2 messages not sent'));
  });

  for (const [what, way, code] of [
    ['an exit listener logs that was added as the process ended', 'exit-listener-last', 3],
    ['an exit listener logs to a delivery that is closed', 'exit-listener-after-close', 0],
  ] as const) {
    it(`count what ${what}, each on its own`, async (t) => {
      const { url } = await PlainServer.start(t);
      const ended = await run(way, url);
      assert.equal(ended.code, code, ended.stderr);
      assert.deepEqual(linesOf(ended.stderr, url), [
        '1 message dropped (closed)',
        '2 messages dropped in all (closed)',
      ]);
    });
  }

  it('report a filter and a transform of one delivery, each on its own', async () => {
    const { code, stderr } = await run('filter-and-transform', await unusedUrl());
    assert.equal(code, 3, stderr);
    assert.deepEqual(stderr.match(/transform threw|filter threw/g)?.toSorted(), [
      'filter threw',
      'transform threw',
    ]);
  });

  for (const [way, written] of [
    ['mistakes-then-exit', 'written in log(): 0\n'],
    ['mistakes-then-turn', 'written in log(): 0\nwritten after a turn: 1\n'],
  ] as const) {
    it(`follow the lines of log calls, which print nothing themselves: ${way}`, async () => {
      const url = await unusedUrl();
      const { code, stdout, stderr } = await run(way, url);
      assert.equal(code, 3, stderr);
      assert.equal(stdout, written, stderr);
      const words = /transform threw|filter threw|1 message dropped \(closed\)|not sent/g;
      assert.deepEqual(
        stderr.match(words),
        ['transform threw', 'filter threw', '1 message dropped (closed)', 'not sent', 'not sent'],
        stderr,
      );
    });
  }
});
