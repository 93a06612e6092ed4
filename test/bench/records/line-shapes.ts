import type { LogCall } from './logged-records.ts';
import { failure, wide } from './members.ts';
import { mixedLogs } from './mixed-logs.ts';
import { REQUEST_MESSAGE, requestLogs } from './request-log.ts';

/** Log calls whose lines differ in what is dear about them. */
export const lineShapes = {
  typical: (count: number): readonly LogCall[] =>
    requestLogs(count).map((members) => ({ message: REQUEST_MESSAGE, members })),
  small: calls((index) => ({ message: 'job done', members: { job: index } })),
  error: calls((index) => ({ message: 'query failed', members: failure(index, 'Error') })),
  wide: calls((index) => ({ message: 'state', members: wide(100, index) })),
  ascii: calls((index) => ({
    message: `${'The quick brown fox jumps over the lazy dog. '.repeat(228)}${index}`,
    members: {},
  })),
  foreign: calls((index) => ({
    message: `${'Größe: 注文は確定しました。Заказ принят… '.repeat(256)}${index}`,
    members: {},
  })),
  arrays: calls((index) => ({ message: 'stock', members: arrays(index) })),
  mixed: (count: number): readonly LogCall[] => mixedLogs(count),
};

/** The name of one of them. */
export type LineShape = keyof typeof lineShapes;

/** Typical log calls with one thing more, of the same length in the line. */
export const lineCliffs = {
  plain: typicalWith(() => ({ title: 'ann', amount: 12.5, label: 'order-12345-6789x' })),
  'a nested member "name"': typicalWith(() => ({
    user: { name: 'a' },
    amount: 12.5,
    label: 'order-12345-6789',
  })),
  'a duration of 17 digits': typicalWith((index) => ({
    title: 'ann',
    amount: 12.345678901234567 + index / 1024,
    label: 'o-1',
  })),
  'a text with 16 digits': typicalWith(() => ({ title: 'ann', amount: 12.5, label: '1234567890123456x' })),
};

/** The name of one of them. */
export type LineCliff = keyof typeof lineCliffs;

/** Makes log calls, each of its number. */
function calls(call: (index: number) => LogCall): (count: number) => readonly LogCall[] {
  return (count) => Array.from({ length: count }, (_, index) => call(index));
}

function typicalWith(more: (index: number) => object): (count: number) => readonly LogCall[] {
  return (count) =>
    requestLogs(count).map((members, index) => ({
      message: REQUEST_MESSAGE,
      members: { ...members, ...more(index) },
    }));
}

function arrays(index: number): object {
  return {
    sizes: [index, index + 1, index * 7],
    ratios: [0.25, index / 3, 1.5],
    tags: ['checkout', 'retry', `zone-${index % 4}`],
    flags: [true, false],
    items: [
      { id: `sku-${index}`, count: 2, price: 12.5 },
      { id: 'sku-7', count: 1, price: 99.95 },
    ],
    durationMs: 12.345678901234567 + index,
  };
}
