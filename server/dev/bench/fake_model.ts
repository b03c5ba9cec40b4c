// The far end of the bench: takes appends, times them, and speaks 100 ms of audio every 100 ms without end.
import { newestStamp, stampedFrame } from "./stamps.ts";

export interface FakeModel {
  port: number;
  /** Milliseconds from the caller's frame to its append, since the last `reset`. */
  takeDelays(): number[];
  stop(): Promise<void>;
}

export function startFakeModel(): FakeModel {
  let delays: number[] = [];
  const timers = new Set<ReturnType<typeof setInterval>>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    const bare = new URL(request.url).pathname === "/bare";
    const send = (event: Record<string, unknown>) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(event));
    };
    let timer: ReturnType<typeof setInterval> | undefined;
    const speak = () => {
      if (timer !== undefined) return;
      timer = setInterval(() =>
        send({
          type: "response.output_audio.delta",
          event_id: "e",
          response_id: "resp_1",
          item_id: "item_1",
          output_index: 0,
          content_index: 0,
          delta: stampedFrame(performance.now()).toBase64(),
        }), 100);
      timers.add(timer);
    };
    socket.onopen = () => {
      if (bare) return;
      const session = {
        type: "realtime",
        object: "realtime.session",
        id: "sess_bench",
        model: "gpt-realtime-2.1",
      };
      send({
        type: "session.created",
        event_id: "e",
        session: { ...session, expires_at: Date.now() / 1000 + 3600 },
      });
    };
    socket.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      if (event.type === "input_audio_buffer.append") {
        const stamp = newestStamp(Uint8Array.fromBase64(event.audio));
        if (stamp !== null) delays.push(performance.now() - stamp);
        if (bare) speak();
      } else if (event.type === "session.update") {
        const session = {
          ...event.session,
          id: "sess_bench",
          object: "realtime.session",
          model: "gpt-realtime-2.1",
        };
        send({ type: "session.updated", event_id: "e", session });
      } else if (event.type === "response.create") {
        const response = {
          id: "resp_1",
          object: "realtime.response",
          status: "in_progress",
          output: [],
        };
        send({ type: "response.created", event_id: "e", response });
        const item = {
          id: "item_1",
          type: "message",
          role: "assistant",
          status: "in_progress",
          content: [],
        };
        send({
          type: "response.output_item.added",
          event_id: "e",
          response_id: "resp_1",
          output_index: 0,
          item,
        });
        speak();
      }
    };
    socket.onclose = () => {
      clearInterval(timer);
      if (timer !== undefined) timers.delete(timer);
    };
    return response;
  });
  return {
    port: server.addr.port,
    takeDelays() {
      const taken = delays;
      delays = [];
      return taken;
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await server.shutdown();
    },
  };
}
