/**
 * What decorators and wrappers have in common. A function is decorated when its module is loaded, long before there is a
 * client; so it is bound to one only at its first call:
 *
 * ```
 *   @timeIt()  --> wrapped --first call, with a default client--> bound to it for good
 *                     |
 *                     +--call without a client--> the function alone
 * ```
 */
import { HekaError } from '../../errors.ts';
import { describeValue } from '../../options/describe-value.ts';
import { wrongOption } from '../../options/option-error.ts';
import type { HekaClient } from '../heka-client.ts';
import { getClient } from '../registry/named-clients.ts';
import { type AnyFunction, inPlaceOf } from '../timer/in-place-of.ts';

/** Decorates a method, or wraps a function; what it returns is called in the same way. */
export interface Instrument {
  <F extends AnyFunction>(method: F, context: ClassMethodDecoratorContext): F;
  <F extends AnyFunction>(fn: F): F;
}

/** Which client a decorated function uses. */
export interface InstrumentOptions {
  /** A client, or its name. @default the default client at the first call */
  readonly client?: HekaClient | string;
}

/** How a function is bound to a client. */
interface InstrumentPlan {
  /** Name of the decorator, for errors. */
  readonly decorator: string;
  /** Name of the timer or counter; by default that of the method with its class, or that of the function. */
  readonly name: string | undefined;
  readonly client: HekaClient | string | undefined;
  readonly bind: (client: HekaClient, name: string, fn: AnyFunction) => AnyFunction;
}

/** Makes the decorator. */
export function instrument(plan: InstrumentPlan): Instrument {
  return <F extends AnyFunction>(fn: F, context?: ClassMethodDecoratorContext): F => {
    assertMethod(plan.decorator, fn, context);
    return deferred(fn, plan, context);
  };
}

/** Wraps a function so that it is bound at its first call. */
function deferred<F extends AnyFunction>(
  fn: F,
  plan: InstrumentPlan,
  context: ClassMethodDecoratorContext | undefined,
): F {
  let bound: AnyFunction | undefined;
  const wrapper = inPlaceOf(fn, function (this: unknown, ...args: readonly unknown[]): unknown {
    if (bound === undefined) {
      const client = clientOf(plan);
      const name = plan.name ?? nameOf(fn, context, this, wrapper);
      if (client !== undefined) bound = plan.bind(client, name, fn);
      else warnOnce(plan.decorator, name);
    }
    return Reflect.apply(bound ?? fn, this, args);
  });
  inside.set(wrapper, fn);
  return wrapper;
}

/** What stands in each wrapper. */
const inside = new WeakMap<object, AnyFunction>();

function clientOf({ client }: InstrumentPlan): HekaClient | undefined {
  if (client === undefined) return getClient();
  return typeof client === 'string' ? getClient(client) : client;
}

/** `Class.method`, or the name of the function. */
function nameOf(
  fn: AnyFunction,
  context: ClassMethodDecoratorContext | undefined,
  self: unknown,
  wrapped: unknown,
): string {
  if (context === undefined) return fn.name === '' ? 'anonymous' : fn.name;
  const method = String(context.name);
  const className = context.static ? nameOfClass(self) : classWith(method, wrapped, self);
  return className === undefined ? method : `${className}.${method}`;
}

/** The class that has the method, which may be above the one that the object is an instance of. */
function classWith(method: string, wrapped: unknown, self: unknown): string | undefined {
  for (let at: unknown = self; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    const descriptor = Object.getOwnPropertyDescriptor(at, method);
    if (isAround(descriptor?.value, wrapped)) return nameOfClass(at.constructor);
  }
  return typeof self === 'object' && self !== null ? nameOfClass(self.constructor) : undefined;
}

/** Whether a function is another one, or one of our wrappers around it: a method may have several decorators. */
function isAround(fn: unknown, wrapped: unknown): boolean {
  if (fn === wrapped) return true;
  const inner = typeof fn === 'function' ? inside.get(fn) : undefined;
  return inner !== undefined && isAround(inner, wrapped);
}

function nameOfClass(value: unknown): string | undefined {
  return typeof value === 'function' && value.name !== '' ? value.name : undefined;
}

const warned = new Set<string>();

/** Nothing is measured, and nobody would notice. */
function warnOnce(decorator: string, name: string): void {
  const key = `${decorator} ${name}`;
  if (warned.has(key)) return;
  warned.add(key);
  process.emitWarning(
    `${decorator}: ${name} was called before there is a client; it sends nothing until then`,
    'HekaWarning',
  );
}

function assertMethod(decorator: string, fn: unknown, context: unknown): void {
  if (typeof fn !== 'function' && typeof context !== 'string') {
    throw wrongOption(`the function of ${decorator}`, fn, 'a function');
  }
  if (context === undefined) return;
  if (typeof context !== 'object' || context === null) {
    throw new HekaError(
      'INVALID_OPTION',
      `${decorator} is a standard decorator: compile without the option experimentalDecorators of TypeScript`,
    );
  }
  const { kind } = context as { readonly kind?: unknown };
  if (kind !== 'method') {
    throw new HekaError(
      'INVALID_OPTION',
      `${decorator} decorates a ${describeValue(kind)}, allowed: a method`,
    );
  }
}
