import { decodeMessage, type MessageInit } from 'heka-core';
import { HekaFrames, messageBytes } from '../contenders/heka-frames.ts';
import { recordsOf } from './logged-records.ts';
import { shapes } from './shapes.ts';

/** The messages of request logs, without uuid and time, which each call gets anew. */
export function requestMessages(count: number): readonly MessageInit[] {
  const frames = new HekaFrames('pino');
  return recordsOf('pino', shapes.request(count)).map((record) => {
    const {
      uuid: _uuid,
      timestamp: _timestamp,
      ...init
    } = decodeMessage(messageBytes(frames.frameOf(record)));
    return init;
  });
}
