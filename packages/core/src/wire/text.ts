/**
 * UTF-8 text into a buffer. A lone surrogate becomes U+FFFD.
 */

/**
 * Up to this many characters a loop is cheaper than a call into native code, whose price is the same for
 * one character as for forty.
 */
export const SHORT_TEXT = 64;

/**
 * From this many characters it pays to prove that text is ASCII (by its length in bytes) and to copy it as
 * latin1, which is several times faster than encoding UTF-8.
 */
const LONG_TEXT = 600;

/**
 * Writes text of at most {@link SHORT_TEXT} characters as long as it is ASCII.
 *
 * @param view has `text.length` bytes at `at`
 * @returns false as soon as another character comes; what was written until then is to be overwritten
 */
export function writeShortAscii(view: DataView, at: number, text: string): boolean {
  const length = text.length;
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    const a = text.charCodeAt(index);
    const b = text.charCodeAt(index + 1);
    const c = text.charCodeAt(index + 2);
    const d = text.charCodeAt(index + 3);
    if ((a | b | c | d) > 0x7f) return false;
    view.setInt32(at + index, a | (b << 8) | (c << 16) | (d << 24), true);
  }
  for (; index < length; index++) {
    const a = text.charCodeAt(index);
    if (a > 0x7f) return false;
    view.setUint8(at + index, a);
  }
  return true;
}

/**
 * Most bytes that {@link writeText} may write for a text.
 * Long text is measured, because three times its length would be memory taken for nothing.
 */
export function textCapacity(text: string): number {
  return text.length > LONG_TEXT * 16 ? Buffer.byteLength(text) : text.length * 3;
}

/**
 * The methods behind `Buffer.prototype.write`, which checks its arguments for longer than a short text takes to
 * write.
 */
interface NativeBuffer extends Buffer {
  utf8Write(text: string, offset: number): number;
  latin1Write(text: string, offset: number): number;
}

/** Every Node.js so far has them, but does not document them. */
const HAS_NATIVE_WRITES = 'utf8Write' in Buffer.prototype && 'latin1Write' in Buffer.prototype;

/**
 * Writes text of any length.
 *
 * @param buffer has {@link textCapacity} bytes at `at`
 * @returns how many bytes were written
 */
export function writeText(buffer: Buffer, at: number, text: string): number {
  if (!HAS_NATIVE_WRITES) return buffer.write(text, at);
  const native = buffer as NativeBuffer;
  const { length } = text;
  return length >= LONG_TEXT && isProbablyAscii(text) && Buffer.byteLength(text) === length
    ? native.latin1Write(text, at)
    : native.utf8Write(text, at);
}

/** A look at 16 characters spares most other text the search for a proof that fails. */
function isProbablyAscii(text: string): boolean {
  const step = text.length >>> 4;
  let seen = 0;
  for (let index = 0; index < text.length; index += step) seen |= text.charCodeAt(index);
  return seen <= 0x7f;
}
