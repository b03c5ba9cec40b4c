// The near end of the bench of the phone systems' wires: callers that send a frame when it is due and count what they
// hear. No script, no checks. This one holds the protocols that come over WebSocket; tcp_callers.ts the others.
import WebSocket from "ws";
import { steadily } from "./steadily.ts";
import { startTcpCaller } from "./tcp_callers.ts";
import { tone, type Wire } from "./wires.ts";

export interface WireCallerOptions {
  wire: Wire;
  dialled: string;
  token: string;
  /** Sound came: so many bytes of it. */
  onHeard(bytes: number): void;
}

export interface WireCaller {
  /** Resolves when both directions flow, rejects when the call fails before that. */
  live: Promise<void>;
  hangUp(): Promise<void>;
}

export function startWireCaller(options: WireCallerOptions): WireCaller {
  const { kind } = options.wire;
  return kind === "audiosocket" || kind === "avr-http"
    ? startTcpCaller(options)
    : startWebCaller(options);
}

const CHUNK = /"(?:audioChunk|audio)":"([^"]+)"/;
const BASE64_BYTES = 3 / 4;

function startWebCaller({ wire, dialled, token, onHeard }: WireCallerOptions): WireCaller {
  const { kind, format, formatName, frameMs } = wire;
  const id = crypto.randomUUID();
  const socket = new WebSocket(dialled, kind === "asterisk-ws" ? ["media"] : [], {
    perMessageDeflate: false,
    headers: { Authorization: `Bearer ${token}`, "User-Agent": "Hookline-Simulator-Bench" },
  });
  const say = (message: Record<string, unknown>) => socket.send(JSON.stringify(message));
  const sound = tone(format, frameMs);
  const envelope = frameOf(kind, sound);
  let hush = () => {};
  const talk = () => hush = steadily(frameMs, () => socket.send(envelope));
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  const live = new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => {
      hush();
      reject(new Error("Call ended before it was live"));
    });
    socket.on("open", () => {
      switch (kind) {
        case "audiocodes":
          return say({
            type: "session.initiate",
            conversationId: id,
            botName: "bench",
            caller: "+15550100",
            expectAudioMessages: true,
            supportedMediaFormats: [formatName],
          });
        case "avr":
          say({ type: "init", uuid: id });
          return talk();
        case "asterisk-ws":
          socket.send(
            `MEDIA_START connection_id:${id} channel:WebSocket/bench/${id} channel_id:${id} ` +
              `format:${formatName} optimal_frame_size:${sound.length} ptime:${frameMs}`,
          );
          return talk();
      }
    });
    socket.on("message", (data: Uint8Array, binary: boolean) => {
      if (binary) {
        onHeard(data.length);
        return resolve();
      }
      const text = new TextDecoder().decode(data);
      const chunk = CHUNK.exec(text)?.[1];
      if (chunk !== undefined) {
        onHeard(chunk.length * BASE64_BYTES);
        return resolve();
      }
      if (!text.includes('"session.accepted"')) return;
      say({
        type: "activities",
        conversationId: id,
        activities: [{
          type: "event",
          name: "start",
          parameters: { locale: "en-US", caller: "+15550100", callee: "+15550199" },
        }],
      });
      say({ type: "userStream.start", conversationId: id });
      talk();
    });
  });
  live.catch(() => {});
  return {
    live,
    async hangUp() {
      hush();
      if (kind === "audiocodes" && socket.readyState === WebSocket.OPEN) {
        say({ type: "session.end", conversationId: id, reasonCode: "client-disconnected" });
      }
      socket.close(1000);
      await closed;
    },
  };
}

function frameOf(kind: Wire["kind"], sound: Uint8Array): string | Uint8Array {
  switch (kind) {
    case "audiocodes":
      return JSON.stringify({ type: "userStream.chunk", audioChunk: sound.toBase64() });
    case "avr":
      return JSON.stringify({ type: "audio", audio: sound.toBase64() });
    default:
      return sound;
  }
}
