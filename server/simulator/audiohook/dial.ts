// Opens the WebSocket of a simulated Genesys call: binary messages are audio. It knows no messages.
import { openWebLine } from "../caller/web_line.ts";

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

export function dial({ onAudio, ...options }: DialOptions): Line {
  const line = openWebLine({
    ...options,
    onBinary: onAudio,
    adviceOf: (status) => adviceOf(status, options.url),
  });
  return {
    sendText: line.sendText,
    sendAudio: line.sendBinary,
    close: () => line.close(),
    drop: line.drop,
  };
}

function adviceOf(status: number, url: URL): string | undefined {
  switch (status) {
    case 401:
      return "The API key or the signature is wrong: give the server's key with --api-key " +
        "(or GENESYS_API_KEY) and its client secret with --secret, and check both clocks.";
    case 404:
    case 426:
      return `There is no AudioHook at ${url.pathname}: the path is /audiohook unless it was changed.`;
    case 409:
      return "A call with this session id is already connected.";
  }
}
