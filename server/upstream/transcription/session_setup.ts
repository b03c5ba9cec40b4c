// From dialling to ready (openai-realtime §§ 4.8, 17): session.created, one session.update, its echo. What is refused
// is asked for once more without what one can do without.
// Pure: step(state, input) → {state, effects}. No audio may flow before `ready`.
import { errorWords, failed } from "../failure.ts";
import { FORMAT } from "../settings.ts";
import { concerns, expiry } from "../setup.ts";
import type { UpstreamFailure } from "../upstream.ts";
import type { ServerEvent, WireError, WireSession } from "../wire.ts";
import type { EarSettings } from "./ear.ts";
import { type Regime, regimeOf } from "./models.ts";
import type { Without } from "./session_settings.ts";

const CREATED_MS = 5_000;
const UPDATED_MS = 3_000;

export type Setup =
  | { at: "dialling"; dueMs: number }
  | { at: "configuring"; dueMs: number; eventId: string; regime: Regime; expiresAt: number | null }
  | { at: "ready" }
  | { at: "failed" };

export type SetupInput = { type: "event"; event: ServerEvent } | { type: "tick" };

export type SetupEffect =
  | { type: "update"; eventId: string; regime: Regime; without: Without }
  | { type: "note"; code: string; detail: string }
  | { type: "ready"; regime: Regime; model: string; expiresAtMs: number }
  | { type: "lost"; failure: UpstreamFailure };

/** What the steps look things up in; the times are the Clock's. */
export interface SetupContext {
  settings: EarSettings;
  nowMs: number;
  wallMs: number;
}

type Step = { state: Setup; effects: SetupEffect[] };
type Configuring = Extract<Setup, { at: "configuring" }>;

const FIRST = "cfg-1";

export function dialling(nowMs: number): Setup {
  return { at: "dialling", dueMs: nowMs + CREATED_MS };
}

export function stepSetup(state: Setup, input: SetupInput, context: SetupContext): Step {
  if (state.at === "ready" || state.at === "failed") return { state, effects: [] };
  if (input.type === "tick") {
    if (context.nowMs < state.dueMs) return { state, effects: [] };
    const missing = state.at === "dialling" ? "session.created" : "session.updated";
    return fail(failed("E_UP_TIMEOUT", `The model's server sent no ${missing} in time`));
  }
  const { event } = input;
  if (state.at === "dialling") {
    return event.type === "session.created"
      ? configure(event.session, context)
      : { state, effects: [] };
  }
  if (event.type === "session.updated") return check(state, event.session, context);
  if (event.type === "error" && concerns(event.error, state.eventId)) {
    return again(state, event.error, context);
  }
  return { state, effects: [] };
}

function configure(created: WireSession, { settings, nowMs }: SetupContext): Step {
  const regime = regimeOf(settings.model);
  const expiresAt = created.expires_at ?? null;
  return {
    state: { at: "configuring", dueMs: nowMs + UPDATED_MS, eventId: FIRST, regime, expiresAt },
    effects: [{ type: "update", eventId: FIRST, regime, without: {} }],
  };
}

function again(state: Configuring, error: WireError, { nowMs }: SetupContext): Step {
  const words = errorWords(error);
  if (state.eventId !== FIRST) {
    return fail(
      failed("E_UP_CONFIG", `The model refused the settings, also the plain ones: ${words}`),
    );
  }
  // A model that we do not know may be one of those that find no turns.
  const noTurns = /turn.?detection/i.test(`${error.param ?? ""} ${error.message ?? ""}`);
  const regime = noTurns ? "continuous" : state.regime;
  const language = /language/.test(error.param ?? "");
  const eventId = "cfg-2";
  const left = noTurns ? "turn detection" : "keywords, choice of languages and probabilities";
  const detail = `The model refused the settings (${words}); going on without ${left}`;
  return {
    state: { ...state, dueMs: nowMs + UPDATED_MS, eventId, regime },
    effects: [
      { type: "note", code: "config_refused", detail },
      { type: "update", eventId, regime, without: { extras: !noTurns, language } },
    ],
  };
}

function check(state: Configuring, updated: WireSession, context: SetupContext): Step {
  const input = updated.audio?.input;
  const format = input?.format?.type ?? "none";
  if (format !== FORMAT) {
    return fail(failed("E_UP_FORMAT", `The model must hear ${FORMAT}, received ${format}`));
  }
  const detection = input?.turn_detection;
  if (state.regime === "segmented" && detection === null) {
    return fail(failed("E_UP_CONFIG", "The model's server finds no turns, though asked to"));
  }
  if (state.regime === "continuous" && detection) {
    return fail(failed("E_UP_CONFIG", "The model's server finds turns, though asked not to"));
  }
  const model = input?.transcription?.model ?? context.settings.model;
  const expiresAtMs = expiry(updated.expires_at ?? state.expiresAt, context.wallMs);
  return {
    state: { at: "ready" },
    effects: [{ type: "ready", regime: state.regime, model, expiresAtMs }],
  };
}

function fail(failure: UpstreamFailure): Step {
  return { state: { at: "failed" }, effects: [{ type: "lost", failure }] };
}
