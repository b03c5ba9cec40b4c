// A supervisor speaks with the caller in the agent's place, and the agent again.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { changesOf, falls, give, listens, speaks, spoken, statesOf } from "./command_test_kit.ts";
import { AGENT, LOST, type Rig, startRig } from "./fake_call_test_kit.ts";

const guard = { turnTaking: { ...AGENT.turnTaking, bargeIn: true, bargeInMs: 300 } };
const LOUD = 0x10;

function talking(agent: Parameters<typeof startRig>[0] = {}): Rig {
  const rig = startRig(agent);
  rig.model.ready();
  rig.model.answers("hello", 500, { cause: "greeting" });
  rig.clock.advance(2000);
  rig.trace.length = 0;
  rig.model.wishes = [];
  rig.channel.played = [];
  return rig;
}

const take = (rig: Rig, owner = "ann") => give(rig, { kind: "take_over" }, owner);

/** Speaks for so long, in pieces of 100 ms, in real time. */
function talks(rig: Rig, from: { speak(audio: Uint8Array): void }, ms: number, mark = LOUD): void {
  for (let at = 0; at < ms; at += 100) {
    from.speak(spoken(mark));
    rig.clock.advance(100);
  }
}

Deno.test("the agent is cut off in the one right order and silent from then on", () => {
  const rig = talking();
  listens(rig);
  rig.model.answers("r1", 4000);
  rig.clock.advance(1000);
  rig.trace.length = 0;
  const id = take(rig);
  assertEquals(
    rig.trace.map((line) => line.replace(/ \d+$/, "")),
    ["phone: clear", "model: cancel", "model: truncate r1-item"],
  );
  assertEquals(statesOf(rig, id), ["sent", "done"]);
  assertEquals(rig.only("supervisor.took_over").by, "console");
  rig.trace.length = 0;
  rig.model.answers("r2", 0, { open: true });
  assertEquals(rig.trace, ["model: cancel"]);
});

Deno.test("a turn of the caller is written down and asked for no answer, with the guard and without", () => {
  for (const agent of [guard, {}]) {
    const rig = talking(agent);
    const ann = listens(rig);
    take(rig);
    talks(rig, ann, 500);
    speaks(rig, "c1");
    falls(rig, "c1");
    rig.model.says({ type: "caller_text", itemId: "c1", text: "Who are you?" });
    rig.clock.advance(30_000);
    assertEquals(rig.model.wishes, []);
    assertEquals(rig.only("caller.line").text, "Who are you?");
    assertEquals(rig.all("agent.line").map(({ text }) => text), ["words of hello"]);
  }
});

Deno.test("the supervisor's sound is heard by the caller, as items of its own, whose heard time adds up", () => {
  const rig = talking();
  const ann = listens(rig);
  take(rig);
  talks(rig, ann, 2000);
  rig.clock.advance(3000);
  const played = rig.channel.played.reduce((sum, audio) => sum + audio.length, 0);
  assertEquals(played, 2000 * 8);
  assert(rig.channel.played.every((audio) => audio.every((code) => code === LOUD)));
  const started = rig.all("agent.speaking").at(-1)!;
  const heard = rig.all("agent.heard").at(-1)!;
  assertEquals([started.itemId, heard.itemId], ["supervisor-1", "supervisor-1"]);
  assertEquals([heard.heardMs, heard.generatedMs, heard.interrupted], [2000, 2000, false]);
  assertEquals(rig.trace.filter((line) => line.includes("supervisor-1")), []);
});

Deno.test("a pause ends a stretch, and the next one is another item", () => {
  const rig = talking();
  const ann = listens(rig);
  take(rig);
  talks(rig, ann, 600);
  talks(rig, ann, 2000, 0xff);
  talks(rig, ann, 600);
  rig.clock.advance(3000);
  assertEquals(rig.all("agent.heard").map(({ itemId }) => itemId).slice(1), [
    "supervisor-1",
    "supervisor-2",
  ]);
});

