// What is asked of the history, as the page's address holds it: so a search can be sent to others, kept by
// name, and left and come back to. Pure; days are this browser's, the server is asked for moments.
import { HISTORY_LIMITS } from "../../server/contract/history_filters.ts";
import { isDay, midnight } from "./days.ts";

/** The names of the address, in their order. */
const NAMES = [
  "text",
  "number",
  "from",
  "to",
  "agent",
  "version",
  "route",
  "protocol",
  "kind",
  "origin",
  "endReason",
  "longerThan",
  "interrupted",
  "toolFailed",
  "steppedIn",
] as const;
export type AskedName = (typeof NAMES)[number];

/** By name, as it is written: `from` and `to` are days ("2026-11-21"), `longerThan` is seconds, marks are "yes". */
export type Asked = Partial<Record<AskedName, string>>;

export const MARKS = ["interrupted", "toolFailed", "steppedIn"] as const satisfies AskedName[];

/** Of a route: none, which is what "" says. Everywhere else "" is as good as not asked. */
const MAY_BE_EMPTY: ReadonlySet<AskedName> = new Set(["route"]);

/** What is not ours, or not as it must be, is left out. */
export function readAsked(search: string): Asked {
  const params = new URLSearchParams(search);
  return tidy(Object.fromEntries(NAMES.flatMap((name) => {
    const value = params.get(name);
    return value === null ? [] : [[name, value]];
  })));
}

/** "" or what follows the path: "?text=parcel". The same question always has the same address. */
export function writeAsked(asked: Asked): string {
  const tidied = tidy(asked);
  const params = new URLSearchParams();
  for (const name of NAMES) {
    const value = tidied[name];
    if (value !== undefined) params.set(name, value);
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

export function withAsked(asked: Asked, change: Asked): Asked {
  const next: Asked = { ...asked, ...change };
  // A version is one of an agent's.
  if ("agent" in change && change.agent !== asked.agent) delete next.version;
  return tidy(next);
}

export function withoutAsked(asked: Asked, name: AskedName): Asked {
  const rest = { ...asked };
  delete rest[name];
  if (name === "agent") delete rest.version;
  return rest;
}

/** The query of the API, of calls that have ended. */
export function historyQuery(asked: Asked): string {
  const params = new URLSearchParams({ ended: "true" });
  for (const [name, value] of Object.entries(asked) as [AskedName, string][]) {
    if (name === "from") params.set("from", String(midnight(value)));
    else if (name === "to") params.set("to", String(midnight(value, 1)));
    else if (name === "longerThan") params.set("minDurationMs", String(Number(value) * 1000));
    else if (value === "yes") params.set(name, "true");
    else params.set(name, value);
  }
  return params.toString();
}

function tidy(asked: Asked): Asked {
  return Object.fromEntries(NAMES.flatMap((name) => {
    const value = tidied(name, asked[name]);
    return value === undefined ? [] : [[name, value]];
  }));
}

function tidied(name: AskedName, given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const value = given.trim();
  if (value === "") return MAY_BE_EMPTY.has(name) ? "" : undefined;
  const fits = (fitting: boolean, as = value) => fitting ? as : undefined;
  switch (name) {
    case "text":
      return value.slice(0, HISTORY_LIMITS.textChars);
    case "number": {
      const digits = value.replace(/\D/g, "").slice(0, 20);
      return fits(digits.length >= 2, digits);
    }
    case "from":
    case "to":
      return fits(isDay(value));
    case "version":
    case "longerThan":
      return fits(/^\d{1,6}$/.test(value));
    case "interrupted":
    case "toolFailed":
    case "steppedIn":
      return fits(value === "yes");
    default:
      return value.slice(0, 200);
  }
}
