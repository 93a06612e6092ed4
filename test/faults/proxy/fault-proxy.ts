import { createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';
import type { Fault } from './fault.ts';
import { ProxiedConnection } from './proxied-connection.ts';

/** A TCP proxy in front of a receiver that does to each connection what its plan says. */
export class FaultProxy {
  readonly #server: Server;
  readonly #target: NetConnectOpts;
  readonly #plan: (connection: number) => Fault;
  readonly #connections = new Set<ProxiedConnection>();
  /** Connections accepted so far. */
  accepted = 0;

  private constructor(target: NetConnectOpts, plan: (connection: number) => Fault) {
    this.#target = target;
    this.#plan = plan;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
  }

  /**
   * @param target where connections go
   * @param plan the fault of the connection with this number, counted from 0
   */
  static async start(target: NetConnectOpts, plan: (connection: number) => Fault): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, plan);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  /** Connections through which bytes pass now. */
  get passing(): number {
    return [...this.#connections].filter((connection) => connection.passing).length;
  }

  /** Makes the peer of all present connections vanish; new ones are served by the plan. */
  vanishAll(): void {
    for (const connection of this.#connections) connection.vanish();
  }

  resetAll(): void {
    for (const connection of this.#connections) connection.reset();
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections) connection.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    const fault = this.#plan(this.accepted++);
    if (fault.kind === 'refuse') {
      client.on('error', () => undefined);
      client.destroy();
      return;
    }
    const connection = new ProxiedConnection(client, this.#target, fault, () =>
      this.#connections.delete(connection),
    );
    this.#connections.add(connection);
  }
}
