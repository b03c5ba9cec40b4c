// Looks for orders of events in which a conversation breaks its word: whatever happens, in whatever order.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { AgentConfig } from "../contract/agent.ts";
import type { CommandRequest } from "../contract/command.ts";
import { NO_USAGE } from "../contract/call.ts";
import { AGENT } from "./fake_call_test_kit.ts";
import { type Effect, newTalk, type Talk, type TalkInput } from "./talk.ts";
import { step } from "./talk_step.ts";

const id = fc.constantFrom("a", "b", "__proto__");
const model = (event: Extract<TalkInput, { type: "upstream" }>["event"]): TalkInput => ({
  type: "upstream",
  event,
});

const input: fc.Arbitrary<TalkInput> = fc.oneof(
  fc.constantFrom<TalkInput>({ type: "tick" }, { type: "tick" }, { type: "drained" }),
  fc.constantFrom("first", "again", "rolled").map((kind): TalkInput => ({
    type: "connected",
    kind: kind as "first",
  })),
  fc.boolean().map((retrying): TalkInput => ({
    type: "lost",
    failure: { code: "E_UP_LOST", detail: "", retry: retrying },
    retrying,
  })),
  fc.constantFrom(..."0123456789*#").map((digit): TalkInput => ({ type: "digit", digit })),
  id.map((itemId) => model({ type: "speech_started", itemId, audioStartMs: 5 })),
  id.map((itemId) => model({ type: "speech_stopped", itemId, audioEndMs: 9 })),
  id.map((itemId) => model({ type: "caller_delta", itemId, delta: "x" })),
  id.map((itemId) => model({ type: "caller_text", itemId, text: "words" })),
  id.map((itemId) => model({ type: "caller_text_failed", itemId, code: "x" })),
  id.map((itemId) => model({ type: "committed", itemId, previousItemId: null })),
  fc.constantFrom<TalkInput>({ type: "held" }, { type: "resumed", gapMs: 1000 }),
  fc.tuple(id, fc.boolean()).map(([itemId, flagged]): TalkInput => ({
    type: "moderated",
    words: { of: "agent", itemId, responseId: "a" },
    result: { flagged, categories: [] },
  })),
  id.map((itemId): TalkInput => ({
    type: "moderated",
    words: { of: "caller", itemId },
    result: itemId === "a" ? null : { flagged: true, categories: [] },
  })),
  fc.tuple(id, fc.constantFrom("turn", "farewell", "refusal", "supervisor")).map((
    [responseId, cause],
  ) => model({ type: "response_started", responseId, cause: cause as "turn" })),
  id.map((responseId): TalkInput => ({ type: "audible", responseId })),
  id.map((itemId) => model({ type: "agent_delta", responseId: "a", itemId, delta: "y" })),
  id.map((itemId) => model({ type: "agent_text", responseId: "a", itemId, text: "yy" })),
  fc.tuple(
    id,
    fc.constantFrom("end_conversation_successfully", "end_conversation_with_escalation", "other"),
  ).map(
    ([responseId, name]) =>
      model({ type: "tool_call", responseId, toolCallId: "t", name, args: "{}" }),
  ),
  fc.tuple(id, fc.constantFrom("completed", "cancelled", "failed")).map(([responseId, status]) =>
    model({
      type: "response_done",
      responseId,
      status: status as "failed",
      detail: "",
      again: false,
      usage: NO_USAGE,
    })
  ),
  fc.constantFrom("phone", "phone_lost", "protocol", "us").map((by): TalkInput => (
    { type: "closed", how: { by: by as "phone", detail: "" } }
  )),
  fc.tuple(
    fc.constantFrom<CommandRequest>(
      { kind: "whisper", text: "w", when: "now" },
      { kind: "whisper", text: "w", when: "next_turn" },
      { kind: "say", text: "s" },
      { kind: "take_over" },
      { kind: "hand_back" },
      { kind: "transfer", target: "", reason: "" },
      { kind: "end" },
    ),
    id,
  ).map(([request, commandId]): TalkInput => ({
    type: "command",
    commandId,
    by: "console",
    owner: "ann",
    request,
  })),
  fc.tuple(id, fc.boolean()).map(([responseId, interrupted]): TalkInput => ({
    type: "heard",
    itemId: "a",
    responseId,
    heardMs: 100,
    generatedMs: 100,
    interrupted,
  })),
  fc.boolean().map((quick): TalkInput => ({
    type: "fail",
    reason: "drained",
    code: "E_DRAIN",
    quick,
  })),
);

/** An agent in which every rule is switched on. */
const STRICT: AgentConfig = {
  ...AGENT,
  turnTaking: { ...AGENT.turnTaking, bargeIn: true, bargeInMs: 300 },
  noInput: { afterMs: 3000, words: "", giveUpAfter: 1 },
  maxLength: { ms: 60_000, warnMs: 20_000, words: "" },
  digits: {
    ...AGENT.digits,
    secret: true,
    actions: [
      { digit: "0", does: "escalate", words: "" },
      { digit: "9", does: "end", words: "" },
      { digit: "8", does: "repeat", words: "" },
    ],
  },
  moderation: { caller: true, agent: true, refusal: "" },
};

