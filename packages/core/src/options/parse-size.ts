const BYTES_PER_UNIT: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
};

/**
 * Bytes of a size: a whole number of bytes, or a text of a number and a unit (`'64kb'`, `'1.5 MiB'`).
 * `kb` and `kib` are both 1,024 bytes. Undefined if the value is not a size.
 */
export function parseSize(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(value.trim());
  const bytesPer = BYTES_PER_UNIT[match?.[2]?.toLowerCase() ?? ''];
  if (match === null || bytesPer === undefined) return undefined;
  const bytes = Math.floor(Number(match[1]) * bytesPer);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
