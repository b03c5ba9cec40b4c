// For tests only: a chained session over a stand-in that is called as a function, on a clock that a script moves.
import { setImmediate } from "node:timers";
import { BYTES_PER_MS, silence } from "../../audio/ulaw.ts";
import { ManualClock } from "../../clock.ts";
import type { AgentConfig, TurnTaking } from "../../contract/agent.ts";
import { SAMPLE_CONFIG } from "../../contract/sample_config.ts";
import { silentLog } from "../../observe/log.ts";
import { createRest } from "../rest/create_rest.ts";
import type { SessionSettings, Upstream, UpstreamEvent } from "../upstream.ts";
import { createOpenChained } from "./open_chained.ts";

const KEY = "sk-canary-0123456789";
const FRAME_MS = 100;
const STEP_MS = 10;

export interface RigOptions {
  clock?: ManualClock;
  config?: Partial<Omit<AgentConfig, "turnTaking">> & { turnTaking?: Partial<TurnTaking> };
  settings?: Partial<SessionSettings>;
  models?: { transcription?: string; text?: string; speech?: string };
  apiKey?: string;
  onEvent?: (event: UpstreamEvent) => void;
}

export class ChainedRig {
  readonly clock: ManualClock;
  readonly events: UpstreamEvent[] = [];
  /** When each event came. */
  readonly atMs: number[] = [];
  readonly upstream: Upstream;

  constructor(respond: (request: Request) => Promise<Response | null>, options: RigOptions = {}) {
    const { config = {}, settings = {}, models = {}, onEvent = () => {} } = options;
    this.clock = options.clock ?? new ManualClock();
    const rest = createRest({
      target: {
        baseUrl: "https://host.test/v1",
        apiKey: options.apiKey ?? KEY,
        keyHeader: "bearer",
      },
      clock: this.clock,
      log: silentLog,
      fetch: async (input, init) =>
        await respond(new Request(input as string, init)) ?? new Response(null, { status: 404 }),
    });
    const open = createOpenChained({
      rest,
      models: {
        transcription: "gpt-transcribe",
        text: "stand-in-text",
        speech: "stand-in-speech",
        ...models,
      },
      clock: this.clock,
      log: silentLog,
      random: () => 0.5,
    });
    this.upstream = open(
      {
        instructions: "Be brief.",
        config: {
          ...SAMPLE_CONFIG,
          ...config,
          turnTaking: { ...SAMPLE_CONFIG.turnTaking, ...config.turnTaking },
        },
        tools: [],
        mcp: [],
        seed: [],
        ...settings,
      },
      "caller-hash",
      (event) => {
        this.events.push(event);
        this.atMs.push(this.clock.now());
        onEvent(event);
      },
    );
  }

  /** Lets time pass; what is only waiting for the event loop has its turn at each step. */
  async pass(ms: number): Promise<void> {
    for (let passedMs = 0; passedMs < ms; passedMs += STEP_MS) {
      await this.clock.run(STEP_MS, STEP_MS);
      await nextTask();
    }
  }

  /** Lets time pass until this is so; throws when it never is. */
  async until(what: string, so: () => boolean, withinMs = 60_000): Promise<void> {
    for (let passedMs = 0; !so(); passedMs += STEP_MS) {
      if (passedMs > withinMs) {
        throw new Error(`${what} did not happen; events: ${this.types().join(" ")}`);
      }
      await this.pass(STEP_MS);
    }
  }

  async untilCount(type: UpstreamEvent["type"], count = 1): Promise<void> {
    await this.until(`${count} × ${type}`, () => this.of(type).length >= count);
  }

  /** The line brings this sound, as fast as it sounds. */
  async hear(audio: Uint8Array): Promise<void> {
    const size = FRAME_MS * BYTES_PER_MS;
    for (let at = 0; at < audio.length; at += size) {
      await this.pass(FRAME_MS);
      this.upstream.append(audio.slice(at, at + size));
    }
    await this.pass(STEP_MS);
  }

  /** A turn of the caller, with the silence around it. */
  async say(audio: Uint8Array): Promise<void> {
    await this.hear(silence(400));
    await this.hear(audio);
    await this.hear(silence(800));
  }

  types(): string[] {
    return this.events.map(({ type }) => type);
  }

  /** Without those that come many times. */
  story(): string[] {
    const many = new Set(["audio", "agent_delta"]);
    return this.types().filter((type, i, all) => !many.has(type) || all[i - 1] !== type)
      .filter((type) => type !== "agent_delta");
  }

  of<T extends UpstreamEvent["type"]>(type: T): Extract<UpstreamEvent, { type: T }>[] {
    return this.events.filter((event) => event.type === type) as Extract<
      UpstreamEvent,
      { type: T }
    >[];
  }

  /** How long, in all, a caller would wait for sound in the middle of what is said. */
  get gapsMs(): number {
    let heardUntilMs: number | null = null;
    let gapsMs = 0;
    for (const [i, event] of this.events.entries()) {
      if (event.type !== "audio") continue;
      const atMs = this.atMs[i]!;
      if (heardUntilMs !== null) gapsMs += Math.max(0, atMs - heardUntilMs);
      heardUntilMs = Math.max(atMs, heardUntilMs ?? 0) + event.audio.length / BYTES_PER_MS;
    }
    return gapsMs;
  }

  /** Milliseconds of the agent's sound. */
  soundMs(responseId?: string): number {
    return this.of("audio").filter((event) => !responseId || event.responseId === responseId)
      .reduce((sum, { audio }) => sum + audio.length, 0) / BYTES_PER_MS;
  }
}

/** Work that has its own tasks, such as reading a form, has had a turn. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
