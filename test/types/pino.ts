import { expectTypeOf } from 'expect-type';
import type { DeliveryStats, DropReason, FlushResult, HekaError, HekaOptions } from 'heka-core';
import pino from 'pino';
import defaultTarget, { type HekaDestination, hekaDestination, hekaTarget } from 'pino-heka';

expectTypeOf(defaultTarget).toEqualTypeOf<typeof hekaTarget>();
expectTypeOf(hekaTarget).parameter(0).toEqualTypeOf<HekaOptions | undefined>();

// pino takes either for a destination.
const destination = hekaDestination({ url: 'tcp://127.0.0.1:5565' });
expectTypeOf(destination).toEqualTypeOf<HekaDestination>();
expectTypeOf(destination).toExtend<pino.DestinationStream>();
pino({ level: 'debug' }, destination);
pino(await hekaTarget({ url: 'tcp://127.0.0.1:5565' }));
pino(pino.multistream([{ level: 'warn', stream: destination }]));

// @ts-expect-error misspelt
hekaDestination({ ulr: 'tcp://127.0.0.1:5565' });

// `flush` calls back as pino does, or resolves.
expectTypeOf(destination.flush()).toEqualTypeOf<Promise<FlushResult>>();
expectTypeOf(destination.flush(() => {})).toEqualTypeOf<void>();
expectTypeOf(destination.close()).toEqualTypeOf<Promise<FlushResult>>();
expectTypeOf(destination.stats()).toEqualTypeOf<DeliveryStats>();

// A callback learns that not everything was confirmed in time.
destination.flush((error) => expectTypeOf(error).toEqualTypeOf<HekaError | undefined>());

// Listeners know what they are called with.
destination.on('dropped', ({ reason, messages }) => {
  expectTypeOf(reason).toEqualTypeOf<DropReason>();
  expectTypeOf(messages).toEqualTypeOf<number>();
});
destination.once('close', () => {});
