// The near end of the bench: callers that send 100 ms every 100 ms and time what they hear.
import WebSocket from "ws";
import { newestStamp, stampedFrame } from "./stamps.ts";

export interface CallerOptions {
  url: string;
  apiKey: string;
  /** Without it the caller speaks no AudioHook: frames only, for the bare relay. */
  audiohook: boolean;
  onHeard(delayMs: number): void;
}

export interface Caller {
  /** Resolves when both directions flow, rejects when the call fails before that. */
  live: Promise<void>;
  hangUp(): Promise<void>;
}

export function startCaller({ url, apiKey, audiohook, onHeard }: CallerOptions): Caller {
  const id = crypto.randomUUID();
  const organizationId = "11111111-2222-4333-8444-555555555555";
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    headers: {
      "X-API-KEY": apiKey,
      "Audiohook-Organization-Id": organizationId,
      "Audiohook-Session-Id": id,
      "Audiohook-Correlation-Id": id,
      "User-Agent": "Hookline-Simulator-Bench",
    },
  });
  let timer: ReturnType<typeof setInterval> | undefined;
  let seq = 0;
  let serverSeq = 0;
  const say = (type: string, parameters: Record<string, unknown>) =>
    socket.send(
      JSON.stringify({
        version: "2",
        id,
        type,
        seq: ++seq,
        serverseq: serverSeq,
        position: "PT0S",
        parameters,
      }),
    );
  const talk = () => timer ??= setInterval(() => socket.send(stampedFrame(performance.now())), 100);
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  const live = new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("Call ended before it was live")));
    socket.on("open", () => {
      if (!audiohook) return talk();
      say("open", {
        organizationId,
        conversationId: crypto.randomUUID(),
        participant: {
          id: crypto.randomUUID(),
          ani: "tel:+15550100",
          aniName: "",
          dnis: "tel:+15550199",
        },
        media: [{ type: "audio", format: "PCMU", channels: ["external"], rate: 8000 }],
        language: "en-us",
        inputVariables: {},
      });
    });
    socket.on("message", (data: Uint8Array, binary: boolean) => {
      if (binary) {
        const stamp = newestStamp(data);
        if (stamp !== null) onHeard(performance.now() - stamp);
        return resolve();
      }
      const message = JSON.parse(new TextDecoder().decode(data));
      serverSeq = message.seq;
      if (message.type === "opened") talk();
      if (message.type === "closed") socket.close();
    });
  });
  live.catch(() => {});
  return {
    live,
    async hangUp() {
      clearInterval(timer);
      if (audiohook && socket.readyState === WebSocket.OPEN) say("close", { reason: "end" });
      else socket.close();
      await closed;
    },
  };
}
