// The socket over Deno's own WebSocket, for places where raw TCP is refused. It delays messages of more
// than 1,024 bytes, cannot ping and hides why a handshake was refused. Knows nothing of the Realtime API.
import type { OpenSocket, SocketEnd } from "./socket.ts";

/** 80 ms of mu-law: its append event stays below 1,024 bytes. */
const APPEND_BYTES = 640;

export const nativeSocket: OpenSocket = (url, headers, listener) => {
  const ws = new WebSocket(url, { headers: { ...headers } });
  let ended = false;
  const end = (how: SocketEnd) => {
    if (ended) return;
    ended = true;
    listener.ended(how);
  };
  ws.onopen = () => listener.opened();
  ws.onmessage = (event: MessageEvent<unknown>) => {
    if (ended) return;
    if (typeof event.data === "string") listener.text(event.data);
    else listener.binary();
  };
  ws.onclose = (event) => end({ how: "closed", code: event.code, reason: event.reason });
  ws.onerror = (event) => end(nativeError(event instanceof ErrorEvent ? event.message : ""));

  return {
    appendBytes: APPEND_BYTES,
    get bufferedBytes() {
      return ws.bufferedAmount;
    },
    send(text) {
      if (ws.readyState === WebSocket.OPEN) ws.send(text);
    },
    ping: () => false,
    close: (code) => ws.close(code),
    terminate: () => ws.close(),
  };
};

/** The status stands only in the words of the error. */
function nativeError(message: string): SocketEnd {
  const status = /Invalid status code:? (\d{3})/i.exec(message)?.[1];
  return status
    ? { how: "refused", status: Number(status), retryAfter: null, body: "" }
    : { how: "error", code: "", message };
}
