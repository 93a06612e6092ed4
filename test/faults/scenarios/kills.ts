import { setTimeout as sleep } from 'node:timers/promises';
import type { HekaOptions } from 'heka-core';
import type { SeededRandom } from '../random/seeded-random.ts';
import type { ReceiverHost } from '../receivers/receiver-host.ts';
import type { Place, Run } from '../runner/workshop.ts';
import { holdsWithin, waitUntil } from './wait.ts';

/** Waits between attempts, short enough for a suite; the shape is the default one. */
export const quickBackoff: HekaOptions = {
  backoffStrategy: { name: 'exponential', initialDelay: 20, maxDelay: 500 },
};

const longestDownMs = 300;
/** Longer than a healthy receiver needs until something is confirmed. */
const confirmationGuardMs = 4000;

/**
 * Logs `messages` at full speed and kills the receiver `kills` times meanwhile, at random places among them. Every other kill strikes right after a confirmation, the moment at which a wrong one shows; the rest after
 * a random moment, the last of them possibly when everything is logged but not confirmed.
 */
export async function killWhileSending(
  run: Run,
  receiver: ReceiverHost,
  random: SeededRandom,
  { messages, kills }: { readonly messages: number; readonly kills: number },
): Promise<void> {
  const work = run.producer.produce({ count: messages });
  const places = Array.from({ length: kills }, () => random.integer(0, messages)).sort((a, b) => a - b);
  for (const [kill, place] of places.entries()) {
    while ((await run.producer.sent()) < place) await sleep(10);
    if (kill % 2 === 0) await confirmsMore(run);
    else await sleep(random.integer(0, 50));
    await receiver.kill(random.integer(0, longestDownMs));
  }
  await work;
}

/** Kills the receiver `kills` times, at moments that are `apartMs` apart: at least, at most. */
export async function killNowAndThen(
  receiver: ReceiverHost,
  random: SeededRandom,
  kills: number,
  apartMs: readonly [least: number, most: number],
): Promise<void> {
  for (let i = 0; i < kills; i++) {
    await sleep(random.integer(...apartMs));
    await receiver.kill(random.integer(0, longestDownMs));
  }
}

/** Waits for the next confirmation; false if none comes, as when everything that is left is too little for a rotation. */
export async function confirmsMore(run: Run, guardMs = confirmationGuardMs): Promise<boolean> {
  const { confirmed } = (await run.producer.report()).stats;
  return holdsWithin(guardMs, async () => (await run.producer.report()).stats.confirmed > confirmed);
}

/**
 * For controls: kills the receiver at a moment at which the sender has let go of messages that are in no file, so that
 * they are lost for certain and not merely likely to be. The receiver is stopped while the two are compared.
 */
export async function killWhenTrustIsWrong(run: Run, place: Place): Promise<void> {
  await waitUntil('a message counts as confirmed that is in no file', async () => {
    place.receiver.freeze();
    const { confirmed } = (await run.producer.report()).stats;
    if (confirmed > run.tally(place).distinct) return true;
    place.receiver.thaw();
    return false;
  });
  await place.receiver.kill();
}
