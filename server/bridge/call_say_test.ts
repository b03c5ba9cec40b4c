// Words that a supervisor has the agent say: said now, word for word, and the talk goes on where it was.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { changesOf, falls, give, speaks, statesOf } from "./command_test_kit.ts";
import { AGENT, LOST, type Rig, startRig } from "./fake_call_test_kit.ts";

const TEXT = "We close in ten minutes.";
const guard = { turnTaking: { ...AGENT.turnTaking, bargeIn: true, bargeInMs: 300 } };

function talking(agent: Parameters<typeof startRig>[0] = {}): Rig {
  const rig = startRig(agent);
  rig.model.ready();
  rig.model.answers("hello", 500, { cause: "greeting" });
  rig.clock.advance(2000);
  rig.trace.length = 0;
  rig.model.wishes = [];
  return rig;
}

const say = (rig: Rig, text = TEXT) => give(rig, { kind: "say", text });
const causes = (rig: Rig) => rig.model.wishes.map(({ cause }) => cause);

Deno.test("the model is asked for exactly these words, and it is done once they were heard to their end", () => {
  const rig = talking();
  const id = say(rig);
  const [wish] = rig.model.wishes;
  assertEquals([wish?.cause, wish?.tools, wish?.must], ["supervisor", "none", true]);
  assertStringIncludes(wish?.instructions ?? "", `exactly these words and nothing else: ${TEXT}`);
  rig.model.answers("r1", 2000, { cause: "supervisor" });
  rig.clock.advance(1500);
  assertEquals(statesOf(rig, id), ["sent"]);
  rig.clock.advance(2000);
  assertEquals(statesOf(rig, id), ["sent", "done"]);
  assertEquals(causes(rig), ["supervisor"]);
});

Deno.test("what the agent is saying is cut off first, in the one right order", () => {
  const rig = talking();
  rig.model.answers("r1", 4000);
  rig.clock.advance(1000);
  rig.trace.length = 0;
  say(rig);
  assertEquals(
    rig.trace.map((line) => line.replace(/ \d+$/, "")),
    ["phone: clear", "model: cancel", "model: truncate r1-item", "model: respond supervisor"],
  );
});

Deno.test("while the caller speaks it waits, is said after the turn, and then the turn is answered (with the guard)", () => {
  const rig = talking(guard);
  speaks(rig, "c1");
  const id = say(rig);
  assertEquals(causes(rig), []);
  falls(rig, "c1");
  assertEquals(causes(rig), ["supervisor"]);
  rig.model.answers("r1", 1000, { cause: "supervisor" });
  assertEquals(causes(rig), ["supervisor", "turn"]);
  assertEquals(rig.model.wishes[1]?.must, true);
  rig.clock.advance(3000);
  assertEquals(statesOf(rig, id), ["sent", "done"]);
});

Deno.test("a model that answers the turn by itself is stopped, says the words, and is asked for the answer again", () => {
  const rig = talking();
  speaks(rig, "c1");
  const id = say(rig);
  falls(rig, "c1");
  rig.trace.length = 0;
  rig.model.answers("r1", 0, { open: true, cause: "turn" });
  assertEquals(rig.trace, ["model: cancel", "model: respond supervisor"]);
  rig.model.done("r1", "cancelled");
  rig.trace.length = 0;
  rig.model.answers("r2", 1000, { cause: "supervisor" });
  assertEquals(rig.trace.filter((line) => line.startsWith("model")), ["model: respond turn"]);
  rig.clock.advance(3000);
  assertEquals(statesOf(rig, id), ["sent", "done"]);
  assertEquals(rig.all("agent.line").map(({ text }) => text), ["words of hello", "words of r2"]);
});

Deno.test("a caller who speaks before it began has the word; it comes after", () => {
  const rig = talking(guard);
  const id = say(rig);
  speaks(rig, "c1");
  assertEquals(rig.trace.at(-1), "model: cancel");
  falls(rig, "c1");
  assertEquals(causes(rig), ["supervisor", "supervisor"]);
  rig.model.answers("r1", 500, { cause: "supervisor" });
  rig.clock.advance(2000);
  assertEquals(statesOf(rig, id), ["sent", "done"]);
  assertEquals(causes(rig).at(-1), "turn");
});

