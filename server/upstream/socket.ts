// The port to one WebSocket as a client: the few methods a session needs, whatever implements them.
// Knows nothing of the Realtime API.

/** How a socket came to its end. */
export type SocketEnd =
  /** The server answered the handshake with another status than 101. `body`: its first 2 KiB. */
  | { how: "refused"; status: number; retryAfter: string | null; body: string }
  /** It could not be opened, or broke. `code` is the system's, such as "ECONNREFUSED", or "". */
  | { how: "error"; code: string; message: string }
  /** Closed by a close frame, or by none (1005, 1006; Deno's own client says 0). */
  | { how: "closed"; code: number; reason: string };

/** What a socket tells. Nothing follows `ended`. */
export interface SocketListener {
  opened(): void;
  text(data: string): void;
  /** A binary frame came; the Realtime API has none. */
  binary(): void;
  pong(): void;
  /** Exactly once. */
  ended(end: SocketEnd): void;
}

export interface Socket {
  /** Ignored unless the socket is open. */
  send(text: string): void;
  /** Bytes that were sent but have not been taken by the system yet. */
  readonly bufferedBytes: number;
  /** Largest piece of audio per event that leaves without delay. */
  readonly appendBytes: number;
  /** Asks the peer for a sign of life; false where this socket cannot. */
  ping(): boolean;
  /** Says goodbye; the connection is cut when the peer does not answer in time. */
  close(code: number): void;
  /** Cuts the connection at once. */
  terminate(): void;
}

/** Opens a socket. May throw on a malformed address or header; every other failure arrives as `ended`. */
export type OpenSocket = (
  url: string,
  headers: Readonly<Record<string, string>>,
  listener: SocketListener,
) => Socket;
