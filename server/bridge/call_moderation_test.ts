// Guardrails: what is flagged is not answered, what would be said is not heard, and a failed check harms nobody.
import { assert, assertEquals } from "@std/assert";
import { AGENT, LOST, type Rig, startRig } from "./fake_call_test_kit.ts";
import type { Moderated } from "./moderation.ts";

const REFUSAL = "Say exactly these words and nothing else: I will not talk about that.";
const CLEAN: Moderated = { flagged: false, categories: [] };
const BAD: Moderated = { flagged: true, categories: ["violence"] };

interface Checked {
  rig: Rig;
  /** The words that were sent to be checked, each with a way to answer. */
  checks: { text: string; signal: AbortSignal; answer(result: Moderated | null): Promise<void> }[];
}

function checkedRig(what: { caller?: boolean; agent?: boolean }): Checked {
  const checks: Checked["checks"] = [];
  const rig = startRig(
    {
      greeting: "",
      moderation: { caller: false, agent: false, refusal: "I will not talk about that.", ...what },
    },
    undefined,
    {
      moderate: (text, signal) => {
        const { promise, resolve } = Promise.withResolvers<Moderated | null>();
        const answer = async (result: Moderated | null) => {
          resolve(result);
          await settled();
        };
        checks.push({ text, signal, answer });
        return promise;
      },
    },
  );
  rig.model.ready();
  return { rig, checks };
}

/** What was promised is told, and no time passes. */
async function settled(): Promise<void> {
  for (let i = 0; i < 8; i++) await Promise.resolve();
}

function says(rig: Rig, itemId: string, text: string): void {
  rig.model.says({ type: "speech_started", itemId, audioStartMs: 0 });
  rig.model.says({ type: "speech_stopped", itemId, audioEndMs: 500 });
  rig.model.says({ type: "caller_text", itemId, text });
}

/** An answer that goes on: `words` of it are there, `ms` of its sound. */
function begins(rig: Rig, id: string, words: string, ms = 4000): void {
  rig.model.answers(id, ms, { open: true });
  rig.model.says({ type: "agent_delta", responseId: id, itemId: `${id}-item`, delta: words });
}

const refusals = (rig: Rig) => rig.model.wishes.filter((wish) => wish.cause === "refusal");

Deno.test("what the caller says is checked once its words are there", async () => {
  const { rig, checks } = checkedRig({ caller: true });
  says(rig, "c1", "Where is my parcel?");
  assertEquals(checks.map(({ text }) => text), ["Where is my parcel?"]);
  await checks[0]!.answer(CLEAN);
  assertEquals([refusals(rig), rig.all("caller.flagged")], [[], []]);
});

Deno.test("a flagged line of the caller silences its answer and is refused word for word", async () => {
  const { rig, checks } = checkedRig({ caller: true });
  says(rig, "c1", "Something bad.");
  begins(rig, "r1", "Well, ");
  rig.trace.length = 0;
  await checks[0]!.answer(BAD);
  assertEquals(rig.only("caller.flagged").categories, ["violence"]);
  assertEquals(
    rig.trace.filter((line) => line !== "phone: play"),
    ["phone: clear", "model: cancel", "model: forget r1-item", "model: respond refusal"],
  );
  const [wish] = refusals(rig);
  assert(wish?.instructions?.endsWith(REFUSAL));
  assertEquals([wish?.tools, wish?.must], ["none", true]);
  assertEquals(rig.all("caller.interrupted"), []);
});

Deno.test("the answer that was cut off by a refusal is no trouble", async () => {
  const { rig, checks } = checkedRig({ caller: true });
  says(rig, "c1", "Something bad.");
  begins(rig, "r1", "Well, ");
  await checks[0]!.answer(BAD);
  rig.model.done("r1", "cancelled");
  rig.model.answers("r2", 1000, { cause: "refusal" });
  rig.clock.advance(3000);
  assertEquals(rig.all("agent.line").map((line) => line.text), ["words of r2"]);
});

Deno.test("what the agent is about to say is checked as it forms and at its end", () => {
  const { rig, checks } = checkedRig({ agent: true });
  begins(rig, "r1", "x".repeat(119));
  assertEquals(checks.length, 0);
  const ids = { responseId: "r1", itemId: "r1-item" };
  rig.model.says({ type: "agent_delta", ...ids, delta: "y" });
  assertEquals(checks.map(({ text }) => text.length), [120]);
  rig.model.says({ type: "agent_delta", ...ids, delta: "z".repeat(100) });
  assertEquals(checks.length, 1);
  rig.model.says({ type: "agent_text", ...ids, text: "w".repeat(220) });
  assertEquals(checks.map(({ text }) => text.length), [120, 220]);
});

Deno.test("flagged words of the agent are cut off before they are heard, and the model is told so", async () => {
  const { rig, checks } = checkedRig({ agent: true });
  begins(rig, "r1", "x".repeat(200));
  rig.clock.advance(500);
  rig.trace.length = 0;
  await checks[0]!.answer(BAD);
  assertEquals(
    rig.trace.filter((line) => line !== "phone: play"),
    ["phone: clear", "model: cancel", "model: truncate r1-item 500", "model: respond refusal"],
  );
  assertEquals(rig.only("agent.flagged").itemId, "r1-item");
  assertEquals(rig.only("agent.heard").heardMs, 500);
});

Deno.test("words whose sound still waits are caught though the answer is made already", async () => {
  const { rig, checks } = checkedRig({ agent: true });
  rig.model.answers("r1", 4000);
  rig.clock.advance(1000);
  await checks[0]!.answer(BAD);
  assertEquals([rig.all("agent.flagged").length, refusals(rig).length], [1, 1]);
});

