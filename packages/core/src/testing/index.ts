export { type FieldsObject, type FieldValue, fieldsOf } from '../message/fields-of.ts';
export { type CreateReceiverOptions, createReceiver } from './create-receiver.ts';
export type { MessagePredicate } from './read-wait.ts';
export type { Receiver, RefusedBytes, WaitOptions } from './test-receiver.ts';
