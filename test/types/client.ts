/** Types of the client. Checked by tsc; never run. */
import { expectTypeOf } from 'expect-type';
import {
  bytes,
  type ClientConfig,
  clientFromConfig,
  clientFromIni,
  createClient,
  double,
  field,
  getClient,
  type HekaClient,
  type HekaTimer,
  incrCount,
  integer,
  timeIt,
} from 'heka-core';

declare module 'heka-core' {
  interface HekaClientMethods {
    audit(user: string, action: 'login' | 'logout'): void;
  }
}

const client = createClient({
  url: 'tcp://127.0.0.1:5565',
  logger: 'shop',
  severity: 'warning',
  disabledTimers: ['render', '*'],
  filters: ['Severity < 7', ({ type }) => type !== 'noise'],
  random: () => 0.5,
  capture: 10,
  plugins: {
    audit: {
      provider: (config: { prefix: string }) => (user: string) => config.prefix + user,
      config: { prefix: '' },
    },
  },
});
expectTypeOf(client).toEqualTypeOf<HekaClient>();

// @ts-expect-error a misspelled option
createClient({ disabledTimer: 'x' });
// @ts-expect-error severities are 0 to 7 or names
createClient({ severity: 'bad' });
// @ts-expect-error a plugin has a provider
createClient({ plugins: { audit: {} } });

client.heka('order');
client.heka('order', {
  severity: 3,
  payload: 'x',
  timestamp: new Date(),
  pid: 1,
  hostname: 'h',
  envVersion: '1',
});
client.heka('order', { timestamp: 1n, logger: undefined });
client.heka('order', {
  fields: {
    text: 'a',
    number: 1,
    big: 1n,
    flag: true,
    raw: new Uint8Array(),
    when: new Date(),
    list: ['a', 'b'],
    nested: { deep: { er: [1, 2] } },
    typed: [double(1), integer(2n), bytes('x')],
    unit: field(1, { representation: 'ms' }),
  },
});
// @ts-expect-error a message has a type
client.heka();
// @ts-expect-error a misspelled member
client.heka('order', { fieldss: {} });
// @ts-expect-error null is no value of a field
client.heka('order', { fields: { a: null } });
// @ts-expect-error neither is undefined
client.heka('order', { fields: { a: { b: undefined } } });
// @ts-expect-error nor a function
client.heka('order', { fields: { a: () => 1 } });
// @ts-expect-error nor a regular expression
client.heka('order', { fields: { a: /x/ } });
// @ts-expect-error a severity is a number or a name
client.heka('order', { severity: 'loud' });
// @ts-expect-error a payload is text
client.heka('order', { payload: 5 });

client.incr('hits', { count: 2n, rate: 0.5, fields: { path: '/' } });
client.gauge('load', 0.5);
client.timerSend('query', 12);
// @ts-expect-error a counter has no value beside its options
client.incr('hits', 5);
// @ts-expect-error a gauge has a value
client.gauge('load');
// @ts-expect-error a rate is a number
client.incr('hits', { rate: '0.5' });
// @ts-expect-error a gauge has no count
client.gauge('load', 1, { count: 2 });

const timer = client.timer('render', { rate: 0.5 });
expectTypeOf(timer).toEqualTypeOf<HekaTimer>();
expectTypeOf(timer.result).toEqualTypeOf<number | undefined>();
expectTypeOf(timer.wrap((a: string, b?: number) => a.length + (b ?? 0))).toEqualTypeOf<
  (a: string, b?: number) => number
>();
expectTypeOf(timer.wrap(async (a: string) => Promise.resolve(a))).toEqualTypeOf<
  (a: string) => Promise<string>
>();
expectTypeOf(
  timer.wrap(function* numbers(): Generator<number> {
    yield 1;
  }),
).toEqualTypeOf<() => Generator<number>>();
{
  using inBlock = client.timer('block');
  expectTypeOf(inBlock).toEqualTypeOf<HekaTimer>();
}

client.info('%s', 'x');
client.exception(new Error('x'), 'failed');
// @ts-expect-error there is no such level
client.fatal('x');

expectTypeOf(client.captured[0]?.type).toEqualTypeOf<string | undefined>();
client.on('dropped', ({ reason, messages }) => {
  expectTypeOf(messages).toEqualTypeOf<number>();
  expectTypeOf(reason).toExtend<string>();
});

// A plugin's method is declared by its plugin.
client.audit('ann', 'login');
client.addMethod('audit', (user, action) => {
  expectTypeOf(user).toEqualTypeOf<string>();
  expectTypeOf(action).toEqualTypeOf<'login' | 'logout'>();
});
client.addMethod('audit', function (user) {
  expectTypeOf(this).toEqualTypeOf<HekaClient>();
  this.incr(user);
});
client.addMethod('other', function (this: HekaClient, name: string) {
  this.incr(name);
});
// @ts-expect-error not one of its actions
client.audit('ann', 'delete');
// @ts-expect-error its user is a text
client.addMethod('audit', (user: number) => user);
// @ts-expect-error nobody has declared this method
client.unknown();

class Shop {
  @timeIt()
  @incrCount('sold', { rate: 0.5 })
  sell(count: number): number {
    return count;
  }

  @timeIt
  async open(): Promise<string> {
    return Promise.resolve('open');
  }
}
expectTypeOf(new Shop().sell).toEqualTypeOf<(count: number) => number>();
expectTypeOf(timeIt('x', { client: 'shop' })((a: string) => a.length)).toEqualTypeOf<(a: string) => number>();
expectTypeOf(incrCount((a: string) => a.length)).toEqualTypeOf<(a: string) => number>();
// @ts-expect-error a timer has no count
timeIt('x', { count: 2 });
// @ts-expect-error what is wrapped is a function
timeIt('x')(5);

expectTypeOf(getClient('shop')).toEqualTypeOf<HekaClient>();
expectTypeOf(getClient('shop', { stream: { class: 'heka.streams.UdpStream' } })).toEqualTypeOf<HekaClient>();
expectTypeOf(getClient()).toEqualTypeOf<HekaClient | undefined>();

const config: ClientConfig = {
  logger: 'shop',
  disabled_timers: ['a'],
  stream: { factory: './streams:udpStreamFactory', hosts: ['a'], ports: [1] },
  stream_host: 'b',
  filters: [['heka.filters.severity_max', { severity: 4 }]],
  plugins: { audit: { provider: './plugins.mjs#audit', prefix: 'x' } },
};
expectTypeOf(clientFromConfig(config, { client })).toEqualTypeOf<HekaClient>();
expectTypeOf(clientFromIni('[app]', { section: 'app', env: {} })).toEqualTypeOf<HekaClient>();
// @ts-expect-error a misspelled member
clientFromConfig({ stream: {}, sevrity: 4 });
// @ts-expect-error text is read by clientFromIni
clientFromConfig('[heka]');