function live(
  inputs: { input: TalkInput; busy: boolean; passMs: number }[],
  agent: AgentConfig = STRICT,
): { talk: Talk; effects: Effect[] } {
  let talk = newTalk();
  let nowMs = 0;
  const effects: Effect[] = [];
  for (const { input, busy, passMs } of inputs) {
    nowMs += passMs;
    // The runner's part of the bargain: a model that was closed tells nothing more.
    const closed = effects.some((effect) => effect.do === "closeUpstream");
    if (closed && ["upstream", "audible", "connected", "lost"].includes(input.type)) continue;
    const taken = step(talk, input, {
      nowMs,
      busy,
      remainingMs: 0,
      connected: !closed,
      canFallBack: passMs % 7 === 0,
      voicedMs: passMs % 600,
      agent,
      tool: () => undefined,
      handover: [],
      handsOver: { tool: null, byEnding: true },
      supervisor: { present: false, sounded: false },
    });
    talk = taken.talk;
    effects.push(...taken.effects);
  }
  return { talk, effects };
}

const history = fc.array(
  fc.record({ input, busy: fc.boolean(), passMs: fc.integer({ min: 0, max: 4000 }) }),
  { maxLength: 60, size: "max" },
);
const RUNS = { numRuns: 3000 };

Deno.test("I1 whatever happens, a call ends at most once, and nothing follows its end", () => {
  fc.assert(
    fc.property(history, (inputs) => {
      const { effects } = live(inputs);
      const ends = effects.filter((effect) =>
        effect.do === "emit" && effect.event.type === "call.ended"
      );
      assert(ends.length <= 1);
      const finish = effects.findIndex((effect) => effect.do === "finish");
      if (finish >= 0) assertEquals(finish, effects.length - 1);
    }),
    RUNS,
  );
});

Deno.test("I1 once the phone is gone, the call ends within the wait for its last words", () => {
  fc.assert(
    fc.property(history, (inputs) => {
      const gone: TalkInput = { type: "closed", how: { by: "phone", detail: "end" } };
      const end = [
        { input: gone, busy: false, passMs: 0 },
        { input: { type: "tick" } as TalkInput, busy: false, passMs: 2000 },
      ];
      assertEquals(live([...inputs, ...end]).talk.phase, "ended");
    }),
    RUNS,
  );
});

Deno.test("the phone system is told once, and the model is closed before it is", () => {
  fc.assert(
    fc.property(history, (inputs) => {
      const { effects } = live(inputs);
      const told = effects.filter((effect) => effect.do === "end");
      assert(told.length <= 1);
      if (told[0]) {
        assert(
          effects.slice(0, effects.indexOf(told[0])).some((effect) =>
            effect.do === "closeUpstream"
          ),
        );
      }
    }),
    RUNS,
  );
});

Deno.test("nothing is asked of the model once the call is on its failure path", () => {
  fc.assert(
    fc.property(history, (inputs) => {
      const { effects } = live([...inputs]);
      const closed = effects.findIndex((effect) => effect.do === "closeUpstream");
      if (closed < 0) return;
      const asked = effects.slice(closed).filter((effect) =>
        ["respond", "tell", "interrupt"].includes(effect.do)
      );
      assertEquals(asked, []);
    }),
    RUNS,
  );
});

Deno.test("a call without any of the stricter rules keeps its word as well", () => {
  fc.assert(
    fc.property(history, (inputs) => {
      const { effects } = live(inputs, AGENT);
      assert(effects.filter((effect) => effect.do === "end").length <= 1);
      assertEquals(effects.filter((effect) => effect.do === "moderate"), []);
    }),
    RUNS,
  );
});

Deno.test("G-26 whatever happens, a secret digit is in no event and no state", () => {
  fc.assert(
    fc.property(history, (inputs) => {
      const { talk, effects } = live(inputs);
      assertEquals(/^•*$/.test(talk.digits.keys), true);
      for (const effect of effects) {
        if (effect.do !== "emit") continue;
        const { event } = effect;
        if (event.type === "caller.digit") assertEquals(event.digit, "•");
        if (event.type === "caller.digits") assertEquals(/^•+$/.test(event.digits), true);
      }
    }),
    RUNS,
  );
});

Deno.test("the model's ears are opened again after each input, and never twice", () => {
  fc.assert(
    fc.property(history, (inputs) => {
      const { effects, talk } = live(inputs);
      const hushes = effects.filter((effect) => effect.do === "hush").map(({ on }) => on);
      assertEquals(hushes, hushes.map((_, i) => i % 2 === 0));
      assertEquals(hushes.at(-1) === true, talk.digits.hushedUntilMs !== null);
    }),
    RUNS,
  );
});

Deno.test("a call begins its farewell once, whatever asks for it", () => {
  fc.assert(
    fc.property(history, (inputs) => {
      const { effects } = live(inputs);
      assert(effects.filter((effect) => effect.do === "mute").length <= 1);
    }),
    RUNS,
  );
});
