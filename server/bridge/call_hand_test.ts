// The raised hand in a call: the agent asks, the caller hears that it does, the answer is told; and a hand
// is lowered exactly once, whatever happens.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { give, speaks } from "./command_test_kit.ts";
import { AGENT, LOST, type Rig, startRig } from "./fake_call_test_kit.ts";
import { LivelyModel } from "./lively_model_test_kit.ts";

const ARGS = JSON.stringify({
  question: "May I refund 80 euros?",
  answers: ["Yes", "No"],
  otherwise: "I offer to call back.",
});
const HAND = { on: true, waitMs: 30_000, meanwhile: "I am asking a colleague." };

/** A call in which the greeting was heard. */
function talking(agent: Parameters<typeof startRig>[0] = {}): Rig {
  const rig = startRig({ raisedHand: HAND, ...agent });
  rig.model.ready();
  rig.model.answers("hello", 500, { cause: "greeting" });
  rig.clock.advance(2000);
  rig.trace.length = 0;
  rig.model.wishes = [];
  return rig;
}

/** The model asks, and the caller has heard that it does. */
function asks(rig: Rig, { args = ARGS, id = "t1", heard = true } = {}): void {
  rig.model.says({ type: "response_started", responseId: `r-${id}`, cause: "turn" });
  rig.model.says({
    type: "tool_call",
    responseId: `r-${id}`,
    toolCallId: id,
    name: "ask_supervisor",
    args,
  });
  rig.model.done(`r-${id}`);
  if (!heard) return;
  rig.model.answers(`m-${id}`, 800, { cause: "tool" });
  rig.clock.advance(1500);
}

const answer = (rig: Rig, answer: 0 | 1 | string, handId = "1") =>
  rig.call.answerHand({ handId, answer, who: "Ana" });
const results = (rig: Rig) => rig.trace.filter((line) => line.startsWith("model: result"));
/** What the model was told of questions to the supervisors. */
const told = (rig: Rig) => rig.model.tell_.filter((text) => text.includes("asked the supervisors"));

Deno.test("the agent asks: everybody is told, the caller hears its words, and nobody is kept from talking", () => {
  const rig = talking();
  asks(rig);
  assertEquals(rig.only("hand.raised"), {
    type: "hand.raised",
    handId: "1",
    question: "May I refund 80 euros?",
    answers: ["Yes", "No"],
    untilMs: rig.only("hand.raised").untilMs,
    otherwise: "I offer to call back.",
  });
  const [wish] = rig.model.wishes;
  assertStringIncludes(wish!.instructions!, "exactly these words");
  assertStringIncludes(wish!.instructions!, HAND.meanwhile);
  assertEquals(wish!.tools, "none");
  // The tool is answered at once: nothing may begin before its output.
  assertStringIncludes(results(rig)[0]!, "Asked. The answer");
  speaks(rig, "c1");
  rig.model.says({ type: "speech_stopped", itemId: "c1", audioEndMs: 3000 });
  rig.model.answers("r2", 500);
  rig.clock.advance(1000);
  assertEquals(rig.all("hand.lowered"), []);
});

Deno.test("without words of its own the agent finds some", () => {
  const rig = talking({ raisedHand: { ...HAND, meanwhile: " " } });
  asks(rig, { heard: false });
  assertStringIncludes(rig.model.wishes[0]!.instructions!, "You have just asked a supervisor");
});

Deno.test("a prepared answer is told, and the agent speaks of it", () => {
  const rig = talking();
  asks(rig);
  rig.model.wishes = [];
  assertEquals(answer(rig, 1), "answered");
  assertEquals(rig.only("hand.lowered"), {
    type: "hand.lowered",
    handId: "1",
    by: "supervisor",
    answer: "No",
    who: "Ana",
  });
  assertEquals(told(rig).length, 1);
  assertStringIncludes(told(rig)[0]!, "May I refund 80 euros?\nA supervisor answers: No\n");
  assertEquals(rig.model.wishes.map(({ cause }) => cause), ["tool"]);
});

