/**
 * The memory that the line transcoder and its host share. The host (TypeScript) and the transcoder (AssemblyScript,
 * in `packages/core/assembly`) both import this file, so only numbers stand here.
 *
 * ```
 *   0       1 KiB   nothing
 *   CONTROL         words that one side writes for the other
 *   POWERS, ...     powers of ten
 *   UUIDS           random bytes for 1,024 uuids
 *   COMPRESSIONS    which bytes of characters stay when they are encoded
 *   SLOTS           hash table: pointers to the nodes of member names
 *   HEAD_SLOTS      pointers to the heads of lines that were met last, by the first bytes of a line
 *   HEADS           pointers to all heads, the longest first, then the heads themselves
 *   NAMES           the nodes, one for each place at which a member was seen
 *   ENDS            where each frame of a batch ends
 *   SEVERITIES      the severity of each
 *   FIELDS          the fields of the line at hand
 *   TEXTS           texts of the line at hand that are headers
 *   KEYS            keys of objects that become JSON text
 *   UNITS           text in UTF-16
 *   INPUT           lines
 *   OUTPUT          frames
 * ```
 *
 * Text is read and copied 16 bytes at a time, so up to 15 bytes behind anything may be read or written over.
 */

/** Longer lines are not for the transcoder. */
export const MAX_LINE_BYTES = 262_144;
/** Nor are lines whose message is longer. */
export const MAX_MESSAGE_BYTES = 262_144;
/** Frames of one batch at most. */
export const MAX_FRAMES = 4096;
/** Heads of lines at most. */
export const MAX_HEADS = 64;
/** Nodes of names at most. */
export const MAX_NODES = 4096;

const SLACK = 64;

// Control words.
/** Where the lines go on that were not read. */
export const NEXT_AT = 1024;
/** Where the frames end that were written. */
export const OUTPUT_END_AT = 1028;
/** How many frames were written. */
export const FRAMES_AT = 1032;
/** The line that was declined: where it starts. It ends before {@link NEXT_AT}. */
export const DECLINED_AT = 1036;
/** 1 if it was declined because its head is not known. */
export const HEAD_UNKNOWN_AT = 1064;
/** 1 if the text that was encoded last has half a surrogate pair. */
export const DAMAGED_AT = 1156;
export const MAX_FIELDS_AT = 1040;
export const MAX_MESSAGE_AT = 1044;
/** 1 if messages get a frame header, 0 if they stay bare. */
export const FRAMING_AT = 1048;
/** Bytes that are kept free for a signature in each frame header. */
export const SIGNATURE_BYTES_AT = 1052;
/** Where the next uuid is. */
export const UUID_AT = 1056;
/** How many heads there are. */
export const HEAD_COUNT_AT = 1060;
/** The node above all members. */
export const ROOT_AT = 1152;
/** Bytes of the timestamp as a varint. */
export const TIME_LENGTH_AT = 1068;
/** The timestamp as a varint: the host's, if the transcoder asked for it. */
export const TIME_AT = 1072;
/** The time that was read last, if it is no number of milliseconds. */
export const LAST_TIME_AT = 1088;
export const LAST_TIME_BYTES = 64;

/** Entry `q` holds the 128 most significant bits of 10^q: the lower half, then the upper half. */
export const POWERS_AT = 2048;
export const MIN_POWER = -64;
export const MAX_POWER = 24;

/** 10^0 to 10^19 as integers. */
export const TENS_AT = 3584;
/** 10^0 to 10^22 as doubles, which are exact. */
export const EXACT_TENS_AT = 3776;

export const UUIDS_AT = 4096;
export const UUIDS_BYTES = 16_384;

/** For each of the 256 ways in which 8 characters are ASCII or not: which of their two bytes each stay. */
export const COMPRESSIONS_AT = UUIDS_AT + UUIDS_BYTES;

export const SLOTS_AT = COMPRESSIONS_AT + 256 * 16;
export const SLOT_COUNT = 16_384;

export const HEAD_SLOTS_AT = SLOTS_AT + 4 * SLOT_COUNT;
export const HEAD_SLOT_COUNT = 16;

export const HEADS_AT = HEAD_SLOTS_AT + 4 * HEAD_SLOT_COUNT;
export const HEADS_BYTES = 131_072;

export const NAMES_AT = HEADS_AT + HEADS_BYTES;
export const NAMES_BYTES = 1_310_720;

export const ENDS_AT = NAMES_AT + NAMES_BYTES;
export const SEVERITIES_AT = ENDS_AT + 4 * MAX_FRAMES;

