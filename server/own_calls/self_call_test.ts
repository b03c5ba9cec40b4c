import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { NO_USAGE } from "../contract/call.ts";
import type { CallEventBody } from "../contract/event.ts";
import { silentLog } from "../observe/log.ts";
import { createSelfCall, type SelfDialled } from "./self_call.ts";

const SPOKE: CallEventBody = { type: "agent.speaking", itemId: "i", responseId: "r", startMs: 700 };
const CLIP: CallEventBody = { ...SPOKE, itemId: "clip-1", responseId: "clip-1" };
const LOST: CallEventBody = {
  type: "upstream.lost",
  code: "E_UP_AUTH",
  detail: "401",
  retrying: false,
};
const ANSWERED: SelfDialled = { firstSoundMs: 712.4, refused: null };
const ENDED: CallEventBody = {
  type: "call.ended",
  reason: "caller_hung_up",
  code: "",
  durationMs: 900,
  usage: { ...NO_USAGE, outputAudioTokens: 12 },
};

/** Each call tells `events`, then is heard as `dialled`. */
function rig(changes: { on?: boolean } = {}) {
  const clock = new ManualClock();
  const state = {
    on: changes.on ?? true,
    notNow: null as string | null,
    events: [SPOKE],
    dialled: ANSWERED as SelfDialled | null,
    placed: 0,
    expected: 0,
    used: 0,
    hungUp: 0,
  };
  const selfCall = createSelfCall({
    clock,
    log: silentLog,
    on: () => state.on,
    notNow: () => state.notNow,
    expect(_callId, onEvent) {
      state.expected++;
      for (const event of state.events) onEvent(event);
      return { agentGreets: true, forget: () => state.expected-- };
    },
    dial(callId, { signal }) {
      state.placed++;
      assertEquals(selfCall.isOwn(callId), true);
      if (state.dialled) return Promise.resolve(state.dialled);
      const { promise, resolve } = Promise.withResolvers<SelfDialled>();
      signal.addEventListener("abort", () => {
        state.hungUp++;
        resolve({ firstSoundMs: null, refused: null });
      });
      return promise;
    },
    onUsed: () => state.used++,
  });
  async function pass(ms: number): Promise<void> {
    clock.advance(ms);
    for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  }
  const last = () => selfCall.health.results.at(-1);
  return { selfCall, state, pass, last, clock };
}

Deno.test("once a minute it is answered, and since when is known", async () => {
  const { selfCall, state, pass, last } = rig();
  assertEquals(selfCall.facts(), null);
  await pass(2000);
  assertEquals([last()?.ok, last()?.answerMs, selfCall.answerMs], [true, 712, 712]);
  const since = selfCall.health.okSinceMs;
  await pass(60_000);
  await pass(60_000);
  assertEquals([state.placed, state.expected], [3, 0]);
  assertEquals(selfCall.health.okSinceMs, since);
  selfCall.stop();
  await pass(60_000);
  assertEquals(state.placed, 3);
});

Deno.test("a sentence of ours that says what is wrong is no answer", async () => {
  const { selfCall, state, pass } = rig();
  state.events = [LOST, CLIP, ENDED];
  await pass(2000);
  const { ok, code } = selfCall.facts()!;
  assertEquals([ok, code, selfCall.answerMs], [false, "E_UP_AUTH", null]);
  assertEquals([selfCall.health.okSinceMs, state.used], [null, 1]);
});

Deno.test("a call that is never answered is hung up after twenty seconds", async () => {
  const { selfCall, state, pass } = rig();
  state.dialled = null;
  state.events = [];
  await pass(2000);
  await pass(19_000);
  assertEquals([state.hungUp, selfCall.facts()], [0, null]);
  await pass(1000);
  assertEquals([state.hungUp, selfCall.facts()?.code], [1, "no_sound"]);
  selfCall.stop();
});

Deno.test("a nearly full or stopping server is not called, and that is no failure", async () => {
  const { selfCall, state, pass, last } = rig();
  await pass(2000);
  state.notNow = "full";
  await pass(60_000);
  assertEquals([state.placed, last()?.ok, last()?.code], [1, null, "full"]);
  assertEquals(selfCall.facts()?.ok, true);
  selfCall.stop();
});

Deno.test("one that was hung up because it was switched off is no failure, even where it is on again", async () => {
  const { selfCall, state, pass } = rig();
  state.dialled = null;
  state.events = [];
  await pass(2000);
  for (const on of [false, true, false, true]) {
    state.on = on;
    selfCall.changed();
  }
  await pass(100);
  assertEquals([state.hungUp, selfCall.health.results], [1, []]);
  state.events = [SPOKE];
  state.dialled = ANSWERED;
  await pass(2000);
  assertEquals([state.placed, selfCall.facts()?.ok], [2, true]);
  selfCall.stop();
});

Deno.test("at most an hour is remembered; switched off, nothing is", async () => {
  const { selfCall, state, pass } = rig({ on: false });
  await pass(120_000);
  assertEquals(state.placed, 0);
  state.on = true;
  selfCall.changed();
  for (let minute = 0; minute < 70; minute++) await pass(60_000);
  assertEquals(selfCall.health.results.length, 60);
  state.on = false;
  selfCall.changed();
  assertEquals([selfCall.health.results, selfCall.facts()], [[], null]);
});
