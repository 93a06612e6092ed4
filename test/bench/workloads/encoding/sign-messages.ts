/** What a signature costs: ours, and that of `node:crypto`, written to the same place. */

import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { createSigner, type HashFunction } from 'heka-core';
import { readSettings, report } from '../../harness/workload.ts';

export interface SignMessagesSettings {
  readonly hashFunction: HashFunction;
  readonly messageBytes: number;
  readonly messages: number;
  readonly rounds: number;
}

const { hashFunction, messageBytes, messages, rounds } = readSettings() as SignMessagesSettings;
const secret = randomBytes(32);
const key = createSecretKey(secret);
const signer = createSigner({ signer: 'shop', key: secret, hashFunction });
const source = randomBytes(messageBytes + 1024);
const target = Buffer.alloc(300);

const ours = (message: Buffer): void => signer.writeTo(target, 0, message);
const nodes = (message: Buffer): void => {
  target.set(createHmac(hashFunction, key).update(message).digest(), 32);
};

const ratios: number[] = [];
for (let round = -1; round < rounds; round++) {
  const [first, second] = round % 2 === 0 ? [ours, nodes] : [nodes, ours];
  const times = new Map([first, second].map((sign) => [sign, cpuSecondsOf(sign)]));
  if (round >= 0) ratios.push((times.get(nodes) ?? 0) / (times.get(ours) ?? 1));
}
report(ratios);

function cpuSecondsOf(sign: (message: Buffer) => void): number {
  const before = process.cpuUsage();
  for (let index = 0; index < messages; index++) {
    const from = index & 1023;
    sign(source.subarray(from, from + messageBytes));
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
