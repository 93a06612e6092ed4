/**
 * Parses hekad's message matcher language (`message/message_matcher_parser.y` of heka 0.11):
 *
 * ```
 * any        = all { "||" all }
 * all        = part { "&&" part }
 * part       = "(" any ")" | "TRUE" | "FALSE" | term
 * term       = text-header relation text        | text-header ( "=~" | "!~" ) pattern
 *            | number-header relation number
 *            | field relation ( text | number ) | field ( "=~" | "!~" ) pattern
 *            | field "==" ( "TRUE" | "FALSE" )  | field ( "==" | "!=" ) "NIL"
 * relation   = "==" | "!=" | "<" | "<=" | ">" | ">="
 * field      = "Fields[" name "]" [ "[" field-index "]" [ "[" array-index "]" ] ]
 * ```
 *
 * Unlike hekad, two expressions in a row are an error: hekad takes the last one and ignores the others.
 */
import type { Comparison, Expression, RelationalOperator, Variable } from './expression.ts';
import { matcherError } from './matcher-error.ts';
import { type MatcherSymbol, type Token, tokenize } from './tokenize.ts';
import { createPattern, type Pattern } from './value/pattern.ts';

/** Deeper parentheses are refused: parser and predicate recurse once for each level. */
const MAX_DEPTH = 200;

const VARIABLES: ReadonlyMap<string, Variable> = new Map([
  ['Uuid', { kind: 'text', header: 'uuid' }],
  ['Type', { kind: 'text', header: 'type' }],
  ['Logger', { kind: 'text', header: 'logger' }],
  ['Payload', { kind: 'text', header: 'payload' }],
  ['EnvVersion', { kind: 'text', header: 'envVersion' }],
  ['Hostname', { kind: 'text', header: 'hostname' }],
  ['Timestamp', { kind: 'number', header: 'timestamp' }],
  ['Severity', { kind: 'number', header: 'severity' }],
  ['Pid', { kind: 'number', header: 'pid' }],
]);

/** Words of the language, for a hint at one that was written in another case. */
const WORDS: readonly string[] = [...VARIABLES.keys(), 'Fields', 'TRUE', 'FALSE', 'NIL'];

const RELATIONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>='] satisfies MatcherSymbol[]);

/**
 * Parses a matcher.
 *
 * @throws HekaError `INVALID_MATCHER` with the position of what is wrong
 */
export function parseExpression(text: string): Expression {
  return new ExpressionParser(text).parse();
}

class ExpressionParser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  parse(): Expression {
    if (this.#next().kind === 'end') this.#fail('the matcher is empty');
    const expression = this.#any();
    if (this.#next().kind !== 'end') this.#fail('expected && or || or the end');
    return expression;
  }

  #any(): Expression {
    return this.#list('any', '||', () => this.#list('all', '&&', () => this.#part()));
  }

  #list(kind: 'all' | 'any', symbol: MatcherSymbol, part: () => Expression): Expression {
    const first = part();
    if (!this.#isSymbol(symbol)) return first;
    const parts = [first];
    while (this.#skip(symbol)) parts.push(part());
    return { kind, parts };
  }

  #part(): Expression {
    const token = this.#next();
    if (this.#skip('(')) return this.#group(token);
    if (token.kind === 'field') {
      const { name, fieldIndex, arrayIndex } = token;
      return this.#term({ kind: 'field', name, fieldIndex, arrayIndex });
    }
    if (token.kind !== 'word') this.#fail('expected a variable, TRUE, FALSE or (');
    if (token.word === 'TRUE' || token.word === 'FALSE') {
      this.#at++;
      return { kind: 'constant', value: token.word === 'TRUE' };
    }
    const variable = VARIABLES.get(token.word);
    if (variable === undefined) this.#failUnknown(token.word);
    return this.#term(variable);
  }

  #group(opening: Token): Expression {
    if (++this.#depth > MAX_DEPTH) {
      this.#fail(`parentheses are nested deeper than ${MAX_DEPTH} levels`, opening);
    }
    const expression = this.#any();
    if (!this.#skip(')')) {
      this.#fail(`expected ) for the ( at position ${opening.start}, or && or ||`);
    }
    this.#depth--;
    return expression;
  }

