// For tests only: a session over a socket that a script drives, on a clock that a script moves.
import type { AgentConfig, TurnTaking } from "../contract/agent.ts";
import { defaultSections, TURN_TAKING_DEFAULTS } from "../contract/agent_defaults.ts";
import { ManualClock } from "../clock.ts";
import { type Log, silentLog } from "../observe/log.ts";
import { createOpenUpstream } from "./open_upstream.ts";
import type { Socket, SocketListener } from "./socket.ts";
import type { SessionSettings, Upstream, UpstreamEvent, UpstreamTarget } from "./upstream.ts";

export const KEY = "sk-canary-0123456789";

export const TURN_TAKING: TurnTaking = {
  mode: "server_vad",
  threshold: 0.6,
  prefixPaddingMs: 300,
  silenceDurationMs: 600,
  idleTimeoutMs: null,
  eagerness: "auto",
  bargeIn: true,
  ...TURN_TAKING_DEFAULTS,
};

const CONFIG: AgentConfig = {
  name: "Reception",
  prompt: "You answer the phone.",
  greeting: "Greet the caller.",
  voice: "marin",
  model: "gpt-realtime-2.1",
  language: "de",
  turnTaking: TURN_TAKING,
  reasoningEffort: "low",
  maxOutputTokens: 2048,
  ...defaultSections(),
};

export function settingsOf(
  config: Partial<AgentConfig> = {},
  rest: Partial<SessionSettings> = {},
): SessionSettings {
  return {
    instructions: "Be brief.",
    config: { ...CONFIG, ...config },
    tools: [{ name: "end_call", description: "Ends the call", parameters: { type: "object" } }],
    mcp: [],
    seed: [],
    ...rest,
  };
}

/** What session.updated says when all went well. */
export const UPDATED = {
  type: "session.updated",
  session: {
    id: "sess_1",
    model: "gpt-realtime-2.1",
    audio: {
      input: { format: { type: "audio/pcmu" } },
      output: { format: { type: "audio/pcmu" }, voice: "marin" },
    },
  },
};

export interface Sent {
  type: string;
  event_id?: string;
  [field: string]: unknown;
}

export class FakeSocket implements Socket {
  bufferedBytes = 0;
  appendBytes = Infinity;
  texts: string[] = [];
  pings = 0;
  closedWith: number | null = null;
  terminated = false;

  constructor(
    readonly url: string,
    readonly headers: Readonly<Record<string, string>>,
    readonly listener: SocketListener,
  ) {}

  send(text: string): void {
    this.texts.push(text);
  }

  ping(): boolean {
    this.pings++;
    return true;
  }

  close(code: number): void {
    this.closedWith ??= code;
  }

  terminate(): void {
    this.terminated = true;
  }

  /** What was sent, but for audio. */
  get sent(): Sent[] {
    const all: Sent[] = this.texts.map((text) => JSON.parse(text));
    return all.filter(({ type }) => type !== "input_audio_buffer.append");
  }

  of(type: string): Sent[] {
    return this.sent.filter((event) => event.type === type);
  }
}

export class Script {
  readonly clock = new ManualClock();
  readonly events: UpstreamEvent[] = [];
  readonly socket: FakeSocket;
  readonly upstream: Upstream;

  constructor(
    { settings = settingsOf(), target = {}, log = silentLog, onEvent = () => {} }: {
      settings?: SessionSettings;
      target?: Partial<UpstreamTarget>;
      log?: Log;
      onEvent?: (event: UpstreamEvent) => void;
    } = {},
  ) {
    const sockets: FakeSocket[] = [];
    const open = createOpenUpstream({
      target: { baseUrl: "https://host.test/v1", apiKey: KEY, keyHeader: "bearer", ...target },
      clock: this.clock,
      log,
      random: () => 0,
      openSocket(url, headers, listener) {
        const socket = new FakeSocket(url, headers, listener);
        sockets.push(socket);
        return socket;
      },
    });
    this.upstream = open(settings, "caller-hash", (event) => {
      this.events.push(event);
      onEvent(event);
    });
    this.socket = sockets[0] ?? new FakeSocket("", {}, SILENT);
  }

  /** The server says something. */
  serve(event: Record<string, unknown>): this {
    this.socket.listener.text(JSON.stringify(event));
    return this;
  }

  created(): this {
    this.socket.listener.opened();
    return this.serve({ type: "session.created", session: { id: "sess_1" } });
  }

  ready(): this {
    return this.created().serve(UPDATED);
  }

  responseCreated(id: string, wish?: string): this {
    const metadata = wish === undefined ? null : { wish };
    return this.serve({ type: "response.created", response: { id, metadata } });
  }

  audio(responseId: string, itemId: string, bytes: number): this {
    return this.serve({
      type: "response.output_audio.delta",
      response_id: responseId,
      item_id: itemId,
      delta: new Uint8Array(bytes).fill(0x55).toBase64(),
    });
  }

  audioDone(responseId: string, itemId: string): this {
    return this.serve({
      type: "response.output_audio.done",
      response_id: responseId,
      item_id: itemId,
    });
  }

  responseDone(id: string, status = "completed", status_details: unknown = null): this {
    return this.serve({ type: "response.done", response: { id, status, status_details } });
  }

  error(error: Record<string, unknown>): this {
    return this.serve({ type: "error", error });
  }

  /** Lets time pass over a socket that answers its pings. */
  wait(ms: number): this {
    for (let left = ms; left > 0; left -= 1000) {
      this.clock.advance(Math.min(1000, left));
      this.socket.listener.pong();
    }
    return this;
  }

  types(): string[] {
    return this.events.map(({ type }) => type);
  }

  of<T extends UpstreamEvent["type"]>(type: T): Extract<UpstreamEvent, { type: T }>[] {
    return this.events.filter((event) => event.type === type) as Extract<
      UpstreamEvent,
      { type: T }
    >[];
  }

  notes(): string[] {
    return this.of("note").map(({ code }) => code);
  }

  lost(): string[] {
    return this.of("lost").map(({ failure }) => failure.code);
  }
}

const SILENT: SocketListener = { opened() {}, text() {}, binary() {}, pong() {}, ended() {} };
