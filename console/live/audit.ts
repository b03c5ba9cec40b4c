// The audit in the settings: what is asked for as the page's address holds it, and each entry as a sentence. Pure.
import { AUDIT_ACTS, type AuditAct } from "../../server/contract/audit_acts.ts";
import type { AuditEntry } from "../../server/contract/audit.ts";
import { COMMAND_TEXTS } from "../texts/command_words.ts";
import { ROLES_TEXTS } from "../texts/roles.ts";
import { SETTINGS_AUDIT_TEXTS as TEXTS } from "../texts/settings_audit.ts";
import { isDay, midnight } from "./days.ts";
import { isSettingPath, settingName } from "./setting_words.ts";

const NAMES = ["act", "by", "target", "from", "to"] as const;
export type AuditAskedName = (typeof NAMES)[number];

/** `from` and `to` are days of this browser: "2026-11-21". */
export type AuditAsked = Partial<Record<AuditAskedName, string>>;

/** What is not as it must be is left out. */
export function readAuditAsked(search: string): AuditAsked {
  const params = new URLSearchParams(search);
  return tidy(Object.fromEntries(NAMES.map((name) => [name, params.get(name) ?? ""])));
}

/** "" or what follows the path. */
export function writeAuditAsked(asked: AuditAsked): string {
  const params = new URLSearchParams();
  const tidied = tidy(asked);
  for (const name of NAMES) if (tidied[name]) params.set(name, tidied[name]);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** The query of the API. */
export function auditQuery(asked: AuditAsked, before: number | null = null): string {
  const params = new URLSearchParams();
  if (asked.act) params.set("act", asked.act);
  if (asked.by) params.set("by", asked.by);
  if (asked.target) params.set("target", asked.target);
  if (asked.from) params.set("fromMs", String(midnight(asked.from)));
  if (asked.to) params.set("toMs", String(midnight(asked.to, 1)));
  if (before !== null) params.set("before", String(before));
  return params.toString();
}

function tidy(asked: AuditAsked): AuditAsked {
  return Object.fromEntries(NAMES.flatMap((name) => {
    const value = (asked[name] ?? "").trim().slice(0, 100);
    const fits = name === "from" || name === "to"
      ? isDay(value)
      : name === "act"
      ? isAct(value)
      : value !== "";
    return fits ? [[name, value]] : [];
  }));
}

function isAct(name: string): name is AuditAct {
  return (AUDIT_ACTS as readonly string[]).includes(name);
}

/** Strangers and the server itself have none. */
export function actorName({ by }: AuditEntry): string {
  if (by.kind === "server") return TEXTS.server;
  return by.name === "" ? TEXTS.somebody : by.name;
}

/** How somebody without a name of their own came in; "": there is nothing to say. */
export function actorKind({ by }: AuditEntry): string {
  return by.kind === "token" || by.kind === "operator" ? TEXTS.actors[by.kind] : "";
}

const OF_CALLS: ReadonlySet<AuditAct> = new Set([
  "call_listened",
  "call_stepped_in",
  "hand_answered",
  "call_deleted",
  "recording_played",
  "recording_deleted",
]);
/** An agent is told by the name it has now. */
const OF_AGENTS: ReadonlySet<AuditAct> = new Set([
  "agent_added",
  "agent_draft_saved",
  "agent_published",
  "agent_restored",
  "agent_deleted",
]);

/** What follows the name of who did it. */
export function actWords(entry: AuditEntry, agentName: (id: string) => string): string {
  const said: Readonly<Record<AuditAct, (what: string) => string>> = TEXTS.said;
  return said[entry.act](whatOf(entry, agentName));
}

function whatOf({ act, target, detail }: AuditEntry, agentName: (id: string) => string): string {
  if (OF_CALLS.has(act)) return tailOf(target);
  if (OF_AGENTS.has(act)) return detail["name"] ?? agentName(target);
  return detail["name"] ?? tailOf(target);
}

/** "…1234" */
function tailOf(id: string): string {
  return id.length <= 4 ? id : `…${id.slice(-4)}`;
}

/** Id of the call that can still be looked at; "": none. */
export function callOf({ act, target, detail }: AuditEntry): string {
  if (act === "test_call_placed") return detail["by"] === "built-in caller" ? target : "";
  return OF_CALLS.has(act) && act !== "call_deleted" ? target : "";
}

/** What else is known; names and values without words of ours stay as they are written. */
export function detailWords({ detail }: AuditEntry): string {
  return Object.entries(detail)
    .filter(([name, value]) => name !== "name" && value !== "" && value !== "false")
    .map(([name, value]) => {
      const names: Readonly<Record<string, string>> = TEXTS.details;
      return `${names[name] ?? name}: ${valueWords(name, value)}`;
    }).join(" · ");
}

function valueWords(name: string, value: string): string {
  const known = (words: Readonly<Record<string, string>>, each: string) =>
    Object.hasOwn(words, each) ? words[each]! : each;
  switch (name) {
    case "roles":
    case "rolesBefore":
      return value.split(" ").map((role) => known(ROLES_TEXTS.roles, role)).join(", ");
    case "changed":
      return value.split(", ").map((path) => isSettingPath(path) ? settingName(path) : path)
        .join(", ");
    case "kind":
      return known(COMMAND_TEXTS.kinds, value);
    default:
      return known(TEXTS.values, value);
  }
}
