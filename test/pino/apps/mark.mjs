// A transform that a worker loads by its place.

/** @param {Record<string, unknown>} record */
export function mark(record) {
  return { ...record, mark: 'worker' };
}
