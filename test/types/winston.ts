import { expectTypeOf } from 'expect-type';
import type {
  DeliveryStats,
  DropReason,
  FlushResult,
  HekaError,
  HekaErrorCode,
  HekaOptions,
} from 'heka-core';
import winston from 'winston';
import DefaultTransport, { HekaTransport, type HekaTransportOptions } from 'winston-heka';

expectTypeOf(DefaultTransport).toEqualTypeOf<typeof HekaTransport>();

// The options are winston's and ours together.
expectTypeOf<HekaTransportOptions>().toExtend<HekaOptions>();
expectTypeOf<HekaTransportOptions>().toExtend<winston.transport.TransportStreamOptions>();
const transport = new HekaTransport({
  url: 'tcp://127.0.0.1:5565',
  level: 'info',
  silent: false,
  format: winston.format.json(),
  handleExceptions: true,
  handleRejections: true,
});
// @ts-expect-error not an option of winston, nor one of ours
new HekaTransport({ lvl: 'info' }).end();

// winston takes it for a transport.
expectTypeOf(transport).toExtend<winston.transport>();
winston.createLogger({ transports: [transport], exceptionHandlers: [transport] });
winston.add(transport).remove(transport);

// Listeners know what they are called with; events of streams are as ever.
transport.on('dropped', ({ reason, messages }) => {
  expectTypeOf(reason).toEqualTypeOf<DropReason>();
  expectTypeOf(messages).toEqualTypeOf<number>();
});
transport.once('recovered', (event) => {
  expectTypeOf(event).toEqualTypeOf<{ address: string; outageMs: number; dropped: number }>();
});
transport.on('disconnected', ({ error }) => expectTypeOf(error).toEqualTypeOf<HekaError>());
transport.on('warn', (error) => expectTypeOf(error.code).toEqualTypeOf<HekaErrorCode | undefined>());
transport.on('logged', (info) => expectTypeOf(info).toEqualTypeOf<unknown>());
expectTypeOf(transport.on('finish', () => {}).off('room', () => {})).toEqualTypeOf<HekaTransport>();

expectTypeOf(transport.ready()).toEqualTypeOf<Promise<void>>();
expectTypeOf(transport.flush()).toEqualTypeOf<Promise<FlushResult>>();
expectTypeOf(transport.stats()).toEqualTypeOf<DeliveryStats>();
