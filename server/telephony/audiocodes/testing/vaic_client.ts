// Test side: the other end of a real socket. Says what VoiceAI Connect says, reads what it would read.
import type { ClientRequest, IncomingMessage } from "node:http";
import { WebSocket as WsClient } from "ws";
import { initiate, start } from "./audiocodes_rig.ts";
import { TOKEN } from "./audiocodes_server.ts";
import { inShort, type Sent } from "./fake_socket.ts";

/** What came, in order: a message, or the end with its code. */
export type Came = { what: "message"; message: Sent } | { what: "closed"; code: number };

interface DialOptions {
  path?: string;
  headers?: Record<string, string>;
}

export class VaicClient {
  #socket: WsClient;
  #came: Came[] = [];
  #wanted: (() => void)[] = [];
  /** Everything said and read, in short: "V>" what we said. */
  transcript: string[] = [];

  private constructor(socket: WsClient) {
    this.#socket = socket;
    socket.on("message", (bytes: Uint8Array) => {
      const message = JSON.parse(new TextDecoder().decode(bytes)) as Sent;
      this.transcript.push(`B> ${inShort(message)}`);
      this.#put({ what: "message", message });
    });
    socket.on("close", (code: number) => this.#put({ what: "closed", code }));
    socket.on("error", () => {}); // `close` follows
  }

  /** Resolves once the upgrade is answered: a client, or the status of the refusal. */
  static dial(port: number, options: DialOptions = {}): Promise<VaicClient | number> {
    const { promise, resolve, reject } = Promise.withResolvers<VaicClient | number>();
    const socket = new WsClient(
      `ws://127.0.0.1:${port}${options.path ?? "/audiocodes?agent=desk"}`,
      {
        headers: { authorization: `Bearer ${TOKEN}`, ...options.headers },
        perMessageDeflate: false,
      },
    );
    const client = new VaicClient(socket);
    socket.on("open", () => resolve(client));
    socket.on("unexpected-response", (request: ClientRequest, response: IncomingMessage) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on("error", reject);
    return promise;
  }

  static async connected(port: number, options: DialOptions = {}): Promise<VaicClient> {
    const client = await VaicClient.dial(port, options);
    if (typeof client === "number") throw new Error(`refused with status ${client}`);
    return client;
  }

  /** Connected and accepted, `start` sent. */
  static async opened(port: number, conversationId: string): Promise<VaicClient> {
    const client = await VaicClient.connected(port);
    client.say(initiate({ conversationId }));
    await client.expect("session.accepted");
    client.say(start());
    return client;
  }

  say(message: Record<string, unknown>): void {
    this.transcript.push(`V> ${inShort(message as Sent)}`);
    this.#socket.send(JSON.stringify(message));
  }

  sendBinary(bytes: Uint8Array): void {
    this.#socket.send(bytes);
  }

  close(): void {
    this.#socket.close();
  }

  /** Cuts the connection without a word. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** The next thing that came. */
  async next(): Promise<Came> {
    while (this.#came.length === 0) {
      await new Promise<void>((resolve) => this.#wanted.push(resolve));
    }
    return this.#came.shift()!;
  }

  /** The next message, which must be this one, in short. */
  async expect(what: string): Promise<Sent> {
    const came = await this.next();
    if (came.what === "message" && inShort(came.message) === what) return came.message;
    throw new Error(`expected ${what}, received ${JSON.stringify(came)}`);
  }

  async closed(): Promise<number> {
    const came = await this.next();
    if (came.what === "closed") return came.code;
    throw new Error(`expected the end, received ${JSON.stringify(came)}`);
  }

  /** The caller hangs up, and the socket is closed. */
  async hangUp(): Promise<void> {
    this.say({ type: "session.end", reasonCode: "client-disconnected", reason: "Client Side" });
    await this.closed();
  }

  #put(came: Came): void {
    this.#came.push(came);
    for (const wake of this.#wanted.splice(0)) wake();
  }
}
