// The near end of that bench: 200 ms every 200 ms, of one side for the bare relay or of both for AudioHook, where
// each line that comes back says when it was written.
import WebSocket from "ws";
import { interleave } from "./interleave.ts";

export interface PeopleOptions {
  url: string;
  apiKey: string;
  /** "one": frames of one side and nothing else, for the bare relay; "both": AudioHook in stereo. */
  sides: "one" | "both";
  /** Mono mu-law, said over and over. */
  speech: Uint8Array;
  onLine(delayMs: number): void;
}

export interface People {
  live: Promise<void>;
  hangUp(): Promise<void>;
}

const FRAME_MS = 200;
const SIDE_BYTES = FRAME_MS * 8;

export function startPeople({ url, apiKey, sides, speech, onLine }: PeopleOptions): People {
  const id = crypto.randomUUID();
  const organizationId = "11111111-2222-4333-8444-555555555555";
  const socket = new WebSocket(sides === "both" ? `${url}/transcribe` : url, {
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
  let serverseq = 0;
  let at = 0;
  const say = (type: string, parameters: Record<string, unknown>) => {
    const envelope = { version: "2", id, type, seq: ++seq, serverseq, position: "PT0S" };
    socket.send(JSON.stringify({ ...envelope, parameters }));
  };
  const talk = () => {
    timer ??= setInterval(() => {
      const frame = speech.subarray(at, at + SIDE_BYTES);
      at = at + 2 * SIDE_BYTES > speech.length ? 0 : at + SIDE_BYTES;
      socket.send(sides === "one" ? frame : interleave(frame, frame));
    }, FRAME_MS);
  };
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  const live = new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("Call ended before it was live")));
    socket.on("open", () => {
      if (sides === "one") {
        talk();
        return resolve();
      }
      const participant = { ani: "tel:+15550100", aniName: "", dnis: "tel:+15550199" };
      say("open", {
        organizationId,
        conversationId: crypto.randomUUID(),
        participant: { id: crypto.randomUUID(), ...participant },
        media: [
          { type: "audio", format: "PCMU", channels: ["external", "internal"], rate: 8000 },
        ],
        language: "en-us",
      });
    });
    socket.on("message", (data: Uint8Array) => {
      const message = JSON.parse(new TextDecoder().decode(data));
      serverseq = message.seq;
      if (message.type === "opened") {
        talk();
        resolve();
      }
      if (message.type === "closed") socket.close();
      for (const { data: line } of message.parameters.entities ?? []) {
        const text: string = line.alternatives[0].interpretations[0].transcript;
        onLine(performance.now() - Number(text.split(" ")[1]));
      }
    });
  });
  live.catch(() => {});
  return {
    live,
    async hangUp() {
      clearInterval(timer);
      if (sides === "both" && socket.readyState === WebSocket.OPEN) say("close", { reason: "end" });
      else socket.close();
      await closed;
    },
  };
}
