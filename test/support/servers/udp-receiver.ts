import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { TestContext } from 'node:test';

/** A UDP socket that keeps the datagrams it gets. */
export class UdpReceiver {
  readonly datagrams: Buffer[] = [];
  readonly port: number;
  readonly #waiting: (() => void)[] = [];
  readonly #stop: () => Promise<void>;

  private constructor(port: number, stop: () => Promise<void>) {
    this.port = port;
    this.#stop = stop;
  }

  /** Binds one; it is closed after the test. */
  static async bind(test: Pick<TestContext, 'after'>, host = '127.0.0.1', port = 0): Promise<UdpReceiver> {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ port, address: host, exclusive: true }, resolve);
    });
    let open = true;
    const receiver = new UdpReceiver(socket.address().port, async () => {
      if (!open) return;
      open = false;
      await new Promise<void>((resolve) => socket.close(resolve));
    });
    socket.on('message', (datagram) => receiver.#take(datagram));
    test.after(() => receiver.stop());
    return receiver;
  }

  /** The datagrams as texts. */
  get texts(): readonly string[] {
    return this.datagrams.map((datagram) => datagram.toString());
  }

  /** Waits until `count` datagrams have come. */
  async waitFor(count: number): Promise<void> {
    while (this.datagrams.length < count) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Closes the socket: from then on datagrams are refused. */
  stop(): Promise<void> {
    return this.#stop();
  }

  #take(datagram: Buffer): void {
    this.datagrams.push(datagram);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
