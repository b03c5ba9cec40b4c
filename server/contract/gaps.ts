// The silence ledger: for each answer one bar as long as the silence that a stopwatch on the phone would measure,
// from the end of the caller's speech to the first sound heard, cut into parts that say who took that long.
// Pure; imports types and one sum. What no event explains stays a part of its own.
import type { ResponseCause } from "./call.ts";
import type { CallEvent } from "./event.ts";
import { speechEndMs } from "./signs.ts";

/**
 * "detection": until the caller's turn was known to be over; "model": from the start of a response to its first
 * sound; "tool": a tool ran; "connecting": no session with the model was ready; "held": the phone system had paused;
 * "sending": the sound was here and waited for its turn on the line; "unexplained": no event tells.
 */
export const GAP_PARTS = [
  "detection",
  "model",
  "tool",
  "connecting",
  "held",
  "sending",
  "unexplained",
] as const;
export type GapPartName = (typeof GAP_PARTS)[number];

/**
 * What the caller waited after. "greeting": the answering of the call; "interruption": having cut in; "keys": the
 * last key; "tool": words of the agent or of the caller, and a tool ran meanwhile; "trouble": something went wrong.
 */
const GAP_KINDS = ["greeting", "answer", "interruption", "keys", "tool", "trouble"] as const;
export type GapKind = (typeof GAP_KINDS)[number];

export interface GapPart {
  name: GapPartName;
  ms: number;
}

export interface Gap {
  /** Of the sound that ended it. */
  itemId: string;
  responseId: string;
  kind: GapKind;
  /** Milliseconds since the answer; whole numbers. */
  startMs: number;
  endMs: number;
  gapMs: number;
  /** In order of time; their sum is `gapMs`. None is empty. */
  parts: readonly GapPart[];
  /** Tools that ran meanwhile. */
  tools: readonly string[];
  /** It began with the caller's doing, not with the agent falling silent in the middle of its own. */
  answers: boolean;
  /** Whether it is known how much silence the turn detection waited out; else the bar begins only after that. */
  fromSpeechEnd: boolean;
}

interface Span {
  name: GapPartName;
  startMs: number;
  endMs: number;
  tool?: string;
}

interface Wait {
  sinceMs: number;
  kind: GapKind;
  /** When it was known that the caller was done; null: nothing was to be detected. */
  detectedMs: number | null;
  fromSpeechEnd: boolean;
}

/** An agent that goes on within this has not paused to a listener's ear. */
const PAUSE_MS = 200;
/** Answers that go on where the agent itself fell silent. */
const GOES_ON: ReadonlySet<ResponseCause> = new Set(["tool", "recovery", "farewell", "handover"]);
/** Where two explanations overlap, the first of these is told. */
const RANK: readonly GapPartName[] = [
  "held",
  "detection",
  "sending",
  "tool",
  "connecting",
  "model",
  "unexplained",
];
/** Sound of our own (clips) and of a person in the agent's place; the model made neither. */
const CLIP = /^clip-/;
const PERSON = /^supervisor-/;

/** The gaps of a call, in order. `events`: all of it, in order. */
export function gapsOf(events: readonly CallEvent[]): Gap[] {
  const known = survey(events);
  const gaps: Gap[] = [];
  const answered = new Set<string>();
  let wait: Wait | null = null;
  let lastKeyMs: number | null = null;
  for (const event of events) {
    switch (event.type) {
      case "call.started":
        wait = { sinceMs: 0, kind: "greeting", detectedMs: null, fromSpeechEnd: true };
        break;
      case "caller.speaking":
      case "supervisor.took_over":
        wait = null;
        break;
      case "caller.silent":
        wait = {
          sinceMs: speechEndMs(event),
          kind: known.cutIns.has(event.itemId) ? "interruption" : "answer",
          detectedMs: event.offsetMs,
          fromSpeechEnd: event.quietMs !== undefined,
        };
        break;
      case "caller.digit":
        lastKeyMs = event.offsetMs;
        break;
      case "caller.digits": {
        const sinceMs = lastKeyMs ?? event.offsetMs;
        wait = { sinceMs, kind: "keys", detectedMs: event.offsetMs, fromSpeechEnd: true };
        break;
      }
      case "agent.speaking": {
        const first = !answered.has(event.responseId);
        answered.add(event.responseId);
        if (PERSON.test(event.itemId)) wait = null;
        else if (first) gaps.push(...gapBefore(event, wait, known));
        wait = null;
      }
    }
  }
  return gaps;
}

/** How long callers waited, over gaps that answer them; null where there are none. */
export function gapFigures(
  gapsMs: readonly number[],
): { answers: number; p50Ms: number; p95Ms: number; slowestMs: number } | null {
  const sorted = [...gapsMs].sort((a, b) => a - b);
  const slowestMs = sorted.at(-1);
  if (slowestMs === undefined) return null;
  /** The nearest that was really measured. */
  const at = (share: number) =>
    sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? slowestMs;
  return { answers: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), slowestMs };
}

interface Known {
  /** In order of their start. */
  spans: readonly Span[];
  /** Of each span, when the last of it and all before it ended. */
  endedByMs: readonly number[];
  causes: ReadonlyMap<string, ResponseCause>;
  /** Items of the caller's that cut the agent off. */
  cutIns: ReadonlySet<string>;
  /** Where sound of the agent ended, in no order. */
  soundEndsMs: readonly number[];
}

