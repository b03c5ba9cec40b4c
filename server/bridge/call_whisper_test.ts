// Guidance whispered to the agent: it reaches the model at its moment, and its receipt says whether it was used.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { WhisperMoment } from "../contract/command_kinds.ts";
import { changesOf, falls, give, speaks, statesOf } from "./command_test_kit.ts";
import { AGENT, LOST, type Rig, startRig } from "./fake_call_test_kit.ts";

const TEXT = "Offer the blue one.";
const guard = { turnTaking: { ...AGENT.turnTaking, bargeIn: true, bargeInMs: 300 } };

/** A call in which the greeting was heard. */
function talking(agent: Parameters<typeof startRig>[0] = {}): Rig {
  const rig = startRig(agent);
  rig.model.ready();
  rig.model.answers("hello", 500, { cause: "greeting" });
  rig.clock.advance(2000);
  rig.trace.length = 0;
  rig.model.wishes = [];
  return rig;
}

const whisper = (rig: Rig, when: WhisperMoment) => give(rig, { kind: "whisper", text: TEXT, when });

Deno.test("now: the model is told at once, and speaks of it where nobody speaks", () => {
  const rig = talking();
  const id = whisper(rig, "now");
  assertEquals(rig.trace, ["model: tell", "model: respond supervisor"]);
  assertStringIncludes(rig.model.tell_[0]!, `says to you, not to the caller: ${TEXT}`);
  assertEquals(rig.only("command.given").text, TEXT);
  assertEquals(statesOf(rig, id), ["sent", "delivered"]);
  rig.model.answers("r1", 1000, { cause: "supervisor" });
  assertEquals(statesOf(rig, id), ["sent", "delivered"]);
  rig.clock.advance(2000);
  const last = changesOf(rig, id).at(-1)!;
  assertEquals([last.state, last.responseId], ["used", "r1"]);
});

Deno.test("now: while the agent speaks it is told and asked for nothing; the answer under way has not used it", () => {
  const rig = talking();
  rig.model.answers("r1", 3000);
  rig.clock.advance(500);
  rig.trace.length = 0;
  const id = whisper(rig, "now");
  assertEquals(rig.trace.filter((line) => line.startsWith("model")), ["model: tell"]);
  rig.clock.advance(5000);
  assertEquals(statesOf(rig, id).at(-1), "delivered");
  rig.model.answers("r2", 500);
  rig.clock.advance(2000);
  assertEquals(changesOf(rig, id).at(-1)?.responseId, "r2");
});

Deno.test("now: an answer that was on its way when the model was told does not count", () => {
  const rig = talking(guard);
  speaks(rig, "c1");
  falls(rig, "c1");
  assertEquals(rig.model.wishes.map(({ cause }) => cause), ["turn"]);
  const id = whisper(rig, "now");
  rig.model.answers("r1", 500);
  rig.clock.advance(2000);
  assertEquals(statesOf(rig, id), ["sent", "delivered"]);
  rig.model.answers("r2", 500);
  rig.clock.advance(2000);
  assertEquals(changesOf(rig, id).at(-1)?.responseId, "r2");
});

Deno.test("after the caller: told when the turn ends, before the answer is asked for", () => {
  const rig = talking(guard);
  speaks(rig, "c1");
  const id = whisper(rig, "after_caller");
  assertEquals(statesOf(rig, id), ["sent"]);
  rig.trace.length = 0;
  falls(rig, "c1");
  assertEquals(rig.trace, ["model: tell", "model: respond turn"]);
  rig.model.answers("r1", 500);
  rig.clock.advance(2000);
  assertEquals(changesOf(rig, id).at(-1)?.responseId, "r1");
});

Deno.test("after the caller: a model that answers by itself has begun by then, so its next answer counts", () => {
  const rig = talking();
  speaks(rig, "c1");
  const id = whisper(rig, "after_caller");
  falls(rig, "c1");
  assertEquals(statesOf(rig, id), ["sent", "delivered"]);
  rig.model.answers("r1", 500);
  rig.clock.advance(2000);
  assertEquals(statesOf(rig, id), ["sent", "delivered"]);
  rig.model.answers("r2", 500);
  rig.clock.advance(2000);
  assertEquals(changesOf(rig, id).at(-1)?.responseId, "r2");
});

