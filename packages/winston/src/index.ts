export type { DeliveryStats, FlushOptions, FlushResult, HekaOptions } from 'heka-core';
export { HekaError } from 'heka-core';
export { HekaTransport, HekaTransport as default, type HekaTransportOptions } from './heka-transport.ts';
export type { HekaTransportEvents } from './transport-events.ts';
