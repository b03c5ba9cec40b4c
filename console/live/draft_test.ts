import { assert, assertEquals } from "@std/assert";
import type { Agent, AgentConfig } from "../../server/contract/agent.ts";
import type { Refusal, Result } from "../api.ts";
import { test } from "../testing.ts";
import { createDraft } from "./draft.ts";
import { FakeTimers } from "./fake_timers.ts";
import { sampleAgent, sampleConfig } from "./sample_agent.ts";

/** A server of one agent, whose answers wait to be let go. */
function setUp() {
  const timers = new FakeTimers();
  const server = {
    agent: sampleAgent(),
    refuse: null as Refusal | null,
    asked: [] as string[],
    saved: [] as AgentConfig[],
    go: [] as (() => void)[],
    hold: false,
  };
  const edit = (name: string, revision: number, change: () => Partial<Agent>) => {
    server.asked.push(`${name} ${revision}`);
    const answer = (): Result<Agent> => {
      if (server.refuse) return { ok: false, refusal: server.refuse };
      if (revision !== server.agent.revision) {
        const refusal: Refusal = {
          code: "conflict",
          message: "Changed",
          fields: [],
          current: server.agent,
        };
        return { ok: false, refusal };
      }
      server.agent = { ...server.agent, ...change(), revision: revision + 1 };
      return { ok: true, value: server.agent };
    };
    if (!server.hold) return Promise.resolve(answer());
    return new Promise<Result<Agent>>((resolve) => server.go.push(() => resolve(answer())));
  };
  const draft = createDraft({
    agent: server.agent,
    timers,
    api: {
      saveDraft: (_, revision, config) =>
        edit("save", revision, () => {
          server.saved.push(config);
          return { draft: config, draftSavedAtMs: timers.wallMs() };
        }),
      publish: (_, revision, note) =>
        edit("publish", revision, () => ({
          published: { version: 4, config: server.agent.draft, note, publishedAtMs: 1 },
        })),
      restore: (_, revision, version) =>
        edit(`restore v${version}`, revision, () => ({
          published: { version: 4, config: sampleConfig(), note: "", publishedAtMs: 1 },
        })),
      agent: () => Promise.resolve({ ok: true, value: server.agent }),
    },
  });
  const kind = () => draft.save.value.kind;
  /** Somebody else saves a draft meanwhile. */
  const others = (change: Partial<AgentConfig>) => {
    const draftOf = { ...server.agent.draft, ...change };
    server.agent = { ...server.agent, draft: draftOf, revision: server.agent.revision + 1 };
  };
  return { timers, server, draft, kind, others };
}

test("edits are saved once, a little after the last of them", async () => {
  const { draft, timers, server, kind } = setUp();
  draft.edit({ prompt: "One" });
  timers.advance(300);
  draft.edit({ prompt: "One, two" });
  assertEquals(kind(), "waiting");
  timers.advance(700);
  await timers.settle();
  assertEquals([kind(), server.asked], ["saved", ["save 7"]]);
  assertEquals(server.saved[0]?.prompt, "One, two");
  draft.stop();
});

test("what is typed while saving follows with the new revision", async () => {
  const { draft, timers, server, kind } = setUp();
  server.hold = true;
  draft.edit({ prompt: "One" });
  timers.advance(700);
  await timers.settle();
  draft.edit({ prompt: "Two" });
  server.hold = false;
  server.go.shift()?.();
  await timers.settle();
  timers.advance(700);
  await timers.settle();
  assertEquals(server.asked, ["save 7", "save 8"]);
  assertEquals([kind(), server.saved.at(-1)?.prompt], ["saved", "Two"]);
  draft.stop();
});

test("nonsense is told at its field and not sent", async () => {
  const { draft, timers, server, kind } = setUp();
  draft.editIn("turnTaking", { threshold: NaN });
  timers.advance(5000);
  await timers.settle();
  assertEquals([kind(), server.asked.length], ["invalid", 0]);
  assertEquals(draft.errors.value[0]?.path, "turnTaking.threshold");
  draft.stop();
});

test("the server's field errors are shown at their fields until the next edit", async () => {
  const { draft, timers, server, kind } = setUp();
  const fields = [{ path: "model", message: "names a model that the provider has switched off" }];
  server.refuse = { code: "invalid_field", message: "Not saved", fields };
  draft.edit({ model: "gpt-4o-realtime-preview" });
  await draft.flush();
  assertEquals([kind(), draft.errors.value], ["invalid", fields]);
  server.refuse = null;
  draft.edit({ model: "gpt-realtime-2" });
  assertEquals(draft.errors.value, []);
  timers.advance(700);
  await timers.settle();
  assertEquals(kind(), "saved");
  draft.stop();
});

