import { assert, assertEquals } from "@std/assert";
import type { Agent, AgentConfig } from "../contract/agent.ts";
import type { Route, RouteTable } from "../contract/route.ts";
import { silentLog } from "../observe/log.ts";
import { DEFAULT_AGENT_ID, openAgents } from "./agents_book.ts";
import { inBook, INITIAL, saved } from "./book_test_kit.ts";

const ID = DEFAULT_AGENT_ID;
const QUERY = { called: "", address: "", variables: {} };

const routeTo = (agentId: string, called = "*"): Route => ({
  name: `to ${agentId}`,
  agentId,
  called,
  path: "",
  variable: { name: "", value: "" },
});
const tableOf = (defaultAgentId: string, ...routes: Route[]): RouteTable => ({
  defaultAgentId,
  routes,
});
const handingTo = (agentId: string): AgentConfig => ({
  ...INITIAL,
  handover: [{ agentId, when: "about bills" }],
});

Deno.test("a new agent is a copy of another one's draft, published as version 1", () =>
  inBook(async (book, store, clock) => {
    saved(await book.saveDraft(ID, 1, { ...INITIAL, prompt: "not yet published" }));
    const told: string[] = [];
    book.onChange((agent) => told.push(agent.id));
    const agent = saved(await book.create("Sales", ID));
    const config = { ...INITIAL, prompt: "not yet published", name: "Sales" };
    assertEquals(agent, {
      id: "sales",
      revision: 1,
      draft: config,
      draftSavedAtMs: clock.wall(),
      published: {
        version: 1,
        config,
        note: "Copy of Northwind Parcels",
        publishedAtMs: clock.wall(),
      },
    });
    assertEquals(told, ["sales"]);
    assertEquals(book.published("sales"), { id: "sales", version: 1, config });
    assertEquals(await book.versions("sales"), [agent.published]);
    assertEquals(
      (await openAgents({ store, initial: INITIAL, clock, log: silentLog })).get("sales"),
      agent,
    );
  }));

Deno.test("agents of the same name get ids of their own, even when they are made at once", () =>
  inBook(async (book) => {
    const made = await Promise.all([1, 2, 3].map(() => book.create("Sales", ID)));
    assertEquals(made.map((edit) => saved(edit).id), ["sales", "sales-2", "sales-3"]);
    assertEquals(book.list().length, 4);
  }));

Deno.test("an agent that does not exist cannot be copied, published or removed", () =>
  inBook(async (book) => {
    assertEquals(await book.create("Sales", "nobody"), { ok: false, why: "unknown" });
    assertEquals(await book.remove("nobody"), { ok: false, why: "unknown" });
    for (const id of ["nobody", "__proto__", ""]) assertEquals(book.published(id), undefined);
  }));

Deno.test("a removed agent is gone with its versions, and listeners are told", () =>
  inBook(async (book, store, clock) => {
    saved(await book.create("Sales", ID));
    const told: Agent[] = [];
    book.onChange((agent) => told.push(agent));
    assertEquals(await book.remove("sales"), { ok: true });
    assertEquals(book.get("sales"), undefined);
    assertEquals(told.map((agent) => agent.id), ["sales"]);
    assertEquals(await store.versions("sales"), []);
    const again = await openAgents({ store, initial: INITIAL, clock, log: silentLog });
    assertEquals(again.list().map((agent) => agent.id), [ID]);
  }));

Deno.test("an agent that is still needed is not removed, and it is said by whom", () =>
  inBook(async (book) => {
    saved(await book.create("Sales", ID));
    assertEquals(await book.remove(ID), {
      ok: false,
      why: "used",
      by: "the table of routes, as the default agent",
    });
    assert((await book.saveRoutes(1, tableOf(ID, routeTo("sales")))).ok);
    assertEquals(await book.remove("sales"), { ok: false, why: "used", by: 'route "to sales"' });
    assert((await book.saveRoutes(2, tableOf(ID))).ok);
    saved(await book.saveDraft(ID, 1, handingTo("sales")));
    const by = 'agent "Northwind Parcels", which hands over to it';
    assertEquals(await book.remove("sales"), { ok: false, why: "used", by }, "by a draft");
    saved(await book.publish(ID, 2, ""));
    saved(await book.saveDraft(ID, 3, INITIAL));
    assertEquals(
      await book.remove("sales"),
      { ok: false, why: "used", by },
      "by what is published",
    );
    saved(await book.publish(ID, 4, ""));
    assertEquals(await book.remove("sales"), { ok: true });
  }));

Deno.test("an agent that hands over to itself can be removed", () =>
  inBook(async (book) => {
    saved(await book.create("Sales", ID));
    saved(await book.saveDraft("sales", 1, handingTo("sales")));
    assertEquals(await book.remove("sales"), { ok: true });
  }));

Deno.test("the first agent can be removed once another one is the default, and does not come back", () =>
  inBook(async (book, store, clock) => {
    saved(await book.create("Sales", ID));
    assert((await book.saveRoutes(1, tableOf("sales"))).ok);
    assertEquals(await book.remove(ID), { ok: true });
    const again = await openAgents({ store, initial: INITIAL, clock, log: silentLog });
    assertEquals(again.list().map((agent) => agent.id), ["sales"]);
    assertEquals(again.route(QUERY).agent.id, "sales");
  }));

Deno.test("D-01 an agent that cannot be written or removed leaves everything as it was", () =>
  inBook(async (book) => {
    assertEquals(await book.create("Sales", ID), { ok: false, why: "not_saved" });
    assertEquals(book.list().map((agent) => agent.id), [ID]);
  }, (memory) => ({
    putAgent: (agent, ...rest) =>
      agent.id === ID ? memory.putAgent(agent, ...rest) : Promise.reject(new Error("disk full")),
  })));

Deno.test("D-01 a removal that cannot be written keeps the agent", () =>
  inBook(async (book) => {
    saved(await book.create("Sales", ID));
    assertEquals(await book.remove("sales"), { ok: false, why: "not_saved" });
    assertEquals(book.get("sales")?.revision, 1);
  }, () => ({ deleteAgent: () => Promise.reject(new Error("disk full")) })));

Deno.test("what was made or removed though the answer was lost shows at the next attempt", async () => {
  let loseAnswers = true;
  await inBook(async (book) => {
    assertEquals(await book.create("Sales", ID), { ok: false, why: "not_saved" });
    loseAnswers = false;
    assertEquals(saved(await book.create("Sales", ID)).id, "sales-2");
    assertEquals(book.list().map((agent) => agent.id), [ID, "sales", "sales-2"]);
    loseAnswers = true;
    assertEquals(await book.remove("sales"), { ok: false, why: "not_saved" });
    loseAnswers = false;
    assertEquals(await book.remove("sales"), { ok: true });
    assertEquals(book.get("sales"), undefined);
  }, (memory) => ({
    putAgent: async (agent, ...rest) => {
      const written = await memory.putAgent(agent, ...rest);
      if (loseAnswers && agent.id !== ID) throw new Error("the store's thread died");
      return written;
    },
    deleteAgent: async (...args) => {
      const removed = await memory.deleteAgent(...args);
      if (loseAnswers) throw new Error("the store's thread died");
      return removed;
    },
  }));
});
