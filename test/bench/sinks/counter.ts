/** Counts what comes over one connection. */
export interface Counter {
  /** What has come whole. */
  readonly count: number;
  push(chunk: Buffer): void;
}
