import { assert, assertEquals } from "@std/assert";
import type { RouteTable } from "../../server/contract/route.ts";
import type { HeldRoutes, Refusal } from "../api.ts";
import { test } from "../testing.ts";
import { EMPTY_ROUTE } from "./route_table.ts";
import { createRoutes } from "./routes.ts";

const named = (...names: string[]): RouteTable => ({
  defaultAgentId: "default",
  routes: names.map((name) => ({ ...EMPTY_ROUTE, name, agentId: "default", called: `+${name}` })),
});

async function setUp(...names: string[]) {
  const server = {
    held: { revision: 4, table: named(...names) } as HeldRoutes,
    refuse: null as Refusal | null,
    sent: [] as number[],
  };
  const routes = createRoutes({
    routes: () => Promise.resolve({ ok: true, value: server.held }),
    saveRoutes: (revision, table) => {
      server.sent.push(revision);
      const stale = revision !== server.held.revision;
      const refusal = server.refuse ??
        (stale
          ? { code: "conflict", message: "Changed", fields: [], current: server.held } as const
          : null);
      if (refusal) return Promise.resolve({ ok: false, refusal });
      server.held = { revision: revision + 1, table };
      return Promise.resolve({ ok: true, value: server.held });
    },
  });
  await routes.load();
  const order = () => routes.rows.value.map(({ route }) => route.name).join(" ");
  const keyOf = (name: string) => routes.rows.value.find(({ route }) => route.name === name)!.key;
  return { routes, server, order, keyOf };
}

test("a route moves by one, keeps its key, and stops at the ends", async () => {
  const { routes, order, keyOf } = await setUp("a", "b", "c");
  const key = keyOf("c");
  routes.move(key, -1);
  assertEquals([order(), keyOf("c")], ["a c b", key]);
  routes.move(key, -1);
  routes.move(key, -1);
  assertEquals(order(), "c a b");
  routes.move(keyOf("b"), 1);
  assertEquals(order(), "c a b");
});

test("edits differ until they are saved, and going back is no difference", async () => {
  const { routes, server, keyOf } = await setUp("a", "b");
  assertEquals(routes.differs.value, false);
  routes.move(keyOf("a"), 1);
  assertEquals(routes.differs.value, true);
  routes.move(keyOf("a"), -1);
  assertEquals(routes.differs.value, false);
  routes.edit(keyOf("a"), { agentId: "billing" });
  assert(await routes.save());
  assertEquals([routes.differs.value, server.held.table.routes[0]?.agentId], [false, "billing"]);
});

test("a route without a name is told when somebody saves, and not sent", async () => {
  const { routes, server } = await setUp();
  routes.add();
  assertEquals(routes.errors.value, []);
  assertEquals(await routes.save(), false);
  assertEquals([routes.errors.value[0]?.path, server.sent], ["routes.0.name", []]);
  routes.edit(routes.rows.value[0]!.key, { name: "Night" });
  assertEquals(routes.errors.value, []);
  assert(await routes.save());
});

test("a refusal keeps the edits and its fields, until the next edit", async () => {
  const { routes, server, keyOf } = await setUp("a");
  routes.edit(keyOf("a"), { agentId: "gone" });
  const fields = [{ path: "routes.0.agentId", message: "names no agent" }];
  server.refuse = { code: "invalid_field", message: "Not saved", fields };
  assertEquals(await routes.save(), false);
  assertEquals([routes.state.value.kind, routes.errors.value], ["not_saved", fields]);
  routes.edit(keyOf("a"), { agentId: "default" });
  assertEquals([routes.state.value.kind, routes.errors.value], ["ready", []]);
});

test("a conflict keeps both tables until the person decides", async () => {
  const mine = await setUp("a");
  mine.server.held = { revision: 5, table: named("theirs") };
  mine.routes.edit(mine.keyOf("a"), { name: "mine" });
  assertEquals(await mine.routes.save(), false);
  const state = mine.routes.state.value;
  assert(state.kind === "conflict");
  assertEquals([state.current.table.routes[0]?.name, mine.order()], ["theirs", "mine"]);
  assert(await mine.routes.keepMine());
  assertEquals(mine.server.held.table.routes[0]?.name, "mine");
  assertEquals(mine.server.sent, [4, 5]);

  const theirs = await setUp("a");
  theirs.server.held = { revision: 5, table: named("theirs") };
  theirs.routes.remove(theirs.keyOf("a"));
  await theirs.routes.save();
  theirs.routes.takeTheirs();
  assertEquals([theirs.order(), theirs.routes.differs.value], ["theirs", false]);
});
