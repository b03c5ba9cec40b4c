import { assert, assertEquals, assertRejects } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { Agent, AgentConfig } from "../contract/agent.ts";
import { createMemoryStore } from "../store/memory_store.ts";
import { silentLog } from "../observe/log.ts";
import { DEFAULT_AGENT_ID, openAgents } from "./agents_book.ts";
import { inBook, INITIAL, saved } from "./book_test_kit.ts";

const initial = INITIAL;
const ID = DEFAULT_AGENT_ID;
const withPrompt = (prompt: string): AgentConfig => ({ ...initial, prompt });

Deno.test("a new installation has one agent, published as version 1", () =>
  inBook(async (book) => {
    assertEquals(book.list().map((agent) => [agent.id, agent.revision]), [[ID, 1]]);
    assertEquals(book.published(ID), { id: ID, version: 1, config: initial });
    assertEquals((await book.versions(ID)).map((version) => version.version), [1]);
  }));

Deno.test("a stored agent is kept, whatever the initial settings say", () =>
  inBook(async (book, store, clock) => {
    saved(await book.saveDraft(ID, 1, withPrompt("mine")));
    const again = await openAgents({ store, initial: withPrompt("other"), clock, log: silentLog });
    assertEquals(again.get(ID), book.get(ID));
    assertEquals(again.get(ID)?.draft.prompt, "mine");
  }));

Deno.test("S-21 a draft changes nothing for callers until it is published", () =>
  inBook(async (book, _store, clock) => {
    const before = book.published(ID);
    clock.advance(5000);
    const drafted = saved(await book.saveDraft(ID, 1, withPrompt("new")));
    assertEquals(drafted.revision, 2);
    assertEquals(drafted.draftSavedAtMs, clock.wall());
    assertEquals(book.published(ID), before);

    const published = saved(await book.publish(ID, 2, "shorter"));
    assertEquals(published.revision, 3);
    assertEquals(book.published(ID), { id: ID, version: 2, config: withPrompt("new") });
    assertEquals(before?.config.prompt, initial.prompt, "a call keeps the version it began with");
    assertEquals((await book.versions(ID))[0], {
      version: 2,
      config: withPrompt("new"),
      note: "shorter",
      publishedAtMs: clock.wall(),
    });
  }));

Deno.test("an old version is restored as a new one, and the draft follows it", () =>
  inBook(async (book) => {
    saved(await book.saveDraft(ID, 1, withPrompt("new")));
    saved(await book.publish(ID, 2, ""));
    const restored = saved(await book.restore(ID, 3, 1));
    assertEquals(restored.revision, 4);
    assertEquals(restored.published.version, 3);
    assertEquals(restored.published.config, initial);
    assertEquals(restored.draft, initial);
    assertEquals((await book.versions(ID)).map((version) => version.version), [3, 2, 1]);
  }));

Deno.test("restoring leaves a draft with unpublished edits as it is", () =>
  inBook(async (book) => {
    saved(await book.saveDraft(ID, 1, withPrompt("unpublished")));
    const restored = saved(await book.restore(ID, 2, 1));
    assertEquals(restored.draft.prompt, "unpublished");
    assertEquals(restored.published.version, 2);
  }));

Deno.test("a draft whose fields only stand in another order has no unpublished edits", () =>
  inBook(async (book) => {
    saved(await book.saveDraft(ID, 1, withPrompt("new")));
    saved(await book.publish(ID, 2, ""));
    const { name, turnTaking: { mode, ...turnTaking }, ...rest } = withPrompt("new");
    saved(await book.saveDraft(ID, 3, { ...rest, turnTaking: { ...turnTaking, mode }, name }));
    const restored = saved(await book.restore(ID, 4, 1));
    assertEquals(restored.draft.prompt, initial.prompt, "the draft followed");
  }));

Deno.test("edits of an unknown agent or version change nothing", () =>
  inBook(async (book) => {
    const before = book.list();
    for (const id of ["other", "__proto__", "constructor", ""]) {
      assertEquals(await book.saveDraft(id, 1, initial), { ok: false, why: "unknown" });
      assertEquals(book.get(id), undefined);
    }
    assertEquals(await book.restore(ID, 1, 7), { ok: false, why: "unknown" });
    assertEquals(book.list(), before);
  }));

