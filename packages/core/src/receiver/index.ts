export type { Frame } from '../framing/frame.ts';
export type { Refusal, RefusalReason } from '../framing/refusal.ts';
export type { ListenKind, Peer } from './peer.ts';
export type {
  Listen,
  ReceiverLimits,
  ReceiverOptions,
  TcpListen,
  TlsListen,
  UdpListen,
  UnixListen,
} from './receiver-options.ts';
export { openReceiver, type ReceiverCloseOptions, type ReceiverServer } from './receiver-server.ts';
export type { ReceiverRefusal, ReceiverRefusalReason } from './refusal.ts';
export type { ConnectionReport, DisconnectReason, RefusalCount } from './stream/connection-report.ts';
