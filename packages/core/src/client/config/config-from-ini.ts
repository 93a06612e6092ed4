import { HekaError } from '../../errors.ts';
import { describeValue } from '../../options/describe-value.ts';
import type { Environment } from '../../options/option-reader.ts';
import { type IniValue, iniLines, iniValue } from './ini-value.ts';
import { type IniSection, type IniSections, parseIni } from './parse-ini.ts';
import type { PlaceName } from './place-name.ts';

/** A configuration as a dictionary, and what its members are called in the INI text that it comes from. */
interface IniConfig {
  readonly config: Readonly<Record<string, unknown>>;
  readonly nameOf: PlaceName;
}

/** How an INI text is read. */
interface IniRules {
  /** The section of the client; its name is the prefix of the sections of filters, plugins and the key. */
  readonly section: string;
  readonly env: Environment;
}

/** Names whose values are text, even if they look like something else. */
const TEXTS: ReadonlySet<string> = new Set(['logger', 'disabled_timers', 'types', 'stream_class', 'encoder']);

/**
 * Makes a dictionary of an INI text, as heka-py did.
 *
 * @throws HekaError `INVALID_OPTION`
 */
export function configFromIni(text: string, rules: IniRules): IniConfig {
  const sections = parseIni(text);
  return new IniReader(sections, rules).read();
}

class IniReader {
  readonly #sections: IniSections;
  readonly #rules: IniRules;
  /** Names of the sections of filters, in order, and of plugins, by name. */
  readonly #filters: readonly string[];
  readonly #plugins: ReadonlyMap<string, string>;

  constructor(sections: IniSections, rules: IniRules) {
    this.#sections = sections;
    this.#rules = rules;
    const { section } = rules;
    const names = [...sections.keys()];
    this.#filters = names.filter((name) => name.startsWith(`${section}_filter`));
    this.#plugins = new Map(
      names
        .filter((name) => name.startsWith(`${section}_plugin`))
        .map((name) => [name.slice(section.length).replace(/^_plugin_?/, ''), name]),
    );
    this.#assertKnown(names);
  }

  read(): IniConfig {
    const { section } = this.#rules;
    const hmac = this.#sections.get(`${section}_hmac`);
    const config = {
      ...this.#values(section),
      filters: this.#filters.map((name) => this.#withProvider(name)),
      plugins: Object.fromEntries(
        Array.from(this.#plugins, ([plugin, name]) => [plugin, this.#withProvider(name)]),
      ),
      ...(hmac !== undefined && { hmac: this.#texts(`${section}_hmac`) }),
    };
    return { config, nameOf: (...path) => this.#nameOf(path) };
  }

  #assertKnown(names: readonly string[]): void {
    const { section } = this.#rules;
    if (!this.#sections.has(section)) {
      throw new HekaError('INVALID_OPTION', `the configuration has no section [${section}]`);
    }
    const known = new Set([...this.#filters, ...this.#plugins.values(), `${section}_hmac`]);
    const unknown = names.find((name) => name.startsWith(`${section}_`) && !known.has(name));
    if (unknown === undefined) return;
    const allowed = ['filter_...', 'plugin_...', 'hmac'].map((end) => `[${section}_${end}]`).join(', ');
    throw new HekaError(
      'INVALID_OPTION',
      `the configuration has a section ${describeValue(`[${unknown}]`)}, allowed: ${allowed}`,
    );
  }

  /** A provider and its configuration. */
  #withProvider(section: string): readonly [provider: string | undefined, config: object] {
    const { provider, ...config } = this.#values(section);
    return [provider === undefined ? undefined : String(this.#texts(section)['provider']), config];
  }

  #values(section: string): Readonly<Record<string, IniValue>> {
    return this.#map(section, (text, name, place) => {
      if (!TEXTS.has(name)) return iniValue(text, this.#rules.env, place);
      const lines = iniLines(text, this.#rules.env, place);
      return text.includes('\n') ? lines : (lines[0] ?? '');
    });
  }

  #texts(section: string): Readonly<Record<string, IniValue>> {
    return this.#map(section, (text, _name, place) => iniLines(text, this.#rules.env, place).join('\n'));
  }

  #map(
    section: string,
    convert: (text: string, name: string, place: string) => IniValue,
  ): Readonly<Record<string, IniValue>> {
    const own: IniSection = this.#sections.get(section) ?? new Map();
    return Object.fromEntries(
      Array.from(own, ([name, text]) => [name, convert(text, name, `[${section}] ${name}`)]),
    );
  }

  #nameOf([first = '', second = '', ...rest]: readonly string[]): string {
    const { section } = this.#rules;
    switch (first) {
      case 'filters':
        return `[${this.#filters[Number(second)] ?? section}] ${rest.join('.')}`;
      case 'plugins':
        return `[${this.#plugins.get(second) ?? section}] ${rest.join('.')}`;
      case 'hmac':
        return `[${section}_hmac] ${second}`;
      case 'stream':
        return `[${section}] ${['stream', second].filter((part) => part !== '').join('_')}`;
      default:
        return `[${section}] ${first}`;
    }
  }
}