function survey(events: readonly CallEvent[]): Known {
  const spans: Span[] = [];
  const causes = new Map<string, ResponseCause>();
  const cutIns = new Set<string>();
  const soundEndsMs: number[] = [];
  const open = new Map<string, Span>();
  const begin = (key: string, span: Omit<Span, "endMs">) => {
    if (open.has(key)) return;
    const whole = { ...span, endMs: Infinity };
    open.set(key, whole);
    spans.push(whole);
  };
  const end = (key: string, atMs: number) => {
    const span = open.get(key);
    if (span) span.endMs = atMs;
    open.delete(key);
  };
  for (const event of events) {
    const { offsetMs: startMs } = event;
    switch (event.type) {
      case "call.started":
        begin("connecting", { name: "connecting", startMs: 0 });
        break;
      case "upstream.lost":
        begin("connecting", { name: "connecting", startMs });
        break;
      case "upstream.ready":
      case "upstream.rolled_over":
        end("connecting", startMs);
        break;
      case "call.held":
        begin("held", { name: "held", startMs });
        break;
      case "call.resumed":
        end("held", startMs);
        break;
      case "agent.thinking":
        causes.set(event.responseId, event.cause);
        begin(`model ${event.responseId}`, { name: "model", startMs });
        break;
      case "agent.done":
        end(`model ${event.responseId}`, startMs);
        break;
      case "tool.called":
        begin(`tool ${event.toolCallId}`, { name: "tool", startMs, tool: event.name });
        break;
      case "tool.finished":
        end(`tool ${event.toolCallId}`, startMs);
        break;
      case "caller.interrupted":
        cutIns.add(event.itemId);
        break;
      case "agent.heard":
        if (event.heardMs > 0) soundEndsMs.push(event.endMs);
    }
  }
  let lastMs = -Infinity;
  const endedByMs = spans.map(({ endMs }) => lastMs = Math.max(lastMs, endMs));
  return { spans, endedByMs, causes, cutIns, soundEndsMs };
}

/** Of a long call only what lies near is looked at. */
function spansIn(
  { spans, endedByMs }: Known,
  { startMs, endMs }: { startMs: number; endMs: number },
): Span[] {
  let [from, to] = [0, spans.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (endedByMs[middle]! > startMs) to = middle;
    else from = middle + 1;
  }
  const inside: Span[] = [];
  for (let at = from; at < spans.length && spans[at]!.startMs < endMs; at++) {
    if (spans[at]!.endMs > startMs) inside.push(spans[at]!);
  }
  return inside;
}

function gapBefore(
  sound: Extract<CallEvent, { type: "agent.speaking" }>,
  wait: Wait | null,
  known: Known,
): Gap[] {
  const cause = known.causes.get(sound.responseId);
  const clip = CLIP.test(sound.responseId);
  const own = wait ?? goesOn(sound, { cause, clip }, known);
  if (!own) return [];
  const [startMs, endMs] = [Math.round(own.sinceMs), Math.round(sound.startMs)];
  if (endMs < startMs || (!wait && endMs - startMs < PAUSE_MS)) return [];
  const inside = spansIn(known, { startMs, endMs });
  const parts = partsOf({ startMs, endMs }, [
    ...inside,
    ...(own.detectedMs === null
      ? []
      : [{ name: "detection" as const, startMs, endMs: own.detectedMs }]),
    { name: "sending", startMs: sound.arrivedMs ?? sound.offsetMs, endMs },
  ]);
  const tools = [...new Set(inside.flatMap(({ tool }) => tool ?? []))];
  const troubled = clip || cause === "recovery" ||
    (own.kind !== "greeting" && parts.some(({ name }) => name === "connecting"));
  return [{
    itemId: sound.itemId,
    responseId: sound.responseId,
    kind: troubled ? "trouble" : own.kind === "answer" && tools.length > 0 ? "tool" : own.kind,
    startMs,
    endMs,
    gapMs: endMs - startMs,
    parts,
    tools,
    answers: wait !== null && wait.kind !== "greeting",
    fromSpeechEnd: own.fromSpeechEnd,
  }];
}

/** An agent that said something, fell silent and goes on: the silence since its own last sound. */
function goesOn(
  { startMs }: { startMs: number },
  { cause, clip }: { cause: ResponseCause | undefined; clip: boolean },
  { soundEndsMs }: Known,
): Wait | null {
  if (!clip && (cause === undefined || !GOES_ON.has(cause))) return null;
  const before = soundEndsMs.filter((endMs) => endMs <= startMs);
  if (before.length === 0) return null;
  const sinceMs = before.reduce((a, b) => Math.max(a, b));
  return { sinceMs, kind: "answer", detectedMs: null, fromSpeechEnd: true };
}

/** Cuts the gap at every border of a span and names each piece; neighbours of one name are one part. */
function partsOf(
  { startMs, endMs }: { startMs: number; endMs: number },
  spans: readonly Span[],
): GapPart[] {
  const inside = (ms: number) => Math.round(Math.min(endMs, Math.max(startMs, ms)));
  const borders = new Set([startMs, endMs]);
  for (const span of spans) borders.add(inside(span.startMs)).add(inside(span.endMs));
  const cuts = [...borders].sort((a, b) => a - b);
  const parts: GapPart[] = [];
  for (const [index, fromMs] of cuts.entries()) {
    const toMs = cuts[index + 1];
    if (toMs === undefined) break;
    const name = nameOf((fromMs + toMs) / 2, spans);
    const last = parts.at(-1);
    if (last?.name === name) last.ms += toMs - fromMs;
    else parts.push({ name, ms: toMs - fromMs });
  }
  return parts;
}

function nameOf(atMs: number, spans: readonly Span[]): GapPartName {
  const there = spans.filter(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
  return RANK.find((name) => there.some((span) => span.name === name)) ?? "unexplained";
}
