// A call with a channel and an upstream that only remember: for the tests of this folder.
import { SAMPLE_CONFIG } from "../contract/sample_config.ts";
import { ManualClock } from "../clock.ts";
import type { AgentConfig } from "../contract/agent.ts";
import type { CallEventBody } from "../contract/event.ts";
import { silentLog } from "../observe/log.ts";
import type { Channel, Ending, PhoneTool, TalkNotice, TurnReport } from "../telephony/channel.ts";
import type {
  ResponseCause,
  SessionSettings,
  Upstream,
  UpstreamEvent,
  UpstreamFailure,
} from "../upstream/upstream.ts";
import type { Briefing } from "./briefing.ts";
import { Call } from "./call.ts";
import type { CallOptions } from "./call_options.ts";

export const AGENT: AgentConfig = { ...SAMPLE_CONFIG, name: "Test" };

/** Everything that left the call, in order: "phone: …" and "model: …". */
export type Trace = string[];

export class FakeChannel implements Channel {
  readonly pacing = { firstBytes: 800, chunkBytes: 1600, maxBytes: 16_000, aheadMs: 1500 };
  readonly reportsPlayback = true;
  unsentBytes = 0;
  playedBytes = 0;
  played: Uint8Array[] = [];
  ending: Ending | null = null;
  reports: TurnReport[] = [];
  /** Bytes played when the bridge said that nothing follows for now. */
  rests: number[] = [];
  notices: TalkNotice[] = [];
  readonly tools: readonly PhoneTool[];
  readonly #trace: Trace;

  constructor(trace: Trace, tools: readonly PhoneTool[] = []) {
    this.#trace = trace;
    this.tools = tools;
  }

  play(audio: Uint8Array): void {
    this.playedBytes += audio.length;
    this.played.push(audio);
    this.#trace.push("phone: play");
  }

  rest(): void {
    this.rests.push(this.playedBytes);
  }

  tell(notice: TalkNotice): void {
    this.notices.push(notice);
  }

  clear(): number {
    this.#trace.push("phone: clear");
    return 0;
  }

  report(turn: TurnReport): void {
    this.reports.push(turn);
  }

  end(ending: Ending): void {
    this.ending ??= ending;
    this.#trace.push(`phone: end ${ending.outcome} ${ending.code}`.trim());
  }
}

export class FakeUpstream implements Upstream {
  readonly unsentBytes = 0;
  readonly usage = USAGE;
  readonly settings: SessionSettings;
  readonly tell_: string[] = [];
  appended: Uint8Array[] = [];
  wishes: { cause: ResponseCause; instructions?: string; tools?: "none"; must?: boolean }[] = [];
  reconfigured: Pick<SessionSettings, "instructions" | "tools" | "mcp">[] = [];
  closed = false;
  readonly #trace: Trace;
  readonly #listener: (event: UpstreamEvent) => void;

  constructor(settings: SessionSettings, listener: (event: UpstreamEvent) => void, trace: Trace) {
    this.settings = settings;
    this.#listener = listener;
    this.#trace = trace;
  }

  /** The model tells something. */
  says(event: UpstreamEvent): void {
    if (!this.closed) this.#listener(event);
  }

  ready(expiresAtMs = 0): void {
    this.says({
      type: "ready",
      sessionId: "sess",
      model: "gpt-realtime-2.1",
      voice: "marin",
      expiresAtMs,
    });
  }

  /** A response with one item of `ms` milliseconds of audio; ends unless `open`. */
  answers(id: string, ms: number, options: { open?: boolean; cause?: ResponseCause } = {}): void {
    this.says({ type: "response_started", responseId: id, cause: options.cause ?? "turn" });
    if (ms > 0) {
      this.says({
        type: "audio",
        responseId: id,
        itemId: `${id}-item`,
        audio: new Uint8Array(ms * 8).fill(1),
      });
    }
    if (options.open) return;
    this.says({ type: "audio_done", responseId: id, itemId: `${id}-item` });
    this.says({ type: "agent_text", responseId: id, itemId: `${id}-item`, text: `words of ${id}` });
    this.done(id);
  }

  done(
    id: string,
    status: "completed" | "cancelled" | "failed" = "completed",
    failure?: UpstreamFailure,
  ): void {
    this.says({
      type: "response_done",
      responseId: id,
      status,
      detail: "",
      ...(failure && { failure }),
      again: failure?.retry === true,
      usage: { ...USAGE },
    });
  }

