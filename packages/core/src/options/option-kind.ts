/** What the text of a command-line switch becomes before it is checked; `undefined` there: no switch. */
export type SwitchKind = 'text' | 'text-or-false' | 'number' | 'flag' | 'json';

/**
 * What an option may be, in three languages: the words of errors and docs, the type that a TypeScript user sees, and
 * the form that a command-line switch takes.
 *
 * @typeParam Given what a user may write
 */
export interface OptionForm<Given> {
  /** What is allowed, as the end of the sentence `option "x" is 5, allowed: ...`. */
  readonly allowed: string;
  /** `Given` as TypeScript source, for the generated `HekaOptions`. */
  readonly type: string;
  readonly switch: SwitchKind | undefined;
  /** Carries `Given` for the compiler; never set. */
  readonly given?: Given;
}

/**
 * A form whose values are checked by what stands here; the layer that uses an option with a bare {@link OptionForm}
 * checks it itself.
 *
 * @typeParam Value what a checked value becomes
 */
export interface OptionKind<Given, Value = Given> extends OptionForm<Given> {
  /** The checked value, or undefined if it is not allowed. */
  readonly parse: (value: unknown) => Value | undefined;
}

/** An option of the table: everything that is known about it, once. */
export interface OptionRow {
  readonly kind: OptionForm<unknown>;
  /** Other names; of a member of a section with the section's name, as `hmac.key_version`, unless it stands outside. */
  readonly aliases?: readonly string[];
  /** The value when the option is not given, as a user would write it. */
  readonly default?: unknown;
  /** The default in words, if it depends on something. */
  readonly defaultText?: string;
  /** What it does, in Markdown: for the docs, the generated type and the reader of the table. */
  readonly doc: string;
  /** The environment variable that stands in if the option, or the section that it belongs to, is not given. */
  readonly variable?: string;
  /** True: its section is not complete without it. */
  readonly required?: true;
  /** True: a wrong value is never shown. */
  readonly secret?: true;
}

/** Options that belong together: one heading of the docs, one interface that `HekaOptions` extends. */
export interface OptionSection {
  readonly title: string;
  /** Name of the generated interface. */
  readonly type: string;
  /** What the section is about, in Markdown: below the heading, and as the interface's comment. */
  readonly doc: string;
  readonly rows: Readonly<Record<string, OptionRow>>;
}