Deno.test("a supervisor's own words are an answer, too", () => {
  const rig = talking();
  asks(rig);
  assertEquals(answer(rig, "Up to 50 euros."), "answered");
  assertStringIncludes(told(rig)[0]!, "A supervisor answers: Up to 50 euros.");
});

Deno.test("who answers second is told so, and the agent hears the first only", () => {
  const rig = talking();
  asks(rig);
  answer(rig, 0);
  assertEquals(answer(rig, 1), "too_late");
  assertEquals(answer(rig, 1, "2"), "unknown");
  assertEquals(answer(rig, 1, "__proto__"), "unknown");
  assertEquals([rig.all("hand.lowered").length, told(rig).length], [1, 1]);
});

Deno.test("nobody answers: at the deadline the agent does what it said it would", () => {
  const rig = talking();
  asks(rig);
  rig.clock.advance(27_000);
  assertEquals(rig.all("hand.lowered"), []);
  rig.clock.advance(2000);
  const { by, answer: said } = rig.only("hand.lowered");
  assertEquals([by, said], ["time", ""]);
  assertStringIncludes(told(rig)[0]!, "Nobody answered: I offer to call back.");
  assertEquals(answer(rig, 0), "too_late");
});

Deno.test("a caller who waits in silence is told every ten seconds that we are there, and asked for nothing", () => {
  const rig = talking({ noInput: { afterMs: 5000, words: "", giveUpAfter: 2 } });
  asks(rig);
  const clips = () => rig.all("agent.speaking").filter(({ itemId }) => itemId.startsWith("clip-"));
  rig.clock.advance(9000);
  assertEquals(clips().length, 0);
  rig.clock.advance(16_000);
  assertEquals([clips().length, rig.all("caller.no_input").length], [2, 0]);
});

Deno.test("one question at a time; what is no question is refused in words", () => {
  const rig = talking();
  asks(rig, { args: "{}", id: "t0", heard: false });
  assertStringIncludes(results(rig)[0]!, "question is missing");
  assertEquals(rig.all("hand.raised"), []);
  asks(rig);
  asks(rig, { id: "t2", heard: false });
  assertStringIncludes(results(rig)[2]!, "not answered yet");
  answer(rig, 0);
  asks(rig, { id: "t3" });
  assertEquals(rig.all("hand.raised").map(({ handId }) => handId), ["1", "2"]);
});

Deno.test("an agent whose settings do not allow it has no such tool", () => {
  const rig = talking({ raisedHand: { ...HAND, on: false } });
  asks(rig, { heard: false });
  assertEquals(rig.all("hand.raised"), []);
  assertStringIncludes(results(rig)[0]!, "There is no such tool");
});

Deno.test("a question outlives the session that asked: the next one is told the answer in words", () => {
  const rig = talking();
  asks(rig);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(1000);
  rig.model.ready();
  assertStringIncludes(rig.model.tell_.join(), "you asked a supervisor: May I refund 80 euros?");
  answer(rig, 0);
  assertStringIncludes(rig.model.tell_.at(-1)!, "A supervisor answers: Yes");
  assertEquals(rig.model.wishes.at(-1)?.cause, "tool");
});

Deno.test("answered while no model is there: the next session is told, and speaks of it", () => {
  const rig = talking();
  asks(rig);
  rig.model.says({ type: "lost", failure: LOST });
  answer(rig, 0);
  rig.clock.advance(1000);
  rig.model.ready();
  assertStringIncludes(rig.model.tell_.join(), "A supervisor answers: Yes");
  assertEquals(rig.model.wishes.map(({ cause }) => cause), ["recovery"]);
});

Deno.test("while a person speaks with the caller the answer is told, and the agent stays silent", () => {
  const rig = talking();
  asks(rig);
  give(rig, { kind: "take_over" });
  rig.model.wishes = [];
  answer(rig, 0);
  assertEquals([told(rig).length, rig.model.wishes.length], [1, 0]);
});

