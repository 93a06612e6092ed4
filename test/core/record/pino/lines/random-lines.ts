/**
 * Lines at random: as pino writes them, spelled in other ways that are JSON as well, and damaged. The choices dwell on
 * what the transcoder has cases for: lengths around 16 and 128 bytes, long numbers, repeated and reserved names.
 */

import { SeededRandom } from '../../../../faults/random/seeded-random.ts';
import { AWKWARD, AWKWARD_KEYS, KEYS, NUMBERS, WORDS } from './awkward-json.ts';

/** Makes lines. */
export class RandomLines {
  readonly #random: SeededRandom;
  readonly #wild: boolean;

  /** @param wild whether values are spelled in ways that no logger does */
  constructor(seed: number, wild: boolean) {
    this.#random = new SeededRandom(seed);
    this.#wild = wild;
  }

  /** A line without its newline. */
  next(): string {
    const line = this.#line();
    return this.#wild && this.#random.one(5) ? this.#damaged(line) : line;
  }

  #line(): string {
    const head = this.#head();
    const members = this.#members(this.#random.integer(0, this.#random.one(20) ? 40 : 8), 1);
    if (!this.#random.one(10))
      members.push(
        `"${this.#random.one(10) ? 'text' : 'msg'}":${this.#random.one(12) ? this.#value(1) : this.#text()}`,
      );
    return `{${[...head, ...members].join(this.#comma())}}`;
  }

