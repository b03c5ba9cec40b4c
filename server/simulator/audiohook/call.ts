// Places one simulated call on an AudioHook server and reports how it went, in real time: what was heard,
// how it ended, and every breach of the protocol by the server.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import { type Clock, systemClock } from "../../clock.ts";
import { loadSpeech, type Speech } from "../speech.ts";
import { accountLine } from "../caller/account_line.ts";
import { callScript } from "../caller/call_script.ts";
import type { Script } from "../caller/caller_script.ts";
import { unmet } from "../caller/expectation.ts";
import { guardedClock } from "../caller/guarded_clock.ts";
import { agentWords, voiceOf } from "../caller/voices.ts";
import { DEFAULT_ORGANIZATION, handshakeHeaders, USER_AGENT } from "./handshake.ts";
import type { Disconnect } from "./server_message.ts";
import { SessionRunner } from "./session_runner.ts";
import { type Phone, SimulatedCaller } from "../caller/simulated_caller.ts";
import { ruleOf, type Violation } from "./violations.ts";

export interface PlaceCallOptions {
  /** For instance ws://127.0.0.1:8080/audiohook */
  url: string;
  apiKey: string;
  /** Host that is signed, where it is another than that of the url. */
  authority?: string;
  /** The client secret, base64; unsigned without one. */
  secret?: string;
  organizationId?: string;
  sessionId?: string;
  conversationId?: string;
  /** What the caller does; "parcel" when neither a script nor audio is given. */
  script?: Script;
  /** Mono mu-law at 8 kHz: what the caller says; in a script it is the recording "wav". */
  audio?: Uint8Array;
  /** Input variables, over those of the script. */
  variables?: Record<string, string>;
  /** Pressed after the agent has spoken for the first time, before the script goes on. */
  digits?: string;
  ani?: string;
  /** The address that is dialled; over that of the script. */
  dnis?: string;
  language?: string;
  customConfig?: unknown;
  userAgent?: string;
  /** Hangs up; before the call is answered the promise may reject with the reason. */
  signal?: AbortSignal;
  /** A line of the running account. */
  onEvent?(line: string): void;
  clock?: Clock;
  speech?: Speech;
}

export interface CallReport {
  sessionId: string;
  violations: Violation[];
  /** How the server asked for the end; null when it did not. */
  disconnect: Disconnect | null;
  /** What the caller heard since the call was answered, mono mu-law, with silence where there was silence. */
  heard: Uint8Array;
  /** What the caller sent, on the same timeline. */
  said: Uint8Array;
  bargeIns: number;
  /** Bursts that began to play. */
  playbacks: number;
  /** Agent audio that was queued and never heard because the call ended. */
  cutMs: number;
  /** From `open` to `opened`; null when it never came. */
  openedMs: number | null;
  /** From `opened` to the first audio; null when there was none. */
  firstAudioMs: number | null;
  /** For each time the caller stopped speaking and the agent answered: until the agent's first sound. */
  answerMs: number[];
  /** Arrival of agent sound at the phone, from the handshake on: when, and how much. */
  arrivals: { atMs: number; soundMs: number }[];
  durationMs: number;
  endedBy: "caller" | "server" | "violation" | "server_lost" | "dropped";
  /** Why the script could not be followed to its end, or what it expects and did not come; null when all is well. */
  scriptError: string | null;
}

