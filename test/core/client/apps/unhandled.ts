/** A timed function rejects, and nobody handles it: the process must end as it would without the timer. */
import { HekaTimer } from '../../../../packages/core/src/client/timer/heka-timer.ts';

const timer = new HekaTimer({ name: 'work', now: () => 0, send: () => {} });
void timer.wrap(() => Promise.reject(new Error('nobody cares')))();
