/** The decimal text of a finite number, without the exponent that JavaScript gives to large and small ones. */
export function decimalText(value: number | bigint): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  const [mantissa = '', exponent = '0'] = text.split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [integer = '', decimals = ''] = mantissa.replace('-', '').split('.');
  const point = integer.length + Number(exponent);
  const digits = integer + decimals;
  if (point > 0) return sign + digits.padEnd(point, '0');
  return `${sign}0.${'0'.repeat(-point)}${digits}`;
}
