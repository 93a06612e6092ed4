import { readFileSync } from 'node:fs';
import { UsageError } from '../usage-error.ts';

/** Which signatures are asked for. */
export interface SignatureOptions {
  /** HMAC keys by `<signer>_<key version>`. */
  readonly signers: Readonly<Record<string, string>>;
  /** True refuses messages without a signature. */
  readonly requireSignature: boolean;
}

/** The options of signatures, as parsed from the command line. */
interface SignatureValues {
  readonly signer?: readonly string[] | undefined;
  readonly signers?: readonly string[] | undefined;
  readonly 'require-signature'?: boolean | undefined;
}

/**
 * The keys of `--signer NAME_VERSION=KEY` and of the JSON files of `--signers FILE`, and `--require-signature`.
 *
 * @throws UsageError which never shows a key
 */
export function parseSignatures(values: SignatureValues): SignatureOptions {
  const { signer = [], signers: files = [], 'require-signature': requireSignature = false } = values;
  const signers = Object.fromEntries([...files.flatMap(readSigners), ...signer.map(parseSigner)]);
  if (requireSignature && Object.keys(signers).length === 0) {
    throw new UsageError(
      '--require-signature needs --signer or --signers: without a key every message is refused',
    );
  }
  return { signers, requireSignature };
}

function parseSigner(text: string): [name: string, key: string] {
  const end = text.indexOf('=');
  const [name, key] = [text.slice(0, end), text.slice(end + 1)];
  if (end < 1 || key === '' || !isSignerName(name)) {
    throw new UsageError('--signer must be NAME_VERSION=KEY, such as ops_1=secret');
  }
  return [name, key];
}

function readSigners(path: string): [name: string, key: string][] {
  const json = parseJson(path);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw wrongFile(path);
  return Object.entries(json).map(([name, key]: [string, unknown]) => {
    if (!isSignerName(name) || typeof key !== 'string' || key === '') throw wrongFile(path);
    return [name, key];
  });
}

function parseJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--signers: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The error of JSON.parse shows what it read.
    throw wrongFile(path);
  }
}

function isSignerName(name: string): boolean {
  return /_\d+$/.test(name);
}

function wrongFile(path: string): UsageError {
  return new UsageError(`--signers: ${path} must hold a JSON object such as {"ops_1": "secret"}`);
}
