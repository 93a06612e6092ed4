export type { DeliveryStats, FlushOptions, FlushResult, HekaOptions } from 'heka-core';
export { HekaError } from 'heka-core';
export { HekaTransport, HekaTransport as default, type HekaTransportOptions } from './heka-transport.ts';
export type { Levels } from './level-check.ts';
export type { HekaTransportEvents, ListenerMethod } from './transport-events.ts';