Deno.test("caller and supervisor may speak at the same time: nobody is cut off", () => {
  const rig = talking(guard);
  const ann = listens(rig);
  take(rig);
  talks(rig, ann, 500);
  rig.trace.length = 0;
  speaks(rig, "c1");
  rig.call.listener.digit("5");
  talks(rig, ann, 500);
  assertEquals(rig.trace.filter((line) => line === "phone: clear"), []);
  assertEquals(rig.all("caller.interrupted"), []);
  rig.clock.advance(3000);
  assertEquals(rig.all("agent.heard").at(-1)?.heardMs, 1000);
});

Deno.test("a silent caller is not asked whether they are there; the greatest length still holds", () => {
  const rig = talking({
    noInput: { afterMs: 3000, words: "", giveUpAfter: 1 },
    maxLength: { ms: 60_000, warnMs: 20_000, words: "" },
  });
  const ann = listens(rig);
  take(rig);
  for (let at = 0; at < 70; at++) {
    talks(rig, ann, 300);
    rig.clock.advance(700);
  }
  assertEquals(rig.all("caller.no_input"), []);
  assertEquals(rig.all("call.warned"), []);
  assertEquals(rig.only("call.ending").reason, "too_long");
  assertEquals(rig.all("supervisor.handed_back").length, 1);
});

Deno.test("only the sockets of whoever took over are taken, and of these one at a time", () => {
  const rig = talking();
  const [ann, other, bob] = [listens(rig, "ann"), listens(rig, "ann"), listens(rig, "bob")];
  talks(rig, ann, 300);
  take(rig, "ann");
  talks(rig, ann, 500);
  talks(rig, other, 500, 0x20);
  talks(rig, bob, 500, 0x30);
  rig.clock.advance(2000);
  const marks = new Set(rig.channel.played.flatMap((audio) => [...audio]));
  assertEquals([...marks], [LOUD]);
  assertEquals(ann.states, [false, false, true]);
  assertEquals(bob.states, [false, false]);
  const notes = rig.all("call.note").filter(({ code }) => code === "supervisor_sound_ignored");
  assertEquals(notes.length, 3);
});

Deno.test("one at a time: a second one is told who has it", () => {
  const rig = talking();
  listens(rig);
  take(rig);
  const id = take(rig, "bob");
  assertEquals(changesOf(rig, id).at(-1)?.detail, "Already taken over (console).");
});

Deno.test("handed back, the model is told what happened and goes on in a sentence", () => {
  const rig = talking();
  const ann = listens(rig);
  take(rig);
  talks(rig, ann, 500);
  rig.clock.advance(2000);
  rig.trace.length = 0;
  const id = give(rig, { kind: "hand_back" });
  assertEquals(rig.trace, ["model: tell", "model: respond supervisor"]);
  assertStringIncludes(rig.model.tell_[0]!, "A person of the staff");
  assertEquals(statesOf(rig, id), ["sent", "done"]);
  assertEquals(rig.only("supervisor.handed_back").by, "console");
  assertEquals(ann.states.at(-1), false);
  rig.model.answers("r1", 500, { cause: "supervisor" });
  rig.clock.advance(2000);
  speaks(rig, "c1");
  falls(rig, "c1");
  rig.model.answers("r2", 500);
  assertEquals(rig.all("agent.line").at(-1)?.text, "words of r2");
});

Deno.test("handed back while the caller speaks, the turn is answered and nothing is said over it", () => {
  const rig = talking(guard);
  const ann = listens(rig);
  take(rig);
  talks(rig, ann, 300);
  speaks(rig, "c1");
  give(rig, { kind: "hand_back" });
  assertEquals(rig.model.wishes, []);
  falls(rig, "c1");
  assertEquals(rig.model.wishes.map(({ cause }) => cause), ["turn"]);
});

Deno.test("nobody has taken over: there is nothing to hand back", () => {
  const rig = talking();
  const id = give(rig, { kind: "hand_back" });
  assertEquals(statesOf(rig, id), ["sent", "refused"]);
});

Deno.test("S-04 a supervisor whose socket is gone for five seconds hands back by that", () => {
  const rig = talking();
  const ann = listens(rig);
  take(rig);
  talks(rig, ann, 1000);
  ann.leave();
  rig.clock.advance(4500);
  assertEquals(rig.all("supervisor.handed_back"), []);
  rig.clock.advance(1000);
  assertEquals(rig.only("supervisor.handed_back").by, "console");
  assertStringIncludes(
    rig.all("call.note").find(({ code }) => code === "supervisor_lost")?.detail ?? "",
    "gone for 5 s",
  );
  assertEquals(rig.model.wishes.map(({ cause }) => cause), ["supervisor"]);
});

