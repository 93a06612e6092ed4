/**
 * What a proxied connection suffers. Bytes are those that came from the client.
 *
 * - `none` both directions pass, ends included
 * - `close` after `afterBytes` both sides are closed; what was read until then is passed on first
 * - `reset` after `afterBytes`, in the middle of a chunk, both sides get a reset (RST)
 * - `end-to-client` after `afterBytes` the client gets an end; what it still sends passes on
 * - `vanish` after `afterBytes` nothing passes and nothing is read any more: the peer's machine is gone
 * - `drip` passes one byte at a time
 * - `delay` a relay that everything takes `ms` to pass, ends and resets included, in both directions
 * - `stall` after `afterBytes` nothing passes for `forMs`, then everything
 * - `forget-idle` after `idleMs` without traffic the flow is forgotten, as load balancers do: what the client sends from
 *   then on is thrown away, its end included, and nothing ever comes back
 * - `refuse` closed as soon as it is accepted
 */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'close' | 'reset' | 'end-to-client' | 'vanish'; readonly afterBytes: number }
  | { readonly kind: 'drip' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'stall'; readonly afterBytes: number; readonly forMs: number }
  | { readonly kind: 'forget-idle'; readonly idleMs: number }
  | { readonly kind: 'refuse' };
