import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Ending } from "../channel.ts";
import { type Effect, firstState, type Input, type SessionState } from "./session_state.ts";
import { step } from "./session_step.ts";

const COMPLETED: Ending = { outcome: "completed", code: "", outputs: {} };
const HANDOVER: Ending = { ...COMPLETED, handover: true };
const HUNG_UP = { by: "phone", detail: "hangup" } as const;

function run(...inputs: Input[]): { state: SessionState; effects: Effect[] } {
  return runFrom(firstState(0, true), inputs);
}

function runFrom(first: SessionState, inputs: Input[]) {
  let state = first;
  const effects: Effect[] = [];
  for (const input of inputs) {
    const next = step(state, input);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

const opened = (transferable = true): Input[] => [
  { type: "init", atMs: 0 },
  { type: "accepted", transferable },
];
const done = ({ effects }: { effects: Effect[] }) => effects.map((effect) => effect.do);
const ends = ({ effects }: { effects: Effect[] }) =>
  effects.filter((effect) => effect.do === "ended").map((effect) => effect.how);

Deno.test("a call that the core hangs up is told once and forgotten", () => {
  const end = run(...opened(), { type: "gone", how: HUNG_UP, atMs: 5 });
  assertEquals(done(end), ["answer", "ended", "forget"]);
  assertEquals(ends(end), [HUNG_UP]);
});

Deno.test("V-03 a repeated init changes nothing", () => {
  const twice = run(...opened(), { type: "init", atMs: 5 });
  assertEquals(twice.state.phase, "open");
  assertEquals(done(twice), ["answer", "note"]);
});

Deno.test("no init within ten seconds is a breach, before which nobody is told of anything", () => {
  const waiting = run({ type: "tick", atMs: 9_999 });
  assertEquals([waiting.state.phase, done(waiting)], ["waiting", []]);
  const late = run({ type: "tick", atMs: 10_000 });
  assertEquals(done(late), ["violation", "say_error", "hang_up"]);
  assertEquals(late.effects.at(-1), { do: "hang_up", code: 1008, reason: "E_NO_INIT" });
});

Deno.test("our goodbye: the socket is closed, its close ends the call, or two seconds do", () => {
  const ended = run(...opened(), { type: "end", ending: COMPLETED, atMs: 100 });
  assertEquals(ended.effects.slice(1), [{ do: "hang_up", code: 1000, reason: "" }]);
  const closed = step(ended.state, { type: "gone", how: HUNG_UP, atMs: 150 });
  assertEquals(ends(closed), [{ by: "us", detail: "" }]);
  const silent = step(ended.state, { type: "tick", atMs: 2_100 });
  assertEquals([ends(silent), silent.state.phase], [[{ by: "us", detail: "" }], "over"]);
});

Deno.test("where the wire will tell nothing more, our goodbye is the end", () => {
  const first = firstState(0, false);
  const ended = runFrom(first, [...opened(), { type: "end", ending: COMPLETED, atMs: 100 }]);
  assertEquals(done(ended), ["answer", "hang_up", "ended"]);
  assertEquals(done(step(ended.state, { type: "tick", atMs: 2_100 })), ["forget"]);
});

Deno.test("an end by an error says so to the core, with its code", () => {
  const ending: Ending = { outcome: "error", code: "E_UP_AUTH", outputs: {} };
  const ended = run(...opened(), { type: "end", ending, atMs: 1 });
  assertEquals(ended.effects.slice(1), [
    { do: "say_error", message: "The call ends: E_UP_AUTH" },
    { do: "hang_up", code: 1011, reason: "E_UP_AUTH" },
  ]);
});

Deno.test("a hand-over is asked for first; whatever comes of it, the call ends then", () => {
  const asking = run(...opened(), { type: "end", ending: HANDOVER, atMs: 0 });
  assertEquals(done(asking), ["answer", "transfer"]);
  const good = step(asking.state, { type: "transferred", failure: "", atMs: 40 });
  assertEquals(done(good), ["hang_up"]);
  const bad = step(asking.state, { type: "transferred", failure: "status 404", atMs: 40 });
  assertEquals(done(bad), ["note", "hang_up"]);
  const late = step(asking.state, { type: "tick", atMs: 3_000 });
  assertEquals(done(late), ["note", "hang_up"]);
  const tooLate = step(late.state, { type: "transferred", failure: "", atMs: 3_100 });
  assertEquals(done(tooLate), []);
});

Deno.test("where nobody can transfer it, a hand-over leaves the call to the dialplan", () => {
  const ended = run(...opened(false), { type: "end", ending: HANDOVER, atMs: 0 });
  assertEquals(done(ended), ["answer", "hang_up"]);
});

Deno.test("a call that a tool has sent away is not sent away again", () => {
  const ended = run(
    ...opened(),
    { type: "asked" },
    { type: "asked_done", ok: true, atMs: 5 },
    { type: "end", ending: HANDOVER, atMs: 6 },
  );
  assertEquals(done(ended), ["answer", "hang_up"]);
});

Deno.test("a core that goes while it is transferred waits for our side to say whose doing it was", () => {
  const left = run(...opened(), { type: "asked" }, { type: "gone", how: HUNG_UP, atMs: 10 });
  assertEquals([left.state.phase, ends(left)], ["left", []]);
  const worked = step(left.state, { type: "asked_done", ok: true, atMs: 900 });
  assertEquals([worked.state.phase, worked.state.deadlineAtMs], ["left", 1_900]);
  const ours = step(worked.state, { type: "end", ending: HANDOVER, atMs: 901 });
  assertEquals([done(ours), ends(ours)], [["ended", "forget"], [{ by: "us", detail: "" }]]);
  const failed = step(left.state, { type: "asked_done", ok: false, atMs: 50 });
  assertEquals(ends(failed), [HUNG_UP]);
  const nobody = step(left.state, { type: "tick", atMs: 1_010 });
  assertEquals(ends(nobody), [HUNG_UP]);
});

Deno.test("a failed request leaves the next hang-up to the caller", () => {
  const end = run(
    ...opened(),
    { type: "asked" },
    { type: "asked_done", ok: false, atMs: 5 },
    { type: "gone", how: HUNG_UP, atMs: 9 },
  );
  assertEquals(ends(end), [HUNG_UP]);
});

Deno.test("V-01 three unreadable messages in a row are passed over, a fourth ends the call", () => {
  const bad: Input = { type: "unreadable", detail: "not JSON", atMs: 1 };
  const mended = run(...opened(), bad, bad, bad, { type: "readable" }, bad, bad, bad);
  assertEquals(mended.state.phase, "open");
  const broken = run(...opened(), bad, bad, bad, bad);
  assertEquals(broken.state.phase, "leaving");
  assertEquals(ends(broken), [{ by: "protocol", detail: "E_UNREADABLE" }]);
  assert(done(broken).includes("say_error"));
});

Deno.test("a call that our side refuses is told to the core, and to nobody else", () => {
  const refused = run({ type: "init", atMs: 0 }, { type: "refused", code: "E_FULL", atMs: 0 });
  assertEquals(done(refused), ["answer", "say_error", "hang_up"]);
  const over = step(refused.state, { type: "gone", how: HUNG_UP, atMs: 1 });
  assertEquals(done(over), ["forget"]);
});

Deno.test("whatever happens in whatever order: one end at most, after it only forgetting, and that once", () => {
  const atMs = fc.nat(20_000);
  const input: fc.Arbitrary<Input> = fc.oneof(
    fc.record({ type: fc.constant("init" as const), atMs }),
    fc.record({ type: fc.constant("accepted" as const), transferable: fc.boolean() }),
    fc.record({ type: fc.constant("refused" as const), code: fc.constant("E_FULL"), atMs }),
    fc.constant<Input>({ type: "readable" }),
    fc.record({ type: fc.constant("unreadable" as const), detail: fc.constant("x"), atMs }),
    fc.record({ type: fc.constant("oversize" as const), detail: fc.constant("x"), atMs }),
    fc.record({
      type: fc.constant("end" as const),
      ending: fc.constantFrom(COMPLETED, HANDOVER),
      atMs,
    }),
    fc.constant<Input>({ type: "asked" }),
    fc.record({ type: fc.constant("asked_done" as const), ok: fc.boolean(), atMs }),
    fc.record({
      type: fc.constant("transferred" as const),
      failure: fc.constantFrom("", "status 500"),
      atMs,
    }),
    fc.record({
      type: fc.constant("lost" as const),
      code: fc.constantFrom("E_SLOW" as const, "E_SILENT" as const),
      atMs,
    }),
    fc.record({ type: fc.constant("gone" as const), how: fc.constant(HUNG_UP), atMs }),
    fc.record({ type: fc.constant("fault" as const), atMs }),
    fc.record({ type: fc.constant("tick" as const), atMs }),
  );
  fc.assert(
    fc.property(fc.array(input, { maxLength: 30 }), (inputs) => {
      const all = run(...inputs, { type: "gone", how: HUNG_UP, atMs: 20_000 }, {
        type: "tick",
        atMs: 40_000,
      });
      const order = done(all);
      const answered = inputs.some(({ type }, i) =>
        type === "accepted" && run(...inputs.slice(0, i)).state.phase === "answering"
      );
      assertEquals(all.state.phase, "over");
      assertEquals(order.filter((what) => what === "forget").length, 1);
      assertEquals(order.at(-1), "forget");
      assertEquals(order.filter((what) => what === "ended").length, answered ? 1 : 0);
      assert(order.filter((what) => what === "hang_up").length <= 1);
      assert(order.filter((what) => what === "transfer").length <= 1);
    }),
    { numRuns: 1_000 },
  );
});
