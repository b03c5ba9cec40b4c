// A tiny connector of avr-core over WebSocket that does what a test tells it: the other side of the simulated avr-core's
// own tests. It imports nothing of the real server.

export interface ConnectorSide {
  send(message: unknown): void;
  /** Any text. */
  text(text: string): void;
  binary(bytes: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

export interface CoreMessage {
  type: string;
  uuid?: string;
  digit?: string;
  audio?: string;
}

export interface ScriptedConnectorOptions {
  refuse?: number;
  onConnected?(side: ConnectorSide): void;
  onInit?(side: ConnectorSide): void;
  /** @param nth counts the caller's audio messages, from 1 */
  onAudio?(nth: number, side: ConnectorSide): void;
}

export interface ScriptedConnector {
  url: string;
  dialled: URL[];
  messages: CoreMessage[];
  /** Bytes of sound, message by message. */
  sound: Uint8Array[];
  closes: number[];
  stop(): Promise<void>;
}

export function startScriptedConnector(options: ScriptedConnectorOptions = {}): ScriptedConnector {
  const gone: Promise<void>[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    scripted.dialled.push(new URL(request.url));
    if (options.refuse) return new Response(null, { status: options.refuse });
    const { socket, response } = Deno.upgradeWebSocket(request);
    const { promise, resolve } = Promise.withResolvers<void>();
    gone.push(promise);
    const send = (data: string | Uint8Array<ArrayBuffer>) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(data);
    };
    const side: ConnectorSide = {
      send: (message) => send(JSON.stringify(message)),
      text: send,
      binary: send,
      close: (code) => socket.close(code),
    };
    socket.onopen = () => options.onConnected?.(side);
    socket.onmessage = ({ data }) => {
      const message: CoreMessage = JSON.parse(data);
      scripted.messages.push(message);
      if (message.type === "init") options.onInit?.(side);
      if (message.type !== "audio") return;
      scripted.sound.push(Uint8Array.fromBase64(message.audio!));
      options.onAudio?.(scripted.sound.length, side);
    };
    socket.onclose = ({ code }) => {
      scripted.closes.push(code);
      resolve();
    };
    return response;
  });
  const scripted: ScriptedConnector = {
    url: `ws://127.0.0.1:${server.addr.port}/`,
    dialled: [],
    messages: [],
    sound: [],
    closes: [],
    async stop() {
      await Promise.all(gone);
      await server.shutdown();
    },
  };
  return scripted;
}
