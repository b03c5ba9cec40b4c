// The instances of the server as rows: who is there by the stream, how they do by the last figures. Pure.
import type { FleetStatus } from "../../server/contract/fleet.ts";
import type { FleetHealth, InstanceHealth } from "../../server/contract/health.ts";
import { INSTANCES_TEXTS as TEXTS } from "../texts/instances.ts";
import { countWords } from "../ui/time_words.ts";
import { nameAmong } from "./fleet.ts";
import { SLOW_LAG_MS } from "./health_words.ts";

export interface InstanceRow {
  id: string;
  name: string;
  version: string;
  me: boolean;
  /** `share`: of what it takes, 0 to 1. */
  calls: { words: string; share: number };
  lagMs: number;
  slow: boolean;
  residentBytes: number;
  readers: number;
  startedAtMs: number;
  state: { tone: "ok" | "warn" | "bad-words"; words: string; more: string };
}

/** What the stream has told since the figures were asked for counts: who came, who went, who is not heard. */
export function instanceRows(health: FleetHealth, status: FleetStatus | undefined): InstanceRow[] {
  const figures = new Map(health.instances.map((instance) => [instance.id, instance]));
  const { busConnected } = status ?? health;
  const all: readonly InstanceHealth[] = (status ?? health).instances.map((known) => ({
    ...known,
    ...figures.get(known.id),
    heard: known.me || known.heard && busConnected,
    draining: known.draining || (figures.get(known.id)?.draining ?? false),
  }));
  return all.map((instance) => ({
    id: instance.id,
    name: nameAmong(all, instance),
    version: instance.version,
    me: instance.me,
    calls: callsOf(instance),
    lagMs: instance.lagMs,
    slow: instance.lagMs >= SLOW_LAG_MS,
    residentBytes: instance.residentBytes,
    readers: instance.readers,
    startedAtMs: instance.startedAtMs,
    state: stateOf(instance),
  }));
}

function callsOf({ calls, maxCalls }: InstanceHealth): InstanceRow["calls"] {
  return {
    words: TEXTS.callsOf(countWords(calls), countWords(maxCalls)),
    share: maxCalls > 0 ? Math.min(1, calls / maxCalls) : 0,
  };
}

function stateOf({ heard, draining, calls, maxCalls }: InstanceHealth): InstanceRow["state"] {
  const { states } = TEXTS;
  if (!heard) return { tone: "bad-words", words: states.silent, more: TEXTS.silentWords };
  if (draining) return { tone: "warn", words: states.draining, more: TEXTS.drainingWords(calls) };
  return calls >= maxCalls && maxCalls > 0
    ? { tone: "warn", words: states.full, more: "" }
    : { tone: "ok", words: states.takes, more: "" };
}

/** "1.2.3 on 2, 1.2.4 on 1"; "": all run the same. */
export function versionsWords(instances: readonly Pick<InstanceHealth, "version">[]): string {
  const versions = [...Map.groupBy(instances, ({ version }) => version)];
  if (versions.length < 2) return "";
  return versions.map(([version, some]) => TEXTS.version(version, some.length)).join(", ");
}
