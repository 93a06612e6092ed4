import { writeTimestamp } from '../../../../wire/timestamp-varint.ts';
import { RecordTime } from '../../../record-time.ts';
import { exactValue } from '../../exact-json.ts';
import { TIME_AT, TIME_LENGTH_AT, UUIDS_AT, UUIDS_BYTES } from './memory-layout.ts';
import type { TranscoderMemory } from './transcoder-memory.ts';
import type { TranscoderHost } from './transcoder-module.ts';

/**
 * Makes the functions that the transcoder calls, apart from the one for nodes.
 *
 * @param fillRandom fills memory with random bytes
 */
export function createTranscoderHost(
  memory: TranscoderMemory,
  fillRandom: (bytes: Uint8Array) => void,
): Omit<TranscoderHost, 'makeNode'> {
  const time = new RecordTime();
  const uuids = memory.bytes.subarray(UUIDS_AT, UUIDS_AT + UUIDS_BYTES);
  const writeTime = (): void => {
    memory.setWord(TIME_LENGTH_AT, writeTimestamp(memory.view, TIME_AT, time.ms, time.ns) - TIME_AT);
  };
  return {
    readTime(at, length) {
      if (!time.read(scalarAt(memory, at, length))) return 0;
      writeTime();
      return 1;
    },
    readClock() {
      time.now();
      writeTime();
    },
    fillUuids() {
      fillRandom(uuids);
    },
    isShortest(at, length) {
      const text = memory.bytes.toString('latin1', at, at + length);
      return String(Number(text)) === text ? 1 : 0;
    },
  };
}

/** The value of JSON text, undefined if it is none. */
function scalarAt(memory: TranscoderMemory, at: number, length: number): unknown {
  try {
    return exactValue(memory.bytes.toString('utf8', at, at + length));
  } catch {
    return undefined;
  }
}
