// Readers of the console's event stream that time what they are handed: from an event's own time, which is before its
// commit, to its arrival. Instances and readers share this machine's clock.
import { ADMIN_TOKEN } from "../fleet/fleet_rig.ts";

export interface Delays {
  /** Milliseconds; of calls that the reader's own instance carries, and of those of others. */
  own: number[];
  others: number[];
}

export interface Reader {
  /** Since they were last taken. */
  take(): Delays;
  stop(): Promise<void>;
}

interface Told {
  callId: string;
  type: string;
  atMs: number;
  instance?: string;
}

/** Streams by one token are few: so many tokens as `count` readers need. */
export async function readerTokens(origin: string, count: number): Promise<string[]> {
  const tokens: string[] = [];
  while (tokens.length * STREAMS_PER_TOKEN < count) {
    const response = await fetch(`${origin}/api/tokens`, {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify({ name: `reader ${tokens.length}`, roles: ["viewer"], days: null }),
    });
    if (!response.ok) throw new Error(`Cannot make a token: ${await response.text()}`);
    tokens.push((await response.json()).text);
  }
  return tokens;
}

/** On one instance: see MOST_PER_SESSION of http/event_streams.ts. */
const STREAMS_PER_TOKEN = 4;

/** `instances`: which call is carried by which instance, filled in by every reader. */
export async function startReader(
  origin: string,
  { token, timed, instances }: { token: string; timed: boolean; instances: Map<string, string> },
): Promise<Reader> {
  const response = await fetch(`${origin}/api/events`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok || !response.body) {
    throw new Error(`Cannot read the event stream: ${response.status}`);
  }
  const reader = response.body.getReader();
  let delays: Delays = { own: [], others: [] };
  let me = "";

  function hear(event: string, data: string): void {
    if (event === "snapshot") {
      const { status, calls } = JSON.parse(data);
      me = status.fleet?.instances.find(({ me }: { me: boolean }) => me)?.id ?? "";
      for (const { callId, instance } of calls) instances.set(callId, instance);
    }
    if (event !== "call") return;
    const { callId, type, atMs, instance } = JSON.parse(data) as Told;
    if (type === "call.started") instances.set(callId, instance ?? "");
    const isOwn = (instances.get(callId) ?? "") === me;
    (isOwn ? delays.own : delays.others).push(Math.max(0, Date.now() - atMs));
  }

  const reading = (async () => {
    const decoder = new TextDecoder();
    let rest = "";
    for (let read; !(read = await reader.read()).done;) {
      if (!timed) continue;
      const messages = (rest + decoder.decode(read.value, { stream: true })).split("\n\n");
      rest = messages.pop() ?? "";
      for (const message of messages) {
        const event = /^event: (.*)$/m.exec(message)?.[1] ?? "";
        hear(event, /^data: (.*)$/m.exec(message)?.[1] ?? "null");
      }
    }
  })();

  return {
    take() {
      const taken = delays;
      delays = { own: [], others: [] };
      return taken;
    },
    async stop() {
      await reader.cancel();
      await reading;
    },
  };
}
