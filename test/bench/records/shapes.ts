import type { LogCall } from './logged-records.ts';
import { mixedLogs } from './mixed-logs.ts';
import { REQUEST_MESSAGE, requestLogs } from './request-log.ts';

/** `request` is the typical request log; `distinct` the same with no text that comes twice; `mixed` are records of 64 shapes. */
export type RecordShape = 'request' | 'distinct' | 'mixed';

/** Log calls of each shape. */
export const shapes: Readonly<Record<RecordShape, (count: number) => readonly LogCall[]>> = {
  request: (count) => requestLogs(count).map((members) => ({ message: REQUEST_MESSAGE, members })),
  distinct: (count) =>
    requestLogs(count).map((members, index) => ({
      message: `${REQUEST_MESSAGE} ${index}`,
      members: withDistinctTexts(members, index),
    })),
  mixed: mixedLogs,
};

/** Gives each text an ending of its own. */
function withDistinctTexts(members: object, index: number): object {
  const text = JSON.stringify(members, (_key, value: unknown) =>
    typeof value === 'string' ? `${value}${index}` : value,
  );
  return JSON.parse(text) as object;
}
