import { expectTypeOf } from 'expect-type';
import type { HekaMessage } from 'heka-core';
import { createReceiver, type Receiver } from 'heka-core/testing';

await using receiver = await createReceiver({ udp: true });
expectTypeOf(receiver).toEqualTypeOf<Receiver>();
expectTypeOf(receiver.url).toEqualTypeOf<string>();
expectTypeOf(receiver.messages).toEqualTypeOf<readonly HekaMessage[]>();

// A count, a condition on a message, or the text of a matcher.
expectTypeOf(receiver.waitFor(3)).toEqualTypeOf<Promise<readonly HekaMessage[]>>();
void receiver.waitFor((message) => {
  expectTypeOf(message).toEqualTypeOf<HekaMessage>();
  return message.severity === 4;
});
expectTypeOf(receiver.waitFor('Severity == 4')).toEqualTypeOf<Promise<readonly HekaMessage[]>>();
// @ts-expect-error a condition is a function of a message
void receiver.waitFor({ severity: 4 });
// @ts-expect-error a port is a number
await createReceiver({ port: '5565' });
