import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { HekaError } from '../../errors.ts';
import type { PemSource } from '../target/target.ts';

/** True if the text is PEM itself and not the path of a file. */
function isPemText(text: string): boolean {
  return text.includes('-----BEGIN');
}

/**
 * What a PEM source holds at this moment: text and bytes as they are, a path by reading its file.
 *
 * @param name the option, for the error
 * @throws HekaError CONNECT_FAILED if the file cannot be read; the message never shows what is in it
 */
export async function loadPem(name: string, source: PemSource): Promise<string | Buffer> {
  if (typeof source !== 'string' || isPemText(source)) return source;
  try {
    return await readFile(source);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new HekaError('CONNECT_FAILED', `cannot read the file of option "${name}" (${reason})`, error);
  }
}

/** The same for the check at construction; errors are those of `node:fs`. */
export function loadPemNow(source: PemSource): string | Buffer {
  return typeof source !== 'string' || isPemText(source) ? source : readFileSync(source);
}
