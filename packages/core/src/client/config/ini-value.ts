import { HekaError } from '../../errors.ts';
import type { Environment } from '../../options/option-reader.ts';

/** What a value of an INI file becomes. */
export type IniValue = string | number | boolean | readonly (string | number | boolean)[];

const VARIABLE = /^\$\{(\w+)\}$/;
const INTEGER = /^-?\d+$/;
const TRUE: ReadonlySet<string> = new Set(['true', 't', 'on', 'yes']);
const FALSE: ReadonlySet<string> = new Set(['false', 'f', 'off', 'no']);

/**
 * The value of a text as heka-py converts it: several lines are a list, digits an integer, words for true and false a
 * boolean, `${NAME}` the text of an environment variable.
 *
 * @param place of the value, for errors
 * @throws HekaError `INVALID_OPTION` if a variable is missing
 */
export function iniValue(text: string, env: Environment, place: string): IniValue {
  const lines = iniLines(text, env, place);
  return text.includes('\n') ? lines.map(convert) : convert(lines[0] ?? '');
}

/** The lines of a text that are not empty, variables replaced, nothing converted: for what is text and stays so. */
export function iniLines(text: string, env: Environment, place: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').map((line) => replaceVariable(line, env, place));
}

function replaceVariable(text: string, env: Environment, place: string): string {
  const name = VARIABLE.exec(text)?.[1];
  if (name === undefined) return text;
  const value = env[name];
  if (value !== undefined) return value;
  throw new HekaError(
    'INVALID_OPTION',
    `${place} is "${text}", but there is no environment variable ${name}`,
  );
}

function convert(text: string): string | number | boolean {
  if (INTEGER.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  const word = text.toLowerCase();
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : text;
}
