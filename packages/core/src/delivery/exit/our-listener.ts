/** Marks the `exit` listeners of every copy of this package: an application may well have several copies. */
const OURS = Symbol.for('heka-core.end-of-process');

/** Marks a listener as ours: none of ours has to move behind it. */
export function asOurs<F extends () => void>(listener: F): F {
  return Object.assign(listener, { [OURS]: true });
}

/** True for a listener of any copy of this package. */
export function isOurs(listener: unknown): boolean {
  return (listener as { readonly [OURS]?: true })[OURS] === true;
}

/** True once `process.exit()`, an uncaught throw or the natural end has come: nothing is called back any more. */
export function isExiting(): boolean {
  return (process as { readonly _exiting?: boolean })._exiting === true;
}
