import { serve } from '../process/serve.ts';
import { Receiver } from './receiver.ts';
import type { AtEnd, ReceiverOptions } from './receiver-options.ts';

let receiver: Receiver | undefined;

function running(): Receiver {
  if (receiver === undefined) throw new Error('the receiver does not listen yet');
  return receiver;
}

serve({
  listen: ({ options, number }: { options: ReceiverOptions; number: number }) => {
    receiver = new Receiver(options, number);
    return receiver.listen();
  },
  stats: () => running().stats(),
  blockOutput: () => running().blockOutput(),
  unblockOutput: () => running().unblockOutput(),
  pauseReading: () => running().pauseReading(),
  resumeReading: () => running().resumeReading(),
  setAtEnd: (atEnd: AtEnd) => running().setAtEnd(atEnd),
  setOnAccept: (onAccept: 'read' | 'close') => running().setOnAccept(onAccept),
  allowClosings: (times: number) => running().allowClosings(times),
  busy: (milliseconds: number) => {
    const until = Date.now() + milliseconds;
    while (Date.now() < until);
  },
});

process.once('SIGTERM', () => {
  receiver?.stop();
  process.exit(0);
});
