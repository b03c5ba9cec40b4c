// One floor follows another over a bus that loses words.
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ManualClock } from "../clock.ts";
import type { CallEvent, CallEventBody } from "../contract/event.ts";
import { type FloorWord, Neighbour } from "./neighbour.ts";
import { Afar } from "../floor/afar.ts";
import { ShownCalls } from "../floor/shown_calls.ts";
import { silentLog } from "../observe/log.ts";
import { CALL_ENDED, CALL_STARTED } from "../store/sample_rows.ts";

const INTERRUPTED: CallEventBody = {
  type: "caller.interrupted",
  itemId: "i",
  heardMs: 1,
  droppedMs: 1,
};

/** The owner's floor, and what another one makes of its words. */
function twoFloors() {
  const clock = new ManualClock();
  const owner = new ShownCalls("a");
  const shown = new ShownCalls("b");
  let timesAsked = 0;
  let asked: ((answer: unknown[] | null) => void)[] = [];
  const afar = new Afar({
    instance: "b",
    shown,
    // Where the owner does not name a call any more, the store has its end.
    store: {
      call: (callId) => Promise.resolve({ call: owner.get(callId)!.call, events: [] }),
    },
    log: silentLog,
    isOwn: () => false,
    publish() {},
    resync() {},
  });
  const neighbour = new Neighbour({
    id: "a",
    afar,
    clock,
    calls: () =>
      new Promise((resolve, reject) => {
        timesAsked++;
        asked.push((answer) => answer ? resolve(answer) : reject(new Error("late")));
      }),
    isHeard: () => true,
    onContested() {},
  });
  let seq = 0;
  let isMissing = false;
  const emitted = new Map<string, boolean>();
  return {
    owner,
    shown,
    clock,
    get timesAsked() {
      return timesAsked;
    },
    emit(callId: string, isLost: boolean) {
      const started = emitted.get(callId);
      const body = started === undefined
        ? { ...CALL_STARTED, instance: "a" } as CallEventBody
        : started && seq % 7 === 0
        ? CALL_ENDED
        : INTERRUPTED;
      if (started === false) return;
      emitted.set(callId, body.type !== "call.ended");
      const event: CallEvent = { ...body, seq: ++seq, callId, atMs: seq, offsetMs: 0 };
      owner.apply(event);
      this.deliver({ events: [event] }, isLost);
    },
    deliver(word: FloorWord, isLost: boolean) {
      if (isLost) {
        isMissing = true;
        return;
      }
      if (isMissing) neighbour.ask(); // the fleet has seen the gap
      isMissing = false;
      neighbour.take(structuredClone(word));
    },
    async answer(isAnswered = true) {
      for (const answer of asked.splice(0)) {
        answer(isAnswered ? structuredClone(owner.list()) : null);
      }
      await clock.run(1, 1);
    },
    leave() {
      neighbour.leave();
      asked = [];
    },
  };
}

const step = fc.oneof(
  fc.record({
    kind: fc.constant("emit" as const),
    call: fc.integer({ min: 0, max: 4 }),
    isLost: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("answer" as const), isAnswered: fc.boolean() }),
  fc.record({ kind: fc.constant("time" as const), ms: fc.integer({ min: 1, max: 2500 }) }),
);

Deno.test("whatever is lost or late, in the end every call is as its instance has it, nothing missing and nothing twice", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const floors = twoFloors();
      for (const step of steps) {
        if (step.kind === "emit") floors.emit(`${step.call}`, step.isLost);
        else if (step.kind === "answer") await floors.answer(step.isAnswered);
        else await floors.clock.run(step.ms, 500);
      }
      floors.deliver({}, false); // a beat
      for (let i = 0; i < 4; i++) {
        await floors.answer();
        await floors.clock.run(2100, 100);
      }
      const byId = (shown: ShownCalls) => shown.list().sort((a, b) => a.callId < b.callId ? -1 : 1);
      assertEquals(byId(floors.shown), byId(floors.owner));
      floors.leave();
      assertEquals(floors.clock.pending, 0);
    }),
    { numRuns: 300 },
  );
});

Deno.test("an instance is not asked more often than every two seconds, however much goes wrong", async () => {
  const floors = twoFloors();
  for (let i = 0; i < 100; i++) {
    floors.deliver({ events: ["?"] }, i % 3 === 0);
    await floors.answer(i % 2 === 0);
    await floors.clock.run(99, 99);
  }
  assertEquals(floors.timesAsked, 5);
  floors.leave();
});
