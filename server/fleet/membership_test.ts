// Who is there, heard, gone and leading after each thing that was learned: by table and by chance.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { InstanceFacts } from "../contract/fleet.ts";
import { ALONE, BEAT_MS, beatEveryMs, leads, type Learned, LEASE_MS } from "./membership.ts";
import { mayJudge, type Membership, SILENCE_MS, step } from "./membership.ts";

function facts(id: string, more: Partial<InstanceFacts> = {}): InstanceFacts {
  return {
    ...{ id, name: id, version: "1.0.0", startedAtMs: 0, calls: 0, maxCalls: 10, lagMs: 0 },
    ...{ residentBytes: 0, readers: 0, draining: false, alerts: [] },
    ...more,
  };
}
const heard = (from: string, more: Partial<InstanceFacts> = {}): Learned => ({
  ...{ kind: "heard", from, facts: facts(from, more), missed: false },
});
const word = (from: string, missed = false): Learned => ({
  ...{ kind: "heard", from, facts: null, missed },
});
const beaten = (alive: string, more: Partial<Learned & { kind: "beaten" }> = {}) =>
(
  nowMs: number,
): Learned => ({
  ...{ kind: "beaten", sentAtMs: nowMs, leads: false, kept: true },
  alive: alive.split(" ").filter(Boolean).map((id) => facts(id, { calls: 99 })),
  ...more,
});
const time: Learned = { kind: "time" };

type Timed = readonly [atMs: number, learned: Learned | ((nowMs: number) => Learned)];

function run(timed: readonly Timed[]): { state: Membership; log: string[] } {
  let state = ALONE;
  const log: string[] = [];
  for (const [atMs, given] of timed) {
    const learned = typeof given === "function" ? given(atMs) : given;
    const next = step(state, learned, atMs);
    state = next.state;
    log.push(...next.found.map((id) => `${atMs} found ${id}`));
    log.push(...next.gone.map((id) => `${atMs} gone ${id}`));
  }
  return { state, log };
}
/** One's own beats, which the store takes, with these others in its table. */
const beats = (alive: string, fromMs: number, untilMs: number): Timed[] =>
  Array.from(
    { length: Math.floor((untilMs - fromMs) / BEAT_MS) + 1 },
    (_, i) => [fromMs + i * BEAT_MS, beaten(alive)],
  );

const TABLE: Record<string, { timed: Timed[]; log: string[]; shown: string[] }> = {
  "a beat makes it known and found, once": {
    timed: [[0, heard("b")], [2000, heard("b")], [2500, word("b")]],
    log: ["0 found b"],
    shown: ["b heard"],
  },
  "a word before the first beat is nobody's": {
    timed: [[0, word("b")], [1, word("b", true)]],
    log: [],
    shown: [],
  },
  "who is only in the table is known and not heard, and found by a word": {
    timed: [[0, beaten("b")], [10, word("b")]],
    log: ["10 found b"],
    shown: ["b heard"],
  },
  "silence for six seconds, then a word": {
    timed: [[0, beaten("b")], [0, heard("b")], [5999, time], [6000, time], [6001, word("b")]],
    log: ["0 found b", "6001 found b"],
    shown: ["b heard"],
  },
  "a missed word finds it again": {
    timed: [[0, heard("b")], [1, word("b", true)], [2, word("b")]],
    log: ["0 found b", "1 found b"],
    shown: ["b heard"],
  },
  "a bus that is back makes nobody unheard, and each found with the next word": {
    timed: [[0, heard("b")], [1, { kind: "bus_back" }], [2, word("b")], [3, word("b")]],
    log: ["0 found b", "2 found b"],
    shown: ["b heard"],
  },
  "goodbye is at once and for ever": {
    timed: [[0, heard("b")], [1, { kind: "bye", from: "b" }], [2, heard("b")], [3, beaten("b")]],
    log: ["0 found b", "1 gone b"],
    shown: [],
  },
  "goodbye of somebody unknown": {
    timed: [[0, { kind: "bye", from: "b" }], [1, heard("b")]],
    log: [],
    shown: [],
  },
  "out of the table and not heard: gone, once it may judge": {
    timed: [...beats("b", 0, 4000), ...beats("", 6000, 12_000)],
    log: ["8000 gone b"],
    shown: [],
  },
  "out of the table and heard: spared until it falls silent": {
    timed: [...beats("b", 0, 10_000), [11_000, heard("b")], ...beats("", 12_000, 20_000)],
    log: ["11000 found b", "18000 gone b"],
    shown: [],
  },
  "in the table and not heard: not gone, however long": {
    timed: [[0, heard("b")], ...beats("b", 0, 100_000)],
    log: ["0 found b"],
    shown: ["b"],
  },
  "after a gap in its own beats nobody is gone for a whole lease": {
    timed: [...beats("b", 0, 10_000), ...beats("", 14_000, 20_000), [21_999, time]],
    log: [],
    shown: ["b"],
  },
  "after its own lease was lost nobody is gone for a whole lease": {
    timed: [
      ...beats("b", 0, 10_000),
      [12_000, beaten("", { kept: false })],
      ...beats("", 14_000, 18_000),
    ],
    log: [],
    shown: ["b"],
  },
  "its beats end: it judges nobody": {
    timed: [...beats("b", 0, 10_000), [10_001, beaten("")], [60_000, time]],
    log: ["10001 gone b"],
    shown: [],
  },
};