Deno.test("a finding about words that were heard to their end, or spoken over, comes too late", async () => {
  for (const over of ["heard", "spoken over"]) {
    const { rig, checks } = checkedRig({ agent: true });
    rig.model.answers("r1", 1000);
    if (over === "heard") rig.clock.advance(3000);
    else says(rig, "c1", "Stop.");
    await checks[0]!.answer(BAD);
    assertEquals([rig.all("agent.flagged"), refusals(rig)], [[], []], over);
  }
});

Deno.test("a late finding about an answer that was spoken over does not cut the next one", async () => {
  const { rig, checks } = checkedRig({ agent: true });
  rig.model.answers("r1", 4000);
  says(rig, "c1", "Stop.");
  begins(rig, "r2", "Fine.");
  await checks[0]!.answer(BAD);
  assertEquals([rig.all("agent.flagged"), refusals(rig)], [[], []]);
});

Deno.test("the refusal itself is not checked", () => {
  const { rig, checks } = checkedRig({ agent: true });
  rig.model.answers("r1", 1000, { cause: "refusal" });
  assertEquals(checks, []);
});

Deno.test("two findings about one turn are refused once", async () => {
  const { rig, checks } = checkedRig({ caller: true, agent: true });
  says(rig, "c1", "Something bad.");
  begins(rig, "r1", "x".repeat(200));
  await checks[1]!.answer(BAD);
  await checks[0]!.answer(BAD);
  assertEquals([rig.all("agent.flagged").length, rig.all("caller.flagged").length], [1, 1]);
  assertEquals(refusals(rig).length, 1);
  rig.model.answers("r2", 500, { cause: "refusal" });
  rig.clock.advance(4000);
  says(rig, "c2", "Bad again.");
  await checks[2]!.answer(BAD);
  assertEquals(refusals(rig).length, 2);
});

Deno.test("a check that fails is noted once a minute, and the call goes on", async () => {
  const { rig, checks } = checkedRig({ caller: true });
  for (const [i, itemId] of ["c1", "c2", "c3"].entries()) {
    if (i === 2) rig.clock.advance(60_000);
    says(rig, itemId, "Hello?");
    rig.model.answers(`r${i}`, 100);
    await checks[i]!.answer(null);
  }
  const notes = rig.all("call.note").filter((note) => note.code === "moderation_failed");
  assertEquals([notes.length, refusals(rig).length], [2, 0]);
});

Deno.test("an agent that wants checks where nobody can make them says so in the log", async () => {
  const rig = startRig({ greeting: "", moderation: { ...AGENT.moderation, caller: true } });
  rig.model.ready();
  says(rig, "c1", "Hello?");
  await settled();
  assertEquals(rig.only("call.note").code, "moderation_failed");
});

Deno.test("sound is handed on while a check is out", () => {
  const { rig } = checkedRig({ agent: true });
  begins(rig, "r1", "x".repeat(200), 1000);
  assert(rig.channel.playedBytes > 0);
});

Deno.test("a flagged goodbye is cut off, and the call ends without the rest of it", async () => {
  const { rig, checks } = checkedRig({ agent: true });
  begins(rig, "r1", "x".repeat(200));
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    toolCallId: "t1",
    name: "end_conversation_successfully",
    args: "{}",
  });
  await checks[0]!.answer(BAD);
  rig.clock.advance(500);
  assertEquals(rig.only("agent.flagged").itemId, "r1-item");
  assertEquals(rig.channel.ending?.outcome, "completed");
  assertEquals(refusals(rig), []);
});

Deno.test("a flagged last line of the caller does not cut off the goodbye", async () => {
  const { rig, checks } = checkedRig({ caller: true });
  says(rig, "c1", "Something bad.");
  begins(rig, "r1", "Goodbye.", 1000);
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    toolCallId: "t1",
    name: "end_conversation_successfully",
    args: "{}",
  });
  await checks[0]!.answer(BAD);
  assertEquals(rig.only("caller.flagged").itemId, "c1");
  rig.model.says({ type: "audio_done", responseId: "r1", itemId: "r1-item" });
  rig.model.done("r1");
  rig.clock.advance(4000);
  assertEquals(rig.only("agent.heard").heardMs, 1000);
});

Deno.test("checks that are out when the call ends are called off", async () => {
  const { rig, checks } = checkedRig({ caller: true });
  says(rig, "c1", "Bye.");
  rig.call.listener.closed({ by: "phone", detail: "end" });
  assertEquals(checks[0]!.signal.aborted, true);
  await checks[0]!.answer(BAD);
  assertEquals(rig.events.at(-1)?.type, "call.ended");
});

Deno.test("a refusal that is due while the model is away does not stop it from coming back", async () => {
  const { rig, checks } = checkedRig({ caller: true });
  says(rig, "c1", "Something bad.");
  rig.model.says({ type: "lost", failure: LOST });
  await checks[0]!.answer(BAD);
  rig.clock.advance(500);
  rig.model.ready();
  assertEquals(rig.model.wishes.map((wish) => wish.cause), ["recovery"]);
});

Deno.test("a finding about words that the caller has gone on from is told, and nothing is refused", async () => {
  const { rig, checks } = checkedRig({ caller: true });
  says(rig, "c1", "Something bad.");
  rig.model.answers("r1", 500);
  rig.clock.advance(1000);
  rig.model.says({ type: "speech_started", itemId: "c2", audioStartMs: 1500 });
  await checks[0]!.answer(BAD);
  assertEquals(rig.only("caller.flagged").itemId, "c1");
  assertEquals(refusals(rig), []);
});