Deno.test("S-04 one who comes back within five seconds goes on", () => {
  const rig = talking();
  const ann = listens(rig);
  take(rig);
  talks(rig, ann, 1000);
  ann.leave();
  rig.clock.advance(3000);
  const again = listens(rig);
  talks(rig, again, 1000, 0x22);
  rig.clock.advance(8000);
  assertEquals(rig.all("supervisor.handed_back"), []);
  assert(rig.channel.played.some((audio) => audio.includes(0x22)));
});

Deno.test("a microphone of which nothing ever comes does not leave the caller alone", () => {
  const rig = talking();
  listens(rig);
  take(rig);
  rig.clock.advance(9000);
  assertEquals(rig.all("supervisor.handed_back"), []);
  rig.clock.advance(2000);
  assertEquals(rig.all("supervisor.handed_back").length, 1);
});

Deno.test("O-10 a model that is lost meanwhile comes back without a word; handed back, it goes on", () => {
  const rig = talking();
  const ann = listens(rig);
  take(rig);
  talks(rig, ann, 1000);
  rig.model.says({ type: "lost", failure: LOST });
  talks(rig, ann, 3000);
  rig.model.ready();
  assertEquals(rig.model.wishes, []);
  talks(rig, ann, 1000);
  give(rig, { kind: "hand_back" });
  assertEquals(rig.model.wishes.map(({ cause }) => cause), ["supervisor"]);
});

Deno.test("O-02 a model that is gone for good does not take the call from a person who speaks", () => {
  const rig = talking();
  const ann = listens(rig);
  take(rig);
  talks(rig, ann, 500);
  rig.model.says({ type: "lost", failure: { code: "E_UP_AUTH", detail: "", retry: false } });
  talks(rig, ann, 20_000);
  assertEquals(rig.all("call.ending"), []);
  give(rig, { kind: "hand_back" });
  assertEquals(rig.only("call.ending").reason, "upstream_refused");
});

Deno.test("what waits to be said is refused, and nothing can be said by the agent meanwhile", () => {
  const rig = talking();
  listens(rig);
  const before = give(rig, { kind: "say", text: "Wait." });
  take(rig);
  const during = give(rig, { kind: "say", text: "Wait." });
  assertEquals(statesOf(rig, before), ["sent", "refused"]);
  assertStringIncludes(changesOf(rig, during).at(-1)?.detail ?? "", "hand back first");
});

Deno.test("I1 a caller who hangs up ends it: handed back before the end, and nothing after", () => {
  const rig = talking();
  const ann = listens(rig);
  take(rig);
  talks(rig, ann, 500);
  rig.call.listener.closed({ by: "phone", detail: "" });
  rig.clock.advance(5000);
  const types = rig.events.map(({ type }) => type);
  assert(types.indexOf("supervisor.handed_back") < types.indexOf("call.ended"));
  assertEquals(types.at(-1), "call.ended");
  assertEquals(ann.isOver(), true);
  ann.speak(spoken(LOUD));
  ann.leave();
  assertEquals(rig.events.at(-1)?.type, "call.ended");
  assertEquals(rig.clock.pending, 0);
});

Deno.test("what moderation finds late does not cut a person off", async () => {
  const found: ((flagged: boolean) => void)[] = [];
  const rig = startRig({ moderation: { caller: true, agent: true, refusal: "" } }, undefined, {
    moderate: () =>
      new Promise((resolve) =>
        found.push((flagged) => resolve({ flagged, categories: ["violence"] }))
      ),
  });
  rig.model.ready();
  rig.model.answers("hello", 3000, { cause: "greeting" });
  const ann = listens(rig);
  take(rig);
  talks(rig, ann, 500);
  rig.trace.length = 0;
  for (const tell of found) tell(true);
  for (let i = 0; i < 8; i++) await Promise.resolve();
  talks(rig, ann, 500);
  assertEquals(rig.trace.filter((line) => line === "phone: clear"), []);
  assertEquals(found.length > 0, true);
});
