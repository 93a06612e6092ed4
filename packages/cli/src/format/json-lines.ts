import { messageToJson } from 'heka-core';
import type { Frame } from 'heka-core/receiver';
import { escapeJson } from '../escape-text.ts';

/** One line of JSON for each message, in the JSON form of `heka-core`, safe to print. */
export function formatJsonLines(frames: readonly Frame[]): string {
  let lines = '';
  for (const { message } of frames) lines += `${escapeJson(JSON.stringify(messageToJson(message)))}\n`;
  return lines;
}
