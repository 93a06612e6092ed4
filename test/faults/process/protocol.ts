/** What the suite's processes say to each other over the IPC channel of `child_process.fork`. */
export interface Request {
  readonly id: number;
  readonly method: string;
  readonly argument: unknown;
}

export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly event: string; readonly data: unknown };
