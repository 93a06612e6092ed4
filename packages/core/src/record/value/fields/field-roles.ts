/**
 * What a member of a record is besides being a field: bits beyond those that mappings use for headers.
 */

/** A member whose own members stand as if they were at the top. */
export const ROLE_NESTED = 1 << 30;

/** A member that is an error, by class or only by form. */
export const ROLE_ERROR = 1 << 29;

/** A member that is an error if it has the form of one; the logger has made a plain object of it. */
export const ROLE_SERIALIZED_ERROR = 1 << 28;

/** A member that needs a closer look: its type is fixed, or it may be what marks a Buffer in pino's JSON. */
export const ROLE_APART = 1 << 27;

/** A member whose name no message has room for. */
export const ROLE_TOO_LONG = 1 << 26;
