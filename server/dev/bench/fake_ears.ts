// The far end of the bench of calls between people: takes sound, finds a turn in every six seconds of it, and
// writes down when it did so. What a bare relay sends is taken and forgotten.

export interface FakeEars {
  port: number;
  /** Sessions that have been set up. */
  readonly sessions: number;
  stop(): Promise<void>;
}

/** Each side speaks ten times a minute, for less than half of it. */
export const TURN_MS = 6000;
const TURN_BASE64_CHARS = TURN_MS * 8 * 4 / 3;
const AUDIO = /"audio":"([^"]*)"/;

export function startFakeEars(): FakeEars {
  let sessions = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    if (new URL(request.url).pathname === "/bare") return response;
    let heard = 0;
    let turns = 0;
    const send = (event: Record<string, unknown>) => {
      if (socket.readyState === socket.OPEN) {
        socket.send(JSON.stringify({ event_id: "e", ...event }));
      }
    };
    const session = {
      type: "transcription",
      object: "realtime.transcription_session",
      id: "sess_bench",
      expires_at: Math.round(Date.now() / 1000) + 3600,
    };
    socket.onopen = () => send({ type: "session.created", session });
    socket.onmessage = ({ data }) => {
      const audio = AUDIO.exec(data)?.[1];
      if (audio !== undefined) {
        heard += audio.length;
        if (heard < (turns + 1) * TURN_BASE64_CHARS) return;
        turns++;
        turn(turns);
      } else if (data.includes('"session.update"')) {
        sessions++;
        send({ type: "session.updated", session: { ...session, ...JSON.parse(data).session } });
      }
    };
    const turn = (number: number) => {
      const item_id = `item_${number}`;
      const startMs = (number - 1) * TURN_MS + 1000;
      send({ type: "input_audio_buffer.speech_started", audio_start_ms: startMs, item_id });
      send({ type: "input_audio_buffer.speech_stopped", audio_end_ms: startMs + 2800, item_id });
      const previous_item_id = number > 1 ? `item_${number - 1}` : null;
      send({ type: "input_audio_buffer.committed", previous_item_id, item_id });
      send({
        type: "conversation.item.input_audio_transcription.completed",
        item_id,
        content_index: 0,
        transcript: `${number} ${performance.now()}`,
        usage: { type: "duration", seconds: 2 },
      });
    };
    return response;
  });
  return {
    port: server.addr.port,
    get sessions() {
      return sessions;
    },
    stop: () => server.shutdown(),
  };
}
