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
import { foundToken } from './found-token.ts';
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
    if (this.#next().kind === 'end') {
      this.#expected('a condition', 'TRUE matches every message');
    }
    const expression = this.#any();
    if (this.#next().kind !== 'end') this.#expected('&& or || or the end');
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
    if (token.kind !== 'word') this.#expected('a condition', `one begins with ${CONDITIONS}`);
    if (token.word === 'TRUE' || token.word === 'FALSE') {
      this.#at++;
      return { kind: 'constant', value: token.word === 'TRUE' };
    }
    const variable = VARIABLES.get(token.word);
    if (variable === undefined) {
      if (token.word === 'NIL') this.#fail('NIL without a field', 'write Fields[name] == NIL');
      this.#unknown(token.word, CONDITIONS);
    }
    return this.#term(variable);
  }

  #group(opening: Token): Expression {
    if (++this.#depth > MAX_DEPTH) {
      this.#fail(`parentheses are nested deeper than ${MAX_DEPTH} levels`, undefined, opening);
    }
    const expression = this.#any();
    if (!this.#skip(')')) {
      this.#expected(`&& or || or the ) for the ( at position ${opening.start}`);
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
    const operators = variable.kind === 'number' ? 'one of == != < <= > >=' : 'one of == != < <= > >= =~ !~';
    if (token.kind !== 'symbol') this.#expected(operators);
    const { symbol } = token;
    if (symbol === '=~' || symbol === '!~') {
      if (variable.kind === 'number')
        this.#expected(operators, 'regular expressions do not apply to numbers');
      this.#at++;
      return { kind: 'pattern', negated: symbol === '!~', pattern: this.#pattern() };
    }
    if (!isRelation(symbol)) this.#expected(operators);
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
    if (token.kind === 'word' && variable.kind === 'field') return this.#constant(token.word, operator);
    return this.#expected(OPERANDS[variable.kind], adviceOn(token));
  }

  #constant(word: string, operator: RelationalOperator): Comparison {
    if (word === 'NIL') {
      if (operator !== '==' && operator !== '!=') {
        this.#fail(`NIL after ${operator}`, 'NIL goes with == and != only');
      }
      this.#at++;
      return { kind: 'nil', negated: operator === '!=' };
    }
    if (word !== 'TRUE' && word !== 'FALSE') this.#unknown(word, OPERANDS.field);
    if (operator !== '==') this.#fail(`${word} after ${operator}`, 'TRUE and FALSE go with == only');
    this.#at++;
    return { kind: 'bool', value: word === 'TRUE' };
  }

  #pattern(): Pattern {
    const token = this.#next();
    if (token.kind !== 'pattern') this.#expected('a regular expression between slashes');
    try {
      const pattern = createPattern(token.source);
      this.#at++;
      return pattern;
    } catch (error) {
      const problem = 'the regular expression is not valid';
      throw matcherError(this.#text, token.start, problem, { advice: problemIn(error), cause: error });
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

  #unknown(word: string, allowed: string): never {
    const meant = WORDS.find((known) => known.toLowerCase() === word.toLowerCase());
    const advice = meant === undefined || meant === word ? `allowed: ${allowed}` : `did you mean ${meant}?`;
    return this.#fail(`${meant === word ? 'misplaced' : 'unknown'} word ${word}`, advice);
  }

  #expected(what: string, advice?: string): never {
    return this.#fail(`expected ${what}, found ${foundToken(this.#text, this.#next())}`, advice);
  }

  #fail(problem: string, advice?: string, token = this.#next()): never {
    throw matcherError(this.#text, token.start, problem, { advice });
  }
}

/** What a condition begins with. */
const CONDITIONS = `${[...VARIABLES.keys()].join(', ')}, Fields[name], TRUE, FALSE or a parenthesis`;

const OPERANDS: Readonly<Record<Variable['kind'], string>> = {
  text: 'a text in quotes',
  number: 'a number',
  field: 'a text in quotes, a number, TRUE, FALSE or NIL',
};

/** What was probably meant by an operand of the wrong kind. */
function adviceOn(token: Token): string | undefined {
  if (token.kind === 'pattern') return 'regular expressions go with =~ and !~';
  if (token.kind === 'word') return `did you mean "${token.word}"?`;
  return token.kind === 'text' && /^\d+$/.test(token.value) ? `did you mean ${token.value}?` : undefined;
}

function isRelation(symbol: MatcherSymbol): symbol is RelationalOperator {
  return RELATIONS.has(symbol);
}

/** What RE2 says about an expression, without the words that it always begins with. */
function problemIn(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^error parsing regexp: /, '');
}
