import type { HekaError } from '../../errors.ts';

/**
 * What an error says, for a line that begins with the address: without the code of the class, and without the address.
 *
 * @param name the url that the line begins with
 */
export function plainReason(error: HekaError, name: string): string {
  const [, address = ''] = name.split('//');
  return error.message
    .slice(`${error.code}: `.length)
    .replace(`${name}: `, '')
    .replace(`${name} `, '')
    .replace(`connection to ${address} `, 'connection ');
}
