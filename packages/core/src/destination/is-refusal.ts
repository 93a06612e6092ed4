import type { HekaError } from '../errors.ts';

/** True if an error means that nobody listens there, as opposed to a network that does not answer. */
export function isRefusal(error: HekaError): boolean {
  return error.code === 'CONNECT_FAILED';
}
