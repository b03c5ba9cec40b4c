// When an alert is raised and when it is cleared: after it has held for a while, and after it was well for a while, so
// that nothing flaps. Pure; knows no facts.
import { type Alert, type AlertKind, ALERTS_OF_ALL } from "../contract/alert_kinds.ts";

/** Something that is the matter now. */
export interface Condition {
  kind: AlertKind;
  /** What it is about beside its kind: a call, a webhook; "": the server. */
  subject: string;
  /** A name that every instance of the server gives it; absent: one is made. */
  id?: string;
  /** What was measured. */
  facts: Readonly<Record<string, string>>;
}

interface Held {
  kind: AlertKind;
  badSinceMs: number;
  /** Null: it is the matter still. */
  wellSinceMs: number | null;
  /** Null: it has not held for long enough. */
  alert: Alert | null;
}

/** By kind and subject. */
export type AlertState = ReadonlyMap<string, Held>;
export const NO_ALERTS: AlertState = new Map();

export interface AlertInput {
  /** Monotonic. */
  nowMs: number;
  /** UTC. */
  wallMs: number;
  conditions: readonly Condition[];
  /** Of which kinds alerts are wanted; others are cleared at once. */
  on: readonly AlertKind[];
  patience(kind: AlertKind): { raiseMs: number; clearMs: number };
  newId(): string;
  /** Whose the alerts are; absent: the server is alone. */
  instance?: string | undefined;
}

export interface AlertOutput {
  state: AlertState;
  raised: readonly Alert[];
  cleared: readonly Alert[];
}

/** Of one kind; more calls that wait make nobody any wiser. */
export const MOST_OF_A_KIND = 20;

export function stepAlerts(state: AlertState, input: AlertInput): AlertOutput {
  const next = new Map<string, Held>();
  const raised: Alert[] = [];
  const cleared: Alert[] = [];
  const wanted = input.conditions.filter(({ kind }) => input.on.includes(kind));
  const bad = new Map(wanted.map((condition) => [keyOf(condition), condition]));
  for (const [key, held] of state) {
    if (bad.has(key)) continue;
    const kept = well(held, input);
    if (kept) next.set(key, kept);
    else if (held.alert) cleared.push(held.alert);
  }
  for (const [key, condition] of bad) {
    const before = state.get(key);
    const held = matter(before, condition, input);
    const isNew = held.alert !== null && !before?.alert;
    const open = openOf(state, condition.kind) + openOf(raised, condition.kind);
    const crowded = isNew && open >= MOST_OF_A_KIND;
    next.set(key, crowded ? { ...held, alert: null } : held);
    if (isNew && !crowded && held.alert) raised.push(held.alert);
  }
  return { state: next, raised, cleared };
}

/** Those that hold, the newest first. */
export function openAlerts(state: AlertState): Alert[] {
  return [...state.values()].flatMap(({ alert }) => alert ?? [])
    .sort((a, b) => b.sinceMs - a.sinceMs);
}

function matter(held: Held | undefined, { kind, id, facts }: Condition, input: AlertInput): Held {
  const { nowMs, wallMs, instance } = input;
  const badSinceMs = held?.badSinceMs ?? nowMs;
  const alert = held?.alert ?? null;
  if (alert || nowMs - badSinceMs < input.patience(kind).raiseMs) {
    return { kind, badSinceMs, wellSinceMs: null, alert };
  }
  const sinceMs = wallMs - Math.round(nowMs - badSinceMs);
  return {
    kind,
    badSinceMs,
    wellSinceMs: null,
    alert: {
      id: id ?? input.newId(),
      kind,
      sinceMs,
      facts,
      ...(instance !== undefined && !ALERTS_OF_ALL.includes(kind) && { instance }),
    },
  };
}

/** Null: nothing is the matter any more. */
function well(held: Held, { nowMs, on, patience }: AlertInput): Held | null {
  if (!held.alert || !on.includes(held.kind)) return null;
  const wellSinceMs = held.wellSinceMs ?? nowMs;
  return nowMs - wellSinceMs >= patience(held.kind).clearMs ? null : { ...held, wellSinceMs };
}

function openOf(among: AlertState | readonly Alert[], kind: AlertKind): number {
  const alerts = [...among.values()].map((one) => "alert" in one ? one.alert : one);
  return alerts.filter((alert) => alert?.kind === kind).length;
}

function keyOf({ kind, subject }: Condition): string {
  return `${kind} ${subject}`;
}
