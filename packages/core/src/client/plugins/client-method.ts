import type { HekaClient, HekaClientMethods } from '../heka-client.ts';

/** A method for a client: of the type that was declared for its name, if there is one. */
export type ClientMethod<N extends string> = N extends keyof HekaClientMethods
  ? HekaClientMethods[N] extends (...args: infer Args) => infer Result
    ? (this: HekaClient, ...args: Args) => Result
    : never
  : (this: HekaClient, ...args: never[]) => unknown;

/** Options of {@link ClientApi.addMethod}. */
export interface AddMethodOptions {
  /** True: the method may take the place of another one. @default false */
  readonly override?: boolean;
}

/** Makes a method out of its configuration. */
export type PluginProvider = (config: never) => (this: HekaClient, ...args: never[]) => unknown;

/** One plugin of the option `plugins`; its name is the method's. */
export interface PluginOptions extends AddMethodOptions {
  /** A function, or the place of one: `'./plugins.mjs#audit'`, relative to the working directory. */
  readonly provider: PluginProvider | string;
  /** Given to the provider. @default {} */
  readonly config?: unknown;
}
