import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { event, initiate, start } from "./testing/audiocodes_rig.ts";
import type { Message } from "./message.ts";
import {
  dueAtMs,
  type Effect,
  firstState,
  type Input,
  type Phase,
  type SessionState,
} from "./session_state.ts";
import { step } from "./session_step.ts";

const SETTINGS = {
  conversationId: "c-7f31",
  mediaFormat: "raw/mulaw",
  transferTarget: "tel:+39069876",
  resumeMs: 20_000,
};
const COMPLETED = { outcome: "completed", code: "", outputs: {} } as const;

const message = (fields: Record<string, unknown>): Input => ({
  type: "message",
  message: { type: String(fields.type), fields } satisfies Message,
  atMs: 0,
});

/** All inputs at the times they bear, one after the other. */
function run(inputs: readonly Input[], from = firstState(SETTINGS, 0)) {
  const effects: Effect[] = [];
  const phases: Phase[] = [];
  let state: SessionState = from;
  for (const input of inputs) {
    const done = step(state, input);
    state = done.state;
    effects.push(...done.effects);
    phases.push(state.phase);
  }
  return { state, effects, phases };
}

const OPEN = run([message(start()), { type: "answered", atMs: 0 }]).state;
const ended = (effects: readonly Effect[]) => effects.filter((effect) => effect.do === "ended");

Deno.test("a call: starting, answering, open, ending, leaving, over", () => {
  const { phases, effects } = run([
    message(start()),
    { type: "answered", atMs: 10 },
    { type: "end", ending: COMPLETED, atMs: 20 },
    message({ type: "session.end", reasonCode: "bot-disconnected" }),
    { type: "socket_lost", code: 1000, atMs: 30 },
  ]);
  assertEquals(phases, ["answering", "open", "ending", "leaving", "over"]);
  assertEquals(effects.map((effect) => effect.do), [
    "answer",
    "tell_early",
    "finish_playing",
    "send",
    "drop_playing",
    "ended",
    "drop_playing",
    "close_socket",
    "forget",
  ]);
});

Deno.test("each phase has its deadline, and only open with a socket has none", () => {
  assertEquals(dueAtMs(firstState(SETTINGS, 100)), 1_600);
  assertEquals(dueAtMs(OPEN), Infinity);
  assertEquals(dueAtMs(step(OPEN, { type: "socket_lost", code: 1006, atMs: 50 }).state), 20_050);
  const ending = step(OPEN, { type: "end", ending: COMPLETED, atMs: 50 }).state;
  assertEquals(dueAtMs(ending), 5_050);
  assertEquals(dueAtMs(step(ending, { type: "tick", atMs: 5_050 }).state), 7_050);
});

Deno.test("an early tick does nothing", () => {
  for (const state of [firstState(SETTINGS, 100), OPEN]) {
    assertEquals(step(state, { type: "tick", atMs: 1_000 }), { state, effects: [] });
  }
});

Deno.test("an answer that comes to nothing is told to nobody: there is nobody", () => {
  const refused = run([
    message(start()),
    { type: "refused", code: "E_FULL", atMs: 0 },
    message({ type: "session.end", reasonCode: "bot-disconnected" }),
  ]);
  assertEquals(ended(refused.effects), []);
  assertEquals(refused.state.phase, "leaving");
});

const ORDER: readonly Phase[] = [
  "starting",
  "answering",
  "open",
  "ending",
  "parting",
  "leaving",
  "over",
];

const input: fc.Arbitrary<Input> = fc.oneof(
  fc.constantFrom<Record<string, unknown>>(
    initiate(),
    start(),
    { type: "session.resume", conversationId: "c-7f31" },
    { type: "session.end", reasonCode: "transferred" },
    { type: "session.end", reasonCode: "error" },
    { type: "userStream.start" },
    event("hangup"),
    event("transferStatus", { value: "answered" }),
  ).map(message),
  fc.constantFrom<Input>(
    { type: "answered", atMs: 0 },
    { type: "refused", code: "E_FULL", atMs: 0 },
    { type: "fault", atMs: 0 },
    { type: "end", ending: COMPLETED, atMs: 0 },
    { type: "end", ending: { ...COMPLETED, handover: true }, atMs: 0 },
    { type: "broken", code: "E_B64", detail: "", atMs: 0 },
    { type: "oversize", detail: "", atMs: 0 },
    { type: "transfer_asked", atMs: 0 },
    { type: "transfer_given_up", atMs: 0 },
    { type: "socket_lost", code: 1006, atMs: 0 },
    { type: "socket_back", atMs: 0 },
  ),
  fc.nat(30_000).map((atMs): Input => ({ type: "tick", atMs })),
);

Deno.test("whatever comes: no way back, one end, one goodbye for each socket, nothing after forget", () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(input, { maxLength: 40 }), (isOpen, inputs) => {
      let state = isOpen ? OPEN : firstState(SETTINGS, 0);
      const done: Effect[] = [];
      let goodbyes = 0;
      for (const next of inputs) {
        const { state: after, effects } = step(state, next);
        assert(ORDER.indexOf(after.phase) >= ORDER.indexOf(state.phase), "a phase came again");
        state = after;
        done.push(...effects);
        for (const effect of effects) {
          if (effect.do === "streams_gone") goodbyes = 0;
          if (effect.do === "send" && effect.message.type === "activities") goodbyes++;
          assert(goodbyes <= 1, "two goodbyes");
        }
      }
      const count = (name: Effect["do"]) => done.filter((effect) => effect.do === name).length;
      assert(count("ended") <= 1, "the end was told twice");
      assert(count("forget") <= 1, "forgotten twice");
      assert(count("answer") <= 1, "asked twice");
      if (count("forget") === 1) assertEquals(done.at(-1)?.do, "forget");
    }),
    { numRuns: 5_000 },
  );
});
