// Test side: avr-core as a client, over both protocols, with the libraries that Node programs use.
import http from "node:http";
import { WebSocket } from "ws";

type Heard = { message: Record<string, string> } | { closed: number };

/** The WebSocket side. */
export class CoreClient {
  #socket: WebSocket;
  #heard: Heard[] = [];
  #waiting: ((heard: Heard) => void)[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: unknown) => this.#hear({ message: JSON.parse(String(data)) }));
    socket.on("close", (code: number) => this.#hear({ closed: code }));
  }

  /** The socket, or the status of the refusal. */
  static dial(
    url: string,
    headers: Record<string, string> = {},
  ): Promise<CoreClient | number> {
    const { promise, resolve, reject } = Promise.withResolvers<CoreClient | number>();
    const socket = new WebSocket(url, { headers });
    const client = new CoreClient(socket);
    socket.on("open", () => resolve(client));
    socket.on(
      "unexpected-response",
      (request: http.ClientRequest, response: http.IncomingMessage) => {
        response.resume();
        response.on("end", () => {
          request.destroy();
          resolve(response.statusCode ?? 0);
        });
      },
    );
    socket.on("error", reject);
    return promise;
  }

  static async connected(url: string, headers: Record<string, string> = {}): Promise<CoreClient> {
    const client = await CoreClient.dial(url, headers);
    if (typeof client === "number") throw new Error(`refused with ${client}`);
    return client;
  }

  say(message: object | string): void {
    this.#socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  speak(bytes: Uint8Array): void {
    this.say({ type: "audio", audio: bytes.toBase64() });
  }

  /** The next message, or the close. */
  next(): Promise<Heard> {
    const heard = this.#heard.shift();
    if (heard) return Promise.resolve(heard);
    const { promise, resolve } = Promise.withResolvers<Heard>();
    this.#waiting.push(resolve);
    return promise;
  }

  async closed(): Promise<number> {
    for (;;) {
      const heard = await this.next();
      if ("closed" in heard) return heard.closed;
    }
  }

  /** Reads nothing any more; reads again. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.close();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #hear(heard: Heard): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(heard);
    else this.#heard.push(heard);
  }
}

/** The HTTP side: one request that sends and receives at the same time. */
export class CoreStream {
  status = 0;
  headers: http.IncomingHttpHeaders = {};
  received = new Uint8Array(0);
  ended = false;
  #request: http.ClientRequest;
  #waits: { test: () => boolean; resolve: () => void }[] = [];
  #answered = Promise.withResolvers<void>();

  constructor(url: string, headers: Record<string, string> = {}) {
    this.#request = http.request(url, {
      method: "POST",
      headers: { "content-type": "audio/x-raw", ...headers },
      agent: false,
    });
    this.#request.on("error", () => this.#end());
    this.#request.on("response", (response) => {
      this.status = response.statusCode ?? 0;
      this.headers = response.headers;
      this.#answered.resolve();
      response.on("data", (part: Uint8Array) => {
        this.received = Uint8Array.from([...this.received, ...part]);
        this.#look();
      });
      response.on("end", () => this.#end());
      response.on("error", () => this.#end());
      response.on("close", () => this.#end());
    });
    this.#request.flushHeaders();
  }

  /** The status line is here. */
  get answered(): Promise<void> {
    return this.#answered.promise;
  }

  speak(bytes: Uint8Array): void {
    this.#request.write(bytes);
  }

  hangUp(): void {
    this.#request.end();
  }

  abort(): void {
    this.#request.destroy();
  }

  until(test: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waits.push({ test, resolve });
    this.#look();
    return promise;
  }

  #end(): void {
    this.ended = true;
    this.#look();
  }

  #look(): void {
    for (const wait of [...this.#waits]) {
      if (!wait.test()) continue;
      this.#waits = this.#waits.filter((other) => other !== wait);
      wait.resolve();
    }
  }
}
