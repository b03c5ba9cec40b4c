// The model's side of a socket, as far as a bench needs it: it agrees to all settings, takes appends and, once asked,
// speaks without end. On /bare it knows no settings and speaks as soon as it hears something: for a bare relay.
import { steadily } from "./steadily.ts";

export interface ModelSocketOptions {
  /** How often it speaks. */
  everyMs: number;
  /** What it says then, base64. */
  speech(bare: boolean): string;
  /** Caller audio, base64. */
  heard(audio: string, bare: boolean): void;
}

export interface ModelSocket {
  port: number;
  stop(): Promise<void>;
}

const AUDIO = /"audio":"([^"]*)"/;
const SESSION = { id: "sess_bench", object: "realtime.session", model: "gpt-realtime-2.1" };
const RESPONSE = { id: "resp_1", object: "realtime.response", status: "in_progress", output: [] };
const ITEM = {
  id: "item_1",
  type: "message",
  role: "assistant",
  status: "in_progress",
  content: [],
};
const DELTA = `{"type":"response.output_audio.delta","event_id":"e","response_id":"resp_1",` +
  `"item_id":"item_1","output_index":0,"content_index":0,"delta":"`;

export function serveModel({ everyMs, speech, heard }: ModelSocketOptions): ModelSocket {
  const speakers = new Set<() => void>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    const bare = new URL(request.url).pathname === "/bare";
    const say = (text: string) => {
      if (socket.readyState === socket.OPEN) socket.send(text);
    };
    const send = (event: Record<string, unknown>) =>
      say(JSON.stringify({ event_id: "e", ...event }));
    let hush: (() => void) | undefined;
    const speak = () => {
      if (hush || socket.readyState !== socket.OPEN) return;
      hush = steadily(everyMs, () => say(`${DELTA}${speech(bare)}"}`));
      speakers.add(hush);
    };
    socket.onopen = () => {
      if (bare) return;
      const session = { type: "realtime", ...SESSION, expires_at: Date.now() / 1000 + 3600 };
      send({ type: "session.created", session });
    };
    socket.onmessage = ({ data }) => {
      const audio = AUDIO.exec(data)?.[1];
      if (audio !== undefined && data.includes("input_audio_buffer.append")) {
        heard(audio, bare);
        if (bare) speak();
        return;
      }
      const event = JSON.parse(data);
      if (event.type === "session.update") {
        send({ type: "session.updated", session: { ...event.session, ...SESSION } });
      } else if (event.type === "response.create") {
        send({ type: "response.created", response: RESPONSE });
        send({
          type: "response.output_item.added",
          response_id: "resp_1",
          output_index: 0,
          item: ITEM,
        });
        speak();
      }
    };
    socket.onclose = () => {
      hush?.();
      if (hush) speakers.delete(hush);
    };
    return response;
  });
  return {
    port: server.addr.port,
    async stop() {
      for (const hush of speakers) hush();
      await server.shutdown();
    },
  };
}
