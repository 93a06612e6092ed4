import { expectTypeOf } from 'expect-type';
import { HekaError, type HekaErrorCode } from 'heka-core';

declare const error: HekaError;
expectTypeOf(error).toExtend<Error>();
expectTypeOf(error.code).toEqualTypeOf<HekaErrorCode>();
expectTypeOf(error.cause).toEqualTypeOf<unknown>();

// The codes are a closed union: a code that is misspelt, or that does not exist, is found by the compiler.
if (error.code === 'INVALID_OPTION') expectTypeOf(error.code).toEqualTypeOf<'INVALID_OPTION'>();
// @ts-expect-error not a code
if (error.code === 'INVALID_OPTIONS') throw error;
// @ts-expect-error not a code
new HekaError('ECONNREFUSED', 'refused').code satisfies string;
