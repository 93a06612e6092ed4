import { integer, members } from '../kinds.ts';
import type { OptionForm, OptionKind, OptionRow } from '../option-kind.ts';
import type { HmacKey } from '../option-values.ts';

/** Bytes of a signer's name with which a header whose other members are at their longest still fits 255 bytes. */
const MAX_SIGNER_BYTES = 218;

const signer: OptionKind<string> = {
  allowed: `a string of 1 to ${MAX_SIGNER_BYTES} bytes`,
  type: 'string',
  switch: 'text',
  parse: (value) =>
    typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= MAX_SIGNER_BYTES
      ? value
      : undefined,
};

const key: OptionForm<HmacKey> = {
  allowed: 'a non-empty string or bytes, { file: path } or { env: name }',
  type: 'HmacKey',
  switch: 'text',
};

/** The old clients write the names in capitals. */
const hashFunction: OptionKind<'sha1' | 'md5' | 'SHA1' | 'MD5', 'sha1' | 'md5'> = {
  allowed: '"sha1" or "md5"',
  type: "'sha1' | 'md5' | 'SHA1' | 'MD5'",
  switch: 'text',
  parse: (value) => {
    const name = typeof value === 'string' ? value.toLowerCase() : value;
    return name === 'sha1' || name === 'md5' ? name : undefined;
  },
};

/** Signing: HMAC over each message. */
export const SIGNING_OPTIONS = {
  hmac: {
    kind: members('HmacSettings'),
    aliases: ['hmc'],
    secret: true,
    defaultText: 'unsigned',
    doc: 'Signs each message. A signature proves who wrote a message; it does not encrypt it',
  },
  'hmac.signer': {
    kind: signer,
    variable: 'HEKA_HMAC_SIGNER',
    required: true,
    doc: 'Name that the receiver knows the key by',
  },
  'hmac.keyVersion': {
    kind: integer({ max: 2 ** 32 - 1 }),
    variable: 'HEKA_HMAC_KEY_VERSION',
    aliases: ['hmac.key_version'],
    default: 1,
    doc: 'Version of the key; the receiver looks up `<signer>_<keyVersion>`',
  },
  'hmac.key': {
    kind: key,
    variable: 'HEKA_HMAC_KEY',
    required: true,
    secret: true,
    doc: 'The secret, read once, at construction; one trailing newline in the file is ignored. Never shown in an error, an event or a log',
  },
  'hmac.hashFunction': {
    kind: hashFunction,
    aliases: ['hmac.hash_function'],
    default: 'sha1',
    doc: 'The hash function, in any case',
  },
} as const satisfies Readonly<Record<string, OptionRow>>;
