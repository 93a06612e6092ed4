import { UUID_BYTES } from '../../message/uuid.ts';

/** Why bytes are not a message; negative, so that it can stand where an offset is expected. */
export type Fault = -1 | -2 | -3 | -4 | -5 | -6 | -7 | -8 | -9 | -10;

export const BEYOND_END: Fault = -1;
export const LONG_VARINT: Fault = -2;
export const NO_TAG: Fault = -3;
export const NO_WIRE_TYPE: Fault = -4;
export const WRONG_END_OF_GROUP: Fault = -5;
export const TOO_DEEP: Fault = -6;
export const HALF_A_DOUBLE: Fault = -7;
export const NO_UUID: Fault = -8;
export const NO_TIMESTAMP: Fault = -9;
export const TOO_LARGE: Fault = -10;

const WORDS: Readonly<Record<Fault, string>> = {
  [BEYOND_END]: 'a member does not end where it must',
  [LONG_VARINT]: 'a varint has more than 10 bytes, or a length more than 31 bits',
  [NO_TAG]: 'a key has the number 0, or more than 32 bits',
  [NO_WIRE_TYPE]: 'a wire type does not exist',
  [WRONG_END_OF_GROUP]: 'a group ends with the end of another one',
  [TOO_DEEP]: 'groups are nested more than 100 deep',
  [HALF_A_DOUBLE]: 'a run of doubles is not a multiple of 8 bytes long',
  [NO_UUID]: `there is no uuid of ${UUID_BYTES} bytes`,
  [NO_TIMESTAMP]: 'there is no timestamp',
  [TOO_LARGE]: 'they are larger than a text can be',
};

/** A fault in words. */
export function faultText(fault: Fault): string {
  return WORDS[fault];
}