export const FIELDS_AT = SEVERITIES_AT + MAX_FRAMES + SLACK;
/** One text more than a message may begin before its length is looked at. */
const FIELDS_BYTES = MAX_MESSAGE_BYTES + 2 * MAX_LINE_BYTES;

/** Each text is at most as long as the line, and 15 bytes behind it may be written. */
export const TEXTS_AT = FIELDS_AT + FIELDS_BYTES + SLACK;

/** Where each key starts, and its length. */
export const KEYS_AT = TEXTS_AT + MAX_LINE_BYTES + SLACK;
export const MAX_KEYS = 1024;

/** Characters of text that are encoded at once: they and their frames stay in the processor's cache. */
export const MAX_UNITS = 65_536;
export const UNITS_AT = KEYS_AT + 8 * MAX_KEYS;

export const INPUT_AT = UNITS_AT + 2 * MAX_UNITS + SLACK;
const INPUT_BYTES = 524_288;

export const OUTPUT_AT = INPUT_AT + INPUT_BYTES + SLACK;
export const OUTPUT_BYTES = 1_048_576;

export const MEMORY_PAGES = (OUTPUT_AT + OUTPUT_BYTES + SLACK + 65_535) >>> 16;

// A node: what is known of a member at one place in records. Its key follows it.
/** The successor that was met last. */
export const NODE_NEXT = 0;
/** The first member below it that was met last. */
export const NODE_FIRST = 4;
export const NODE_PARENT = 8;
export const NODE_FLAGS = 12;
/** Bytes of the key as it is written in lines, with the closing quote and the colon. */
export const NODE_KEY_LENGTH = 16;
/** Bytes of a field from its tag to the tag of a text. */
export const NODE_PREFIX = 20;
export const NODE_PREFIX_LENGTH = 24;
/** The number of the last line that had it. */
export const NODE_SEEN = 28;
/** Where the number of the last line with a field of this name is, if other nodes have the same name. */
export const NODE_NAME_SEEN = 32;
/** Bits of heads which have a member of this name. */
export const NODE_HEAD_BITS = 36;
/** What a value may be, if the type of the field is fixed: `ACCEPT_...`. */
export const NODE_ACCEPTS = 40;
/** Where in the prefix the type of the value is. */
export const NODE_TYPE_OFFSET = 44;
/** 1 if the last text of this name had lengths of two bytes. */
export const NODE_IS_LONG = 48;
export const NODE_KEY = 64;

// Flags of a node.
/** The payload. */
export const MESSAGE = 1;
/** The logger, if nothing else says what it is. */
export const SERVICE = 2;
/** The message's type. */
export const TYPE = 4;
/** Has a name that heads have: `NODE_HEAD_BITS`. */
export const HEAD = 8;
/** The logger, as the first member behind a head. */
export const NAME = 16;
/** Other nodes have the same name. */
export const SHARED = 32;
/** The type of the field is fixed. */
export const FIXED = 64;
/** May say that the object it stands in is a Buffer. */
export const BUFFER_TYPE = 128;
/** Flags of which a member has none as a rule. */
export const SPECIAL = 255;
/** Objects become JSON text: they are too deep. */
export const DEEP = 256;
/** Integers become doubles. */
export const DOUBLES = 512;
/** Objects become JSON text if they stand in something that has the form of an error. */
export const UNCLEAR = 1024;

export const ACCEPT_TEXT = 1;
export const ACCEPT_INTEGER = 2;
export const ACCEPT_DOUBLE = 4;
export const ACCEPT_BOOL = 8;

// A head: the beginning of lines of one level of one logger.
/** Bytes as far as the value of the time; as far as the end of the head, if it has no time. */
export const HEAD_PREFIX = 0;
export const HEAD_PREFIX_LENGTH = 4;
/** Bytes from the value of the time to the end of the head. */
export const HEAD_SUFFIX = 8;
export const HEAD_SUFFIX_LENGTH = 12;
/** The headers before the payload: type, logger, severity. */
export const HEAD_TYPE = 16;
export const HEAD_TYPE_LENGTH = 20;
export const HEAD_LOGGER_LENGTH = 24;
export const HEAD_SEVERITY_LENGTH = 28;
/** The headers behind the payload, and the first fields. */
export const HEAD_TAIL = 32;
export const HEAD_TAIL_LENGTH = 36;
export const HEAD_SEVERITY = 40;
export const HEAD_FLAGS = 44;
export const HEAD_BITS = 48;
/** How many of the first fields count as members. */
export const HEAD_FIELDS = 52;
export const HEAD_BYTES = 64;

// Flags of a head.
export const HAS_TIME = 1;
/** A member `service` names the logger. */
export const SERVICE_NAMES = 2;
/** A member `name` right behind the head names the logger. */
export const NAME_NAMES = 4;
