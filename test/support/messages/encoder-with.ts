import type { HekaMessage } from 'heka-core';
import { writeMessage } from '../../../packages/core/src/wire/encode-message.ts';
import { MessageEncoder } from '../../../packages/core/src/wire/message-encoder.ts';

/** An encoder that holds a message. */
export function encoderWith(message: HekaMessage): MessageEncoder {
  const encoder = new MessageEncoder({ headroom: 9 });
  writeMessage(encoder, message, { maxMessageBytes: Number.POSITIVE_INFINITY });
  return encoder;
}
