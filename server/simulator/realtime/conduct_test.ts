// Tests of the verdict on a client, on a hand-driven clock.
import { assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { Conduct } from "./conduct.ts";
import { TOLERANCE } from "./scenario.ts";

function observed(): { conduct: Conduct; clock: ManualClock; codes: () => string[] } {
  const clock = new ManualClock();
  const conduct = new Conduct({ tolerance: TOLERANCE, now: () => clock.now() });
  conduct.arrived("hash-of-a-caller");
  conduct.configured();
  return { conduct, clock, codes: () => conduct.mistakes().map(({ code }) => code) };
}

function stream(
  { conduct, clock }: { conduct: Conduct; clock: ManualClock },
  options: { frames: number; everyMs: number; audioMs: number },
): void {
  for (let i = 0; i < options.frames; i++) {
    clock.advance(options.everyMs);
    conduct.appended(options.audioMs);
  }
}

Deno.test("audio in real time is good, in frames of any length", () => {
  for (const audioMs of [20, 100, 200, 1000]) {
    const one = observed();
    stream(one, { frames: 60, everyMs: audioMs, audioMs });
    assertEquals(one.codes(), []);
  }
});

Deno.test("audio that is more than a tenth too fast or too slow is a mistake", () => {
  for (const everyMs of [100, 95, 105]) {
    const good = observed();
    stream(good, { frames: 200, everyMs, audioMs: 100 });
    assertEquals(good.codes(), []);
  }
  const fast = observed();
  stream(fast, { frames: 200, everyMs: 85, audioMs: 100 });
  assertEquals(fast.codes(), ["audio_rate"]);
  const slow = observed();
  stream(slow, { frames: 200, everyMs: 115, audioMs: 100 });
  assertEquals(slow.codes(), ["audio_rate"]);
});

Deno.test("a flushed pre-buffer of less than a second is forgiven", () => {
  const one = observed();
  stream(one, { frames: 9, everyMs: 0, audioMs: 100 });
  stream(one, { frames: 100, everyMs: 100, audioMs: 100 });
  assertEquals(one.codes(), []);
});

Deno.test("time that passes without audio is a gap", () => {
  const one = observed();
  stream(one, { frames: 100, everyMs: 20, audioMs: 20 });
  one.clock.advance(201);
  stream(one, { frames: 100, everyMs: 20, audioMs: 20 });
  assertEquals(one.conduct.mistakes(), [
    { code: "audio_gap", detail: "1 gaps in audio, at most 201 ms" },
  ]);
});

Deno.test("audio before the configuration is a mistake, counted", () => {
  const clock = new ManualClock();
  const conduct = new Conduct({ tolerance: TOLERANCE, now: () => clock.now() });
  conduct.appended(20);
  conduct.appended(20);
  assertEquals(conduct.mistakes(), [
    { code: "audio_before_updated", detail: "audio before session.updated (2 times)" },
  ]);
});

Deno.test("the safety identifier must be there and must not be a number", () => {
  const codes = (identifier: string | null) => {
    const conduct = new Conduct({ tolerance: TOLERANCE, now: () => 0 });
    conduct.arrived(identifier);
    return conduct.mistakes().map(({ code }) => code);
  };
  assertEquals(codes(null), ["no_safety_identifier"]);
  assertEquals(codes("tel:+15550100"), ["raw_safety_identifier"]);
  assertEquals(codes("+1 555 0100"), ["raw_safety_identifier"]);
  assertEquals(codes("5f1d7a84db00d2fce00b31a7fc73224f"), []);
});

Deno.test("a tool call that hangs up may stay without an output, one that waits may not", () => {
  const one = observed();
  one.conduct.callMade("call_1", "end_call");
  one.clock.advance(9000);
  one.conduct.closed(1000);
  assertEquals(one.codes(), []);
  const other = observed();
  other.conduct.callMade("call_1", "look");
  other.clock.advance(11_000);
  assertEquals(other.codes(), ["call_unanswered"]);
});

Deno.test("an output that no response follows is a mistake after a while", () => {
  const one = observed();
  one.conduct.callMade("call_1", "look");
  one.conduct.callAnswered("call_1");
  one.clock.advance(9000);
  assertEquals(one.codes(), []);
  one.clock.advance(2000);
  assertEquals(one.codes(), ["call_not_followed"]);
  one.conduct.responseBegan();
  assertEquals(one.codes(), []);
});

Deno.test("closing on an event of an unknown type is a mistake, hanging up is not", () => {
  const closing = (code: number, afterMs: number) => {
    const one = observed();
    one.conduct.surprised();
    one.clock.advance(afterMs);
    one.conduct.closed(code);
    return one.codes();
  };
  assertEquals(closing(1002, 10), ["closed_on_unknown"]);
  assertEquals(closing(1000, 10), []);
  assertEquals(closing(1002, 1000), []);
});
