import type { Field } from '../../message/heka-message.ts';

/**
 * Redacts the fields of a message by their names. The field `req.headers.cookie` is redacted by the path of that name, as
 * if the message still had the members that the field was made of, and by `["req.headers.cookie"]`.
 *
 * @param redact gives a redacted copy of an object
 */
export function redactFields(
  fields: readonly Field[],
  redact: (members: object) => object,
): readonly Field[] {
  return fields.flatMap((field) => {
    // What is not a field is refused with the message.
    if (typeof field?.name !== 'string' || !Array.isArray(field.values)) return [field];
    const segments = field.name.split('.');
    const whole = redactAt(field, [field.name], redact);
    return segments.length === 1 ? whole : whole.flatMap((each) => redactAt(each, segments, redact));
  });
}

/** @returns no field if it was removed */
function redactAt(
  field: Field,
  segments: readonly string[],
  redact: (members: object) => object,
): readonly Field[] {
  const values: readonly unknown[] = field.values;
  const value = values.length === 1 ? values[0] : values;
  let found: unknown = redact(nested(segments, value));
  for (const segment of segments) {
    // The text that stands in the place of an object stands for its members as well.
    if (typeof found !== 'object' || found === null) break;
    found = Object.hasOwn(found, segment) ? (found as Record<string, unknown>)[segment] : undefined;
  }
  const left = Array.isArray(found) && values.length !== 1 ? (found as unknown[]) : [found];
  if (left.length === values.length && left.every((each, index) => Object.is(each, values[index]))) {
    return [field];
  }
  const texts = left.filter((each) => each !== undefined && each !== null).map(textOf);
  return texts.length === 0 ? [] : [{ name: field.name, type: 'string', values: texts }];
}

function nested(segments: readonly string[], value: unknown): object {
  return segments.reduceRight<unknown>(
    (inner, segment) => Object.fromEntries([[segment, inner]]),
    value,
  ) as object;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value);
}
