import type { Delivery } from '../delivery.ts';
import type { DeliveryEvents } from './delivery-events.ts';

/** Every event; none is a name that streams use. */
const EVENTS: Readonly<Record<keyof DeliveryEvents, true>> = {
  connected: true,
  disconnected: true,
  reconnect: true,
  recovered: true,
  dropped: true,
  room: true,
  replayed: true,
  confirmed: true,
  unsettled: true,
  stats: true,
  warn: true,
};

/** Calls `emit` with the name and the details of each event of `delivery`, for transports that emit them as their own. */
export function forwardEvents(
  delivery: Pick<Delivery, 'on'>,
  emit: (name: keyof DeliveryEvents, details: readonly unknown[]) => void,
): void {
  for (const name of Object.keys(EVENTS) as (keyof DeliveryEvents)[]) {
    delivery.on(name, (...details: unknown[]) => emit(name, details));
  }
}
