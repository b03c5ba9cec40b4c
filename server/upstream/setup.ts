// From dialling to ready (openai-realtime § 4.8): session.created, one complete session.update, its echo.
// Pure: step(state, input) → {state, effects}. No audio may flow before `ready`.
import { errorWords, failed } from "./failure.ts";
import { FORMAT, safeSessionOf, sessionOf } from "./settings.ts";
import type { SessionSettings, UpstreamEvent, UpstreamFailure } from "./upstream.ts";
import type { ServerEvent, WireError, WireSession } from "./wire.ts";

const CREATED_MS = 5_000;
const UPDATED_MS = 3_000;
/** The longest life of a session (§ 15), for a server that does not say, or says nonsense. */
const SESSION_MS = 60 * 60_000;

export type Setup =
  | { at: "dialling"; dueMs: number }
  | {
    at: "configuring";
    dueMs: number;
    created: WireSession;
    eventId: string;
    notes: readonly UpstreamEvent[];
  }
  | { at: "ready" }
  | { at: "failed" };

export type SetupInput = { type: "event"; event: ServerEvent } | { type: "tick" };

export type SetupEffect =
  | { type: "update"; eventId: string; session: Record<string, unknown> }
  | { type: "seed" }
  | { type: "tell"; event: UpstreamEvent };

/** What the steps look things up in; the times are the Clock's. */
export interface SetupContext {
  settings: SessionSettings;
  nowMs: number;
  wallMs: number;
}

export function dialling(nowMs: number): Setup {
  return { at: "dialling", dueMs: nowMs + CREATED_MS };
}

export function stepSetup(
  state: Setup,
  input: SetupInput,
  context: SetupContext,
): { state: Setup; effects: SetupEffect[] } {
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
    return reconfigure(state, event.error, context);
  }
  return { state, effects: [] };
}

type Configuring = Extract<Setup, { at: "configuring" }>;
type Step = { state: Setup; effects: SetupEffect[] };

function configure(created: WireSession, { settings, nowMs }: SetupContext): Step {
  const eventId = "cfg-1";
  return {
    state: { at: "configuring", dueMs: nowMs + UPDATED_MS, created, eventId, notes: [] },
    effects: [{ type: "update", eventId, session: sessionOf(settings) }],
  };
}

/** An error without the id of its cause is taken by the field it names. */
export function concerns(error: WireError, eventId: string): boolean {
  return error.event_id ? error.event_id === eventId : error.param?.startsWith("session") ?? false;
}

function reconfigure(
  state: Configuring,
  error: WireError,
  { settings, nowMs }: SetupContext,
): Step {
  const words = errorWords(error);
  if (state.eventId !== "cfg-1") {
    return fail(
      failed("E_UP_CONFIG", `The model refused the settings, also the plain ones: ${words}`),
    );
  }
  const eventId = "cfg-2";
  const detail = `The model refused the settings (${words}); ` +
    "going on without transcription, reasoning effort, noise reduction, remote tools and own turn taking";
  return {
    state: {
      ...state,
      dueMs: nowMs + UPDATED_MS,
      eventId,
      notes: [...state.notes, { type: "note", code: "config_refused", detail }],
    },
    effects: [{
      type: "update",
      eventId,
      session: safeSessionOf(settings, error.param ?? null),
    }],
  };
}

function check(state: Configuring, updated: WireSession, context: SetupContext): Step {
  const { config } = context.settings;
  const formats = [updated.audio?.input?.format?.type, updated.audio?.output?.format?.type];
  if (formats.some((format) => format !== FORMAT)) {
    const received = formats.map((format) => format ?? "none").join(" in, ") + " out";
    return fail(failed("E_UP_FORMAT", `The model must speak ${FORMAT}, received ${received}`));
  }
  const wireVoice = updated.audio?.output?.voice;
  const voice = typeof wireVoice === "string" ? wireVoice : wireVoice?.id ?? config.voice;
  const model = updated.model ?? state.created.model ?? config.model;
  const ready: UpstreamEvent = {
    type: "ready",
    sessionId: updated.id ?? state.created.id ?? "",
    model,
    voice,
    expiresAtMs: expiry(updated.expires_at ?? state.created.expires_at, context.wallMs),
  };
  const notes = [
    ...state.notes,
    ...differs("voice", config.voice, voice),
    // A dated snapshot is the model that was asked for.
    ...differs("model", config.model, model.startsWith(`${config.model}-2`) ? config.model : model),
  ];
  return {
    state: { at: "ready" },
    effects: [
      { type: "seed" },
      ...[ready, ...notes].map((event) => ({ type: "tell" as const, event })),
    ],
  };
}

function differs(what: "voice" | "model", asked: string, given: string): UpstreamEvent[] {
  return asked === given
    ? []
    : [{ type: "note", code: `${what}_differs`, detail: `Asked for ${asked}, given ${given}` }];
}

/** Never in the past and never later than a session can live: a wrong clock must not end calls. */
export function expiry(unixSeconds: number | null | undefined, wallMs: number): number {
  const latest = wallMs + SESSION_MS;
  const told = (unixSeconds ?? 0) * 1000;
  return told > wallMs ? Math.min(told, latest) : latest;
}

function fail(failure: UpstreamFailure): Step {
  return {
    state: { at: "failed" },
    effects: [{ type: "tell", event: { type: "lost", failure } }],
  };
}
