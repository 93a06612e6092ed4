import type { Delivery } from 'heka-core';

/** Events that a delivery emits. None is a name that streams use. */
const EVENTS = [
  'connected',
  'disconnected',
  'reconnect',
  'dropped',
  'room',
  'replayed',
  'confirmed',
  'stats',
  'warn',
] as const;

/** Calls `emit` with the name and the details of each event of `delivery`. */
export function forwardEvents(
  delivery: Delivery,
  emit: (name: (typeof EVENTS)[number], details: readonly unknown[]) => void,
): void {
  for (const name of EVENTS) {
    delivery.on(name, (...details: unknown[]) => emit(name, details));
  }
}
