// Callers who say nothing, calls that last too long, machines on the other side.
import { assert, assertEquals } from "@std/assert";
import type { AgentConfig } from "../contract/agent.ts";
import { AGENT, LOST, type Rig, startRig } from "./fake_call_test_kit.ts";

const quiet = (more: Partial<AgentConfig["noInput"]> = {}): Partial<AgentConfig> => ({
  greeting: "",
  noInput: { afterMs: 5000, words: "", giveUpAfter: 2, ...more },
});
const long = (more: Partial<AgentConfig["maxLength"]> = {}): Partial<AgentConfig> => ({
  greeting: "",
  maxLength: { ms: 60_000, warnMs: 20_000, words: "", ...more },
});

function readyRig(agent: Partial<AgentConfig>): Rig {
  const rig = startRig(agent);
  rig.model.ready();
  return rig;
}

function says(rig: Rig, itemId: string, text: string): void {
  rig.model.says({ type: "speech_started", itemId, audioStartMs: 0 });
  rig.model.says({ type: "speech_stopped", itemId, audioEndMs: 500 });
  rig.model.says({ type: "committed", itemId, previousItemId: null });
  rig.model.says({ type: "caller_text", itemId, text });
}

const causes = (rig: Rig) => rig.model.wishes.map((wish) => wish.cause);

/** The agent asks, and is heard to the end of it. */
function answerLast(rig: Rig, id: string): void {
  rig.model.answers(id, 1000, { cause: rig.model.wishes.at(-1)!.cause });
  rig.clock.advance(1000);
}

Deno.test("a caller who says nothing is asked, in the agent's words", () => {
  const rig = readyRig(quiet({ words: "Ask for the order number again." }));
  rig.clock.advance(5000);
  assertEquals(rig.all("caller.no_input"), []);
  rig.clock.advance(500);
  assertEquals(rig.only("caller.no_input").count, 1);
  assertEquals(rig.channel.reports, [{ disposition: "no_input" }]);
  assert(rig.model.wishes[0]?.instructions?.endsWith("Ask for the order number again."));
});

Deno.test("after so many questions without an answer the call ends with a goodbye", () => {
  const rig = readyRig(quiet());
  for (const id of ["r1", "r2"]) {
    rig.clock.advance(5500);
    answerLast(rig, id);
  }
  assertEquals(rig.all("caller.no_input").map((event) => event.count), [1, 2]);
  rig.clock.advance(5500);
  assertEquals(causes(rig), ["no_input", "no_input", "farewell"]);
  assertEquals(rig.only("call.ending").reason, "no_input");
  answerLast(rig, "r3");
  rig.clock.advance(3000);
  assertEquals(
    [rig.channel.ending?.outcome, rig.channel.ending?.outputs.END_REASON],
    ["completed", "no_input"],
  );
});

Deno.test("who speaks or presses a key is asked anew from the first", () => {
  for (const stirs of ["speaks", "types"]) {
    const rig = readyRig(quiet());
    rig.clock.advance(5500);
    answerLast(rig, "r1");
    if (stirs === "speaks") says(rig, "c1", "I am here.");
    else for (const key of "1#") rig.call.listener.digit(key);
    rig.model.answers("r2", 1000);
    rig.clock.advance(7000);
    assertEquals(rig.all("caller.no_input").map((event) => event.count), [1, 1]);
  }
});

Deno.test("silence counts from when the agent was heard to its end, not from when it was made", () => {
  const rig = readyRig(quiet());
  rig.model.answers("r1", 9000);
  rig.clock.advance(13_000);
  assertEquals(rig.all("caller.no_input"), []);
  rig.clock.advance(2000);
  assertEquals(rig.all("caller.no_input").length, 1);
});

Deno.test("nobody is asked while the caller speaks, waits, types or is on hold", () => {
  const busyWith: Record<string, (rig: Rig) => void> = {
    speaks: (rig) => rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 }),
    waits: (rig) => rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" }),
    types: (rig) => rig.call.listener.digit("1"),
    "is on hold": (rig) => rig.call.listener.held(),
    "has no model": (rig) => rig.model.says({ type: "lost", failure: LOST }),
  };
  for (const [what, begin] of Object.entries(busyWith)) {
    const rig = readyRig({ ...quiet(), digits: { ...AGENT.digits, gapMs: 20_000 } });
    begin(rig);
    rig.clock.advance(10_000);
    assertEquals(rig.all("caller.no_input"), [], what);
  }
});

Deno.test("a call that comes back from hold begins to wait anew", () => {
  const rig = readyRig(quiet());
  rig.clock.advance(4000);
  rig.call.listener.held();
  rig.clock.advance(60_000);
  rig.call.listener.resumed(60_000);
  rig.clock.advance(4500);
  assertEquals(rig.all("caller.no_input"), []);
  assertEquals(rig.only("call.resumed").gapMs, 60_000);
  rig.clock.advance(1000);
  assertEquals(rig.all("caller.no_input").length, 1);
});

Deno.test("an agent without the setting waits for ever", () => {
  const rig = readyRig({ greeting: "" });
  rig.clock.advance(10 * 60_000);
  assertEquals(causes(rig), []);
});

