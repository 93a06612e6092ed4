import type { OptionForm, OptionKind } from './option-kind.ts';
import type { Size } from './option-values.ts';
import { parseSize } from './parse-size.ts';

/** Node turns a longer delay of a timer into 1 ms. */
export const MAX_DURATION_MS = 2 ** 31 - 1;

/** Limits of a number, both included. */
export interface Range {
  /** @default 0 */
  readonly min?: number;
  /** @default the largest safe integer (durations: 2^31-1) */
  readonly max?: number;
}

/** A text, not empty. */
export const text: OptionKind<string> = {
  allowed: 'a non-empty string',
  type: 'string',
  switch: 'text',
  parse: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
};

/** A text of 1 to `max` characters. */
export function shortText(max: number): OptionKind<string> {
  return {
    ...text,
    allowed: `a string of 1 to ${max} characters`,
    parse: (value) => (typeof value === 'string' && value !== '' && value.length <= max ? value : undefined),
  };
}

/** True or false. */
export const flag: OptionKind<boolean> = {
  allowed: 'true or false',
  type: 'boolean',
  switch: 'flag',
  parse: (value) => (typeof value === 'boolean' ? value : undefined),
};

/** A finite number. */
export function number({ min = 0, max = Number.MAX_SAFE_INTEGER }: Range = {}): OptionKind<number> {
  return {
    allowed: `a number ${describeRange(min, max)}`,
    type: 'number',
    switch: 'number',
    parse: (value) => (typeof value === 'number' && value >= min && value <= max ? value : undefined),
  };
}

/** An integer. */
export function integer({ min = 0, max = Number.MAX_SAFE_INTEGER }: Range = {}): OptionKind<number> {
  return {
    allowed: `an integer ${describeRange(min, max)}`,
    type: 'number',
    switch: 'number',
    parse: (value) => (isIntegerWithin(value, min, max) ? value : undefined),
  };
}

/** A port; its digits as text are taken too, since environment variables are texts. */
export const port: OptionKind<number | string, number> = {
  allowed: 'an integer from 1 to 65535',
  type: 'number | string',
  switch: 'number',
  parse: (value) => {
    const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
    return isIntegerWithin(port, 1, 65_535) ? port : undefined;
  },
};

/** Milliseconds, at most what a timer can wait. */
export function duration({ min = 0, max = MAX_DURATION_MS }: Range = {}): OptionKind<number> {
  const { parse } = integer({ min, max });
  return {
    allowed: `milliseconds, an integer ${describeRange(min, max)}`,
    type: 'number',
    switch: 'number',
    parse,
  };
}

/** Bytes: an integer, or a text such as `'16mb'`. */
export function size({ min = 0, max = Number.MAX_SAFE_INTEGER }: Range = {}): OptionKind<Size, number> {
  return {
    allowed: `bytes ${describeRange(min, max)}, an integer or a string such as "16mb"`,
    type: 'Size',
    switch: 'number',
    parse: (value) => {
      const bytes = parseSize(value);
      return isIntegerWithin(bytes, min, max) ? bytes : undefined;
    },
  };
}

/** One of a few words. */
export function choice<const C extends string>(...choices: readonly C[]): OptionKind<C> {
  const quoted = choices.map((each) => `"${each}"`);
  const last = quoted.at(-1) ?? '';
  return {
    allowed: quoted.length === 1 ? last : `${quoted.slice(0, -1).join(', ')} or ${last}`,
    type: choices.map((each) => `'${each}'`).join(' | '),
    switch: 'text',
    parse: (value) => choices.find((each) => each === value),
  };
}

/** An object whose members are data (their names are the user's own), not options. */
export const record: OptionKind<Readonly<Record<string, unknown>>> = {
  allowed: 'an object',
  type: 'Readonly<Record<string, unknown>>',
  switch: 'json',
  parse: (value) => (isRecord(value) ? value : undefined),
};

/** A function; it cannot be given on a command line or to a worker. */
export function callback<F extends (...args: never) => unknown>(type: string): OptionKind<F> {
  return {
    allowed: 'a function',
    type,
    switch: undefined,
    parse: (value) => (typeof value === 'function' ? (value as F) : undefined),
  };
}

/**
 * An object whose members are options with rows of their own.
 *
 * @param type name of its interface
 */
export function members(type: string): OptionForm<object> {
  return { allowed: 'an object', type, switch: undefined };
}

/** Whether a value is an object with named members: no array, no bytes. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function isIntegerWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function describeRange(min: number, max: number): string {
  return max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
}
