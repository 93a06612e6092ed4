export type { DeliveryStats, FlushOptions, FlushResult, HekaOptions } from 'heka-core';
export { HekaError } from 'heka-core';
export type { Flush } from './flush-after.ts';
export { HekaDestination, type HekaDestinationEvents, hekaDestination } from './heka-destination.ts';
export { type HekaStream, hekaTarget, hekaTarget as default } from './heka-target.ts';
