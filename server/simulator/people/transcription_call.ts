// Places one simulated call between people on an AudioHook server that writes it down, in real time: both sides speak
// by a score, and the lines that come back are checked and laid beside what was said.
import { type Clock, systemClock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import { describeViolation } from "../audiohook/call.ts";
import { DEFAULT_ORGANIZATION, handshakeHeaders, USER_AGENT } from "../audiohook/handshake.ts";
import { type Offering, offersFor } from "../audiohook/offers.ts";
import type { Disconnect, Media } from "../audiohook/server_message.ts";
import { SessionRunner } from "../audiohook/session_runner.ts";
import type { Violation } from "../audiohook/violations.ts";
import { seededRandom } from "../seeded_random.ts";
import { loadSpeech, type Speech } from "../speech.ts";
import { type Framing, LineFeed, type Unsent } from "./line_feed.ts";
import { loadPeopleScript, type PeopleScript } from "./people_script.ts";
import { compose, composeTracks, type Said, type Who } from "./score.ts";
import { type ReceivedLine, TranscriptLedger } from "./transcript_ledger.ts";

export interface PlaceTranscriptionOptions {
  /** For instance ws://127.0.0.1:8080/audiohook/transcribe */
  url: string;
  apiKey: string;
  /** Host that is signed, where it is another than that of the url. */
  authority?: string;
  /** The client secret, base64; unsigned without one. */
  secret?: string;
  organizationId?: string;
  sessionId?: string;
  conversationId?: string;
  /** What happens; "plain" when neither a script nor sound is given. */
  script?: PeopleScript;
  /** Mono mu-law at 8 kHz: what the caller says, and the agent, from the beginning on; in place of a script. */
  external?: Uint8Array;
  internal?: Uint8Array;
  /** "stereo" unless told otherwise. */
  offering?: Offering;
  /** "200" unless told otherwise. */
  framing?: Framing;
  /** Makes odd frames the same again. */
  seed?: number;
  /** Over that of the script; null: none is told. */
  language?: string | null;
  customConfig?: unknown;
  ani?: string;
  dnis?: string;
  /** Over that of the script. */
  pauseClock?: "counts" | "stands";
  userAgent?: string;
  /** Hangs up; before the call is answered the promise may reject with the reason. */
  signal?: AbortSignal;
  /** A line of the running account. */
  onEvent?(line: string): void;
  /** Whether the account tells lines that are not final, too. */
  tellsInterims?: boolean;
  clock?: Clock;
  speech?: Speech;
}

/** What was said, and how much of it the server could hear. */
export interface Truth extends Said {
  heard: "whole" | "part" | "none";
}

export interface TranscriptionReport {
  sessionId: string;
  violations: Violation[];
  disconnect: Disconnect | null;
  media: Media | null;
  /** Languages that the server named; null when it named none. */
  languages: readonly string[] | null;
  /** By their beginnings. */
  truth: readonly Truth[];
  /** Final lines in the order in which they came. */
  lines: readonly ReceivedLine[];
  interims: number;
  /** How often the server said that the language is another one. */
  updates: number;
  /** Lines that came between `close` and `closed`. */
  lastLines: number;
  openedMs: number | null;
  /** From `close` to `closed`; null when one of them never came. */
  closedMs: number | null;
  durationMs: number;
  endedBy: "conversation" | "server" | "violation" | "server_lost";
}

/** Rejects when the call could not be placed at all, as `placeCall` does. */
export async function placeTranscriptionCall(
  options: PlaceTranscriptionOptions,
): Promise<TranscriptionReport> {
  options.signal?.throwIfAborted();
  const clock = options.clock ?? systemClock;
  const speech = options.speech ?? await loadSpeech();
  const { external, internal } = options;
  const script = options.script ??
    (external || internal ? undefined : await loadPeopleScript("plain"));
  // A misspelt recording is told before the call, not in the middle of it.
  const score = script ? compose(script, (id) => speech.byId(id)) : composeTracks({
    ...(external ? { caller: external } : {}),
    ...(internal ? { agent: internal } : {}),
  });
  const sessionId = options.sessionId ?? crypto.randomUUID();
  const organizationId = options.organizationId ?? DEFAULT_ORGANIZATION;
  const language = options.language === undefined ? script?.language ?? null : options.language;
  const customConfig = options.customConfig ?? script?.customConfig;
  const pauseClock = options.pauseClock ?? script?.pauseClock ?? "counts";

  const violations: Violation[] = [];
  let feed: LineFeed | undefined;
  let ledger: TranscriptLedger | undefined;
  let channels: readonly Who[] = [];
  let languages: readonly string[] | null = null;
  let connectedMs = 0;
  let openedMs: number | null = null;
  let updates = 0;
  let asked = 0;
  let lastLines = 0;
  const tell = (who: string, line: string) =>
    options.onEvent?.(
      `${(runner.atMs / 1000).toFixed(1).padStart(6)} s  ${who.padEnd(6)}  ${line}`,
    );
  const complain = (violation: Violation) => {
    violations.push(violation);
    tell("FAULT", describeViolation(violation));
  };
  const hangUp = () => runner.input({ type: "hang_up", reason: script?.endReason ?? "end" });
  const runner: SessionRunner = new SessionRunner({
    clock,
    config: {
      sessionId,
      organizationId,
      conversationId: options.conversationId ?? crypto.randomUUID(),
      participantId: crypto.randomUUID(),
      ani: options.ani ?? "tel:+4930555010199",
      aniName: "",
      dnis: options.dnis ?? script?.dnis ?? "tel:+4930555010100",
      ...(language === null ? {} : { language }),
      ...(customConfig === undefined ? {} : { customConfig }),
      offers: offersFor(options.offering ?? "stereo"),
      asksLanguages: true,
      listensOnly: true,
    },
    hooks: {
      connected: () => connectedMs = runner.atMs,
      opened: (media, named) => {
        openedMs = runner.atMs - connectedMs;
        languages = named;
        channels = (media?.channels ?? []).map((one) => one === "external" ? "caller" : "agent");
        tell(
          "call",
          `answered in ${openedMs.toFixed(0)} ms, ${channels.join(" and ") || "no"} audio`,
        );
        ledger = new TranscriptLedger(channels);
        feed = new LineFeed({
          clock: guardedClock(clock, (fault) => runner.abandon(fault)),
          score,
          channels,
          framing: options.framing ?? "200",
          random: seededRandom(options.seed ?? 1),
          pauseClock,
          tell: (line) => tell("call", line),
          phone: {
            audio: (audio) => runner.input({ type: "caller_audio", audio }),
            hold: (on) => runner.input({ type: on ? "hold" : "unhold" }),
            skip: (bytes) => runner.input({ type: "skip", bytes }),
            language(tag) {
              asked++;
              runner.input({ type: "language", tag });
            },
            flows: () => !runner.state.pausedByCaller && !runner.state.pausedByServer,
            over: hangUp,
          },
        });
      },
      updated: () => updates++,
      bargeIn: () => complain({ code: "ENTITY_FOREIGN", detail: "barge_in", atMs: runner.atMs }),
      entity: (entity) => {
        const { atMs } = runner;
        const mediaMs = runner.state.positionBytes / 8;
        const taken = ledger?.take(entity, { atMs, mediaMs });
        for (const complaint of taken?.complaints ?? []) complain({ ...complaint, atMs });
        const line = taken?.line;
        if (!line) return;
        if (line.final && runner.state.phase === "closing") lastLines++;
        if (line.final || options.tellsInterims) tell(line.who, told(line));
      },
      disconnect: ({ reason, info }) =>
        tell("call", `server disconnects: ${reason}${info && ` (${info})`}`),
      violation: complain,
      closing: () => feed?.stop(),
    },
  });

  const abort = () => {
    if (runner.state.phase === "idle") runner.abandon(options.signal?.reason);
    else hangUp();
  };
  options.signal?.addEventListener("abort", abort);
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
    options.signal?.removeEventListener("abort", abort);
    feed?.stop();
  }
  const { state } = runner;
  if (updates < asked && state.closeReason === "end") {
    const detail = `${asked} sent, ${updates} answered`;
    complain({ code: "UPDATE_UNANSWERED", detail, atMs: runner.atMs });
  }
  return {
    sessionId,
    violations,
    disconnect: state.disconnect,
    media: state.media,
    languages,
    truth: truthOf(score.said, {
      channels,
      unsent: feed?.unsent ?? [],
      playedMs: feed?.mediaMs ?? 0,
    }),
    lines: ledger?.lines ?? [],
    interims: ledger?.interims ?? 0,
    updates,
    lastLines,
    openedMs,
    closedMs: state.closedAtMs === null ? null : state.closedAtMs - state.closeAtMs,
    durationMs: runner.atMs,
    endedBy: endedBy(state.closeReason, script?.endReason ?? "end"),
  };
}