  #term(variable: Variable): Expression {
    this.#at++;
    return { kind: 'term', variable, comparison: this.#comparison(variable) };
  }

  #comparison(variable: Variable): Comparison {
    const token = this.#next();
    if (token.kind !== 'symbol') this.#fail('expected a relational operator');
    const { symbol } = token;
    if (symbol === '=~' || symbol === '!~') {
      if (variable.kind === 'number') this.#fail('a regular expression does not apply to a number');
      this.#at++;
      return { kind: 'pattern', negated: symbol === '!~', pattern: this.#pattern() };
    }
    if (!isRelation(symbol)) this.#fail('expected a relational operator');
    this.#at++;
    return this.#operand(variable, symbol);
  }

  #operand(variable: Variable, operator: RelationalOperator): Comparison {
    const token = this.#next();
    if (token.kind === 'text' && variable.kind !== 'number') {
      this.#at++;
      return { kind: 'text', operator, value: token.value };
    }
    if (token.kind === 'number' && variable.kind !== 'text') {
      this.#at++;
      return { kind: 'number', operator, value: token.value };
    }
    if (token.kind === 'pattern') this.#fail('a regular expression needs =~ or !~');
    if (token.kind === 'word' && variable.kind === 'field') return this.#constant(token.word, operator);
    return this.#fail(`expected ${OPERANDS[variable.kind]}`);
  }

  #constant(word: string, operator: RelationalOperator): Comparison {
    if (word === 'NIL') {
      if (operator !== '==' && operator !== '!=') this.#fail('NIL needs == or !=');
      this.#at++;
      return { kind: 'nil', negated: operator === '!=' };
    }
    if (word !== 'TRUE' && word !== 'FALSE') this.#failUnknown(word);
    if (operator !== '==') this.#fail('TRUE and FALSE need ==');
    this.#at++;
    return { kind: 'bool', value: word === 'TRUE' };
  }

  #pattern(): Pattern {
    const token = this.#next();
    if (token.kind !== 'pattern') this.#fail('expected a regular expression between slashes');
    try {
      const pattern = createPattern(token.source);
      this.#at++;
      return pattern;
    } catch (error) {
      throw matcherError(this.#text, token.start, `wrong regular expression: ${problemIn(error)}`, error);
    }
  }

  #next(): Token {
    // The last token is never passed.
    return this.#tokens[this.#at] as Token;
  }

  #isSymbol(symbol: MatcherSymbol): boolean {
    const token = this.#next();
    return token.kind === 'symbol' && token.symbol === symbol;
  }

  #skip(symbol: MatcherSymbol): boolean {
    const isNext = this.#isSymbol(symbol);
    if (isNext) this.#at++;
    return isNext;
  }

  #failUnknown(word: string): never {
    const meant = WORDS.find((known) => known.toLowerCase() === word.toLowerCase());
    if (meant !== undefined && meant !== word) this.#fail(`unknown word, did you mean ${meant},`);
    return this.#fail('expected a text in quotes, a number or a variable; this word is unknown');
  }

  #fail(problem: string, token = this.#next()): never {
    throw matcherError(this.#text, token.start, problem);
  }
}

const OPERANDS: Readonly<Record<Variable['kind'], string>> = {
  text: 'a text in quotes',
  number: 'a number',
  field: 'a text in quotes, a number, TRUE, FALSE or NIL',
};

function isRelation(symbol: MatcherSymbol): symbol is RelationalOperator {
  return RELATIONS.has(symbol);
}

/** What RE2 says about an expression, without the words that it always begins with. */
function problemIn(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^error parsing regexp: /, '');
}
