import type { HekaMessage } from '../message/heka-message.ts';

/**
 * Whether a message is sent. It gets a copy of what would go out; what it does to that copy has no effect. If it
 * throws, the message is sent, and the error is reported.
 */
export type FilterFunction = (message: HekaMessage) => boolean;

/** One filter: the text of a matcher, which the messages that are sent match, or a function. */
export type Filter = string | FilterFunction;

/** The option `filter`: one filter, or several, all of which a message must pass; they are asked in this order. */
export type FilterOption = Filter | readonly Filter[];
