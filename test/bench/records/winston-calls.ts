import type { Logger } from 'winston';
import { REQUEST_MESSAGE, requestLogs } from './request-log.ts';

/** What a log call is given behind its level. */
export type WinstonArguments = readonly [message: string, ...values: readonly unknown[]];

/** Something that costs more to log than text and numbers do. */
export type WinstonCliff = keyof typeof winstonCliffs;

class Money {
  readonly amount: number;
  readonly currency: string;

  constructor(amount: number, currency: string) {
    this.amount = amount;
    this.currency = currency;
  }
}

/** Typical log calls with one thing more. Objects are ready before: what their making costs is not the logger's. */
export const winstonCliffs = {
  'a placeholder in the message': (count: number): readonly WinstonArguments[] =>
    requestLogs(count).map((members, index) => ['request %s completed', `r-${index}`, members]),
  'an Error': withMember((index) => ({ err: new Error(`connect ECONNREFUSED 10.0.0.${index}:5432`) })),
  'a Date': withMember((index) => ({ paidAt: new Date(1_760_000_000_000 + index) })),
  'a class instance': withMember((index) => ({ price: new Money(12.5 + index, 'EUR') })),
  'an array of objects': withMember((index) => ({
    items: [
      { id: `sku-${index}`, count: 2, price: 12.5 },
      { id: 'sku-7', count: 1, price: 99.95 },
    ],
  })),
};

/** The same without it. */
export const plainCalls = withMember(() => ({ label: 'order-12345-6789x' }));

/** Logs. */
export function callWinston(logger: Logger, [message, first, second]: WinstonArguments): void {
  // As an application writes it: no arguments that are absent.
  if (second === undefined) logger.info(message, first);
  else logger.info(message, first, second);
}

function withMember(more: (index: number) => object): (count: number) => readonly WinstonArguments[] {
  return (count) =>
    requestLogs(count).map((members, index) => [REQUEST_MESSAGE, { ...members, ...more(index) }]);
}
