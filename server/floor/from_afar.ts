// Reads what other instances tell of their calls. They may be one version older or newer: what is not known is kept,
// what lacks something gets the usual, and what cannot be used is left out. Pure.
import { CALL_KINDS, CALL_STATES, type CallSummary, END_REASONS } from "../contract/call.ts";
import { foldCall } from "../contract/fold_call.ts";
import { type CallEvent, callEventBodySchema } from "../contract/event.ts";

/** Undefined: it cannot be used. */
export function readEvent(value: unknown): CallEvent | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { seq, callId, atMs, offsetMs } = value as Record<string, unknown>;
  const inPlace = Number.isSafeInteger(seq) && typeof callId === "string" && callId !== "" &&
    Number.isFinite(atMs) && Number.isFinite(offsetMs);
  // The value itself, not what was parsed of it: that would lack what a newer version says beside.
  return inPlace && callEventBodySchema.safeParse(value).success ? value as CallEvent : undefined;
}

/** Undefined: it cannot be used. */
export function readCall(value: unknown): CallSummary | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const call = { ...BLANK, ...value };
  const usable = call.callId !== "" && Number.isSafeInteger(call.seq) &&
    Object.entries(BLANK).every(([name, blank]) => {
      const held = call[name as keyof CallSummary];
      if (held === null) return MAY_BE_NULL.has(name);
      if (blank === null) return true;
      return typeof held === typeof blank && Array.isArray(held) === Array.isArray(blank);
    });
  if (!usable || !oneOf(CALL_STATES, call.state) || !oneOf(CALL_KINDS, call.kind)) return undefined;
  // Everybody must have words for it.
  const isKnown = call.endReason === null || Object.hasOwn(END_REASONS, call.endReason);
  return isKnown ? call : { ...call, endReason: "internal" };
}

const oneOf = (all: readonly string[], one: string) => all.includes(one);

const MAY_BE_NULL: ReadonlySet<string> = new Set(
  [
    "endedAtMs",
    "degraded",
    "endReason",
    "endCode",
    "costUsd",
    "hand",
  ] satisfies (keyof CallSummary)[],
);

const BLANK: CallSummary = foldCall(null, {
  type: "call.started",
  seq: 0,
  callId: "",
  atMs: 0,
  offsetMs: 0,
  protocol: "",
  caller: "",
  called: "",
  conversationId: "",
  agent: { id: "", name: "", version: 0 },
  model: "",
  voice: "",
  language: "",
  origin: "phone",
  answeredBy: "openai",
})!;
