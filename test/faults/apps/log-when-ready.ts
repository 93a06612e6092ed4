/**
 * Logs messages and waits for room with `await ready()`, as any script would: nothing but the wait keeps it alive.
 *
 * Arguments: `core`, `winston` or `pino`, the url, how many messages, `queue.maxBytes`.
 */
import { openLogger } from './open-logger.ts';

const [kind = 'core', url = '', count = '', maxBytes = ''] = process.argv.slice(2);
const backoffStrategy = { initialDelay: 20, maxDelay: 500 };
const logger = openLogger(kind, { url, queue: { maxBytes }, backoffStrategy, quiet: true });
console.log('started');
let logged = 0;
process.on('exit', () => console.log(`logged ${logged}`));
while (logged < Number(count)) {
  await logger.ready();
  logger.log(logged++);
}
const { confirmed } = await logger.flush({ timeout: 60_000 });
console.log(`confirmed ${confirmed}`);