for (const [name, { timed, log, shown }] of Object.entries(TABLE)) {
  Deno.test(`membership: ${name}`, () => {
    const { state, log: told } = run(timed);
    assertEquals(told, log);
    assertEquals(
      [...state.others].map(([id, { heard }]) => heard ? `${id} heard` : id),
      shown,
    );
  });
}

Deno.test("of those whom only the bus knows no more than 256 are believed", () => {
  let state = ALONE;
  for (let i = 0; i < 1000; i++) state = step(state, heard(`name${i}`), 0).state;
  assertEquals(state.others.size, 256);
  assertEquals(step(state, beaten("b")(0), 0).state.others.size, 257);
});

Deno.test("facts of a beat are fresher than the table's while it is heard", () => {
  const { state } = run([[0, heard("b", { calls: 1 })], [1, beaten("b c")], [2, word("c")]]);
  assertEquals([...state.others.values()].map(({ facts }) => facts.calls), [1, 99]);
  const silent = step(state, time, SILENCE_MS + 2).state;
  const later = step(silent, beaten("b c")(SILENCE_MS + 3), SILENCE_MS + 3).state;
  assertEquals([...later.others.values()].map(({ facts }) => facts.calls), [99, 99]);
});

Deno.test("the lead ends before the lease does, counted from when the beat was sent", () => {
  const beat = beaten("", { leads: true, sentAtMs: 1000 })(1500);
  const { state } = step(ALONE, beat, 1500);
  assertEquals([leads(state, 1500), leads(state, 7999), leads(state, 8000)], [true, true, false]);
  assertEquals(leads(step(state, beaten("")(2000), 2000).state, 2000), false);
});

Deno.test("beats come sooner while somebody is lost from sight or the store is", () => {
  const { state } = run([[0, beaten("")], [0, heard("b")]]);
  assertEquals(beatEveryMs(state, 1000), BEAT_MS);
  assertEquals(beatEveryMs(state, 4000), BEAT_MS / 2);
  assertEquals(beatEveryMs(step(state, beaten("c")(10), 10).state, 1000), BEAT_MS / 2);
});

Deno.test("whatever happens, nobody who is heard or in the table is gone, and nobody goes unjudged", () => {
  const id = fc.constantFrom("b", "c", "d");
  const learned = fc.oneof(
    fc.record({ from: id, beat: fc.boolean(), missed: fc.boolean() }).map(
      ({ from, beat, missed }) => ({ ...(beat ? heard(from) : word(from)), missed }) as Learned,
    ),
    fc.constant<Learned>({ kind: "bus_back" }),
    fc.constant(time),
    fc.record({ alive: fc.subarray(["b", "c", "d"]), kept: fc.boolean() }).map(
      ({ alive, kept }) => beaten(alive.join(" "), { kept }),
    ),
  );
  const happening = fc.record({ afterMs: fc.integer({ min: 0, max: 4000 }), learned });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (all) => {
      let state = ALONE;
      let nowMs = 0;
      const lastHeard = new Map<string, number>();
      let inTable: readonly string[] = [];
      const known = new Set<string>();
      for (const { afterMs, learned: given } of all) {
        nowMs += afterMs;
        const learned = typeof given === "function" ? given(nowMs) : given;
        if (learned.kind === "beaten") inTable = learned.alive.map(({ id }) => id);
        const next = step(state, learned, nowMs);
        if (learned.kind === "heard" && next.state.others.has(learned.from)) {
          lastHeard.set(learned.from, nowMs);
        }
        for (const gone of next.gone) {
          assert(mayJudge(next.state, nowMs), "may not judge");
          assert(!inTable.includes(gone), "in the table");
          assert(nowMs - (lastHeard.get(gone) ?? -Infinity) >= SILENCE_MS, "heard");
          assert(known.delete(gone), "never known");
        }
        for (const [one, { heard, heardAtMs }] of next.state.others) {
          known.add(one);
          assertEquals(heard, nowMs - heardAtMs < SILENCE_MS);
        }
        // Nobody vanishes without a word.
        assertEquals([...known].toSorted(), [...next.state.others.keys()].toSorted());
        state = next.state;
      }
    }),
  );
});

Deno.test("no two instances lead at a time, whoever's store is away when", () => {
  // The store's side of it: who holds the lead keeps it until its lease has run out.
  const happening = fc.record({
    afterMs: fc.integer({ min: 100, max: 3000 }),
    who: fc.constantFrom(0, 1, 2),
    tookMs: fc.integer({ min: 0, max: 3000 }),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (all) => {
      const states = [ALONE, ALONE, ALONE];
      let lead = { who: -1, untilMs: -Infinity };
      let nowMs = 0;
      for (const { afterMs, who, tookMs } of all) {
        const sentAtMs = nowMs += afterMs;
        // Anywhere on its way.
        nowMs += tookMs;
        if (lead.who === who || lead.untilMs <= nowMs) lead = { who, untilMs: nowMs + LEASE_MS };
        const beat = beaten("", { sentAtMs, leads: lead.who === who })(nowMs);
        states[who] = step(states[who]!, beat, nowMs).state;
        assert(states.filter((state) => leads(state, nowMs)).length <= 1);
      }
    }),
  );
});
