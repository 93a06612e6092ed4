/**
 * hekad compares texts as Go does, by their bytes in UTF-8, which is the order of their code points. JavaScript
 * compares UTF-16: there the characters from U+E000 to U+FFFF come after those beyond U+FFFF.
 */

/** Below zero, zero or above zero as `one` comes before `other`, is the same, or comes after it. */
export function compareTexts(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const unit = one.charCodeAt(index);
    const otherUnit = other.charCodeAt(index);
    if (unit !== otherUnit) return rank(unit) - rank(otherUnit);
  }
  return one.length - other.length;
}

/** Surrogates, D800 to DFFF, stand for characters that come after all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}

/** The same for the bytes from `start` to `end` and all of `other`. */
export function compareBytes(bytes: Uint8Array, start: number, end: number, other: Uint8Array): number {
  const length = Math.min(end - start, other.length);
  for (let index = 0; index < length; index++) {
    const difference = (bytes[start + index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return end - start - other.length;
}

/** Whether all of `prefix` stands in `bytes` at `start`. */
export function isPrefixAt(bytes: Uint8Array, start: number, prefix: Uint8Array): boolean {
  for (let index = 0; index < prefix.length; index++) {
    if (bytes[start + index] !== prefix[index]) return false;
  }
  return true;
}