function endedBy(
  reason: SessionRunner["state"]["closeReason"],
  wanted: PeopleScript["endReason"],
): TranscriptionReport["endedBy"] {
  if (reason === null) return "server_lost";
  if (reason === "disconnect") return "server";
  return reason === "error" && wanted !== "error" ? "violation" : "conversation";
}

/** How much of what was said was sent: a side that was not taken, a pause, a loss, or the end leave it out. */
function truthOf(
  said: readonly Said[],
  { channels, unsent, playedMs }: {
    channels: readonly Who[];
    unsent: readonly Unsent[];
    playedMs: number;
  },
): Truth[] {
  const missing = [...unsent, { startMs: playedMs, endMs: Infinity }];
  return said.map((one) => {
    const lostMs = missing.reduce(
      (sum, { startMs, endMs }) =>
        sum + Math.max(0, Math.min(endMs, one.endMs) - Math.max(startMs, one.startMs)),
      0,
    );
    const share = channels.includes(one.who) ? 1 - lostMs / (one.endMs - one.startMs) : 0;
    return { ...one, heard: share > 0.999 ? "whole" : share < 0.001 ? "none" : "part" };
  });
}

function told({ final, text, language, offsetMs }: ReceivedLine): string {
  const at = `${(offsetMs / 1000).toFixed(1)} s`;
  return final ? `${text}  (${[language, at].filter(Boolean).join(", ")})` : `… ${text}`;
}

/** A fault in a timer of the feed ends this call, with its reason, and nothing else. */
function guardedClock(clock: Clock, onFault: (fault: unknown) => void): Clock {
  return {
    now: () => clock.now(),
    wall: () => clock.wall(),
    after: (ms, fn) => clock.after(ms, guarded(onFault, fn)),
  };
}