  #head(): string[] {
    const odd = this.#random.one(10);
    const level = `"level":${this.#random.pick(odd ? ['30', '35', '"info"', '"WARN"', 'null', '"x"'] : ['30', '40', '50'])}`;
    const time = `"time":${odd ? this.#oddTime() : 1_760_000_000_000 + this.#random.integer(0, 3)}`;
    const pid = `"pid":${odd ? this.#random.pick(['42', '43', '"42"', '0', '99999999999']) : '42'}`;
    const hostname = `"hostname":${odd ? this.#random.pick(['"web-01"', '"h\\u0041"', '""', '7']) : '"web-01"'}`;
    const name = `"name":${this.#random.pick(odd ? ['""', '"n\\n"', '5', `"${'n'.repeat(300)}"`] : ['"shop"', '"cart"'])}`;
    if (!odd)
      return this.#random.pick([
        [level, time, pid, hostname],
        [level, time, pid, hostname, name],
        [level, time],
      ]);
    switch (this.#random.integer(2, 16)) {
      case 2:
        return [time, level, pid, hostname];
      case 3:
        return [];
      case 4:
        return [level, pid, hostname];
      case 5:
        return [`"severity":${this.#text()}`, level, time, pid, hostname];
      case 6:
        return [level, time, name, pid, hostname];
      case 7:
        return [level, time, pid, hostname, level];
      case 8:
        return [level, time, pid, hostname, name];
      case 9:
        return [level, time, pid, hostname, name, `"pid":1`];
      case 10:
        return [level, `"a":1`, time];
      default:
        return [level, time, pid, hostname];
    }
  }

  #oddTime(): string {
    return this.#random.pick([
      ...[
        '1760000000001',
        '"2026-01-02T03:04:05.678Z"',
        '"2026-01-02T03:04:05.679Z"',
        '1760000000',
        '1760000000.5',
        '"\\u0032026"',
      ],
      ...[
        '1760000000123456',
        '1760000000123456789',
        '1.76e12',
        '-5',
        '0',
        '1e3',
        '"garbage"',
        'null',
        '99999999999999',
      ],
      ...['9999999999999', '"2026-01-02T03:04:05.123456789+01:00"'],
    ]);
  }

  #comma(): string {
    return this.#wild && this.#random.one(30) ? ' , ' : ',';
  }

  #key(): string {
    if (this.#random.one(60)) return `id${this.#random.integer(0, 100_000)}`;
    return this.#random.pick(this.#random.one(this.#wild ? 15 : 60) ? AWKWARD_KEYS : KEYS);
  }

  #member(key: string, depth: number): string {
    return `${this.#spelled(key)}:${this.#wild && this.#random.one(60) ? ' ' : ''}${this.#value(depth)}`;
  }

  #value(depth: number): string {
    switch (this.#random.integer(1, 14)) {
      case 1:
      case 2:
      case 3:
      case 4:
        return this.#text();
      case 5:
      case 6:
        return String(this.#random.integer(-1000, 100_000));
      case 7:
        return this.#number();
      case 8:
        return this.#random.pick([
          'true',
          'false',
          'null',
          ...(this.#wild ? ['tru', 'nul', 'undefined', 'fals'] : []),
        ]);
      case 9:
      case 10:
        return this.#array(depth);
      case 11:
        return this.#random.one(6)
          ? this.#random.pick([
              '{"type":"Buffer","data":[1,2,255]}',
              '{"type":"Buffer","data":[]}',
              '{"type":"Buffer"}',
              '{"type":"Buffer","data":[256]}',
            ])
          : this.#object(depth);
      default:
        return depth > 10 ? '1' : this.#object(depth);
    }
  }

  #object(depth: number): string {
    return `{${this.#members(this.#random.integer(0, depth > 6 ? 1 : 4), depth + 1).join(this.#comma())}}`;
  }

  /** Members whose keys are repeated now and then. */
  #members(count: number, depth: number): string[] {
    const keys = new Set<string>();
    const members: string[] = [];
    for (let index = 0; index < count; index++) {
      const key = this.#key();
      if (keys.has(key) && !this.#random.one(30)) continue;
      keys.add(key);
      members.push(this.#member(key, depth));
    }
    return members;
  }

  #array(depth: number): string {
    const length = this.#random.one(10) ? this.#random.integer(0, 60) : this.#random.integer(0, 5);
    const kind = this.#random.integer(1, 7);
    const elements = Array.from({ length }, () => {
      if (kind === 1) return this.#text();
      if (kind === 2) return String(this.#random.integer(-300, 300));
      if (kind === 3) return this.#number();
      if (kind === 4) return this.#random.pick(['true', 'false']);
      return depth > 6 ? '0' : this.#value(depth + 1);
    });
    return `[${elements.join(this.#comma())}]`;
  }

  #number(): string {
    switch (this.#random.integer(1, 6)) {
      case 1:
        return this.#random.pick(NUMBERS.slice(0, this.#wild ? NUMBERS.length : -4));
      case 2:
        return String(this.#random.next());
      case 3:
        return String((this.#random.next() - 0.5) * 10 ** this.#random.integer(-12, 22));
      case 4: {
        const digits = Array.from({ length: this.#random.integer(14, 21) }, () =>
          this.#random.integer(0, 9),
        ).join('');
        return `${this.#random.one(3) ? '-' : ''}${this.#random.integer(1, 9)}${digits}`;
      }
      case 5:
        return `${this.#random.integer(0, 999)}.${Array.from({ length: this.#random.integer(1, 20) }, () => this.#random.integer(0, 9)).join('')}`;
      default:
        return String(this.#random.integer(0, 2 ** 31) * this.#random.integer(0, 2 ** 20));
    }
  }

  #text(): string {
    switch (this.#random.integer(1, 9)) {
      case 1:
        return this.#spelled(this.#random.pick(WORDS));
      case 2:
        return this.#spelled(
          'x'.repeat(this.#random.integer(0, 40)) +
            this.#random.pick(AWKWARD) +
            'y'.repeat(this.#random.integer(0, 20)),
        );
      case 3:
        return this.#spelled('t'.repeat(this.#random.integer(85, 135)));
      case 4:
        return this.#spelled(
          Array.from({ length: this.#random.integer(1, 90) }, () => this.#random.pick(AWKWARD)).join(''),
        );
      case 5:
        return this.#random.one(12)
          ? this.#spelled('l'.repeat(this.#random.integer(16_300, 16_400)))
          : this.#spelled('wörld '.repeat(this.#random.integer(0, 60)));
      case 6:
        return `"${String.fromCharCode(this.#random.integer(0x20, 0x7e)).replace(/["\\]/, '')}${this.#random.integer(0, 1e9)}"`;
      default:
        return `"${'abcdefghijklmnopqrstuvwxyz'.slice(0, this.#random.integer(0, 26))}"`;
    }
  }

  /** A text as JSON, in one of its spellings. */
  #spelled(text: string): string {
    const json = JSON.stringify(text);
    if (!this.#wild || !this.#random.one(12)) return json;
    const characters = Array.from(json.slice(1, -1));
    const at = this.#random.integer(0, characters.length);
    const code = this.#random.pick([
      '\\u0041',
      '\\u00e9',
      '\\u20AC',
      '\\ud83d\\ude00',
      '\\ud83d',
      '\\/',
      '\\ude00',
      '\\x',
      '\\u12',
      '\\u000a',
      '\\uD83D\\u0041',
    ]);
    return `"${characters.slice(0, at).join('')}${code}${characters.slice(at).join('')}"`;
  }

  #damaged(line: string): string {
    const at = this.#random.integer(0, line.length);
    switch (this.#random.integer(1, 5)) {
      case 1:
        return line.slice(0, at);
      case 2:
        return line.slice(0, at) + line.slice(at + this.#random.integer(1, 5));
      case 3:
        return `${line.slice(0, at)}${this.#random.pick([...AWKWARD, '{', '}', '[', ']', ',', ':', '0', ' '])}${line.slice(at)}`.replaceAll(
          '\n',
          '',
        );
      case 4:
        return `${line}${this.#random.pick(['}', ' ', '\r', ',', 'x'])}`;
      default:
        return `${this.#random.pick(['', ' ', '\ufeff', 'text', '[', '"'])}${line}`;
    }
  }
}