Deno.test("S-12 of 50 people who save at once one wins, and the others get what is held now", async () => {
  let writes = 0;
  await inBook(async (book, store) => {
    const edits = await Promise.all(
      Array.from({ length: 50 }, (_, i) => book.saveDraft(ID, 1, withPrompt(`version of ${i}`))),
    );
    assertEquals(edits.filter((edit) => edit.ok).length, 1);
    const held = book.get(ID);
    for (const edit of edits) {
      if (!edit.ok) assertEquals(edit, { ok: false, why: "conflict", current: held as Agent });
    }
    assertEquals(held?.revision, 2);
    assertEquals(await store.agents(), [held as Agent]);
    assertEquals(writes, 2, "the first agent and the winner: edits wait for each other");
  }, (memory) => ({
    putAgent: (agent, ifRevision, published) => {
      writes++;
      return memory.putAgent(agent, ifRevision, published);
    },
  }));
});

Deno.test("S-15 the same edit sent twice is made once", () =>
  inBook(async (book) => {
    const [first, second] = await Promise.all([book.publish(ID, 1, "a"), book.publish(ID, 1, "a")]);
    assert(first.ok);
    assertEquals(second.ok ? "" : second.why, "conflict");
    assertEquals((await book.versions(ID)).length, 2);
  }));

Deno.test("D-01 an edit that cannot be written changes nothing, and the next one may", async () => {
  let broken = true;
  const told: Agent[] = [];
  await inBook(async (book) => {
    book.onChange((agent) => told.push(agent));
    const before = book.get(ID);
    assertEquals(await book.saveDraft(ID, 1, withPrompt("lost")), { ok: false, why: "not_saved" });
    assertEquals(await book.publish(ID, 1, ""), { ok: false, why: "not_saved" });
    assertEquals(book.get(ID), before);
    assertEquals(told, []);
    broken = false;
    saved(await book.saveDraft(ID, 1, withPrompt("kept")));
    assertEquals(told.map((agent) => agent.draft.prompt), ["kept"]);
  }, (memory) => ({
    putAgent: (agent, ifRevision, published) =>
      broken && ifRevision > 0
        ? Promise.reject(new Error("disk full"))
        : memory.putAgent(agent, ifRevision, published),
  }));
});

Deno.test("an edit that was written though its answer was lost shows as a conflict, not as damage", async () => {
  let loseAnswer = true;
  await inBook(async (book) => {
    assertEquals(await book.saveDraft(ID, 1, withPrompt("first")), { ok: false, why: "not_saved" });
    loseAnswer = false;
    const edit = await book.saveDraft(ID, 1, withPrompt("second"));
    assert(!edit.ok && edit.why === "conflict");
    assertEquals([edit.current.revision, edit.current.draft.prompt], [2, "first"]);
    assertEquals(saved(await book.saveDraft(ID, 2, withPrompt("second"))).revision, 3);
  }, (memory) => ({
    putAgent: async (agent, ifRevision, published) => {
      const written = await memory.putAgent(agent, ifRevision, published);
      if (loseAnswer && ifRevision > 0) throw new Error("the store's thread died");
      return written;
    },
  }));
});

Deno.test("a listener that throws disturbs neither the edit nor other listeners", () =>
  inBook(async (book) => {
    const told: number[] = [];
    book.onChange(() => {
      throw new Error("a fault in a listener");
    });
    const stop = book.onChange((agent) => told.push(agent.revision));
    saved(await book.saveDraft(ID, 1, initial));
    stop();
    saved(await book.saveDraft(ID, 2, initial));
    assertEquals(told, [2]);
  }));

Deno.test("a config that its editor changes afterwards does not change the agent", () =>
  inBook(async (book) => {
    const config = structuredClone(initial);
    const edit = book.saveDraft(ID, 1, config);
    config.turnTaking.threshold = 0.9;
    saved(await edit);
    assertEquals(book.get(ID)?.draft.turnTaking.threshold, 0.5);
  }));

Deno.test("a store that cannot be read keeps the server from starting without its agents", async () => {
  const clock = new ManualClock();
  const memory = createMemoryStore();
  const store = { ...memory, agents: () => Promise.reject(new Error("Cannot read an agent")) };
  await assertRejects(
    () => openAgents({ store, initial, clock, log: silentLog }),
    Error,
    "Cannot read an agent",
  );
  await memory.close();
});