Deno.test("a call that ends lowers the hand before its end", () => {
  const rig = talking();
  asks(rig);
  rig.call.listener.closed({ by: "phone", detail: "" });
  rig.clock.advance(5000);
  assertEquals(rig.only("hand.lowered").by, "call");
  const types = rig.events.map(({ type }) => type);
  assert(types.indexOf("hand.lowered") < types.indexOf("call.ended"));
  assertEquals(answer(rig, 0), "too_late");
});

type Act =
  | { do: "ask" }
  | { do: "answer"; with: 0 | 1 | string }
  | { do: "caller"; speaks: boolean }
  | { do: "model" }
  | { do: "lose" }
  | { do: "pass"; ms: number }
  | { do: "command"; kind: "take_over" | "hand_back" | "end" }
  | { do: "hang_up" };

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Act>({ do: "ask" }) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(0 as const, 1 as const, "so").map((said): Act => (
      { do: "answer", with: said }
    )),
  },
  { weight: 3, arbitrary: fc.boolean().map((speaks): Act => ({ do: "caller", speaks })) },
  { weight: 6, arbitrary: fc.constant<Act>({ do: "model" }) },
  { weight: 1, arbitrary: fc.constant<Act>({ do: "lose" }) },
  { weight: 4, arbitrary: fc.constantFrom(20, 900, 31_000).map((ms): Act => ({ do: "pass", ms })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("take_over" as const, "hand_back" as const, "end" as const)
      .map((kind): Act => ({ do: "command", kind })),
  },
  { weight: 1, arbitrary: fc.constant<Act>({ do: "hang_up" }) },
);

Deno.test("whatever happens, each hand is lowered exactly once, and one at most is up", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 50, size: "max" }), fc.boolean(), (acts, guarded) => {
      let last: LivelyModel | null = null;
      const trace: string[] = [];
      const turnTaking = { ...AGENT.turnTaking, bargeIn: true, bargeInMs: guarded ? 300 : 0 };
      const rig = startRig({ raisedHand: HAND, turnTaking }, undefined, {
        openUpstream: (settings, _id, listener) => {
          last = new LivelyModel(settings, listener, trace);
          last.answersTurns = !guarded;
          return last;
        },
      });
      const model = () => last!;
      let calls = 0;
      let turn = "";
      const perform = (act: Act) => {
        switch (act.do) {
          case "ask":
            return model().isReady && model().says({
              type: "tool_call",
              responseId: "any",
              toolCallId: `t${++calls}`,
              name: "ask_supervisor",
              args: ARGS,
            });
          case "answer":
            return answer(rig, act.with, String(rig.all("hand.raised").length));
          case "caller":
            if (!model().isReady || model().lost || (turn !== "") === act.speaks) return;
            if (act.speaks) return model().callerStarts(turn = `c${++calls}`);
            model().callerStops(turn);
            return turn = "";
          case "model":
            return model().isReady ? model().goOn(600) : model().ready();
          case "lose":
            turn = "";
            return model().isReady && !model().lost &&
              model().says({ type: "lost", failure: LOST });
          case "pass":
            return rig.clock.advance(act.ms);
          case "command":
            return give(rig, { kind: act.kind });
          case "hang_up":
            return rig.call.listener.closed({ by: "phone", detail: "" });
        }
      };
      model().ready();
      acts.forEach(perform);
      rig.call.listener.closed({ by: "phone", detail: "" });
      rig.clock.advance(60_000);
      const up = new Set<string>();
      for (const event of rig.events) {
        if (event.type === "hand.raised") up.add(event.handId);
        if (event.type === "hand.lowered") assert(up.delete(event.handId), "lowered twice");
        assert(up.size <= 1, "two at once");
      }
      assertEquals(up.size, 0);
      const [raised, lowered] = [rig.all("hand.raised"), rig.all("hand.lowered")];
      assertEquals(raised.length, lowered.length);
      assertEquals(rig.events.at(-1)?.type, "call.ended");
    }),
    { numRuns: 300 },
  );
});
