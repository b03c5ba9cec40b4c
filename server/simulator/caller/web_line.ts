// Opens the WebSocket of a simulated call and says in plain words why it could not be opened. npm:ws, because headers
// must be sent and the HTTP status of a refusal be read. It knows no protocol.
import { WebSocket } from "ws";

/** The part of ws that is used here; it brings no types of its own. */
interface WsSocket {
  readonly protocol: string;
  readonly bufferedAmount: number;
  on(event: "open", fn: () => void): void;
  on(event: "message", fn: (data: Uint8Array, isBinary: boolean) => void): void;
  on(event: "close", fn: (code: number) => void): void;
  on(event: "error", fn: (error: Error & { code?: string }) => void): void;
  on(
    event: "unexpected-response",
    fn: (request: { destroy(): void }, response: { statusCode: number; resume(): void }) => void,
  ): void;
  send(data: string | Uint8Array, options?: { binary: boolean }): void;
  close(code?: number): void;
  terminate(): void;
}

export interface WebLine {
  /** The sub-protocol that the server chose, "" when none. */
  readonly protocol: string;
  sendText(text: string): void;
  sendBinary(bytes: Uint8Array): void;
  /** Closes in the WebSocket's way; without a status unless one is given. */
  close(code?: number): void;
  /** Breaks the connection, as a network does. */
  drop(): void;
}

export interface WebLineOptions {
  url: URL;
  headers?: Readonly<Record<string, string>>;
  /** Sub-protocols on offer. */
  protocols?: readonly string[];
  /** What to do about an HTTP status; undefined for the usual words. */
  adviceOf?(status: number): string | undefined;
  onConnected(): void;
  onText(text: string): void;
  onBinary(bytes: Uint8Array): void;
  /** Exactly once after `onConnected`. */
  onClosed(code: number): void;
  /** Instead of `onConnected`. */
  onRefused(error: Error): void;
}

/** The server answered the upgrade with an HTTP status. */
export class CallRefused extends Error {
  override name = "CallRefused";
  constructor(readonly status: number, url: URL, advice: string) {
    super(`Cannot place the call: ${url.host} answered HTTP ${status}. ${advice}`);
  }
}

const HANDSHAKE_MS = 10_000;
const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

export function openWebLine(options: WebLineOptions): WebLine {
  const { url } = options;
  const socket: WsSocket = new WebSocket(url, [...options.protocols ?? []], {
    headers: { ...options.headers },
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MAX_PAYLOAD_BYTES,
    perMessageDeflate: false,
  });
  let stage: "dialling" | "connected" | "over" = "dialling";
  const refuse = (error: Error) => {
    if (stage !== "dialling") return;
    stage = "over";
    options.onRefused(error);
  };
  socket.on("open", () => {
    stage = "connected";
    options.onConnected();
  });
  socket.on("message", (data, isBinary) => {
    if (stage !== "connected") return;
    if (isBinary) options.onBinary(new Uint8Array(data));
    else options.onText(new TextDecoder().decode(data));
  });
  socket.on("close", (code) => {
    refuse(new Error(`Cannot place the call: ${url.host} closed the connection`));
    if (stage !== "connected") return;
    stage = "over";
    options.onClosed(code);
  });
  // Before the connection it is a refusal; afterwards `close` follows and tells.
  socket.on("error", ({ code, message }) => refuse(new Error(unreachable(url, code ?? message))));
  socket.on("unexpected-response", (request, response) => {
    response.resume();
    request.destroy();
    const { statusCode } = response;
    refuse(
      new CallRefused(statusCode, url, options.adviceOf?.(statusCode) ?? usualAdvice(statusCode)),
    );
  });
  return {
    get protocol() {
      return socket.protocol;
    },
    sendText: (text) => socket.send(text),
    sendBinary: (bytes) => socket.send(bytes, { binary: true }),
    close: (code) => socket.close(code),
    drop: () => socket.terminate(),
  };
}

/** What to do about an HTTP status, where the protocol has nothing better to say. */
export function usualAdvice(status: number): string {
  switch (status) {
    case 401:
      return "The token is wrong: give the server's with --token.";
    case 403:
      return "This address may not be called from here.";
    case 404:
    case 426:
      return "Nobody answers on this path: check --url, and that the server is set up for this protocol.";
    case 429:
    case 503:
      return "The server is full or shutting down: try again, or with fewer calls at once.";
    default:
      return "See the server's log.";
  }
}

/** @param why a code such as ECONNREFUSED */
export function unreachable(url: URL, why: string): string {
  const advice = why === "ECONNREFUSED"
    ? "Is the server running? Start it with: deno task start"
    : "Check the address and the network.";
  return `Cannot reach ${url.protocol}//${url.host} (${why}). ${advice}`;
}
