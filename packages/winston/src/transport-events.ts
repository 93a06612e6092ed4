import type { DeliveryEvents } from 'heka-core';

/** The events of a `HekaTransport`, beside those of every stream, and the arguments of their listeners. */
export interface HekaTransportEvents extends DeliveryEvents {
  /** A record was taken. For an uncaught exception it comes when everything is flushed. */
  logged: [info: unknown];
}

/** A method that adds or removes a listener; it knows the arguments of the events of the transport. */
export interface ListenerMethod<Self> {
  <Name extends keyof HekaTransportEvents>(
    event: Name,
    listener: (...args: HekaTransportEvents[Name]) => void,
  ): Self;
  // Those of streams, and of anybody else.
  // oxlint-disable-next-line typescript/no-explicit-any
  (event: string | symbol, listener: (...args: any[]) => void): Self;
}
