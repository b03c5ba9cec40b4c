// Routes in words and what can be said about them before the server is asked. Pure.
import type { Route, RouteTable } from "../../server/contract/route.ts";
import type { FieldError } from "../api.ts";
import { CHECK_TEXTS as TEXTS } from "../texts/checks.ts";
import { ROUTE_WORDS_TEXTS as WORDS } from "../texts/route_words.ts";
import { faults } from "./field_checks.ts";

export const EMPTY_ROUTE: Route = {
  name: "",
  agentId: "",
  called: "",
  path: "",
  variable: { name: "", value: "" },
};

export function checkRoutes(table: RouteTable): FieldError[] {
  return faults(
    table.defaultAgentId === "" &&
      { path: "defaultAgentId", message: TEXTS.defaultAgent },
    ...table.routes.flatMap((route, index) => [
      route.name.trim() === "" &&
      { path: `routes.${index}.name`, message: TEXTS.routeName },
      route.agentId === "" && { path: `routes.${index}.agentId`, message: TEXTS.agent },
      route.variable.name.trim() === "" && route.variable.value.trim() !== "" &&
      { path: `routes.${index}.variable.name`, message: TEXTS.routeVariable },
    ]),
  );
}

/** Which calls a route takes, in a clause: "number +4930* and variable LANGUAGE is de". */
export function conditionWords(route: Route): string {
  const { called, path, variable } = route;
  const parts = [
    called.trim() && WORDS.number(called.trim()),
    path.trim() && WORDS.path(path.trim()),
    variable.name.trim() && WORDS.variable(variable.name.trim(), variable.value.trim()),
  ].filter(Boolean);
  return parts.length === 0 ? WORDS.every : WORDS.where(parts);
}

/** Without a condition a route takes all calls, and none of the routes below it is ever asked. */
export function takesEverything(route: Route): boolean {
  const open = (pattern: string) => /^\**$/.test(pattern.trim());
  return open(route.called) && open(route.path) && route.variable.name.trim() === "";
}

/** The table as lines of text, for comparing. */
export function tableText(table: RouteTable, nameOf: (agentId: string) => string): string {
  const lines = table.routes.map((route) =>
    `${route.name}: ${conditionWords(route)} → ${nameOf(route.agentId)}`
  );
  return [...lines, WORDS.others(nameOf(table.defaultAgentId))].join("\n");
}
