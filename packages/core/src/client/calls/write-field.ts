import type { MessageEncoder } from '../../wire/message-encoder.ts';
import type { ClientField } from '../fields/read-fields.ts';

/** Writes a field; most have one value, for which the encoder has quicker ways. */
export function writeField(encoder: MessageEncoder, { name, value }: ClientField): void {
  const { type, values, representation } = value;
  const single = values.length === 1 ? values[0] : undefined;
  switch (type) {
    case 'string':
      if (single === undefined) encoder.stringsField(name, values as readonly string[], representation);
      else encoder.stringField(name, single as string, representation);
      break;
    case 'bytes':
      encoder.bytesesField(name, values as readonly Uint8Array[], representation);
      break;
    case 'integer':
      if (typeof single === 'number') encoder.integerField(name, single, representation);
      else encoder.integersField(name, values as readonly (number | bigint)[], representation);
      break;
    case 'double':
      if (single === undefined) encoder.doublesField(name, values as readonly number[], representation);
      else encoder.doubleField(name, single as number, representation);
      break;
    case 'bool':
      if (single === undefined) encoder.boolsField(name, values as readonly boolean[], representation);
      else encoder.boolField(name, single as boolean, representation);
      break;
  }
}
