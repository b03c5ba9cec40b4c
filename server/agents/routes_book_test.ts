import { assert, assertEquals, assertRejects } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { Route, RouteTable } from "../contract/route.ts";
import { createMemoryStore } from "../store/memory_store.ts";
import type { RoutesEdit } from "./agents.ts";
import { silentLog } from "../observe/log.ts";
import { DEFAULT_AGENT_ID, openAgents } from "./agents_book.ts";
import { inBook, INITIAL, saved } from "./book_test_kit.ts";

const ID = DEFAULT_AGENT_ID;

const routeTo = (agentId: string, called: string): Route => ({
  name: `to ${agentId}`,
  agentId,
  called,
  path: "",
  variable: { name: "", value: "" },
});
const SALES: RouteTable = { defaultAgentId: ID, routes: [routeTo("sales", "+4930*")] };
const BERLIN = { called: "tel:+4930123", address: "", variables: {} };

function kept(edit: RoutesEdit) {
  assert(edit.ok, JSON.stringify(edit).slice(0, 100));
  return edit.routes;
}

Deno.test("a new installation has no routes: the default agent takes every call", () =>
  inBook(async (book) => {
    assertEquals(book.routes(), { revision: 1, table: { defaultAgentId: ID, routes: [] } });
    const routed = book.route(BERLIN);
    assertEquals([routed.agent.id, routed.route], [ID, null]);
    assertEquals(routed.agent.config, INITIAL);
    await Promise.resolve();
  }));

Deno.test("a saved route takes calls at once and after a restart", () =>
  inBook(async (book, store, clock) => {
    saved(await book.create("Sales", ID));
    assertEquals(kept(await book.saveRoutes(1, SALES)), { revision: 2, table: SALES });
    for (
      const opened of [book, await openAgents({ store, initial: INITIAL, clock, log: silentLog })]
    ) {
      const { agent, route, because } = opened.route(BERLIN);
      assertEquals([agent.id, agent.version, route], ["sales", 1, "to sales"]);
      assertEquals(
        because,
        'Route "to sales" fits: the number or address dialled matches "+4930*".',
      );
      assertEquals(opened.routes(), { revision: 2, table: SALES });
    }
  }));

Deno.test("a route leads to what its agent has published, not to the draft", () =>
  inBook(async (book) => {
    saved(await book.create("Sales", ID));
    kept(await book.saveRoutes(1, SALES));
    saved(await book.saveDraft("sales", 1, { ...INITIAL, prompt: "draft" }));
    assertEquals(book.route(BERLIN).agent.config.prompt, INITIAL.prompt);
  }));

Deno.test("a table that names an agent that does not exist is refused with its id", () =>
  inBook(async (book) => {
    const before = book.routes();
    const unknown = [{ ...SALES, defaultAgentId: "gone" }, SALES];
    assertEquals(await book.saveRoutes(1, unknown[0] ?? SALES), {
      ok: false,
      why: "unknown_agent",
      agentId: "gone",
    });
    assertEquals(await book.saveRoutes(1, SALES), {
      ok: false,
      why: "unknown_agent",
      agentId: "sales",
    });
    assertEquals(book.routes(), before);
  }));

Deno.test("S-12 of two people who save the routes at once one wins, and the other gets what is held now", () =>
  inBook(async (book) => {
    const mine: RouteTable = { defaultAgentId: ID, routes: [routeTo(ID, "1")] };
    const theirs: RouteTable = { defaultAgentId: ID, routes: [routeTo(ID, "2")] };
    const [first, second] = await Promise.all([
      book.saveRoutes(1, mine),
      book.saveRoutes(1, theirs),
    ]);
    assertEquals(kept(first).table, mine);
    assertEquals(second, {
      ok: false,
      why: "conflict",
      current: { revision: 2, table: mine },
    });
  }));

