// Opens the WebSocket of a simulated call and says in plain words why it could not be opened.
// npm:ws, because Genesys' headers must be sent and the HTTP status of a refusal be read. It knows no messages.
import { WebSocket } from "ws";

/** The part of ws that is used here; it brings no types of its own. */
interface WsSocket {
  on(event: "open", fn: () => void): void;
  on(event: "message", fn: (data: Uint8Array, isBinary: boolean) => void): void;
  on(event: "close", fn: (code: number) => void): void;
  on(event: "error", fn: (error: Error & { code?: string }) => void): void;
  on(
    event: "unexpected-response",
    fn: (request: { destroy(): void }, response: { statusCode: number; resume(): void }) => void,
  ): void;
  send(data: string | Uint8Array, options?: { binary: boolean }): void;
  close(): void;
  terminate(): void;
}

export interface Line {
  sendText(text: string): void;
  sendAudio(audio: Uint8Array): void;
  /** Closes without a status, as Genesys does. */
  close(): void;
  /** Breaks the connection, as a network does. */
  drop(): void;
}

export interface DialOptions {
  url: URL;
  headers: Record<string, string>;
  onConnected(): void;
  onText(text: string): void;
  onAudio(audio: Uint8Array): void;
  /** Exactly once after `onConnected`. */
  onClosed(code: number): void;
  /** Instead of `onConnected`. */
  onRefused(error: Error): void;
}

/** The server answered the upgrade with an HTTP status. */
export class CallRefused extends Error {
  override name = "CallRefused";
  constructor(readonly status: number, url: URL) {
    super(`Cannot place the call: ${url.host} answered HTTP ${status}. ${adviceOf(status, url)}`);
  }
}

const HANDSHAKE_MS = 10_000;
const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

export function dial(options: DialOptions): Line {
  const { url } = options;
  const socket: WsSocket = new WebSocket(url, {
    headers: options.headers,
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
    if (isBinary) options.onAudio(new Uint8Array(data));
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
    refuse(new CallRefused(response.statusCode, url));
  });
  return {
    sendText: (text) => socket.send(text),
    sendAudio: (audio) => socket.send(audio, { binary: true }),
    close: () => socket.close(),
    drop: () => socket.terminate(),
  };
}

function adviceOf(status: number, url: URL): string {
  switch (status) {
    case 401:
      return "The API key or the signature is wrong: give the server's key with --api-key " +
        "(or GENESYS_API_KEY) and its client secret with --secret, and check both clocks.";
    case 403:
      return "This address may not be called from here.";
    case 404:
    case 426:
      return `There is no AudioHook at ${url.pathname}: the path is /audiohook unless it was changed.`;
    case 409:
      return "A call with this session id is already connected.";
    case 429:
    case 503:
      return "The server is full or shutting down: try again, or with fewer calls at once.";
    default:
      return "See the server's log.";
  }
}

function unreachable(url: URL, why: string): string {
  const advice = why === "ECONNREFUSED"
    ? "Is the server running? Start it with: deno task start"
    : "Check the address and the network.";
  return `Cannot reach ${url.protocol}//${url.host} (${why}). ${advice}`;
}