Deno.test("a caller who speaks over it: it is done as far as it was heard, and the detail says so", () => {
  const rig = talking();
  const id = say(rig);
  rig.model.answers("r1", 3000, { cause: "supervisor" });
  rig.clock.advance(1000);
  speaks(rig, "c1");
  const last = changesOf(rig, id).at(-1)!;
  assertEquals(last.state, "done");
  assertStringIncludes(last.detail, "of 3.0 s were heard");
});

Deno.test("a model that fails twice has it refused, with words, and the talk goes on", () => {
  const rig = talking(guard);
  const id = say(rig);
  rig.model.answers("r1", 0, { cause: "supervisor" });
  assertEquals(statesOf(rig, id), ["sent"]);
  rig.model.answers("r2", 0, { cause: "supervisor" });
  const last = changesOf(rig, id).at(-1)!;
  assertEquals([last.state, last.detail], ["refused", "The model did not say it."]);
  assertEquals(rig.all("call.ending"), []);
  speaks(rig, "c1");
  falls(rig, "c1");
  assertEquals(causes(rig).at(-1), "turn");
});

Deno.test("a model that never begins has failed, too", () => {
  const rig = talking();
  const id = say(rig);
  rig.clock.advance(7000);
  assertEquals(causes(rig), ["supervisor", "supervisor"]);
  rig.clock.advance(7000);
  assertEquals(statesOf(rig, id), ["sent", "refused"]);
});

Deno.test("two are said one after the other, and an answer that was due comes last", () => {
  const rig = talking(guard);
  speaks(rig, "c1");
  const first = say(rig, "One.");
  const second = say(rig, "Two.");
  falls(rig, "c1");
  rig.model.answers("r1", 500, { cause: "supervisor" });
  assertEquals(causes(rig), ["supervisor"]);
  rig.clock.advance(2000);
  assertEquals(statesOf(rig, first), ["sent", "done"]);
  rig.model.answers("r2", 500, { cause: "supervisor" });
  rig.clock.advance(2000);
  assertEquals(statesOf(rig, second), ["sent", "done"]);
  assertEquals(causes(rig), ["supervisor", "supervisor", "turn"]);
});

Deno.test("O-10 a model that goes away before it began is asked again when it is back", () => {
  const rig = talking();
  const id = say(rig);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(3000);
  rig.model.ready();
  assertEquals(causes(rig), ["supervisor"]);
  rig.model.answers("r1", 500, { cause: "supervisor" });
  rig.clock.advance(2000);
  assertEquals(statesOf(rig, id), ["sent", "done"]);
});

Deno.test("it does not count as an answer that has used a whisper", () => {
  const rig = talking();
  const whisper = give(rig, { kind: "whisper", text: "Be brief.", when: "after_caller" });
  say(rig);
  rig.model.answers("r1", 500, { cause: "supervisor" });
  rig.clock.advance(2000);
  assertEquals(statesOf(rig, whisper), ["sent", "delivered"]);
});

Deno.test("it can be taken back while it waits", () => {
  const rig = talking();
  speaks(rig, "c1");
  const id = say(rig);
  assertEquals(rig.call.retract(id), "retracted");
  falls(rig, "c1");
  assertEquals(causes(rig), []);
});

Deno.test("before the call is connected and once it ends it is refused, with why", () => {
  const rig = startRig();
  const early = say(rig);
  assertStringIncludes(changesOf(rig, early).at(-1)?.detail ?? "", "still being connected");
  rig.model.ready();
  rig.model.answers("hello", 500, { cause: "greeting" });
  rig.clock.advance(2000);
  give(rig, { kind: "end" });
  const late = say(rig);
  assertEquals(changesOf(rig, late).map(({ state, detail }) => `${state} ${detail}`.trim()), [
    "sent",
    "refused The call is ending.",
  ]);
});

Deno.test("what the caller typed meanwhile is told, and spoken of after it", () => {
  const rig = talking();
  say(rig);
  rig.model.answers("r1", 0, { cause: "supervisor", open: true });
  rig.call.listener.digit("5");
  rig.model.done("r1", "cancelled");
  rig.clock.advance(10_000);
  assert(causes(rig).includes("supervisor"));
  rig.model.answers("r2", 500, { cause: "supervisor" });
  assertEquals(causes(rig).at(-1), "digits");
});
