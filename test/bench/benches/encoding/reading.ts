import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HekaFrames } from '../../contenders/heka-frames.ts';
import type { Bench } from '../../harness/bench.ts';
import type { Figure } from '../../harness/figure.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import { recordsOf } from '../../records/logged-records.ts';
import { shapes } from '../../records/shapes.ts';
import type { DecodeResult, DecodeSettings } from '../../workloads/encoding/decode-messages.ts';
import type { HekaCommandSettings } from '../../workloads/encoding/heka-command.ts';

const TITLES = {
  request: 'request log',
  distinct: 'request log, no text twice',
  mixed: '64 shapes in turn',
} as const;

const SHAPES = ['request', 'distinct', 'mixed'] as const;
const FORMATS = ['count', 'json', 'pretty'] as const;

/** Ten times, three times and three times what the first version read. */
const FRAMES_PER_CPU_SECOND = {
  cat: { count: 140_000, json: 28_200, pretty: 23_400 },
  listen: { count: 140_000, json: 36_000, pretty: 36_000 },
} as const;

/** The receiving side: one message, a file, a connection. */
export const reading: Bench = {
  name: 'reading',
  title: 'decodeMessage against protobufjs; frames per second of CPU of heka cat and heka listen',
  async run({ quick }) {
    const figures: Figure[] = [];
    for (const shape of quick ? (['request'] as const) : SHAPES) figures.push(await decoding(shape, quick));
    const directory = await mkdtemp(join(tmpdir(), 'heka-bench-'));
    try {
      const long = await writeFrames(join(directory, 'long.hpb'), quick ? 25_000_000 : 500_000_000);
      const short = await writeFrames(join(directory, 'short.hpb'), quick ? 10_000_000 : 100_000_000);
      for (const command of ['cat', 'listen'] as const) {
        for (const format of quick ? (['count', 'json'] as const) : FORMATS) {
          const values: number[] = [];
          // Text takes so much longer than counting that fewer frames show as much.
          const { path, frames } = format === 'count' ? long : short;
          for (let round = 0; round < (quick ? 1 : 3); round++) {
            const cpuSeconds = await runWorkload<number>('heka-command', settingsOf(command, format, path));
            values.push(Math.round(frames / cpuSeconds));
          }
          const limit = FRAMES_PER_CPU_SECOND[command][format];
          const name = `heka ${command} --format ${format}: frames per second of CPU`;
          figures.push({ name, values, unit: '', goal: { direction: 'at least', limit } });
        }
      }
    } finally {
      await rm(directory, { recursive: true });
    }
    return figures;
  },
};

async function decoding(shape: keyof typeof TITLES, quick: boolean): Promise<Figure> {
  const settings: DecodeSettings = { shape, rounds: quick ? 7 : 15, messages: quick ? 12_800 : 25_600 };
  const rounds = await runWorkload<readonly DecodeResult[]>('decode-messages', settings);
  return {
    name: `decodeMessage, ${TITLES[shape]}: speed`,
    of: 'protobufjs',
    values: rounds.map(({ heka, protobufjs }) => protobufjs / heka),
    ...(shape === 'request' && { goal: { direction: 'at least', limit: 1.5 } }),
  };
}

function settingsOf(command: 'cat' | 'listen', format: string, file: string): HekaCommandSettings {
  return command === 'cat'
    ? { args: ['cat', '--format', format, file] }
    : { args: ['listen', '--tcp', '0', '--format', format], sends: file };
}

/** Frames in a file. */
interface FrameFile {
  readonly path: string;
  readonly frames: number;
}

/** Writes the frames of typical request logs again and again, until there are that many bytes. */
async function writeFrames(path: string, bytes: number): Promise<FrameFile> {
  const encoder = new HekaFrames('pino');
  const records = recordsOf('pino', shapes.request(4096));
  const block = Buffer.concat(records.map((record) => Buffer.from(encoder.frameOf(record))));
  const blocks = Math.ceil(bytes / block.length);
  const file = await open(path, 'w');
  for (let written = 0; written < blocks; written++) await file.write(block);
  await file.close();
  return { path, frames: blocks * records.length };
}
