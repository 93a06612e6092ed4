import type { MessageEncoder } from '../wire/message-encoder.ts';
import { encodedBytes, Level } from './level.ts';
import { severitiesByRank, severityOfName, severityOfNumber, UNKNOWN_SEVERITY } from './severity-map.ts';
import type { MappingOptions } from './value/mapping-options.ts';

/** Writes the fields that come before those of the record, for a level's name. */
export type LevelFields = (encoder: MessageEncoder, label: string | undefined) => void;

/** Levels kept at most: a level made from data must not fill the memory. */
const MAX_KEPT = 256;

/** A longer name is no level. */
const MAX_LABEL = 255;

const PINO_LABELS: Readonly<Record<string, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
};

/** Finds levels by what a record says. */
export class LevelTable {
  /** The level of a record that has none. */
  readonly none: Level;
  readonly #envVersion: string;
  readonly #overrides: ReadonlyMap<string, number>;
  readonly #writeFields: LevelFields;
  readonly #ranked: boolean;
  #levels = new Map<unknown, Level>();
  #numbers: ReadonlyMap<string, number> = new Map();
  #labels: ReadonlyMap<number, string> = new Map();

  /**
   * @param ranked levels are ranks (winston); otherwise numbers that grow with the severity (pino)
   */
  constructor(options: MappingOptions, ranked: boolean, writeFields: LevelFields) {
    this.#envVersion = options.envVersion;
    this.#ranked = ranked;
    this.#overrides = new Map(
      Object.entries(options.severities).map(([name, number]) => [name.toLowerCase(), number]),
    );
    this.#writeFields = writeFields;
    this.none = this.#make(UNKNOWN_SEVERITY, undefined);
    this.setLevels(options.customLevels ?? {});
  }

  /** Tells the levels of the logger, number by name. */
  setLevels(levels: Readonly<Record<string, number>>): void {
    this.#levels = new Map();
    this.#numbers = this.#ranked
      ? severitiesByRank(levels)
      : new Map(Object.entries({ ...PINO_LABELS, ...levels }));
    this.#labels = new Map([...this.#numbers].map(([label, number]) => [number, label]));
  }

  /**
   * @param value what the record has as its level
   * @returns undefined for what is no level at all
   */
  find(value: unknown): Level | undefined {
    const known = this.#levels.get(value);
    if (known !== undefined) return known;
    const level = this.#resolve(value);
    if (level !== undefined && this.#levels.size < MAX_KEPT) this.#levels.set(value, level);
    return level;
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
    if (own !== undefined) return this.#ranked ? own : severityOfNumber(own);
    return !this.#ranked && /^\d{1,9}$/.test(label) ? severityOfNumber(Number(label)) : UNKNOWN_SEVERITY;
  }

  #override(...names: string[]): number | undefined {
    for (const name of names) {
      const number = this.#overrides.get(name.toLowerCase());
      if (number !== undefined) return number;
    }
    return undefined;
  }

  #make(severity: number, label: string | undefined): Level {
    const fields = encodedBytes((encoder) => this.#writeFields(encoder, label));
    return new Level(severity, this.#envVersion, fields);
  }
}