test("a server that cannot be reached is tried again without losing a word", async () => {
  const { draft, timers, server, kind } = setUp();
  server.refuse = { code: "unreachable", message: "No answer", fields: [] };
  draft.edit({ prompt: "Precious" });
  await draft.flush();
  assertEquals(draft.save.value, { kind: "not_saved", why: "No answer" });
  server.refuse = null;
  timers.advance(5000);
  await timers.settle();
  assertEquals([kind(), server.saved[0]?.prompt], ["saved", "Precious"]);
  draft.stop();
});

test("a conflict keeps both texts until the person decides", async () => {
  const { draft, timers, others, kind, server } = setUp();
  others({ prompt: "Theirs" });
  draft.edit({ prompt: "Mine" });
  await draft.flush();
  const state = draft.save.value;
  assert(state.kind === "conflict");
  assertEquals([state.current.draft.prompt, draft.config.value.prompt], ["Theirs", "Mine"]);
  draft.edit({ prompt: "Mine, longer" });
  timers.advance(60_000);
  await timers.settle();
  assertEquals([kind(), server.asked.length], ["conflict", 1]);
  await draft.keepMine();
  assertEquals([kind(), server.agent.draft.prompt], ["saved", "Mine, longer"]);
  draft.stop();
});

test("theirs can be taken, and merged edits are saved on top of theirs", async () => {
  const first = setUp();
  first.others({ prompt: "Theirs" });
  first.draft.edit({ prompt: "Mine" });
  await first.draft.flush();
  first.draft.takeTheirs();
  assertEquals([first.kind(), first.draft.config.value.prompt], ["saved", "Theirs"]);
  first.draft.stop();

  const second = setUp();
  second.others({ voice: "cedar" });
  second.draft.edit({ greeting: "Say hello." });
  await second.draft.flush();
  assert(second.draft.editMerged()?.clean);
  await second.timers.settle();
  const { voice, greeting } = second.server.agent.draft;
  assertEquals([second.kind(), voice, greeting], ["saved", "cedar", "Say hello."]);
  second.draft.stop();
});

test("another window's change is taken where nothing of ours is at stake", async () => {
  const { draft, others, server, kind } = setUp();
  others({ prompt: "Theirs" });
  await draft.changedElsewhere(server.agent.revision);
  assertEquals([kind(), draft.config.value.prompt], ["saved", "Theirs"]);
  others({ prompt: "Theirs again" });
  draft.edit({ prompt: "Mine" });
  await draft.changedElsewhere(server.agent.revision);
  assertEquals([kind(), draft.config.value.prompt], ["conflict", "Mine"]);
  draft.stop();
});

test("the news of our own saving is no conflict", async () => {
  const { draft, timers, server, kind } = setUp();
  server.hold = true;
  draft.edit({ prompt: "Mine" });
  timers.advance(700);
  await timers.settle();
  const told = draft.changedElsewhere(8);
  server.go.shift()?.();
  await told;
  assertEquals([kind(), draft.config.value.prompt], ["saved", "Mine"]);
  draft.stop();
});

test("publishing sends what waits first", async () => {
  const { draft, server } = setUp();
  draft.edit({ prompt: "New" });
  assertEquals(draft.differs.value, true);
  assertEquals(await draft.publish("Clearer"), null);
  assertEquals(server.asked, ["save 7", "publish 8"]);
  assertEquals([draft.agent.value.published.version, draft.differs.value], [4, false]);
  draft.stop();
});

test("a restore keeps the draft, and a refused one says why", async () => {
  const { draft, server, others } = setUp();
  draft.edit({ prompt: "Unpublished" });
  assertEquals(await draft.restore(1), null);
  assertEquals(draft.config.value.prompt, "Unpublished");
  others({ voice: "ash" });
  assertEquals((await draft.restore(2))?.code, "conflict");
  assertEquals(server.asked.at(-1), "restore v2 9");
  draft.stop();
});

test("leaving the page sends what waits and leaves no timer", async () => {
  const { draft, timers, server } = setUp();
  draft.edit({ prompt: "Last words" });
  draft.stop();
  await timers.settle();
  assertEquals([server.saved[0]?.prompt, timers.pending], ["Last words", 0]);
});
