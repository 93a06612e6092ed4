/** A matcher as data: what {@link parseExpression} makes of its text. */
import type { Pattern } from './value/pattern.ts';

/** Relational operators of the language. */
export type RelationalOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Headers that hold text. An absent one counts as empty. */
export type TextHeader = 'uuid' | 'type' | 'logger' | 'payload' | 'envVersion' | 'hostname';

/** Headers that hold a number. An absent severity counts as 7, an absent pid as 0. */
export type NumberHeader = 'timestamp' | 'severity' | 'pid';

/** What stands on the left of an operator. */
export type Variable =
  | { readonly kind: 'text'; readonly header: TextHeader }
  | { readonly kind: 'number'; readonly header: NumberHeader }
  | FieldVariable;

/** One value of a field. */
export interface FieldVariable {
  readonly kind: 'field';
  readonly name: string;
  /** Which of the fields of that name, from 0. */
  readonly fieldIndex: number;
  /** Which of its values, from 0. */
  readonly arrayIndex: number;
}

/** The operator and what stands on its right. */
export type Comparison =
  | { readonly kind: 'text'; readonly operator: RelationalOperator; readonly value: string }
  | { readonly kind: 'number'; readonly operator: RelationalOperator; readonly value: number }
  | { readonly kind: 'pattern'; readonly negated: boolean; readonly pattern: Pattern }
  | { readonly kind: 'bool'; readonly value: boolean }
  /** `== NIL`, or with `negated` `!= NIL`. */
  | { readonly kind: 'nil'; readonly negated: boolean };

/** A test of one value. */
export interface Term {
  readonly kind: 'term';
  readonly variable: Variable;
  readonly comparison: Comparison;
}

/** A matcher. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: boolean }
  /** True if all, or any, of the parts are; they are tried from left to right. */
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Expression[] }
  | Term;
