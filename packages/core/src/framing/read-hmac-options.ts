import { readFileSync } from 'node:fs';
import { HekaError } from '../errors.ts';
import { type GivenOption, MemberReader } from '../options/member-reader.ts';
import { missingOption, wrongOption, wrongSecret } from '../options/option-error.ts';
import type { OptionReader } from '../options/option-reader.ts';
import { OPTION_TABLE } from '../options/option-table.ts';
import type { HmacOptions } from './signer.ts';

const ALLOWED_KEY = OPTION_TABLE['hmac.key'].kind.allowed;

/**
 * Reads `hmac: { signer, keyVersion, key, hashFunction }`; if it is not given, the environment variables for it. The key
 * may also come from a file (a line break at its end does not count) or from another environment variable.
 *
 * @returns undefined if messages are not signed
 * @throws HekaError INVALID_OPTION; it never shows the key
 */
export function readHmacOptions(reader: OptionReader): HmacOptions | undefined {
  if (reader.given('hmac') === undefined) return readVariables(reader);
  const signer = reader.get('hmac.signer');
  const key = reader.given('hmac.key');
  const keyVersion = reader.get('hmac.keyVersion');
  const hashFunction = reader.get('hmac.hashFunction');
  if (key === undefined) throw reader.missing('hmac.key');
  return { signer, keyVersion, key: parseKey(key), hashFunction };
}

/** The three variables belong together: one of them asks for all but the version. */
function readVariables(reader: OptionReader): HmacOptions | undefined {
  const signer = reader.getVariable('hmac.signer');
  const key = reader.variable('hmac.key');
  const keyVersion = reader.getVariable('hmac.keyVersion');
  if (signer === undefined && key === undefined && keyVersion === undefined) return undefined;
  if (signer === undefined) throw missingOption(OPTION_TABLE['hmac.signer'].variable);
  if (key === undefined) throw missingOption(OPTION_TABLE['hmac.key'].variable);
  return {
    signer,
    keyVersion: keyVersion ?? reader.get('hmac.keyVersion'),
    key: parseKey(key),
    hashFunction: reader.get('hmac.hashFunction'),
  };
}

function parseKey(option: GivenOption): Buffer {
  const { name, value } = option;
  if (typeof value === 'string' && value !== '') return Buffer.from(value);
  if (value instanceof Uint8Array && value.byteLength > 0) return Buffer.from(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || Array.isArray(value)) {
    throw wrongSecret(name, ALLOWED_KEY);
  }
  const source = new MemberReader(value, name);
  const [file, env] = [source.given('file')?.value, source.given('env')?.value];
  if (typeof file === 'string' && env === undefined) return readKeyFile(name, file);
  if (typeof env === 'string' && file === undefined) return readKeyVariable(name, env);
  throw wrongSecret(name, ALLOWED_KEY);
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
    throw new HekaError(
      'INVALID_OPTION',
      `option "${name}.env": the environment variable ${variable} is not set, or is empty`,
    );
  }
  return Buffer.from(text);
}
