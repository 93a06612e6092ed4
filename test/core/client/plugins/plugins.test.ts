import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HekaClient } from 'heka-core';
import { openClient } from '../../../support/messages/client-bytes.ts';
import { messageOf } from '../../../support/messages/frame-fields.ts';

const FIXTURES = './test/core/client/plugins/fixtures';

/** What plugins add, as their users see it. */
type WithPlugins = HekaClient & Record<'audit' | 'greet' | 'label', (...args: readonly unknown[]) => unknown>;

function audit(this: HekaClient, user: string): string {
  this.heka('audit', { payload: user });
  return this.logger;
}

describe('a method that is added', () => {
  it('is called with the client as this, also when it is taken off the client', async (t) => {
    const { client, server } = await openClient(t);
    client.addMethod('audit', audit);
    const { audit: taken } = client as WithPlugins;
    assert.equal(taken('ann'), 'shop');
    await client.flush({ timeout: 30_000 });
    assert.equal(messageOf(server.frames[0] ?? '').payload, 'ann');
  });

  it('may not take the name of another one', async (t) => {
    const { client } = await openClient(t);
    for (const name of ['incr', 'on', 'config', 'toString']) {
      assert.throws(() => client.addMethod(name, audit), {
        code: 'INVALID_OPTION',
        message: `INVALID_OPTION: the client has a method "${name}" already, allowed: another name, or override: true`,
      });
    }
    client.addMethod('audit', audit);
    assert.throws(() => client.addMethod('audit', audit), { code: 'INVALID_OPTION' });
  });

  it('may override one if it says so', async (t) => {
    const { client } = await openClient(t);
    const names: string[] = [];
    client.addMethod('incr', (name: string) => void names.push(name), { override: true });
    client.incr('mine');
    assert.deepEqual(names, ['mine']);
    assert.equal(client.stats().accepted, 0);
  });

  it('needs a name that can be one, and a function', async (t) => {
    const { client } = await openClient(t);
    for (const name of ['', 'a b', '1st', 'constructor', '__proto__']) {
      assert.throws(() => client.addMethod(name, audit, { override: true }), {
        code: 'INVALID_OPTION',
        message: /the name of a method is/,
      });
    }
    assert.throws(() => client.addMethod('x', 5 as never), {
      message: /option "addMethod\(x\)" is 5, allowed: a function/,
    });
  });
});

describe('the option plugins', () => {
  const label = ({ text = 'none' }: { text?: string }) =>
    function (this: HekaClient): string {
      return `${text}: ${this.logger}`;
    };

  it('makes a method of what a provider returns for its configuration', async (t) => {
    const { client } = await openClient(t, {
      plugins: { label: { provider: label, config: { text: 'by' } }, greet: { provider: label } },
    });
    assert.equal((client as WithPlugins).label(), 'by: shop');
    assert.equal((client as WithPlugins).greet(), 'none: shop');
  });

  for (const [kind, file] of [
    ['an ES module', `${FIXTURES}/greeting.mjs`],
    ['a CommonJS module', `${FIXTURES}/greeting.cjs`],
  ] as const) {
    it(`loads the provider from ${kind}, by name or as its default`, async (t) => {
      const { client } = await openClient(t, {
        plugins: {
          greet: { provider: `${file}#greeting`, config: { word: 'hello' } },
          label: { provider: file, config: {} },
        },
      });
      assert.equal((client as WithPlugins).greet('ann'), 'hello ann of shop');
      assert.equal((client as WithPlugins).label(), 'default');
    });
  }

  it('is replaced by a new configuration; added methods stay', async (t) => {
    const { client } = await openClient(t, {
      plugins: { label: { provider: label }, incr: { provider: label, override: true } },
    });
    client.addMethod('audit', audit);
    client.configure({ quiet: true, plugins: { greet: { provider: label } } });
    assert.equal((client as Partial<WithPlugins>).label, undefined);
    assert.equal(typeof (client as WithPlugins).greet(), 'string');
    assert.equal(typeof (client as WithPlugins).audit('x'), 'string');
    client.incr('own again');
    assert.equal(client.stats().accepted, 2);
  });

  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ['a name in use', { incr: { provider: label } }, /has a method "incr" already/],
    ['no object', { label: 5 }, /option "plugins\.label" is 5, allowed: an object/],
    ['no provider', { label: {} }, /option "plugins\.label\.provider" is missing/],
    [
      'a provider that is neither',
      { label: { provider: 5 } },
      /"plugins\.label\.provider" is 5, allowed: a function, a module and its export/,
    ],
    [
      'a provider that returns no function',
      { label: { provider: () => 5 } },
      /"plugins\.label\.provider" is 5, allowed: a provider that returns a function/,
    ],
    [
      'a provider that throws',
      {
        label: {
          provider: () => {
            throw new Error('not today');
          },
        },
      },
      /"plugins\.label\.provider" threw: not today/,
    ],
    [
      'an override that is no boolean',
      { label: { provider: label, override: 'yes' } },
      /"plugins\.label\.override" is "yes", allowed: true or false/,
    ],
    [
      'an unknown member',
      { label: { provider: label, confg: {} } },
      /unknown option "plugins\.label\.confg"; did you mean "plugins\.label\.config"\?/,
    ],
    [
      'a module that is not there',
      { label: { provider: './nowhere.mjs#x' } },
      /"plugins\.label\.provider" is "\.\/nowhere\.mjs#x", allowed: .*; it cannot be loaded: Cannot find module/,
    ],
    [
      'a module without that export',
      { label: { provider: `${FIXTURES}/greeting.mjs#x` } },
      /the module has no function "x"/,
    ],
  ];
  for (const [what, plugins, message] of wrong) {
    it(`is refused with ${what}`, async (t) => {
      await assert.rejects(openClient(t, { plugins: plugins as never }), { code: 'INVALID_OPTION', message });
    });
  }
});
