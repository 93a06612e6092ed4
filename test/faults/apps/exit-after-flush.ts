/**
 * Logs messages through the logger that is named, to a receiver that has stopped, waits for a flush in vain, and calls
 * `process.exit()`. What the process has to say about them is on its standard error.
 *
 * Arguments: `core`, `winston` or `pino`, the url, how many messages, how long the flush may take in ms.
 */
import { openLogger } from './open-logger.ts';

const [kind = 'core', url = '', count = '', timeout = ''] = process.argv.slice(2);
const logger = openLogger(kind, { url });
for (let i = 0; i < Number(count); i++) logger.log(i);
const { timedOut } = await logger.flush({ timeout: Number(timeout) });
console.log(timedOut ? 'timed out' : 'confirmed');
process.exit(0);
