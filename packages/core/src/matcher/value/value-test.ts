/**
 * The right half of a term as functions, one for each kind of value that may stand on the left.
 *
 * A value of another kind than the comparison's never matches. One exception is hekad's: TRUE and FALSE equal the texts
 * "TRUE" and "FALSE". One of hekad's is a mistake, and not kept: there a boolean that is false equals any text, number
 * or regular expression.
 */
import type { Comparison, RelationalOperator } from '../expression.ts';
import { compareBytes, compareTexts, isPrefixAt } from './byte-order.ts';
import type { Pattern } from './pattern.ts';

/** Tests of a value by its kind. */
export interface ValueTest {
  readonly ofText: (value: string) => boolean;
  /** For bytes, and for text in UTF-8: from `start` to `end`. */
  readonly ofBytes: (bytes: Buffer, start: number, end: number) => boolean;
  readonly ofNumber: (value: number) => boolean;
  readonly ofBool: (value: boolean) => boolean;
  /** What counts if there is no such value. */
  readonly ofNothing: boolean;
}

const NEVER: ValueTest = {
  ofText: () => false,
  ofBytes: () => false,
  ofNumber: () => false,
  ofBool: () => false,
  ofNothing: false,
};

/** Compiles a comparison. */
export function createValueTest(comparison: Comparison): ValueTest {
  switch (comparison.kind) {
    case 'text':
      return { ...NEVER, ...textTests(comparison.operator, comparison.value) };
    case 'number':
      return { ...NEVER, ofNumber: numberTest(comparison.operator, comparison.value) };
    case 'bool': {
      const { value } = comparison;
      return { ...NEVER, ...textTests('==', value ? 'TRUE' : 'FALSE'), ofBool: (given) => given === value };
    }
    case 'pattern':
      return { ...NEVER, ...patternTests(comparison.pattern, comparison.negated) };
    case 'nil': {
      const { negated } = comparison;
      const present = (): boolean => negated;
      return { ofText: present, ofBytes: present, ofNumber: present, ofBool: present, ofNothing: !negated };
    }
  }
}

type TextTests = Pick<ValueTest, 'ofText' | 'ofBytes'>;

function textTests(operator: RelationalOperator, text: string): TextTests {
  const bytes = Buffer.from(text);
  const isSame: TextTests['ofBytes'] = (value, start, end) =>
    end - start === bytes.length && isPrefixAt(value, start, bytes);
  switch (operator) {
    case '==':
      return { ofText: (value) => value === text, ofBytes: isSame };
    case '!=':
      return { ofText: (value) => value !== text, ofBytes: (...value) => !isSame(...value) };
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const isRight = numberTest(operator, 0);
      return {
        ofText: (value) => isRight(compareTexts(value, text)),
        ofBytes: (value, start, end) => isRight(compareBytes(value, start, end, bytes)),
      };
    }
  }
}

function patternTests(pattern: Pattern, negated: boolean): TextTests {
  return {
    ofText: (value) => pattern.test(value) !== negated,
    ofBytes: (value, start, end) => pattern.testBytes(value, start, end) !== negated,
  };
}

function numberTest(operator: RelationalOperator, number: number): ValueTest['ofNumber'] {
  switch (operator) {
    case '==':
      return (value) => value === number;
    case '!=':
      return (value) => value !== number;
    case '<':
      return (value) => value < number;
    case '<=':
      return (value) => value <= number;
    case '>':
      return (value) => value > number;
    case '>=':
      return (value) => value >= number;
  }
}
