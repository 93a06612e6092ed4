import { isError, isErrorLike, SerializedError } from '../error-object.ts';
import type { ValueContext } from '../value-context.ts';
import type { NameNode } from './field-names.ts';
import { ROLE_ERROR, ROLE_SERIALIZED_ERROR } from './field-roles.ts';

/** The members that an error has; undefined for what is not an error in its place. */
export function errorMembers(node: NameNode, value: object, context: ValueContext): object | undefined {
  if (value instanceof SerializedError) return value.members;
  if (node.role === ROLE_SERIALIZED_ERROR && isErrorLike(value)) return value;
  if (isError(value) || (node.role === ROLE_ERROR && isErrorLike(value))) {
    return context.serializeError(value, context);
  }
  return undefined;
}
