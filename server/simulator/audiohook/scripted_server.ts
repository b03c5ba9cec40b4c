// A tiny AudioHook server that does what a test tells it: the other side of the simulated caller's own tests.
// It imports nothing of the real server.

export interface ServerSide {
  /** Sends a message with the next seq. */
  say(type: string, parameters?: unknown): void;
  audio(bytes: Uint8Array<ArrayBuffer>): void;
  /** Closes the socket without a goodbye. */
  vanish(): void;
}

export interface ScriptedServerOptions {
  /** Refuses the upgrade with this status. */
  refuse?: number;
  /** A message of the client; what is returned true for is not answered in the usual way. */
  onMessage?(message: ClientMessage, side: ServerSide): boolean | void;
  onAudio?(audio: Uint8Array, side: ServerSide): void;
}

export interface ClientMessage {
  type: string;
  seq: number;
  parameters: Record<string, unknown>;
}

export interface ScriptedServer {
  url: string;
  headers: Headers[];
  messages: ClientMessage[];
  received: Uint8Array[];
  stop(): Promise<void>;
}

export function startScriptedServer(options: ScriptedServerOptions = {}): ScriptedServer {
  const headers: Headers[] = [];
  const messages: ClientMessage[] = [];
  const received: Uint8Array[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    headers.push(new Headers(request.headers));
    if (options.refuse) return new Response(null, { status: options.refuse });
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.binaryType = "arraybuffer";
    let seq = 0;
    let clientseq = 0;
    let id = "";
    const side: ServerSide = {
      say(type, parameters = {}) {
        socket.send(JSON.stringify({ version: "2", id, type, seq: ++seq, clientseq, parameters }));
      },
      audio: (bytes) => socket.send(bytes),
      vanish: () => socket.close(1011),
    };
    socket.onmessage = ({ data }) => {
      if (typeof data !== "string") {
        const audio = new Uint8Array(data);
        received.push(audio);
        options.onAudio?.(audio, side);
        return;
      }
      const message = JSON.parse(data);
      messages.push(message);
      clientseq = message.seq;
      id = message.id;
      if (options.onMessage?.(message, side)) return;
      if (message.type === "open") side.say("opened", { media: message.parameters.media });
      if (message.type === "ping") side.say("pong");
      if (message.type === "close") side.say("closed");
    };
    return response;
  });
  return {
    url: `ws://127.0.0.1:${server.addr.port}/audiohook?tenant=acme`,
    headers,
    messages,
    received,
    stop: () => server.shutdown(),
  };
}
