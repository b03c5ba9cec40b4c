// The socket over npm:ws: no Nagle delay, the HTTP status of a refusal, pings, terminate.
// Knows nothing of the Realtime API.
import { WebSocket } from "ws";
import type { Clock } from "../clock.ts";
import type { OpenSocket, SocketEnd } from "./socket.ts";

const HANDSHAKE_MS = 5_000;
const CLOSE_MS = 2_000;
const REFUSAL_BODY_MS = 1_000;
const REFUSAL_BODY_BYTES = 2_048;
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
const OPEN = 1;

/** What we use of npm:ws, which brings no types. */
interface WsClient {
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(text: string, sent: (error?: Error) => void): void;
  ping(): void;
  close(code: number): void;
  terminate(): void;
  on(event: "open" | "pong", fn: () => void): void;
  on(event: "message", fn: (data: Bytes, isBinary: boolean) => void): void;
  on(event: "error", fn: (error: Error & { code?: string }) => void): void;
  on(event: "close", fn: (code: number, reason: Bytes) => void): void;
  on(event: "unexpected-response", fn: (request: unknown, response: Refusal) => void): void;
}

interface Bytes {
  toString(): string;
}

interface Refusal {
  statusCode?: number;
  headers: Record<string, string | string[] | undefined>;
  on(event: "data", fn: (chunk: Uint8Array) => void): void;
  on(event: "end" | "close" | "error", fn: () => void): void;
}

type NewWs = new (
  url: string,
  options: {
    headers: Readonly<Record<string, string>>;
    perMessageDeflate: false;
    handshakeTimeout: number;
    closeTimeout: number;
    maxPayload: number;
  },
) => WsClient;

const Ws: NewWs = WebSocket;

export function wsSocket(clock: Clock): OpenSocket {
  return (url, headers, listener) => {
    const ws = new Ws(url, {
      headers,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_MS,
      closeTimeout: CLOSE_MS,
      maxPayload: MAX_MESSAGE_BYTES,
    });
    let ended = false;
    const end = (how: SocketEnd) => {
      if (ended) return;
      ended = true;
      listener.ended(how);
    };

    ws.on("open", () => listener.opened());
    ws.on("pong", () => listener.pong());
    ws.on("message", (data, isBinary) => {
      if (ended) return;
      if (isBinary) listener.binary();
      else listener.text(data.toString());
    });
    ws.on("close", (code, reason) => end({ how: "closed", code, reason: reason.toString() }));
    // Stays attached for good: npm:ws also reports here what is cut on purpose, and nobody listening would throw.
    ws.on("error", (error) => {
      end({ how: "error", code: error.code ?? "", message: error.message });
      ws.terminate();
    });
    ws.on("unexpected-response", (_request, response) => {
      readRefusal({ response, clock }, (refusal) => {
        end(refusal);
        ws.terminate();
      });
    });

    return {
      appendBytes: Infinity,
      get bufferedBytes() {
        return ws.bufferedAmount;
      },
      send(text) {
        // What cannot be sent any more is reported by "close".
        if (ws.readyState === OPEN) ws.send(text, () => {});
      },
      ping() {
        if (ws.readyState !== OPEN) return false;
        ws.ping();
        return true;
      },
      close: (code) => ws.close(code),
      terminate: () => ws.terminate(),
    };
  };
}

function readRefusal(
  { response, clock }: { response: Refusal; clock: Clock },
  done: (refusal: SocketEnd) => void,
): void {
  const decoder = new TextDecoder();
  const retryAfter = response.headers["retry-after"];
  let body = "";
  let read = 0;
  const finish = () => {
    cancel();
    done({
      how: "refused",
      status: response.statusCode ?? 0,
      retryAfter: typeof retryAfter === "string" ? retryAfter : null,
      body,
    });
  };
  // A body that never ends must not hide the status.
  const cancel = clock.after(REFUSAL_BODY_MS, finish);
  response.on("data", (chunk) => {
    body += decoder.decode(chunk.subarray(0, REFUSAL_BODY_BYTES - read), { stream: true });
    read += chunk.length;
    if (read >= REFUSAL_BODY_BYTES) finish();
  });
  for (const event of ["end", "close", "error"] as const) response.on(event, finish);
}
