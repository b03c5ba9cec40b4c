import { assertEquals } from "@std/assert";
import type { Route, RouteQuery, RouteTable } from "../contract/route.ts";
import { decideRoute } from "./route_decision.ts";

const query = (known: Partial<RouteQuery>): RouteQuery => ({
  called: "",
  address: "",
  variables: {},
  ...known,
});
const route = (conditions: Partial<Route>): Route => ({
  name: "R",
  agentId: "agent",
  called: "",
  path: "",
  variable: { name: "", value: "" },
  ...conditions,
});
const table = (...routes: Route[]): RouteTable => ({ defaultAgentId: "main", routes });
const fits = (conditions: Partial<Route>, known: Partial<RouteQuery>) =>
  decideRoute(table(route(conditions)), query(known)).route === "R";

Deno.test("a number fits as it was dialled and as people write it", () => {
  const rows: [pattern: string, called: string, fits: boolean][] = [
    ["+4930*", "tel:+4930123", true],
    ["+49 30 123-45", "tel:+493012345", true],
    ["tel:+493012345", "+49 30 12345", true],
    ["+493012345", "sip:+493012345@example.com;user=phone", true],
    ["sip:sales-team@example.com", "SIP:sales-team@example.com", true],
    ["sales-team@*", "sip:sales-team@example.com", true],
    ["sales-team", "sips:sales-team@example.com", true],
    ["(030) 12345", "03012345", true],
    ["+4930", "tel:+4930123", false],
    ["+4940*", "tel:+4930123", false],
    ["+4930*", "", false],
    ["*", "", true],
  ];
  for (const [called, dialled, expected] of rows) {
    assertEquals(fits({ called }, { called: dialled }), expected, `${called} on ${dialled}`);
  }
});

Deno.test("a path fits as a whole or by its last part, without query and slash at the end", () => {
  const rows: [pattern: string, address: string, fits: boolean][] = [
    ["/audiohook/sales", "/audiohook/sales?x=1", true],
    ["sales", "/audiohook/sales?x=/other", true],
    ["Sales", "/audiohook/sales/", true],
    ["sales", "wss://phone.example:8443/audiohook/sales?x", true],
    ["/audiohook/*", "/audiohook/a/b", true],
    ["caf\u00e9", "/audiohook/caf%C3%A9", true],
    ["%zz", "/audiohook/%zz", true],
    ["sales", "/sales/berlin", false],
    ["audiohook", "/audiohook/sales", false],
    ["x", "/audiohook?sales=x", false],
    ["/", "/", true],
    ["sales", "", false],
  ];
  for (const [path, address, expected] of rows) {
    assertEquals(fits({ path }, { address }), expected, `${path} on ${address}`);
  }
});

Deno.test("a variable fits by its trimmed name and value; without a pattern it must only be set", () => {
  const rows: [name: string, value: string, variables: Record<string, string>, fits: boolean][] = [
    ["team", "sales", { team: "Sales" }, true],
    ["team", "s*", { " team ": " sales " }, true],
    ["team", "", { team: "anything" }, true],
    ["team", "", { team: " " }, false],
    ["team", "", {}, false],
    ["team", "*", {}, false],
    ["team", "sales", { Team: "sales" }, false],
    ["team", "sales", { team: "billing" }, false],
    ["constructor", "", {}, false],
  ];
  for (const [name, value, variables, expected] of rows) {
    assertEquals(fits({ variable: { name, value } }, { variables }), expected, `${name} ${value}`);
  }
});

Deno.test("all conditions that are given must hold, and the first route that fits wins", () => {
  const both = route({ name: "both", agentId: "a", called: "1*", path: "x" });
  const first = route({ name: "first", agentId: "b", called: "1*" });
  const second = route({ name: "second", agentId: "c", called: "12" });
  const decide = (known: Partial<RouteQuery>) =>
    decideRoute(table(both, first, second), query(known)).route;
  assertEquals(decide({ called: "12", address: "/x" }), "both");
  assertEquals(decide({ called: "12", address: "/y" }), "first");
  assertEquals(decide({ called: "3", address: "/x" }), null);
});

Deno.test("each decision says why, in a sentence", () => {
  const because = (routes: Route[], known: Partial<RouteQuery> = {}) =>
    decideRoute(table(...routes), query(known), (id) => id === "agent").because;
  assertEquals(because([]), "There are no routes, so the default agent answers.");
  assertEquals(because([route({ called: "1" })]), "No route fits, so the default agent answers.");
  assertEquals(because([route({})]), 'Route "R" takes every call.');
  assertEquals(
    because([route({ called: "1", path: "x", variable: { name: "v", value: "y*" } })], {
      called: "1",
      address: "/x",
      variables: { v: "yes" },
    }),
    'Route "R" fits: the number or address dialled matches "1" and the path matches "x" and ' +
      'the variable v matches "y*".',
  );
  assertEquals(
    because([route({ variable: { name: "v", value: "" } })], { variables: { v: "1" } }),
    'Route "R" fits: the variable v is set.',
  );
});

Deno.test("a route whose agent is gone leads to the default agent, not to the next route", () => {
  const gone = route({ name: "gone", agentId: "left" });
  assertEquals(decideRoute(table(gone, route({})), query({}), (id) => id === "agent"), {
    agentId: "main",
    route: null,
    because:
      'Route "gone" fits, but its agent "left" no longer exists, so the default agent answers.',
  });
});
