import { expectTypeOf } from 'expect-type';
import type { Delivery, DeliveryStats, DropReason, FlushResult, HekaError, HekaErrorCode } from 'heka-core';

declare const delivery: Delivery;
expectTypeOf(delivery.log('text')).toEqualTypeOf<boolean>();
expectTypeOf(delivery.ready()).toEqualTypeOf<Promise<void>>();
expectTypeOf(delivery.flush({ until: 'written', timeout: 1000 })).toEqualTypeOf<Promise<FlushResult>>();
expectTypeOf(delivery.close()).toEqualTypeOf<Promise<FlushResult>>();
expectTypeOf(delivery.stats()).toEqualTypeOf<DeliveryStats>();
expectTypeOf<FlushResult>().toEqualTypeOf<{
  readonly confirmed: number;
  readonly unsettled: number;
  readonly pending: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly timedOut: boolean;
}>();

// @ts-expect-error nothing else can be waited for
void delivery.flush({ until: 'read' });
// @ts-expect-error a number is not a record
delivery.log(42);
// @ts-expect-error misspelt
delivery.log({ pyload: 'text' });
// @ts-expect-error not a message
delivery.log(new Date());

// Listeners know what they are called with.
delivery.on('dropped', (event) => {
  expectTypeOf(event).toEqualTypeOf<{ reason: DropReason; messages: number; error?: HekaError }>();
});
delivery.once('disconnected', (event) => {
  expectTypeOf(event).toEqualTypeOf<{ address: string; error: HekaError; messages: number }>();
});
delivery.off('room', () => {});
delivery.on('warn', ({ code }) => expectTypeOf(code).toEqualTypeOf<HekaErrorCode | undefined>());
// @ts-expect-error there is no such event
delivery.on('bogus', () => {});
// @ts-expect-error `room` comes alone
delivery.on('room', (bytes: number) => bytes);
