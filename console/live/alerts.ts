// Alerts that the server tells of, less those that somebody has put away in this browser. Pure but for what is kept.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Alert, AlertKind } from "../../server/contract/alert_kinds.ts";
import type { Floor } from "./floor.ts";

/** Alerts of one kind, told as one: the newest first. */
export interface AlertGroup {
  kind: AlertKind;
  /** Name of the instance that it is about; "": the whole server. */
  instance: string;
  alerts: readonly Alert[];
}

export interface Alerts {
  /** What is to be shown, the most pressing first. */
  groups: ReadonlySignal<readonly AlertGroup[]>;
  /** Not shown again in this browser; one that is raised anew is another. */
  putAway(group: AlertGroup): void;
}

/** Callers are not answered, or nothing is kept: the rest can wait for a moment. */
const PRESSING: ReadonlySet<AlertKind> = new Set(
  [
    "model_down",
    "no_credit",
    "calls_refused",
    "budget_spent",
    "store_trouble",
    "self_call_failed",
  ] satisfies AlertKind[],
);
/** These are about calls and webhooks: on which instance says nothing. */
const OF_ALL: ReadonlySet<AlertKind> = new Set(
  ["call_waits", "webhook_given_up"] satisfies AlertKind[],
);
const KEY = "hookline.alerts_put_away";
/** Ids that are remembered: more alerts than ever hold at once. */
const REMEMBERED = 100;

export function isPressing(kind: AlertKind): boolean {
  return PRESSING.has(kind);
}

export function createAlerts(
  { floor, storage }: {
    floor: Pick<Floor, "status">;
    storage: Pick<Storage, "getItem" | "setItem">;
  },
): Alerts {
  const away = signal<readonly string[]>(read(storage));
  const groups = computed(() => {
    const { alerts = [], fleet } = floor.status.value ?? {};
    const shown = alerts.filter(({ id }) => !away.value.includes(id));
    const several = (fleet?.instances.length ?? 0) > 1;
    const whose = ({ kind, instance = "" }: Alert) => several && !OF_ALL.has(kind) ? instance : "";
    return [...Map.groupBy(shown, (alert) => `${alert.kind} ${whose(alert)}`).values()]
      .map((alerts) => ({ kind: alerts[0]!.kind, instance: whose(alerts[0]!), alerts }))
      .sort((a, b) => Number(PRESSING.has(b.kind)) - Number(PRESSING.has(a.kind)));
  });
  return {
    groups,
    putAway({ alerts }) {
      const ids = alerts.map(({ id }) => id);
      away.value = [...away.value.filter((id) => !ids.includes(id)), ...ids].slice(-REMEMBERED);
      try {
        storage.setItem(KEY, JSON.stringify(away.value));
      } catch {
        // Private windows may refuse; it then lasts as long as the page.
      }
    },
  };
}

function read(storage: Pick<Storage, "getItem">): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}
