import type { Field } from 'heka-core';
import { escapeText } from '../escape-text.ts';
import { cutText } from './cut-text.ts';
import type { Palette } from './palette.ts';

const MAX_VALUE_CHARACTERS = 1000;
const MAX_VALUES = 16;
const MAX_BYTES = 24;

/** Names and values that can be told apart from what surrounds them without quotes. */
const BARE_NAME = /^[^\s"=[\]()]+$/;
const BARE_VALUE = /^[^\s",[\]()][^\s",]*$/;

/** `name=value`, on one line. */
export function fieldText(field: Field, palette: Palette): string {
  const { name, representation = '' } = field;
  const unit = representation === '' || representation === 'json' ? '' : `(${escapeText(representation)})`;
  return `${palette.name(`${quoteUnless(BARE_NAME, name)}=`)}${valuesText(field, palette)}${palette.faint(unit)}`;
}

function valuesText(field: Field, palette: Palette): string {
  const { length } = field.values;
  const texts = firstValues(field, palette);
  if (length === 1) return texts.join('');
  const rest = length > MAX_VALUES ? [palette.faint(`${length - MAX_VALUES} more`)] : [];
  return `[${[...texts, ...rest].join(', ')}]`;
}

function firstValues(field: Field, palette: Palette): readonly string[] {
  switch (field.type) {
    case 'string':
      return field.values
        .slice(0, MAX_VALUES)
        .map((value) => (field.representation === 'json' ? cut(value) : quoteUnless(BARE_VALUE, value)));
    case 'bytes':
      return field.values.slice(0, MAX_VALUES).map((value) => palette.scalar(bytesText(value)));
    case 'double':
      return field.values.slice(0, MAX_VALUES).map((value) => palette.scalar(doubleText(value)));
    case 'integer':
    case 'bool':
      return field.values.slice(0, MAX_VALUES).map((value) => palette.scalar(String(value)));
  }
}

function quoteUnless(bare: RegExp, text: string): string {
  if (bare.test(text)) return cut(text);
  return `"${cut(text.replace(/["\\]/g, '\\$&'))}"`;
}

function cut(text: string): string {
  return cutText(text, MAX_VALUE_CHARACTERS);
}

/** A double always looks like one: `1.0`, not `1`. */
function doubleText(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function bytesText(value: Uint8Array): string {
  const hex = Buffer.from(value.subarray(0, MAX_BYTES)).toString('hex');
  return value.length > MAX_BYTES ? `0x${hex}… (${value.length} bytes)` : `0x${hex}`;
}
