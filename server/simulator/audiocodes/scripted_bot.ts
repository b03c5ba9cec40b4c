// A tiny bot that does what a test tells it: the other side of the simulated VoiceAI Connect's own tests. It imports
// nothing of the real server.

export interface BotSide {
  say(type: string, fields?: object): void;
  /** A whole play stream: start, one chunk, stop. */
  play(streamId: string, sound: Uint8Array, fields?: object): void;
  hangUp(): void;
  /** The caller's sound so far, as it came. */
  heard(): Uint8Array;
  binary(bytes: Uint8Array<ArrayBuffer>): void;
  /** Closes the socket without a goodbye. */
  vanish(): void;
}

export interface ScriptedBotOptions {
  /** Answers everything with this status. */
  refuse?: number;
  /** Body of the plain check. */
  check?: string;
  /** What is accepted; the caller's favourite without. */
  mediaFormat?: string;
  /** A message of the client; what is returned true for is not answered in the usual way. */
  onMessage?(message: ClientMessage, side: BotSide): boolean | void;
}

export interface ClientMessage {
  type: string;
  conversationId: string;
  [field: string]: unknown;
}

export interface ScriptedBot {
  url: string;
  headers: Headers[];
  messages: ClientMessage[];
  /** The caller's sound, as it came. */
  sound(): Uint8Array;
  stop(): Promise<void>;
}

export function startScriptedBot(options: ScriptedBotOptions = {}): ScriptedBot {
  const headers: Headers[] = [];
  const messages: ClientMessage[] = [];
  let accepted = options.mediaFormat;
  const sound = () =>
    new Uint8Array(
      messages.filter(({ type }) => type === "userStream.chunk")
        .flatMap(({ audioChunk }) => [...Uint8Array.fromBase64(audioChunk as string)]),
    );
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    headers.push(new Headers(request.headers));
    if (options.refuse) return new Response(null, { status: options.refuse });
    if (request.headers.get("upgrade") !== "websocket") {
      return new Response(options.check ?? '{"type":"ac-bot-api","success":true}');
    }
    const { socket, response } = Deno.upgradeWebSocket(request);
    const send = (text: string) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    };
    const side: BotSide = {
      say: (type, fields = {}) => send(JSON.stringify({ type, ...fields })),
      play(streamId, sound, fields = {}) {
        side.say("playStream.start", { streamId, mediaFormat: "raw/mulaw", ...fields });
        side.say("playStream.chunk", { streamId, audioChunk: sound.toBase64() });
        side.say("playStream.stop", { streamId });
      },
      hangUp: () => side.say("activities", { activities: [{ type: "event", name: "hangup" }] }),
      heard: sound,
      binary: (bytes) => socket.send(bytes),
      vanish: () => socket.close(1011),
    };
    socket.onmessage = ({ data }) => {
      const message: ClientMessage = JSON.parse(data);
      messages.push(message);
      if (options.onMessage?.(message, side)) return;
      switch (message.type) {
        case "connection.validate":
          return side.say("connection.validated", { success: true });
        case "session.initiate":
          accepted ??= (message.supportedMediaFormats as string[])[0];
          return side.say("session.accepted", { mediaFormat: accepted });
        case "session.resume":
          return side.say("session.accepted", { mediaFormat: accepted });
        case "userStream.start":
          return side.say("userStream.started");
        case "userStream.stop":
          return side.say("userStream.stopped");
      }
    };
    return response;
  });
  return {
    url: `ws://127.0.0.1:${server.addr.port}/audiocodes?agent=desk`,
    headers,
    messages,
    sound,
    stop: () => server.shutdown(),
  };
}
