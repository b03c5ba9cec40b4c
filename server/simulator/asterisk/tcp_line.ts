// Opens the TCP connection of a simulated call and says in plain words why it could not be opened. node:net, because
// a call must be able to break off with a reset. It knows no protocol.
import { connect } from "node:net";
import { unreachable } from "../caller/web_line.ts";

export interface TcpLine {
  write(bytes: Uint8Array): void;
  /** Says that nothing more comes (FIN) and goes on reading. */
  end(): void;
  /** Breaks the connection (RST). */
  reset(): void;
}

export interface TcpLineOptions {
  /** tcp://host:port */
  url: URL;
  onConnected(): void;
  onBytes(bytes: Uint8Array): void;
  /** The other side says that nothing more comes. */
  onEnd(): void;
  /** Exactly once after `onConnected`. */
  onClosed(how: "closed" | "reset"): void;
  /** Instead of `onConnected`. */
  onRefused(error: Error): void;
}

const CONNECT_MS = 10_000;

export function openTcpLine(options: TcpLineOptions): TcpLine {
  const { url } = options;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const socket = connect({ host, port: Number(url.port), allowHalfOpen: true, noDelay: true });
  let stage: "dialling" | "connected" | "over" = "dialling";
  let wasReset = false;
  const refuse = (why: string) => {
    if (stage !== "dialling") return;
    stage = "over";
    socket.destroy();
    options.onRefused(new Error(unreachable(url, why)));
  };
  const timer = setTimeout(() => refuse("no answer within 10 s"), CONNECT_MS);
  socket.on("connect", () => {
    clearTimeout(timer);
    if (stage !== "dialling") return;
    stage = "connected";
    options.onConnected();
  });
  socket.on("data", (bytes: Uint8Array) => {
    if (stage === "connected") options.onBytes(bytes);
  });
  socket.on("end", () => {
    if (stage === "connected") options.onEnd();
  });
  socket.on("error", (error: Error & { code?: string }) => {
    wasReset = true;
    refuse(error.code ?? error.message);
  });
  socket.on("close", () => {
    clearTimeout(timer);
    refuse("closed");
    if (stage !== "connected") return;
    stage = "over";
    options.onClosed(wasReset ? "reset" : "closed");
  });
  return {
    write: (bytes) => {
      if (stage === "connected" && socket.writable) socket.write(bytes);
    },
    end: () => {
      if (socket.writable) socket.end();
    },
    reset: () => {
      if (stage === "connected") socket.resetAndDestroy();
      else socket.destroy();
      if (stage === "dialling") stage = "over";
    },
  };
}
