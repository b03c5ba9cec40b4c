// The part of Deno's WebSocket that a protocol uses, and how its events reach a session. Knows no protocol.
import { guarded } from "../guard.ts";

/** `send` on a closed socket is harmless. */
export interface SocketPort {
  readonly bufferedAmount: number;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code: number, reason: string): void;
}

/** Who hears what a socket tells. */
export interface SocketListener {
  text(data: string): void;
  binary(data: ArrayBuffer): void;
  closed(code: number): void;
  /** Something above threw: it must not reach the process. */
  fault(error: unknown): void;
}

export function portOf(socket: WebSocket): SocketPort {
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send(data) {
      if (socket.readyState === WebSocket.OPEN) socket.send(data);
    },
    close(code, reason) {
      if (socket.readyState !== WebSocket.CLOSED) socket.close(code, reason);
    },
  };
}

/** Deno may tell of a close twice; whoever listens hears the first. */
export function attach(socket: WebSocket, listener: SocketListener): void {
  const fault = (error: unknown) => listener.fault(error);
  socket.binaryType = "arraybuffer";
  socket.onmessage = guarded(fault, ({ data }: MessageEvent) => {
    if (typeof data === "string") listener.text(data);
    else listener.binary(data as ArrayBuffer);
  });
  socket.onclose = guarded(fault, ({ code }: CloseEvent) => listener.closed(code));
}

/** Nothing more is heard of it. */
export function detach(socket: WebSocket): void {
  socket.onmessage = null;
  socket.onclose = null;
}