Deno.test("after the caller: told at once where nobody speaks, and nothing is asked for", () => {
  const rig = talking();
  whisper(rig, "after_caller");
  assertEquals(rig.trace, ["model: tell"]);
});

Deno.test("next turn: told right before the next answer is asked for", () => {
  const rig = talking(guard);
  const id = whisper(rig, "next_turn");
  rig.clock.advance(5000);
  assertEquals(statesOf(rig, id), ["sent"]);
  speaks(rig, "c1");
  assertEquals(statesOf(rig, id), ["sent"]);
  rig.trace.length = 0;
  falls(rig, "c1");
  assertEquals(rig.trace, ["model: tell", "model: respond turn"]);
});

Deno.test("next turn: a model that answers by itself is told as the turn begins, and its answer has used it", () => {
  const rig = talking();
  const id = whisper(rig, "next_turn");
  speaks(rig, "c1");
  assertEquals(statesOf(rig, id), ["sent", "delivered"]);
  falls(rig, "c1");
  rig.model.answers("r1", 500);
  rig.clock.advance(2000);
  assertEquals(changesOf(rig, id).at(-1)?.responseId, "r1");
});

Deno.test("an answer of which nothing was heard has used nothing", () => {
  const rig = talking();
  const id = whisper(rig, "now");
  rig.model.answers("r1", 0, { cause: "supervisor", open: true });
  speaks(rig, "c1");
  rig.model.done("r1", "cancelled");
  falls(rig, "c1");
  assertEquals(statesOf(rig, id), ["sent", "delivered"]);
  rig.model.answers("r2", 500);
  rig.clock.advance(2000);
  assertEquals(changesOf(rig, id).at(-1)?.responseId, "r2");
});

Deno.test("it can be taken back until the model is told, and then not", () => {
  const rig = talking();
  const id = whisper(rig, "next_turn");
  assertEquals(rig.call.retract(id), "retracted");
  assertEquals(rig.call.retract(id), "too_late");
  speaks(rig, "c1");
  falls(rig, "c1");
  assertEquals(rig.model.tell_, []);
  assertEquals(statesOf(rig, id), ["sent", "retracted"]);
  const now = whisper(rig, "now");
  assertEquals(rig.call.retract(now), "too_late");
});

Deno.test("O-10 while the model is away it waits, and the session after it is told", () => {
  const rig = talking();
  rig.model.says({ type: "lost", failure: LOST });
  const id = whisper(rig, "now");
  assertEquals(statesOf(rig, id), ["sent"]);
  rig.clock.advance(3000);
  rig.model.ready();
  assertEquals(statesOf(rig, id), ["sent", "delivered"]);
  assert(rig.model.tell_.some((text) => text.includes(TEXT)));
});

Deno.test("O-10 what the model was told a session after it knows too", () => {
  const rig = talking();
  whisper(rig, "after_caller");
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(3000);
  assert(
    rig.model.settings.seed.some(({ role, text }) => role === "system" && text.includes(TEXT)),
  );
});

Deno.test("at the end of the call what was not used is told to be so, before the end", () => {
  const rig = talking();
  const told = whisper(rig, "after_caller");
  const waits = whisper(rig, "next_turn");
  rig.call.listener.closed({ by: "phone", detail: "" });
  rig.clock.advance(5000);
  assertEquals(statesOf(rig, told), ["sent", "delivered", "not_used"]);
  assertEquals(statesOf(rig, waits), ["sent", "not_used"]);
  assertEquals(rig.events.at(-1)?.type, "call.ended");
});

Deno.test("no more than twenty commands wait, and a call that ends takes none", () => {
  const rig = talking();
  const ids = Array.from({ length: 21 }, () => whisper(rig, "next_turn"));
  assertEquals(statesOf(rig, ids[19]!), ["sent"]);
  assertEquals(statesOf(rig, ids[20]!), ["sent", "refused"]);
  // Nobody is kept from the caller, or left on air, by what waits.
  for (const kind of ["take_over", "hand_back"] as const) {
    assertEquals(statesOf(rig, give(rig, { kind })), ["sent", "done"]);
  }
  give(rig, { kind: "end" });
  assertEquals(statesOf(rig, whisper(rig, "now")), ["sent", "refused"]);
});
