// Test side: Asterisk's end of chan_websocket over a real WebSocket, written from avr § 6.
import type { ClientRequest, IncomingMessage } from "node:http";
import { WebSocket as Client } from "ws";
import { startText } from "./media_rig.ts";

export interface Dial {
  path?: string;
  protocols?: string[];
  headers?: Record<string, string>;
}

type Received = string | Uint8Array | { closed: number };

export class MediaClient {
  #socket: Client;
  #received: Received[] = [];
  #wanted: ((received: Received) => void)[] = [];

  constructor(socket: Client) {
    this.#socket = socket;
    socket.on("message", (data: Uint8Array, isBinary: boolean) => {
      const bytes = new Uint8Array(data);
      this.#take(isBinary ? bytes : new TextDecoder().decode(bytes));
    });
    socket.on("close", (closed: number) => this.#take({ closed }));
    socket.on("error", () => {});
  }

  /** The status of a refusal, or a client. */
  static dial(port: number, dial: Dial = {}): Promise<MediaClient | number> {
    const { path = "/asterisk/media", protocols = ["media"], headers = {} } = dial;
    const socket = new Client(`ws://127.0.0.1:${port}${path}`, protocols, { headers });
    const client = new MediaClient(socket);
    const { promise, resolve } = Promise.withResolvers<MediaClient | number>();
    socket.on("open", () => resolve(client));
    socket.on("unexpected-response", (request: ClientRequest, response: IncomingMessage) => {
      resolve(response.statusCode ?? 0);
      response.resume();
      request.destroy();
    });
    return promise;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  start(format?: string, frameBytes?: number): void {
    this.say(startText(format, frameBytes));
  }

  say(text: string): void {
    this.#socket.send(text);
  }

  send(media: Uint8Array): void {
    this.#socket.send(media);
  }

  next(): Promise<Received> {
    const received = this.#received.shift();
    if (received !== undefined) return Promise.resolve(received);
    return new Promise((resolve) => this.#wanted.push(resolve));
  }

  close(): void {
    this.#socket.close(1000);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #take(received: Received): void {
    const wanted = this.#wanted.shift();
    if (wanted) wanted(received);
    else this.#received.push(received);
  }
}
