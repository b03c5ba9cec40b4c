// A tiny server for chan_websocket that does what a test tells it: the other side of the simulated Asterisk's own tests.
// It imports nothing of the real server.

export interface MediaSide {
  text(message: string): void;
  media(bytes: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

export interface ScriptedMediaSocketOptions {
  /** Refuses the upgrade with this status. */
  refuse?: number;
  /** Chooses no sub-protocol. */
  forgetsProtocol?: boolean;
  onText?(text: string, side: MediaSide): void;
  /** @param nth counts the caller's messages, from 1 */
  onMedia?(nth: number, side: MediaSide): void;
}

export interface ScriptedMediaSocket {
  url: string;
  dialled: URL[];
  offered: (string | null)[];
  texts: string[];
  media: Uint8Array[];
  closes: number[];
  stop(): Promise<void>;
}

export function startScriptedMediaSocket(
  options: ScriptedMediaSocketOptions = {},
): ScriptedMediaSocket {
  const gone: Promise<void>[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    scripted.dialled.push(new URL(request.url));
    scripted.offered.push(request.headers.get("sec-websocket-protocol"));
    if (options.refuse) return new Response(null, { status: options.refuse });
    const { socket, response } = Deno.upgradeWebSocket(
      request,
      options.forgetsProtocol ? {} : { protocol: "media" },
    );
    const { promise, resolve } = Promise.withResolvers<void>();
    gone.push(promise);
    socket.binaryType = "arraybuffer";
    const side: MediaSide = {
      text: (message) => socket.readyState === WebSocket.OPEN && socket.send(message),
      media: (bytes) => socket.readyState === WebSocket.OPEN && socket.send(bytes),
      close: (code) => socket.close(code),
    };
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") {
        scripted.texts.push(data);
        options.onText?.(data, side);
      } else {
        scripted.media.push(new Uint8Array(data));
        options.onMedia?.(scripted.media.length, side);
      }
    };
    socket.onclose = ({ code }) => {
      scripted.closes.push(code);
      resolve();
    };
    return response;
  });
  const scripted: ScriptedMediaSocket = {
    url: `ws://127.0.0.1:${server.addr.port}/asterisk/media`,
    dialled: [],
    offered: [],
    texts: [],
    media: [],
    closes: [],
    async stop() {
      await Promise.all(gone);
      await server.shutdown();
    },
  };
  return scripted;
}
