// Test side: the other end of a real socket. Says what Genesys says, reads what it would read.
import type { ClientRequest, IncomingMessage } from "node:http";
import { WebSocket as WsClient } from "ws";
import { headersOf, SESSION, type SignedUpgrade, signedUpgrade } from "./signed_upgrade.ts";
import { openParameters } from "./session_script.ts";
import type { SentText } from "./fake_socket.ts";

/** What came, in order: a text message, audio, or the end with its code. */
export type Came =
  | { what: "text"; message: SentText }
  | { what: "audio"; bytes: number }
  | { what: "closed"; code: number };

export class GenesysClient {
  #socket: WsClient;
  #came: Came[] = [];
  #wanted: (() => void)[] = [];
  #seq = 0;
  serverSeq = 0;
  session: string;

  private constructor(socket: WsClient, session: string) {
    this.#socket = socket;
    this.session = session;
    socket.on("message", (bytes: Uint8Array, isBinary: boolean) => {
      if (isBinary) return this.#put({ what: "audio", bytes: bytes.length });
      const message = JSON.parse(new TextDecoder().decode(bytes)) as SentText;
      this.serverSeq = message.seq;
      this.#put({ what: "text", message });
    });
    socket.on("close", (code: number) => this.#put({ what: "closed", code }));
    socket.on("error", () => {}); // `close` follows
  }

  /** Resolves once the upgrade is answered: a client, or the status of the refusal. */
  static connect(
    port: number,
    changes: Partial<SignedUpgrade> & { headers?: Record<string, string> } = {},
  ): Promise<GenesysClient | number> {
    const authority = `127.0.0.1:${port}`;
    const { headers, ...rest } = changes;
    const upgrade = signedUpgrade({ authority, ...rest });
    const { promise, resolve, reject } = Promise.withResolvers<GenesysClient | number>();
    const socket = new WsClient(`ws://${authority}${upgrade.target}`, {
      headers: { ...headersOf(upgrade), ...headers },
      perMessageDeflate: false,
    });
    const client = new GenesysClient(socket, upgrade.session);
    socket.on("open", () => resolve(client));
    socket.on("unexpected-response", (request: ClientRequest, response: IncomingMessage) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on("error", reject);
    return promise;
  }

  static async connected(
    port: number,
    changes: Partial<SignedUpgrade> & { headers?: Record<string, string> } = {},
  ): Promise<GenesysClient> {
    const client = await GenesysClient.connect(port, changes);
    if (typeof client === "number") throw new Error(`refused with status ${client}`);
    return client;
  }

  /** Connected and opened. */
  static async opened(
    port: number,
    changes: Partial<SignedUpgrade> & { headers?: Record<string, string> } = {},
    parameters: Record<string, unknown> = {},
  ): Promise<GenesysClient> {
    const client = await GenesysClient.connected(port, changes);
    client.say("open", openParameters(parameters));
    await client.text("opened");
    return client;
  }

  say(type: string, parameters: Record<string, unknown> = {}, id = this.session): void {
    const seq = ++this.#seq;
    const envelope = { version: "2", id, type, seq, serverseq: this.serverSeq, position: "PT0S" };
    this.#socket.send(JSON.stringify({ ...envelope, parameters }));
  }

  send(data: string | Uint8Array): void {
    this.#socket.send(data);
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

  /** The next text message, which must be of this type. */
  async text(type: string): Promise<SentText> {
    const came = await this.next();
    if (came.what === "text" && came.message.type === type) return came.message;
    throw new Error(`expected ${type}, received ${JSON.stringify(came)}`);
  }

  /** Says goodbye as Genesys does, and waits for the end. */
  async hangUp(): Promise<void> {
    this.say("close", { reason: "end" });
    await this.text("closed");
    this.close();
    await this.next();
  }

  #put(came: Came): void {
    this.#came.push(came);
    for (const wake of this.#wanted.splice(0)) wake();
  }
}

/** A session id that differs from the others of a test. */
export function sessionNumber(n: number): string {
  return SESSION.slice(0, -4) + String(n).padStart(4, "0");
}