  append(audio: Uint8Array): void {
    this.appended.push(audio);
  }
  respond(
    wish: { cause: ResponseCause; instructions?: string; tools?: "none"; must?: boolean },
  ): void {
    this.wishes.push(wish);
    this.#trace.push(`model: respond ${wish.cause}`);
  }
  cancel(): void {
    this.#trace.push("model: cancel");
  }
  truncate(itemId: string, heardMs: number): void {
    this.#trace.push(`model: truncate ${itemId} ${heardMs}`);
  }
  forget(itemId: string): void {
    this.#trace.push(`model: forget ${itemId}`);
  }
  tell(text: string): void {
    this.tell_.push(text);
    this.#trace.push("model: tell");
  }
  toolResult(toolCallId: string, output: string): void {
    this.#trace.push(`model: result ${toolCallId} ${output}`);
  }
  approve(approvalId: string, approve: boolean): void {
    this.#trace.push(`model: approve ${approvalId} ${approve}`);
  }
  ask(question: { purpose: string; instructions: string; withinMs: number }): void {
    this.#trace.push(`model: ask ${question.purpose}`);
  }
  reconfigure(settings: Pick<SessionSettings, "instructions" | "tools" | "mcp">): void {
    this.reconfigured.push(settings);
    this.#trace.push("model: reconfigure");
  }
  close(): void {
    if (!this.closed) this.#trace.push("model: close");
    this.closed = true;
  }
}

const USAGE = {
  inputTextTokens: 10,
  inputAudioTokens: 20,
  cachedTextTokens: 0,
  cachedAudioTokens: 0,
  outputTextTokens: 5,
  outputAudioTokens: 7,
};

export interface Rig {
  call: Call;
  clock: ManualClock;
  channel: FakeChannel;
  upstreams: FakeUpstream[];
  /** The upstream that was opened last. */
  readonly model: FakeUpstream;
  events: CallEventBody[];
  trace: Trace;
  ended: () => boolean;
  /** The only event of a type; throws when there is none or more. */
  only<T extends CallEventBody["type"]>(type: T): Extract<CallEventBody, { type: T }>;
  all<T extends CallEventBody["type"]>(type: T): Extract<CallEventBody, { type: T }>[];
}

/** A briefing of a test agent; `more` replaces any of it. */
export function sampleBriefing(config: AgentConfig, more: Partial<Briefing> = {}): Briefing {
  return {
    agent: { id: "default", name: config.name, version: 1 },
    config,
    instructions: "You answer the phone.",
    instructionsFrom: "agent",
    tools: [],
    mcp: [],
    handover: [],
    summaryPrompt: "Sum up the call.",
    notes: [],
    ...more,
  };
}

export function startRig(
  agent: Partial<AgentConfig> = {},
  emit?: (event: CallEventBody) => void,
  { phoneTools, ...more }: Partial<CallOptions> & { phoneTools?: readonly PhoneTool[] } = {},
): Rig {
  const config: AgentConfig = {
    ...AGENT,
    summary: { ...AGENT.summary, inCall: false },
    ...agent,
  };
  const clock = new ManualClock();
  const trace: Trace = [];
  const events: CallEventBody[] = [];
  const upstreams: FakeUpstream[] = [];
  const channel = new FakeChannel(trace, phoneTools);
  let ended = false;
  const call = new Call({
    callId: "call-1",
    channel,
    conversationId: "conversation-1",
    agent: config,
    briefing: sampleBriefing(config),
    briefAgain: () => Promise.resolve(null),
    openFallback: null,
    moderate: null,
    keepSound: null,
    safetyIdentifier: "caller",
    openUpstream: (settings, _id, listener) => {
      const upstream = new FakeUpstream(settings, listener, trace);
      upstreams.push(upstream);
      return upstream;
    },
    clips: {
      comfort: { text: "One moment, please.", audio: new Uint8Array(8000).fill(2) },
      apology: { text: "Could you say that again?", audio: new Uint8Array(8000).fill(4) },
      failure: { text: "I am sorry.", audio: new Uint8Array(8000).fill(3) },
    },
    clock,
    log: silentLog,
    random: () => 0.5,
    emit: (event) => {
      events.push(event);
      emit?.(event);
    },
    onEnded: () => ended = true,
    ...more,
  });
  call.start();
  const all = <T extends CallEventBody["type"]>(type: T) =>
    events.filter((event): event is Extract<CallEventBody, { type: T }> => event.type === type);
  return {
    call,
    clock,
    channel,
    upstreams,
    get model() {
      return upstreams.at(-1)!;
    },
    events,
    trace,
    ended: () => ended,
    all,
    only: (type) => {
      const found = all(type);
      if (found.length !== 1) throw new Error(`${found.length} events of type ${type}`);
      return found[0]!;
    },
  };
}

/** A loss that a new attempt may mend. */
export const LOST: UpstreamFailure = { code: "E_UP_LOST", detail: "gone", retry: true };
