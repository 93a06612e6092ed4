import type { Field, HekaMessage } from '../../message/heka-message.ts';
import {
  TAG_ENV_VERSION,
  TAG_FIELDS,
  TAG_HOSTNAME,
  TAG_LOGGER,
  TAG_PAYLOAD,
  TAG_PID,
  TAG_SEVERITY,
  TAG_TIMESTAMP,
  TAG_TYPE,
  TAG_UUID,
} from '../tags.ts';
import { MessageReader } from './message-reader.ts';
import { readField } from './read-field.ts';

type Mutable<T> = { -readonly [Member in keyof T]: T[Member] };

// Nothing that runs while a message is read can read another one.
const reader = new MessageReader();

/** Reads a message from bytes that have passed {@link checkMessage}; it does not refer to them. */
export function readMessage(buffer: Buffer, start: number, end: number): HekaMessage {
  reader.load(buffer, start);
  let uuid: Uint8Array | undefined;
  let timestamp: bigint | undefined;
  let type: string | undefined;
  let logger: string | undefined;
  let severity: number | undefined;
  let payload: string | undefined;
  let envVersion: string | undefined;
  let pid: number | undefined;
  let hostname: string | undefined;
  const fields: Field[] = [];
  while (reader.at < end) {
    const tag = reader.uint32();
    switch (tag) {
      case TAG_UUID:
        uuid = reader.bytes();
        break;
      case TAG_TIMESTAMP:
        timestamp = reader.int64();
        break;
      case TAG_TYPE:
        type = reader.name();
        break;
      case TAG_LOGGER:
        logger = reader.name();
        break;
      case TAG_SEVERITY:
        severity = reader.int32();
        break;
      case TAG_PAYLOAD:
        payload = reader.text();
        break;
      case TAG_ENV_VERSION:
        envVersion = reader.name();
        break;
      case TAG_PID:
        pid = reader.int32();
        break;
      case TAG_HOSTNAME:
        hostname = reader.name();
        break;
      case TAG_FIELDS:
        fields.push(readField(reader));
        break;
      default:
        reader.skipValue(tag);
    }
  }
  const message = { uuid, timestamp } as Mutable<HekaMessage>;
  if (type !== undefined) message.type = type;
  if (logger !== undefined) message.logger = logger;
  if (severity !== undefined) message.severity = severity;
  if (payload !== undefined) message.payload = payload;
  if (envVersion !== undefined) message.envVersion = envVersion;
  if (pid !== undefined) message.pid = pid;
  if (hostname !== undefined) message.hostname = hostname;
  message.fields = fields;
  return message;
}
