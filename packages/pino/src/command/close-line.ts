/**
 * A line that was cut, made whole again.
 *
 * What is left of a JSON object is closed where it was cut, so that the record keeps its level, its time and all members
 * before the cut. A text that is a value keeps what is left of it; any other member that is not complete goes. So
 *
 *     {"level":60,"err":{"type":"E","message":"aaaa      becomes
 *     {"level":60,"err":{"type":"E","message":"aaaa"}}
 *
 * Anything else, a line that is not JSON or a key of many kilobytes, stays as it was cut.
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LINE_FEED = '\n';

/** More than this is not thrown away for the sake of a line's form. */
const MAX_DROPPED_BYTES = 1024;

/** Where a scan of the cut line stands, and the last place where it could end. */
interface Scan {
  /** The closing bytes that the open containers need, the innermost last. */
  readonly closers: number[];
  /** The end of the last complete member, and how many containers are open there. */
  end: number;
  depth: number;
  /** A text has begun, at this offset; -1 outside of one. */
  textAt: number;
  /** True: the text that has begun is a value and not a key. */
  isValue: boolean;
}

/**
 * Closes a line that was cut.
 *
 * @param line its start, without a line feed
 * @returns bytes of its own, which end with a line feed
 */
export function closeLine(line: Buffer): Buffer {
  if (line[0] !== OPEN_BRACE) return Buffer.concat([line, Buffer.from(LINE_FEED)]);
  const scan = scanLine(line);
  const isText = scan.textAt >= 0 && scan.isValue;
  const end = isText ? endOfText(line, scan.textAt) : scan.end;
  if (line.length - end > MAX_DROPPED_BYTES) return Buffer.concat([line, Buffer.from(LINE_FEED)]);
  const closers = Buffer.from(scan.closers.slice(0, isText ? undefined : scan.depth).toReversed());
  return Buffer.concat([
    line.subarray(0, end),
    Buffer.from(isText ? '"' : ''),
    closers,
    Buffer.from(LINE_FEED),
  ]);
}

function scanLine(line: Buffer): Scan {
  const scan: Scan = { closers: [], end: 0, depth: 0, textAt: -1, isValue: false };
  for (let at = 0; at < line.length; at++) {
    const byte = line[at];
    if (scan.textAt >= 0) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) scan.textAt = -1;
    } else if (byte === QUOTE) {
      scan.textAt = at;
    } else if (byte === COLON) {
      scan.isValue = true;
    } else if (byte === COMMA) {
      scan.isValue = scan.closers.at(-1) === CLOSE_BRACKET;
      completeAt(scan, at);
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      scan.closers.push(byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET);
      scan.isValue = byte === OPEN_BRACKET;
      completeAt(scan, at + 1);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      scan.closers.pop();
      completeAt(scan, at + 1);
    }
  }
  return scan;
}

function completeAt(scan: Scan, end: number): void {
  scan.end = end;
  scan.depth = scan.closers.length;
}

/** The end of what is left of a text, without half of an escape or of a character. */
function endOfText(line: Buffer, textAt: number): number {
  let end = line.length;
  // A character of UTF-8 has up to three bytes after its first.
  for (let at = end - 1; at > textAt && at >= end - 4; at--) {
    const byte = line[at] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const characterBytes = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (at + characterBytes > end) end = at;
    break;
  }
  // The longest escape has six characters: \u001f. The last backslash begins one if an even number stands before it.
  const backslash = line.lastIndexOf(BACKSLASH, end - 1);
  if (backslash <= textAt || backslash < end - 6) return end;
  let first = backslash;
  while (line[first - 1] === BACKSLASH) first--;
  const isEscape = (backslash - first) % 2 === 0;
  const escapeBytes = line[backslash + 1] === 0x75 ? 6 : 2;
  return isEscape && backslash + escapeBytes > end ? backslash : end;
}
