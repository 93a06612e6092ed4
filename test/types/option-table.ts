import { expectTypeOf } from 'expect-type';
import type { HekaOptions, HmacSettings, OptionForm } from 'heka-core';
import type { OPTION_TABLE } from '../../packages/core/src/options/option-table.ts';

/**
 * The options as the table has them: what may be given for each name and each alias, members below the section that
 * they belong to. The exported type must be the same, key by key.
 */
type Table = typeof OPTION_TABLE;

/** What may be given for an option that is not a section. */
type Given<Row> = Row extends { readonly kind: OptionForm<infer Value> } ? Exclude<Value, undefined> : never;

/** The names of an option. */
type NamesOf<Name extends string, Row> =
  | Name
  | (Row extends { readonly aliases: readonly (infer Alias extends string)[] } ? Alias : never);

type SectionName = { [N in keyof Table]: N extends `${infer S}.${string}` ? S : never }[keyof Table];

/** Names at the top, with the option that each stands for. */
type TopOption = {
  [N in keyof Table]: {
    [A in NamesOf<N, Table[N]>]: A extends `${string}.${string}` ? never : [A, N];
  }[NamesOf<N, Table[N]>];
}[keyof Table];

/** Names inside a section, with the option that each stands for. */
type MemberOption<S extends SectionName> = {
  [N in keyof Table]: {
    [A in NamesOf<N, Table[N]>]: A extends `${S}.${infer M}` ? [M, N] : never;
  }[NamesOf<N, Table[N]>];
}[keyof Table];

type IsRequired<N extends keyof Table> = Table[N] extends { readonly required: true } ? true : false;

type Section<S extends SectionName> = {
  readonly [P in MemberOption<S> as IsRequired<P[1]> extends true ? P[0] : never]: Given<Table[P[1]]>;
} & {
  readonly [P in MemberOption<S> as IsRequired<P[1]> extends true ? never : P[0]]?: Given<Table[P[1]]>;
};

type Options = {
  readonly [P in TopOption as P[0]]?: P[1] extends SectionName ? Flat<Section<P[1]>> : Given<Table[P[1]]>;
};

type Flat<T> = { [K in keyof T]: T[K] };

expectTypeOf<Flat<HekaOptions>>().toEqualTypeOf<Options>();
expectTypeOf<HmacSettings>().toEqualTypeOf<Flat<Section<'hmac'>>>();
// The comparison sees a difference of one member.
expectTypeOf<Flat<Omit<HekaOptions, 'path'>>>().not.toEqualTypeOf<Options>();
expectTypeOf<Flat<HekaOptions & { readonly url?: string }>>().not.toEqualTypeOf<Options>();