Deno.test("a caller is warned before the call gets too long, and then it ends with a goodbye", () => {
  const rig = readyRig(long());
  rig.clock.advance(39_900);
  assertEquals(causes(rig), []);
  rig.clock.advance(200);
  assertEquals(rig.only("call.warned").leftMs, 20_000);
  assertEquals([rig.model.wishes[0]?.cause, rig.model.wishes[0]?.must], ["warning", true]);
  assert(rig.model.wishes[0]?.instructions?.includes("20 seconds"));
  answerLast(rig, "r1");
  rig.clock.advance(19_000);
  assertEquals(rig.only("call.ending").reason, "too_long");
  answerLast(rig, "r2");
  rig.clock.advance(3000);
  assertEquals(
    [rig.channel.ending?.outcome, rig.channel.ending?.outputs.END_REASON],
    ["completed", "too_long"],
  );
});

Deno.test("the warning is given in a pause, but ten seconds late at most", () => {
  const rig = readyRig(long({ words: "Say that time is nearly up." }));
  rig.clock.advance(39_000);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 39_000 });
  rig.clock.advance(10_500);
  assertEquals(rig.all("call.warned"), []);
  rig.clock.advance(750);
  assertEquals(rig.only("call.warned").leftMs, 10_000);
  assert(rig.model.wishes[0]?.instructions?.endsWith("Say that time is nearly up."));
});

Deno.test("a warning that is as long as the call is given in the middle of it, and none where none is wanted", () => {
  const rig = readyRig(long({ warnMs: 300_000 }));
  rig.clock.advance(30_250);
  assertEquals(rig.only("call.warned").leftMs, 30_000);
  const other = readyRig(long({ warnMs: 0 }));
  other.clock.advance(59_000);
  assertEquals(other.all("call.warned"), []);
});

Deno.test("nobody is cut off in mid-sentence at the greatest length, but fifteen seconds later", () => {
  const rig = readyRig(long({ warnMs: 0 }));
  rig.clock.advance(59_000);
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.model.says({ type: "audio", responseId: "r1", itemId: "i1", audio: new Uint8Array(240_000) });
  rig.clock.advance(15_900);
  assertEquals(rig.all("call.ending"), []);
  rig.trace.length = 0;
  rig.clock.advance(250);
  assertEquals(
    rig.trace.filter((what) => what !== "phone: play").slice(0, 2),
    ["phone: clear", "model: cancel"],
  );
  assertEquals(rig.only("call.ending").reason, "too_long");
  assertEquals(rig.all("caller.interrupted"), []);
});

Deno.test("half a minute beyond its greatest length a call ends in any case, as completed", () => {
  const rig = readyRig(long({ warnMs: 0 }));
  rig.clock.advance(60_250);
  rig.model.says({ type: "response_started", responseId: "r1", cause: "farewell" });
  for (let i = 0; i < 32; i++) {
    rig.model.says({ type: "audio", responseId: "r1", itemId: "i1", audio: new Uint8Array(8000) });
    rig.clock.advance(1000);
  }
  assertEquals(
    [rig.channel.ending?.outcome, rig.channel.ending?.outputs.END_REASON],
    ["completed", "too_long"],
  );
});

Deno.test("a call that gets too long while the model is away ends without words", () => {
  const rig = readyRig(long({ warnMs: 0 }));
  rig.clock.advance(59_900);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(1000);
  assertEquals(rig.channel.ending?.outputs.END_REASON, "too_long");
});

Deno.test("a machine that says the same for the fifth time is let go", () => {
  const rig = readyRig({ greeting: "" });
  for (const itemId of ["c1", "c2", "c3", "c4", "c5"]) {
    assertEquals(rig.all("call.ending"), []);
    says(rig, itemId, "Your call is important to us.");
  }
  assertEquals(rig.only("call.ending").reason, "caller_is_machine");
});

Deno.test("where the guard is off nobody minds", () => {
  const rig = readyRig({ greeting: "", repeatGuard: false });
  for (const itemId of ["c1", "c2", "c3", "c4", "c5", "c6"]) {
    says(rig, itemId, "Your call is important to us.");
  }
  assertEquals(rig.all("call.ending"), []);
});

Deno.test("what the agent is saying is said to its end before a goodbye of ours", () => {
  const rig = readyRig({ greeting: "" });
  for (const itemId of ["c1", "c2", "c4", "c5"]) says(rig, itemId, "Your call is important to us.");
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.model.says({ type: "audio", responseId: "r1", itemId: "i1", audio: new Uint8Array(16_000) });
  rig.model.says({
    type: "caller_text",
    itemId: "c3",
    text: "Your call is important to us.",
  });
  rig.model.says({ type: "audio_done", responseId: "r1", itemId: "i1" });
  rig.model.done("r1");
  assertEquals(rig.trace.includes("phone: clear"), false);
  rig.model.answers("r2", 1000, { cause: "farewell" });
  rig.clock.advance(6000);
  assertEquals(rig.all("agent.heard").map((item) => item.heardMs), [2000, 1000]);
  assertEquals(rig.channel.ending?.outputs.END_REASON, "caller_is_machine");
});

Deno.test("a warning that falls due while the model is away is given once it is back", () => {
  const rig = readyRig(long());
  rig.clock.advance(39_000);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(1500);
  assertEquals(rig.all("call.warned"), []);
  rig.model.ready();
  rig.clock.advance(3000);
  assertEquals(rig.only("call.warned").leftMs <= 20_000, true);
  assertEquals(rig.model.wishes.at(-1)?.cause, "warning");
});
