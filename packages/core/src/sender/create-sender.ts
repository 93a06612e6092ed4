import { OptionReader } from '../options/option-reader.ts';
import type { DatagramSender, Sender, SenderSettings, StreamSender } from './sender.ts';
import type { SenderOptions } from './sender-options.ts';
import type { StreamTarget, Target, UdpTarget } from './target/target.ts';
import { readTarget } from './target/target-options.ts';
import { createTcpSender } from './tcp-sender.ts';
import { createTlsSender } from './tls/tls-sender.ts';
import { createUdpSender } from './udp-sender.ts';
import { createUnixSender } from './unix-sender.ts';

/**
 * Makes a sender from options. It does nothing before its first call.
 *
 * @param options where to; warnings about them (unknown names, `noverify`) go to `process.emitWarning`
 * @throws HekaError INVALID_OPTION
 */
export function createSender(options: SenderOptions = {}): Sender {
  const reader = new OptionReader(options, process.env);
  const target = readTarget(reader);
  const connectTimeoutMs = reader.get('connectTimeout');
  for (const warning of reader.finish()) process.emitWarning(warning, 'HekaWarning');
  return createTargetSender(target, { connectTimeoutMs });
}

/** Makes the sender of a target whose options have been checked. */
export function createTargetSender(target: StreamTarget, settings: SenderSettings): StreamSender;
export function createTargetSender(target: UdpTarget, settings: SenderSettings): DatagramSender;
export function createTargetSender(target: Target, settings: SenderSettings): Sender;
export function createTargetSender(target: Target, settings: SenderSettings): Sender {
  switch (target.kind) {
    case 'tcp':
      return createTcpSender(target, settings);
    case 'tls':
      return createTlsSender(target, settings);
    case 'unix':
      return createUnixSender(target, settings);
    case 'udp':
      return createUdpSender(target, settings);
  }
}
