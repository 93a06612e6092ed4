import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  createClient,
  deleteClient,
  getClient,
  type HekaClient,
  incrCount,
  setClient,
  setDefaultClient,
  timeIt,
} from 'heka-core';

let client: HekaClient;

beforeEach(() => {
  client = createClient({ logger: 'shop', capture: true, random: () => 0.5 });
  setClient('shop', client);
  setDefaultClient('shop');
});
afterEach(() => {
  for (const name of ['shop', 'other']) deleteClient(name);
});

/** Type, name, and payload of counters, of what was sent. */
function sent(of = client): readonly string[] {
  return of.captured.map(({ type, payload, fields }) =>
    [type, fields[0]?.values[0], ...(type === 'counter' ? [payload] : [])].join(' '),
  );
}

describe('a decorated method', () => {
  it('is named after its class and itself, keeps this and result, and is measured or counted', () => {
    class Shop {
      readonly #stock = 5;

      @timeIt()
      @incrCount()
      sell(count: number): number {
        return this.#stock - count;
      }

      @incrCount('returns', { count: 2, fields: { shop: 'x' } })
      takeBack(): string {
        return 'taken';
      }

      @timeIt()
      static open(this: typeof Shop): Shop {
        return new this();
      }
    }
    class Bakery extends Shop {}
    const bakery = Bakery.open();
    assert.equal(bakery.sell(2), 3);
    assert.equal(bakery.takeBack(), 'taken');
    assert.equal(bakery.sell.name, 'sell');
    assert.deepEqual(sent(), [
      'timer Bakery.open',
      'counter Shop.sell 1',
      'timer Shop.sell',
      'counter returns 2',
    ]);
    assert.deepEqual(client.captured[3]?.fields[2], { name: 'shop', type: 'string', values: ['x'] });
  });

  it('may be decorated without parentheses', () => {
    class Shop {
      @timeIt
      @incrCount
      sell(): number {
        return 1;
      }
    }
    assert.equal(new Shop().sell(), 1);
    assert.deepEqual(sent(), ['counter Shop.sell 1', 'timer Shop.sell']);
  });

  it('is counted and measured where it throws, and rejects the same', async () => {
    const mistake = new Error('a mistake');
    class Shop {
      @timeIt()
      @incrCount()
      fail(): never {
        throw mistake;
      }

      @timeIt()
      async failLater(): Promise<void> {
        await Promise.resolve();
        throw mistake;
      }
    }
    assert.throws(
      () => new Shop().fail(),
      (error) => error === mistake,
    );
    await assert.rejects(new Shop().failLater(), (error) => error === mistake);
    assert.deepEqual(sent(), ['counter Shop.fail 1', 'timer Shop.fail', 'timer Shop.failLater']);
  });

  it('may be private', () => {
    class Shop {
      sell(): number {
        return this.#count();
      }

      @timeIt()
      #count(): number {
        return 7;
      }
    }
    assert.equal(new Shop().sell(), 7);
    assert.deepEqual(sent(), ['timer Shop.#count']);
  });
});

describe('a wrapped function', () => {
  it('has its own name, or the one that is given', () => {
    function render(this: unknown, page: string): string {
      return `<${page}>`;
    }
    assert.equal(timeIt()(render)('a'), '<a>');
    assert.equal(timeIt(render)('b'), '<b>');
    assert.equal(timeIt('page')(render)('c'), '<c>');
    assert.equal(incrCount(render)('d'), '<d>');
    incrCount()(() => {})();
    assert.deepEqual(sent(), [
      'timer render',
      'timer render',
      'timer page',
      'counter render 1',
      'counter anonymous 1',
    ]);
  });

  it('is in the sample as often as its rate says', () => {
    const often = incrCount('often', { rate: 0.6 })(() => {});
    const rarely = timeIt('rarely', { rate: 0.4 })(() => {});
    for (let call = 0; call < 3; call++) {
      often();
      rarely();
    }
    assert.deepEqual(sent(), ['counter often 1', 'counter often 1', 'counter often 1']);
  });

  it('is bound at its first call: to the default client of that moment, or to the one that is named', () => {
    const other = createClient({ capture: true });
    const byDefault = incrCount('default')(() => {});
    const byName = incrCount('named', { client: 'other' })(() => {});
    const byClient = incrCount('given', { client: other })(() => {});
    setClient('other', other);
    byDefault();
    setDefaultClient('other');
    byDefault();
    byName();
    byClient();
    assert.deepEqual(sent(), ['counter default 1', 'counter default 1']);
    assert.deepEqual(sent(other), ['counter named 1', 'counter given 1']);
  });

  it('runs without a client, says so once, and is bound when there is one', async () => {
    deleteClient('shop');
    assert.equal(getClient(), undefined);
    let calls = 0;
    const early = timeIt('early')(() => ++calls);
    const warned = once(process, 'warning');
    assert.equal(early(), 1);
    assert.equal(early(), 2);
    const [warning] = (await warned) as [Error];
    assert.equal(
      warning.message,
      'timeIt: early was called before there is a client; it sends nothing until then',
    );
    setClient('shop', client);
    assert.equal(early(), 3);
    assert.deepEqual(sent(), ['timer early']);
  });
});

describe('a decorator is refused', () => {
  it('where it is made, if name, options or client are wrong', () => {
    assert.throws(() => timeIt('x', { rate: 2 }), { code: 'INVALID_MESSAGE', message: /rate is 2/ });
    assert.throws(() => incrCount('x', { count: Number.NaN }), {
      code: 'INVALID_MESSAGE',
      message: /count is NaN/,
    });
    assert.throws(() => timeIt(''), { code: 'INVALID_MESSAGE', message: /name is empty/ });
    assert.throws(() => timeIt('x', { fields: { a: null } } as never), {
      code: 'INVALID_MESSAGE',
      message: /field "a"/,
    });
    assert.throws(() => timeIt('x')(5 as never), {
      code: 'INVALID_OPTION',
      message: /"the function of timeIt" is 5/,
    });
  });

  it('on what is no method', () => {
    const context = { kind: 'getter', name: 'x' } as never;
    assert.throws(() => timeIt()(() => {}, context), {
      code: 'INVALID_OPTION',
      message: /timeIt decorates a "getter", allowed: a method/,
    });
  });

  it('by the decorators that TypeScript had before the standard', () => {
    assert.throws(() => (timeIt() as unknown as (...args: unknown[]) => void)({}, 'method', {}), {
      code: 'INVALID_OPTION',
      message: /compile without the option experimentalDecorators/,
    });
  });
});
