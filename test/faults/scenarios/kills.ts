import { setTimeout as sleep } from 'node:timers/promises';
import type { HekaOptions } from 'heka-core';
import type { SeededRandom } from '../random/seeded-random.ts';
import type { ReceiverHost } from '../receivers/receiver-host.ts';
import type { Run } from '../runner/workshop.ts';

/** Waits between attempts, short enough for a suite; the shape is the default one. */
export const quickBackoff: HekaOptions = {
  backoffStrategy: { name: 'exponential', initialDelay: 20, maxDelay: 500 },
};

const longestDownMs = 300;

/**
 * Logs `count` messages at full speed and kills the receiver `kills` times meanwhile: at random places among the
 * messages, each time after a random moment more, and for the last time when everything is logged but not confirmed.
 */
export async function killWhileSending(
  run: Run,
  receiver: ReceiverHost,
  random: SeededRandom,
  count: number,
  kills: number,
): Promise<void> {
  const work = run.producer.produce({ count });
  const places = Array.from({ length: kills }, () => random.integer(0, count)).sort((a, b) => a - b);
  for (const place of places) {
    while ((await run.producer.sent()) < place) await sleep(10);
    await sleep(random.integer(0, 50));
    await receiver.kill(random.integer(0, longestDownMs));
  }
  await work;
}

/** Kills the receiver `kills` times, at moments that are `leastMs` to `mostMs` apart. */
export async function killNowAndThen(
  receiver: ReceiverHost,
  random: SeededRandom,
  kills: number,
  leastMs: number,
  mostMs: number,
): Promise<void> {
  for (let i = 0; i < kills; i++) {
    await sleep(random.integer(leastMs, mostMs));
    await receiver.kill(random.integer(0, longestDownMs));
  }
}