/** Rejects when the call could not be placed at all: {@link CallRefused}, or an Error that says what to do. */
export async function placeCall(options: PlaceCallOptions): Promise<CallReport> {
  options.signal?.throwIfAborted();
  const clock = options.clock ?? systemClock;
  const speech = options.speech ?? await loadSpeech();
  const script = await callScript(options, speech);
  const sessionId = options.sessionId ?? crypto.randomUUID();
  const organizationId = options.organizationId ?? DEFAULT_ORGANIZATION;

  const customConfig = options.customConfig ?? script.customConfig;
  const name = options.onEvent ? agentWords(speech) : () => undefined;
  const violations: Violation[] = [];
  const arrivals: CallReport["arrivals"] = [];
  let caller: SimulatedCaller | undefined;
  let connectedMs = 0;
  let openedMs: number | null = null;
  const tell = (who: string, line: string) =>
    options.onEvent?.(accountLine(runner.atMs, who, line));
  const runner: SessionRunner = new SessionRunner({
    clock,
    config: {
      sessionId,
      organizationId,
      conversationId: options.conversationId ?? crypto.randomUUID(),
      participantId: crypto.randomUUID(),
      ani: options.ani ?? "tel:+4930555010199",
      aniName: "",
      dnis: options.dnis ?? script.dnis ?? "tel:+4930555010100",
      language: options.language ?? "en-us",
      inputVariables: { ...script.variables, ...options.variables },
      ...(customConfig === undefined ? {} : { customConfig }),
    },
    hooks: {
      connected: () => connectedMs = runner.atMs,
      opened: (media) => {
        openedMs = runner.atMs - connectedMs;
        tell("call", `answered in ${openedMs.toFixed(0)} ms${media ? "" : ", without audio"}`);
        caller = new SimulatedCaller({
          clock: guardedClock(clock, (fault) => runner.abandon(fault)),
          phone: phoneOf(runner),
          script,
          tell,
          voice: (id) => voiceOf(id, options.audio, speech),
          name,
        });
        caller.start();
      },
      play: (audio) => {
        if (caller?.hear(audio)) {
          arrivals.push({ atMs: runner.atMs, soundMs: audio.length / BYTES_PER_MS });
        }
      },
      bargeIn: () => caller?.bargeIn(),
      disconnect: ({ reason, info, outputVariables }) => {
        const outputs = JSON.stringify(outputVariables);
        tell("call", `server disconnects: ${reason}${info && ` (${info})`} ${outputs}`);
      },
      violation: (violation) => {
        violations.push(violation);
        tell("FAULT", describeViolation(violation));
      },
      closing: () => caller?.end(),
    },
  });

  const hangUp = () =>
    caller
      ? caller.hangUp()
      : runner.state.phase === "idle"
      ? runner.abandon(options.signal?.reason)
      : runner.input({ type: "hang_up" });
  options.signal?.addEventListener("abort", hangUp);
  try {
    const url = new URL(options.url);
    await runner.run(
      url,
      handshakeHeaders({
        url,
        apiKey: options.apiKey,
        ...(options.authority === undefined ? {} : { authority: options.authority }),
        ...(options.secret ? { secret: options.secret } : {}),
        organizationId,
        sessionId,
        userAgent: options.userAgent ?? USER_AGENT,
        wallMs: clock.wall(),
      }),
    );
  } finally {
    options.signal?.removeEventListener("abort", hangUp);
    caller?.end();
  }
  const { disconnect } = runner.state;
  const bargeIns = caller?.bargeIns ?? 0;
  return {
    sessionId,
    violations,
    disconnect,
    heard: caller?.heard() ?? new Uint8Array(),
    said: caller?.said() ?? new Uint8Array(),
    bargeIns,
    playbacks: caller?.playbacks ?? 0,
    cutMs: caller?.cutMs ?? 0,
    openedMs,
    firstAudioMs: caller?.firstAudioMs ?? null,
    answerMs: [...caller?.answerMs ?? []],
    arrivals,
    durationMs: runner.atMs,
    endedBy: endedBy(runner),
    scriptError: caller?.scriptError ?? unmet(script.expect ?? {}, {
      outputs: disconnect?.outputVariables,
      bargeIns,
    }),
  };
}

/** For people: the code, the rule and what was received instead. */
export function describeViolation({ code, detail }: Violation): string {
  return `${code}: ${ruleOf(code).sentence}; received: ${detail}`;
}

function endedBy({ dropped, state }: SessionRunner): CallReport["endedBy"] {
  if (dropped) return "dropped";
  switch (state.closeReason) {
    case "end":
    case "reconnect":
      return "caller";
    case "disconnect":
      return "server";
    case "error":
      return "violation";
    case null:
      return "server_lost";
  }
}

function phoneOf(runner: SessionRunner): Phone {
  return {
    audio: (audio) => runner.input({ type: "caller_audio", audio }),
    digit: (digit) => runner.input({ type: "digit", digit }),
    playback: (what) => runner.input({ type: "playback", what }),
    hold: (on) => runner.input({ type: on ? "hold" : "unhold" }),
    language: (tag) => runner.input({ type: "language", tag }),
    hangUp: () => runner.input({ type: "hang_up" }),
    drop: () => runner.drop(),
  };
}
