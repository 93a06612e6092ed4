/**
 * What a reader must know and an encoder of Heka messages never writes: the wire types, and the keys of numbers that
 * stand one by one instead of in a packed run.
 */

// Wire types, the lower three bits of a key.
export const VARINT = 0;
export const FIXED_64 = 1;
export const DELIMITED = 2;
export const START_GROUP = 3;
export const END_GROUP = 4;
export const FIXED_32 = 5;

// Field, not packed.
export const TAG_ONE_INTEGER = 0x30;
export const TAG_ONE_DOUBLE = 0x39;
export const TAG_ONE_BOOL = 0x40;
