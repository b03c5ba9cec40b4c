// Which route takes a call. Pure; the order of the table decides, and whether an agent exists is asked, not known.
import type { Route, RouteQuery, RouteTable } from "../contract/route.ts";
import { matchesPattern } from "./pattern.ts";

export interface Decision {
  agentId: string;
  /** Name of the route; null: the default agent. */
  route: string | null;
  /** In a sentence, for people. */
  because: string;
}

/**
 * The first route that fits. One whose agent is gone leads to the default agent rather than to the next route,
 * which was not written for this call. `exists` is not asked about the default agent.
 */
export function decideRoute(
  table: RouteTable,
  query: RouteQuery,
  exists: (agentId: string) => boolean = () => true,
): Decision {
  const byDefault = (why: string): Decision => ({
    agentId: table.defaultAgentId,
    route: null,
    because: `${why}, so the default agent answers.`,
  });
  if (table.routes.length === 0) return byDefault("There are no routes");
  const route = table.routes.find((candidate) => fits(candidate, query));
  if (!route) return byDefault("No route fits");
  if (!exists(route.agentId)) {
    return byDefault(
      `Route "${route.name}" fits, but its agent "${route.agentId}" no longer exists`,
    );
  }
  return { agentId: route.agentId, route: route.name, because: reason(route) };
}

function fits({ called, path, variable }: Route, query: RouteQuery): boolean {
  return (called === "" || calledFits(called, query.called)) &&
    (path === "" || pathFits(path, query.address)) &&
    (variable.name === "" || variableFits(variable, query.variables));
}

/** As it was given, or as people write numbers: without scheme, blanks, hyphens and brackets. */
function calledFits(pattern: string, called: string): boolean {
  const bare = bareNumber(called);
  const user = bare.split(/[@;]/)[0] ?? bare;
  const barePattern = bareNumber(pattern);
  return matchesPattern(pattern, called.trim()) || matchesPattern(barePattern, bare) ||
    matchesPattern(barePattern, user);
}

function bareNumber(text: string): string {
  return text.trim().replace(/^(tel|sips?):/i, "").replaceAll(/[\s()-]/g, "");
}

/** The whole path, or its last part; a slash at the end does not count. */
function pathFits(pattern: string, address: string): boolean {
  const path = address.replace(/^[a-z]+:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  const whole = path.replace(/(?!^)\/+$/, "");
  const last = whole.slice(whole.lastIndexOf("/") + 1);
  return [whole, last, decoded(whole), decoded(last)].some((text) => matchesPattern(pattern, text));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** An empty pattern asks only that the variable has a value. */
function variableFits(
  { name, value: pattern }: Route["variable"],
  variables: RouteQuery["variables"],
): boolean {
  const value = Object.entries(variables).find(([given]) => given.trim() === name)?.[1].trim() ??
    "";
  return value !== "" && (pattern === "" || matchesPattern(pattern, value));
}

function reason({ name, called, path, variable }: Route): string {
  const held = [
    ...called === "" ? [] : [`the number or address dialled matches "${called}"`],
    ...path === "" ? [] : [`the path matches "${path}"`],
    ...variable.name === "" ? [] : [variableReason(variable)],
  ];
  return held.length === 0
    ? `Route "${name}" takes every call.`
    : `Route "${name}" fits: ${held.join(" and ")}.`;
}

function variableReason({ name, value }: Route["variable"]): string {
  return value === "" ? `the variable ${name} is set` : `the variable ${name} matches "${value}"`;
}
