/**
 * heka-py's filters. Each is a matcher, so that it costs as little as the text of one:
 *
 * ```
 * severityMax(4)                    Severity <= 4
 * typeBlacklist(['a', 'b'])         Type != "a" && Type != "b"
 * typeWhitelist(['a', 'b'])         Type == "a" || Type == "b"
 * typeSeverityMax({ a: 4, b: 6 })   (Type != "a" || Severity <= 4) && (Type != "b" || Severity <= 6)
 * ```
 */
import { compileMatcher } from '../matcher/compiled-matcher.ts';
import type { Expression } from '../matcher/expression.ts';
import { wrongOption } from '../options/option-error.ts';
import type { FilterFunction } from '../options/option-values.ts';

/**
 * Lets messages pass that are at least this severe.
 *
 * @param severity 0 (emergency) to 7 (debug)
 * @throws HekaError `INVALID_OPTION`
 */
export function severityMax(severity: number): FilterFunction {
  return compileMatcher(atMost(severity, 'severityMax'));
}

/**
 * Lets messages pass that have none of these types.
 *
 * @throws HekaError `INVALID_OPTION`
 */
export function typeBlacklist(types: readonly string[]): FilterFunction {
  const parts = readTypes(types, 'typeBlacklist').map((type) => typeTerm('!=', type));
  return compileMatcher({ kind: 'all', parts });
}

/**
 * Lets messages pass that have one of these types.
 *
 * @throws HekaError `INVALID_OPTION`
 */
export function typeWhitelist(types: readonly string[]): FilterFunction {
  const parts = readTypes(types, 'typeWhitelist').map((type) => typeTerm('==', type));
  return compileMatcher({ kind: 'any', parts });
}

/**
 * Lets messages of these types pass if they are at least as severe as is said for their type, and all others.
 *
 * @param severities by type, each 0 (emergency) to 7 (debug)
 * @throws HekaError `INVALID_OPTION`
 */
export function typeSeverityMax(severities: Readonly<Record<string, number>>): FilterFunction {
  if (typeof severities !== 'object' || severities === null) {
    throw wrongOption('typeSeverityMax', severities, 'an object of severities by type');
  }
  const parts = Object.entries(severities).map(
    ([type, severity]): Expression => ({
      kind: 'any',
      parts: [typeTerm('!=', type), atMost(severity, `typeSeverityMax.${type}`)],
    }),
  );
  return compileMatcher({ kind: 'all', parts });
}

function atMost(severity: number, name: string): Expression {
  if (!Number.isInteger(severity) || severity < 0 || severity > 7) {
    throw wrongOption(name, severity, 'an integer from 0 to 7');
  }
  return {
    kind: 'term',
    variable: { kind: 'number', header: 'severity' },
    comparison: { kind: 'number', operator: '<=', value: severity },
  };
}

function typeTerm(operator: '==' | '!=', value: string): Expression {
  return {
    kind: 'term',
    variable: { kind: 'text', header: 'type' },
    comparison: { kind: 'text', operator, value },
  };
}

function readTypes(types: readonly string[], name: string): readonly string[] {
  if (!Array.isArray(types)) throw wrongOption(name, types, 'an array of message types');
  const wrong = types.findIndex((type) => typeof type !== 'string');
  if (wrong >= 0) throw wrongOption(`${name}[${wrong}]`, types[wrong], 'a message type, a string');
  return types;
}
