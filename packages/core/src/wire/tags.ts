/**
 * Protobuf keys (field number and wire type) of `message.proto`, each one byte.
 */

// Message
export const TAG_UUID = 0x0a;
export const TAG_TIMESTAMP = 0x10;
export const TAG_TYPE = 0x1a;
export const TAG_LOGGER = 0x22;
export const TAG_SEVERITY = 0x28;
export const TAG_PAYLOAD = 0x32;
export const TAG_ENV_VERSION = 0x3a;
export const TAG_PID = 0x40;
export const TAG_HOSTNAME = 0x4a;
export const TAG_FIELDS = 0x52;

// Field
export const TAG_NAME = 0x0a;
export const TAG_VALUE_TYPE = 0x10;
export const TAG_REPRESENTATION = 0x1a;
export const TAG_VALUE_STRING = 0x22;
export const TAG_VALUE_BYTES = 0x2a;
export const TAG_VALUE_INTEGER = 0x32;
export const TAG_VALUE_DOUBLE = 0x3a;
export const TAG_VALUE_BOOL = 0x42;

// Header
export const TAG_MESSAGE_LENGTH = 0x08;
export const TAG_HMAC_HASH_FUNCTION = 0x18;
export const TAG_HMAC_SIGNER = 0x22;
export const TAG_HMAC_KEY_VERSION = 0x28;
export const TAG_HMAC = 0x32;

/** Field.ValueType. */
export const VALUE_STRING = 0;
export const VALUE_BYTES = 1;
export const VALUE_INTEGER = 2;
export const VALUE_DOUBLE = 3;
export const VALUE_BOOL = 4;

/** Field.ValueType by the name of a field's type. */
export const VALUE_TYPES = {
  string: VALUE_STRING,
  bytes: VALUE_BYTES,
  integer: VALUE_INTEGER,
  double: VALUE_DOUBLE,
  bool: VALUE_BOOL,
} as const;
