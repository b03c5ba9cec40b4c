// Whatever happens in whatever order, a call has one end and is let go of.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Life, type LifeEffect, type LifeInput, newLife, step } from "./life.ts";

const SILENT_AFTER_MS = 60_000;

class Script {
  life: Life = newLife({ atMs: 0, silentAfterMs: SILENT_AFTER_MS });
  atMs = 0;
  done: LifeEffect[] = [];

  give(...inputs: DistributiveOmit<LifeInput, "atMs">[]): string[] {
    const before = this.done.length;
    for (const input of inputs) {
      const { life, effects } = step(this.life, { ...input, atMs: this.atMs } as LifeInput);
      this.life = life;
      this.done.push(...effects);
    }
    return this.done.slice(before).map((effect) => effect.do);
  }

  tick(ms: number, stuckMs = 0, heardAtMs = this.atMs): string[] {
    this.atMs += ms;
    return this.give({ type: "tick", heardAtMs, stuckMs });
  }

  get ends() {
    return this.done.flatMap((effect) => effect.do === "ended" ? [effect.how] : []);
  }

  static open(): Script {
    const script = new Script();
    script.give({ type: "introduced" }, { type: "answered" });
    script.done = [];
    return script;
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const PHONE = { by: "phone", detail: "hangup" } as const;

Deno.test("a connection that says nothing for five seconds is closed", () => {
  const script = new Script();
  assertEquals(script.tick(4_999), []);
  assertEquals(script.tick(1), ["violation", "close", "forget"]);
});

Deno.test("the phone hangs up: told once, closed, forgotten", () => {
  const script = Script.open();
  assertEquals(script.give({ type: "phone_gone", how: PHONE }), ["ended", "close", "forget"]);
  assertEquals(script.ends, [PHONE]);
});

Deno.test("we say goodbye, and it is over when the phone has closed", () => {
  const script = Script.open();
  assertEquals(script.give({ type: "end", code: "" }, { type: "end", code: "E_X" }), ["goodbye"]);
  script.tick(999);
  script.give({ type: "phone_gone", how: PHONE });
  assertEquals(script.ends, [{ by: "us", detail: "" }]);
  assertEquals(script.life.phase, "over");
});

Deno.test("G-29 a phone that does not close after our goodbye is given one second", () => {
  const script = Script.open();
  script.give({ type: "end", code: "E_UP_AUTH" });
  assertEquals(script.tick(999), []);
  assertEquals(script.tick(1), ["note", "ended", "close", "forget"]);
  assertEquals(script.ends, [{ by: "us", detail: "E_UP_AUTH" }]);
});

Deno.test("G-31 a phone that does not read for five seconds is lost", () => {
  const script = Script.open();
  assertEquals(script.tick(4_999, 4_999), []);
  assertEquals(script.tick(1, 5_000), ["ended", "close", "forget"]);
  assertEquals(script.ends, [{ by: "phone_lost", detail: "E_SLOW" }]);
});

Deno.test("G-19 a phone of which nothing comes is lost in the end", () => {
  const script = Script.open();
  assertEquals(script.tick(SILENT_AFTER_MS - 1, 0, 0), []);
  script.tick(1, 0, 0);
  assertEquals(script.ends, [{ by: "phone_lost", detail: "E_SILENT" }]);
});

Deno.test("a call that our side refuses is told goodbye, and nobody of its end", () => {
  const script = new Script();
  assertEquals(script.give({ type: "introduced" }), ["answer"]);
  assertEquals(script.give({ type: "refused", code: "full" }), ["goodbye"]);
  assertEquals(script.tick(1_000), ["note", "close", "forget"]);
  assertEquals(script.ends, []);
});

Deno.test("P-01 a fault of ours ends the call at once, with a goodbye", () => {
  const script = Script.open();
  assertEquals(script.give({ type: "fault" }), ["goodbye", "ended"]);
  assertEquals(script.ends, [{ by: "us", detail: "E_INTERNAL" }]);
});

Deno.test("a broken protocol ends an open call with a goodbye, and closes one that had no name", () => {
  const open = Script.open();
  const breach = { type: "breach", code: "E_SIZE", detail: "" } as const;
  assertEquals(open.give(breach), ["violation", "goodbye", "ended"]);
  assertEquals(open.ends, [{ by: "protocol", detail: "E_SIZE" }]);
  assertEquals(new Script().give(breach), ["violation", "close", "forget"]);
});

const input: fc.Arbitrary<(script: Script) => void> = fc.oneof(
  fc.constantFrom<LifeInput["type"]>("introduced", "answered", "fault").map(
    (type) => (script: Script) => {
      const fits = type !== "answered" || script.life.phase === "answering";
      if (fits) script.give({ type } as { type: "fault" });
    },
  ),
  fc.constantFrom("full", "E_X").map((code) => (script: Script) =>
    void script.give({ type: code === "full" ? "refused" : "end", code })
  ),
  fc.constant((script: Script) => void script.give({ type: "phone_gone", how: PHONE })),
  fc.constant((script: Script) => void script.give({ type: "breach", code: "E_SIZE", detail: "" })),
  fc.tuple(fc.nat(70_000), fc.nat(6_000)).map(([ms, stuckMs]) => (script: Script) =>
    void script.tick(ms, stuckMs)
  ),
);

Deno.test("I1 I8 whatever happens, a call that was answered has one end, and all are forgotten once", () => {
  fc.assert(fc.property(fc.array(input, { maxLength: 30 }), (moves) => {
    const script = new Script();
    for (const move of moves) move(script);
    if (script.life.phase === "answering") script.give({ type: "refused", code: "full" });
    script.give({ type: "end", code: "" });
    script.tick(1_000);
    assertEquals(script.life.phase, "over");
    const names = script.done.map((effect) => effect.do);
    assertEquals(names.filter((name) => name === "forget").length, 1);
    assertEquals(names.at(-1), "forget");
    assert(names.filter((name) => name === "goodbye").length <= 1);
    assertEquals(script.ends.length, script.life.answered ? 1 : 0);
  }));
});
