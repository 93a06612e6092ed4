import type { SeverityOverrides } from '../options/option-values.ts';
import type { MessageEncoder } from '../wire/message-encoder.ts';
import { encodedBytes, Level } from './level.ts';
import { severitiesByRank, severityOfName, severityOfNumber, UNKNOWN_SEVERITY } from './severity-map.ts';

/** What the levels of a logger are made with. */
interface LevelTableOptions {
  readonly envVersion: string;
  readonly severities: SeverityOverrides;
  /** The logger's own levels, number by name. */
  readonly levels: Readonly<Record<string, number>>;
  /** True: levels are ranks (winston). False: numbers that grow with the severity (pino). */
  readonly ranked: boolean;
  /** Writes the fields that come before those of the record, for a level's name; returns where they end. */
  writeFields(encoder: MessageEncoder, at: number, label: string | undefined): number;
}

/** Levels kept at most: a level made from data must not fill the memory. */
const MAX_KEPT = 256;

/** A longer name is not a level. */
const MAX_LABEL = 255;

const PINO_LABELS: Readonly<Record<string, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
};

/** Whether a value is a level that pino itself has, or a name that every logger knows. */
export function isPinoLevel(value: unknown): boolean {
  if (typeof value === 'string') return severityOfName(value) !== undefined;
  return typeof value === 'number' && Object.values(PINO_LABELS).includes(value);
}

/** Finds levels by what a record says. */
export class LevelTable {
  /** The level of a record that has none. */
  readonly none: Level;
  readonly #options: LevelTableOptions;
  readonly #overrides: ReadonlyMap<string, number>;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #labels: ReadonlyMap<number, string>;
  readonly #levels = new Map<unknown, Level>();
  /** What was found last: most records of an application have the same level. */
  #lastValue: unknown;
  #last: Level | undefined;

  constructor(options: LevelTableOptions) {
    const { levels, ranked, severities } = options;
    this.#options = options;
    this.#overrides = new Map(
      Object.entries(severities).map(([name, number]) => [name.toLowerCase(), number]),
    );
    this.#numbers = ranked
      ? severitiesByRank(levels)
      : new Map(Object.entries({ ...PINO_LABELS, ...levels }));
    this.#labels = new Map([...this.#numbers].map(([label, number]) => [number, label]));
    this.none = this.#make(UNKNOWN_SEVERITY, undefined);
  }

  /**
   * @param value what the record has as its level
   * @returns undefined for what is not a level at all
   */
  find(value: unknown): Level | undefined {
    if (value === this.#lastValue) return this.#last;
    const known = this.#levels.get(value);
    if (known !== undefined) {
      this.#lastValue = value;
      this.#last = known;
      return known;
    }
    const level = this.#resolve(value);
    if (level !== undefined && this.#levels.size < MAX_KEPT) this.#levels.set(value, level);
    return level;
  }

  /** Whether a value is a level that is known by its name or its number. */
  knows(value: unknown): boolean {
    if (typeof value === 'number') return this.#labels.has(value);
    if (typeof value !== 'string') return false;
    return (
      this.#numbers.has(value) || this.#override(value) !== undefined || severityOfName(value) !== undefined
    );
  }

  #resolve(value: unknown): Level | undefined {
    if (typeof value === 'number' && Number.isFinite(value)) {
      const label = this.#labels.get(value) ?? String(value);
      return this.#make(
        this.#override(label, String(value)) ?? severityOfName(label) ?? severityOfNumber(value),
        label,
      );
    }
    if (typeof value !== 'string' || value === '' || value.length > MAX_LABEL) return undefined;
    return this.#make(this.#override(value) ?? this.#severityOfLabel(value), value);
  }

  #severityOfLabel(label: string): number {
    const named = severityOfName(label);
    if (named !== undefined) return named;
    const own = this.#numbers.get(label);
    if (own !== undefined) return this.#options.ranked ? own : severityOfNumber(own);
    return !this.#options.ranked && /^\d{1,9}$/.test(label)
      ? severityOfNumber(Number(label))
      : UNKNOWN_SEVERITY;
  }

  #override(...names: string[]): number | undefined {
    for (const name of names) {
      const number = this.#overrides.get(name.toLowerCase());
      if (number !== undefined) return number;
    }
    return undefined;
  }

  #make(severity: number, label: string | undefined): Level {
    const { envVersion } = this.#options;
    const fields = encodedBytes((encoder, at) => this.#options.writeFields(encoder, at, label));
    return new Level(severity, envVersion, fields);
  }
}
