/**
 * Reads INI text as heka-py did, with Python's `SafeConfigParser`, whose dialect differs from what JavaScript's parsers
 * of INI know:
 *
 * ```
 * [section]
 * name = value          or  name: value; names are taken in lower case
 *        second line    a line that is indented continues the value
 * # comment             or ; at the start of a line; behind a value, on its first line, " ;" starts one
 * other = %(name)s      the value of another name of the section; %% is a %
 * ```
 *
 * The section `[DEFAULT]` has values for every section. Indentation that all lines share is taken away first.
 */
import { HekaError } from '../../errors.ts';
import { describeValue } from '../../options/describe-value.ts';

/** The values of a section by their names, in the order of the text; several lines are joined by line breaks. */
export type IniSection = ReadonlyMap<string, string>;

/** The sections of a text by their names, in its order. */
export type IniSections = ReadonlyMap<string, IniSection>;

const SECTION = /^\[([^\]]+)\]/;
const OPTION = /^([^:=\s][^:=]*)[:=](.*)$/;
const REFERENCE = /%(?:%|\(([^)]*)\)s|)/g;

/** Values of this section count in all others. */
const DEFAULTS = 'DEFAULT';

/** A value that refers to a value that refers to ... */
const MAX_REFERENCES = 10;

/** @throws HekaError `INVALID_OPTION` with the line that is wrong */
export function parseIni(text: string): IniSections {
  const sections = readLines(dedent(text));
  const defaults = sections.get(DEFAULTS) ?? new Map<string, string>();
  sections.delete(DEFAULTS);
  return new Map(
    Array.from(sections, ([name, own]) => {
      const values = new Map([...defaults, ...own]);
      return [
        name,
        new Map(Array.from(values, ([key, value]) => [key, resolve(value, values, `[${name}] ${key}`)])),
      ];
    }),
  );
}

function readLines(lines: readonly string[]): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let name: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || /^[#;]/.test(line)) continue;
    if (/^\s/.test(line) && section !== undefined && name !== undefined) {
      section.set(name, `${section.get(name) ?? ''}\n${line.trim()}`);
      continue;
    }
    const header = SECTION.exec(line)?.[1];
    if (header !== undefined) {
      section = sections.get(header) ?? new Map<string, string>();
      sections.set(header, section);
      name = undefined;
      continue;
    }
    const [, key, value] = OPTION.exec(line.trim()) ?? [];
    if (section === undefined || key === undefined || value === undefined) {
      const allowed = section === undefined ? 'a section such as [heka] first' : 'a section, or name = value';
      throw new HekaError(
        'INVALID_OPTION',
        `line ${index + 1} of the configuration is ${describeValue(line.trim())}, allowed: ${allowed}`,
      );
    }
    name = key.trim().toLowerCase();
    section.set(name, withoutComment(value).replace(/^""$/, ''));
  }
  return sections;
}

function withoutComment(value: string): string {
  return value.replace(/\s;.*$/, '').trim();
}

function dedent(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const shared = Math.min(...indents);
  return Number.isFinite(shared) ? lines.map((line) => line.slice(shared)) : lines;
}

/** Puts the values in that a value refers to. */
function resolve(value: string, values: IniSection, place: string, depth = 0): string {
  return value.replace(REFERENCE, (reference, name: string | undefined) => {
    if (reference === '%%') return '%';
    const referred = name === undefined ? undefined : values.get(name.toLowerCase());
    if (referred === undefined || depth === MAX_REFERENCES) {
      throw new HekaError(
        'INVALID_OPTION',
        `${place} has ${describeValue(reference)}, allowed: %% for a %, or %(name)s for the value of another name`,
      );
    }
    return resolve(referred, values, place, depth + 1);
  });
}
