/**
 * @typedef {import('../../../packages/core/src/options/option-kind.ts').OptionRow} OptionRow
 * @typedef {import('../../../packages/core/src/options/option-kind.ts').OptionSection} OptionSection
 */

/**
 * The options of a section that stand at the top, with their names.
 *
 * @param {OptionSection} section
 */
export function topRows(section) {
  return Object.entries(section.rows).filter(([name]) => !name.includes('.'));
}

/**
 * The options that are members of another one.
 *
 * @param {OptionSection} section
 * @param {string} name the other one's name
 */
export function memberRows(section, name) {
  return Object.entries(section.rows).filter(([each]) => each.startsWith(`${name}.`));
}

/**
 * The name without its section.
 *
 * @param {string} name
 */
export function lastName(name) {
  return name.slice(name.lastIndexOf('.') + 1);
}

/**
 * The default in Markdown; empty if there is none.
 *
 * @param {OptionRow} row
 */
export function defaultOf(row) {
  if (row.defaultText !== undefined) return row.defaultText;
  if (row.default === undefined) return '';
  if (row.default === Number.POSITIVE_INFINITY) return '`Infinity`';
  return `\`${JSON.stringify(row.default)}\``;
}

/**
 * Text for a place from which the pages under docs/ cannot be reached: links become their words.
 *
 * @param {string} text
 */
export function withoutLinks(text) {
  return text.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1');
}
