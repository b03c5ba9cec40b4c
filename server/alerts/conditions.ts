// What is the matter, by the facts of this moment. Pure; how long it must be so is alert_step.ts's.
import type { AlertKind } from "../contract/alert_kinds.ts";
import { type CallSummary, END_REASONS, type EndReason } from "../contract/call.ts";
import type { ServerSettings } from "../contract/server_settings.ts";
import { wantsEye } from "../contract/wants_eye.ts";
import type { Condition } from "./alert_step.ts";

export type AlertMarks = Omit<ServerSettings["alerts"], "on">;

export interface AlertFacts {
  /** UTC. */
  wallMs: number;
  /** Sessions that failed since one was last ready. */
  model: { failures: number; code: string };
  /** When (UTC) a call was last turned away because the server was full; null: never. */
  refusedAtMs: number | null;
  /** How late timers run while calls are turned away for that; null: they are not. */
  closedByLagMs: number | null;
  spend: { day: string; usd: number; budgetUsd: number | null };
  /** The last hundred calls that ended. */
  ends: readonly { atMs: number; reason: EndReason }[];
  /** Of about the last minute. */
  worstLagMs: number;
  storeTrouble: boolean;
  /** Null: there was none yet. */
  selfCall: { ok: boolean; code: string | null } | null;
  /** Receivers that take nothing. */
  webhooks: readonly {
    webhookId: string;
    name: string;
    sinceMs: number;
    lastAtMs: number;
    reason: string;
    givenUp: boolean;
  }[];
  live: readonly CallSummary[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Codes that say that sessions cannot begin or last; others are about one answer. */
const DOWN = new Set([
  "E_UP_DNS",
  "E_UP_CONNECT",
  "E_UP_TLS",
  "E_UP_TIMEOUT",
  "E_UP_AUTH",
  "E_UP_MODEL",
  "E_UP_LIMIT",
  "E_UP_5XX",
  "E_UP_CONFIG",
  "E_UP_LOST",
]);
/** One may be a blip that the call's own retry gets over. */
const DOWN_FAILURES = 2;
const REFUSED_MS = MINUTE;
const NEAR = 0.9;
/** Older ends say nothing of today. */
const ENDS_MS = 24 * HOUR;
const RECEIVER_FAILS_MS = 30 * MINUTE;
/** Nothing has been tried for so long: whether it would be taken is not known. */
const RECEIVER_UNKNOWN_MS = 24 * HOUR;

/** How long each must hold before it is raised, and be well before it is cleared. */
export function patienceOf(kind: AlertKind, marks: AlertMarks) {
  return kind === "call_waits" ? { raiseMs: marks.callWaitsMs, clearMs: 10_000 } : PATIENCE[kind];
}

const AT_ONCE = { raiseMs: 0, clearMs: 0 };
const PATIENCE = {
  model_down: { raiseMs: 15_000, clearMs: 10_000 },
  no_credit: { raiseMs: 0, clearMs: 10_000 },
  calls_refused: { raiseMs: 0, clearMs: 4 * MINUTE },
  budget_near: AT_ONCE,
  budget_spent: AT_ONCE,
  failed_calls: { raiseMs: 0, clearMs: MINUTE },
  // One late moment is in the measure for a minute.
  held_up: { raiseMs: 90_000, clearMs: 2 * MINUTE },
  store_trouble: { raiseMs: 10_000, clearMs: 10_000 },
  // Two in a row.
  self_call_failed: { raiseMs: 70_000, clearMs: 0 },
  webhook_given_up: AT_ONCE,
} as const satisfies Record<
  Exclude<AlertKind, "call_waits">,
  { raiseMs: number; clearMs: number }
>;

export function conditionsOf(facts: AlertFacts, marks: AlertMarks): Condition[] {
  return [
    ...model(facts),
    ...refused(facts),
    ...budget(facts),
    ...failedCalls(facts, marks),
    ...(facts.worstLagMs >= marks.heldUpMs
      ? [server("held_up", { lagMs: `${Math.round(facts.worstLagMs)}` })]
      : []),
    ...(facts.storeTrouble ? [server("store_trouble", {})] : []),
    ...(facts.selfCall?.ok === false
      ? [server("self_call_failed", { code: facts.selfCall.code ?? "" })]
      : []),
    ...receivers(facts),
    ...waiting(facts),
  ];
}

function server(kind: AlertKind, facts: Record<string, string>): Condition {
  return { kind, subject: "", facts };
}

function model({ model: { failures, code } }: AlertFacts): Condition[] {
  const facts = { code, failures: `${failures}` };
  if (failures > 0 && code === "E_UP_QUOTA") return [server("no_credit", facts)];
  return failures >= DOWN_FAILURES && DOWN.has(code) ? [server("model_down", facts)] : [];
}

function refused({ refusedAtMs, closedByLagMs, wallMs }: AlertFacts): Condition[] {
  if (closedByLagMs !== null) return [server("calls_refused", { lagMs: `${closedByLagMs}` })];
  const recent = refusedAtMs !== null && wallMs - refusedAtMs < REFUSED_MS;
  return recent ? [server("calls_refused", {})] : [];
}

function budget({ spend: { day, usd, budgetUsd } }: AlertFacts): Condition[] {
  if (budgetUsd === null || usd < NEAR * budgetUsd) return [];
  const kind = usd >= budgetUsd ? "budget_spent" : "budget_near";
  const facts = { usd: usd.toFixed(2), budgetUsd: budgetUsd.toFixed(2) };
  return [{ ...server(kind, facts), id: `${kind}_${day}` }];
}

function failedCalls({ ends, wallMs }: AlertFacts, marks: AlertMarks): Condition[] {
  const recent = ends.filter(({ atMs }) => wallMs - atMs < ENDS_MS);
  const failed = recent.filter(({ reason }) => isFault(reason));
  if (failed.length < marks.failedCalls) return [];
  const counts = Map.groupBy(failed, ({ reason }) => reason);
  const [most] = [...counts].sort(([, a], [, b]) => b.length - a.length);
  return [server("failed_calls", {
    failed: `${failed.length}`,
    calls: `${recent.length}`,
    reason: most?.[0] ?? "",
  })];
}

/** Ours or the model's: not the caller's, the phone system's, or a stop that somebody wanted. */
function isFault(reason: EndReason): boolean {
  const { who } = END_REASONS[reason];
  return (who === "upstream" || who === "server") && reason !== "drained";
}

function receivers({ webhooks, wallMs }: AlertFacts): Condition[] {
  return webhooks
    .filter(({ givenUp, sinceMs, lastAtMs }) =>
      (givenUp || lastAtMs - sinceMs >= RECEIVER_FAILS_MS) &&
      wallMs - lastAtMs < RECEIVER_UNKNOWN_MS
    )
    .map(({ webhookId, name, reason, sinceMs }) => ({
      kind: "webhook_given_up",
      subject: webhookId,
      id: `webhook_given_up_${webhookId}_${sinceMs}`,
      facts: { webhookId, name, reason },
    }));
}

function waiting({ live, wallMs }: AlertFacts): Condition[] {
  return live.flatMap((call) => {
    const reason = wantsEye(call, wallMs);
    const { callId, agent } = call;
    return reason
      ? [{ kind: "call_waits", subject: callId, facts: { callId, agent: agent.name, reason } }]
      : [];
  });
}
