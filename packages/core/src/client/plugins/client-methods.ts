import { HekaError } from '../../errors.ts';
import { describeValue } from '../../options/describe-value.ts';
import { wrongOption } from '../../options/option-error.ts';
import type { AddMethodOptions } from './client-method.ts';
import { type LoadedPlugin, loadPlugin } from './load-plugin.ts';

/** What a method may be called. */
const METHOD_NAME = /^[A-Za-z_$][\w$]*$/;

/** Not even to be overridden. */
const RESERVED: ReadonlySet<string> = new Set(['constructor', '__proto__']);

/** Methods that a client was given in addition to its own. */
export class ClientMethods {
  readonly #client: object;
  readonly #added = new Set<string>();
  #plugins: readonly string[] = [];

  constructor(client: object) {
    this.#client = client;
  }

  /** Adds a method. @throws HekaError `INVALID_OPTION` */
  add(name: string, method: unknown, { override = false }: AddMethodOptions = {}): void {
    if (typeof method !== 'function') throw wrongOption(`addMethod(${name})`, method, 'a function');
    this.#assertFree(name, override, this.#plugins);
    this.#define(name, method as LoadedPlugin['method']);
    this.#added.add(name);
  }

  /** Makes the methods of the option `plugins`, and changes nothing yet. @throws HekaError `INVALID_OPTION` */
  load(plugins: Readonly<Record<string, unknown>>): readonly LoadedPlugin[] {
    return Object.entries(plugins).map(([name, option]) => {
      const plugin = loadPlugin(name, option);
      this.#assertFree(name, plugin.override, []);
      return plugin;
    });
  }

  /** Puts methods in the place of those that the option `plugins` gave before. */
  replacePlugins(plugins: readonly LoadedPlugin[]): void {
    for (const name of this.#plugins) if (!this.#added.has(name)) Reflect.deleteProperty(this.#client, name);
    for (const { name, method } of plugins) this.#define(name, method);
    this.#plugins = plugins.map(({ name }) => name);
  }

  #assertFree(name: string, override: boolean, plugins: readonly string[]): void {
    if (!METHOD_NAME.test(name) || RESERVED.has(name)) {
      throw new HekaError(
        'INVALID_OPTION',
        `the name of a method is ${describeValue(name)}, allowed: a name such as "audit"`,
      );
    }
    const isOwn = name in (Object.getPrototypeOf(this.#client) as object);
    if (override || !(isOwn || this.#added.has(name) || plugins.includes(name))) return;
    throw new HekaError(
      'INVALID_OPTION',
      `the client has a method ${describeValue(name)} already, allowed: another name, or override: true`,
    );
  }

  #define(name: string, method: LoadedPlugin['method']): void {
    const value: unknown = method.bind(this.#client as never);
    Object.defineProperty(this.#client, name, { value, configurable: true, writable: true });
  }
}
