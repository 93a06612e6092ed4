import { readFileSync } from 'node:fs';
import { wrongOption, wrongSecret } from '../options/option-error.ts';
import type { GivenOption, OptionReader } from '../options/option-reader.ts';
import type { HmacOptions } from './signer.ts';

/** Bytes of a signer's name with which a header whose other members are at their longest still fits 255 bytes. */
const maxSignerBytes = 218;

const maxKeyVersion = 2 ** 32 - 1;
const allowedKey = 'a text or bytes, not empty, { file: path } or { env: name }';

/**
 * Reads `hmac: { signer, keyVersion, key, hashFunction }`. The key may also come from a file (a line break at its end
 * does not count) or from an environment variable.
 *
 * @returns undefined where messages are not signed
 * @throws HekaError INVALID_OPTION; it never shows the key
 */
export function readHmacOptions(reader: OptionReader): HmacOptions | undefined {
  const section = reader.nested('hmac', { aliases: ['hmc'], secret: true });
  if (section === undefined) return undefined;
  const signer = section.read('signer', {}, `a text of 1 to ${maxSignerBytes} bytes`, parseSigner);
  const key = section.given('key');
  const keyVersion = section.integer('keyVersion', {
    aliases: ['key_version'],
    max: maxKeyVersion,
    default: 1,
  });
  const hashFunction = section.read(
    'hashFunction',
    { aliases: ['hash_function'], default: 'sha1' as const },
    '"sha1" or "md5"',
    parseHashFunction,
  );
  if (signer === undefined) throw section.missing('signer');
  if (key === undefined) throw section.missing('key');
  return { signer, keyVersion, key: parseKey(key), hashFunction };
}

function parseSigner(value: unknown): string | undefined {
  const fits = typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= maxSignerBytes;
  return fits ? value : undefined;
}

/** The old clients write the names in capitals. */
function parseHashFunction(value: unknown): 'sha1' | 'md5' | undefined {
  const name = typeof value === 'string' ? value.toLowerCase() : value;
  return name === 'sha1' || name === 'md5' ? name : undefined;
}

function parseKey(option: GivenOption): Buffer {
  const { name, value } = option;
  if (typeof value === 'string' && value !== '') return Buffer.from(value);
  if (value instanceof Uint8Array && value.byteLength > 0) return Buffer.from(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || Array.isArray(value)) {
    throw wrongSecret(name, allowedKey);
  }
  const source = value as { readonly file?: unknown; readonly env?: unknown };
  if (typeof source.file === 'string' && source.env === undefined) return readKeyFile(name, source.file);
  if (typeof source.env === 'string' && source.file === undefined) return readKeyVariable(name, source.env);
  throw wrongSecret(name, allowedKey);
}

function readKeyFile(name: string, path: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw wrongOption(`${name}.file`, path, `the path of a readable file (${code})`);
  }
  const end =
    bytes.at(-1) !== 0x0a ? bytes.length : bytes.at(-2) === 0x0d ? bytes.length - 2 : bytes.length - 1;
  if (end <= 0) throw wrongOption(`${name}.file`, path, 'a file that is not empty');
  return bytes.subarray(0, end);
}

function readKeyVariable(name: string, variable: string): Buffer {
  const text = process.env[variable];
  if (text === undefined || text === '') {
    throw wrongOption(`${name}.env`, variable, 'an environment variable that is set and not empty');
  }
  return Buffer.from(text);
}