Deno.test("a route saved while its agent is being removed keeps the one or the other from happening", () =>
  inBook(async (book) => {
    saved(await book.create("Sales", ID));
    const [routes, removal] = await Promise.all([book.saveRoutes(1, SALES), book.remove("sales")]);
    assertEquals([routes.ok, removal.ok], [true, false]);
    kept(await book.saveRoutes(2, { defaultAgentId: ID, routes: [] }));
    const [gone, late] = await Promise.all([book.remove("sales"), book.saveRoutes(3, SALES)]);
    assertEquals([gone.ok, late.ok], [true, false]);
  }));

Deno.test("D-01 routes that cannot be written change nothing, and the next edit may", async () => {
  let broken = true;
  await inBook(async (book) => {
    saved(await book.create("Sales", ID));
    assertEquals(await book.saveRoutes(1, SALES), { ok: false, why: "not_saved" });
    assertEquals(book.route(BERLIN).agent.id, ID);
    broken = false;
    assertEquals(kept(await book.saveRoutes(1, SALES)).revision, 2);
  }, (memory) => ({
    replaceSetting: (...asked) =>
      broken ? Promise.reject(new Error("disk full")) : memory.replaceSetting(...asked),
  }));
});

Deno.test("routes that were written though the answer was lost show as a conflict, not as damage", async () => {
  let loseAnswer = true;
  await inBook(async (book) => {
    saved(await book.create("Sales", ID));
    assertEquals(await book.saveRoutes(1, SALES), { ok: false, why: "not_saved" });
    loseAnswer = false;
    const empty = { defaultAgentId: ID, routes: [] };
    assertEquals(await book.saveRoutes(1, empty), {
      ok: false,
      why: "conflict",
      current: { revision: 2, table: SALES },
    });
    assertEquals(kept(await book.saveRoutes(2, empty)).revision, 3);
  }, (memory) => ({
    replaceSetting: async (...asked) => {
      const replaced = await memory.replaceSetting(...asked);
      if (loseAnswer) throw new Error("the store's thread died");
      return replaced;
    },
  }));
});

Deno.test("routes whose agents are gone lead to the default agent, and never fail a call", async () => {
  const rows: [table: RouteTable, agent: string, says: string][] = [
    [SALES, ID, 'Route "to sales" fits, but its agent "sales" no longer exists'],
    [{ defaultAgentId: "gone", routes: [] }, ID, 'default agent "gone" no longer exists'],
    [{ ...SALES, defaultAgentId: "gone" }, ID, 'so "default" answers'],
  ];
  for (const [table, agent, says] of rows) {
    await inBook(async (_book, store, clock) => {
      await store.putSetting("routes", JSON.stringify({ revision: 7, table }));
      const book = await openAgents({ store, initial: INITIAL, clock, log: silentLog });
      const routed = book.route(BERLIN);
      assertEquals([routed.agent.id, routed.route], [agent, null]);
      assert(routed.because.includes(says), routed.because);
      assertEquals(book.routes().revision, 7);
    });
  }
});

Deno.test("where neither the default nor the first agent is left, any agent answers", () =>
  inBook(async (book, store, clock) => {
    saved(await book.create("Sales", ID));
    await store.deleteAgent(ID, 1);
    await store.putSetting(
      "routes",
      JSON.stringify({ revision: 1, table: { defaultAgentId: "gone", routes: [] } }),
    );
    const again = await openAgents({ store, initial: INITIAL, clock, log: silentLog });
    assertEquals(again.route(BERLIN).agent.id, "sales");
  }));

Deno.test("a stored table that cannot be read keeps the server from starting, with the reason", async () => {
  for (const damaged of ["{", '"x"', '{"revision":1,"table":{"defaultAgentId":5,"routes":[]}}']) {
    const store = createMemoryStore();
    await store.putSetting("routes", damaged);
    await assertRejects(
      () => openAgents({ store, initial: INITIAL, clock: new ManualClock(), log: silentLog }),
      Error,
      "Cannot read the routes",
    );
    await store.close();
  }
});

Deno.test("a table that its editor changes afterwards does not change the routes", () =>
  inBook(async (book) => {
    const table: RouteTable = { defaultAgentId: ID, routes: [routeTo(ID, "1")] };
    const edit = book.saveRoutes(1, table);
    table.routes.pop();
    assertEquals(kept(await edit).table.routes.length, 1);
  }));
