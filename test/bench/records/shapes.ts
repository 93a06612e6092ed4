import type { LogCall } from './logged-records.ts';
import { mixedLogs } from './mixed-logs.ts';
import { REQUEST_MESSAGE, requestLogs } from './request-log.ts';

/** `request` is the typical request log; `mixed` are records of 64 shapes. */
export type RecordShape = 'request' | 'mixed';

/** Log calls of each shape. */
export const shapes: Readonly<Record<RecordShape, (count: number) => readonly LogCall[]>> = {
  request: (count) => requestLogs(count).map((members) => ({ message: REQUEST_MESSAGE, members })),
  mixed: mixedLogs,
};
