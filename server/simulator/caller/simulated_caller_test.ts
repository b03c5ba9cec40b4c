import { assertEquals } from "@std/assert";
import { silence } from "../../audio/ulaw.ts";
import { ManualClock } from "../../clock.ts";
import { Script } from "./caller_script.ts";
import { SimulatedCaller } from "./simulated_caller.ts";

const tone = (ms: number) => new Uint8Array(ms * 8).fill(0x10);

/** A caller who listens for queues, as a phone of Genesys tells them, and has just said something of a second. */
function asked() {
  const clock = new ManualClock();
  const nothing = () => {};
  const caller = new SimulatedCaller({
    clock,
    phone: {
      audio: nothing,
      digit: nothing,
      playback: nothing,
      hold: nothing,
      language: nothing,
      hangUp: nothing,
      drop: nothing,
    },
    script: Script.parse({
      name: "test",
      steps: [{ do: "say", recording: "own" }, { do: "expect_end" }],
    }),
    voice: () => ({ text: "", audio: tone(1000) }),
    name: () => undefined,
    tell: nothing,
  });
  caller.start();
  clock.advance(1000);
  return { clock, caller };
}

Deno.test("an answer is timed from the last sound of the question to its own first sound", () => {
  const { clock, caller } = asked();
  clock.advance(400);
  const bytes = new Uint8Array([...silence(100), ...tone(300)]);
  caller.hear(bytes);
  caller.hear(tone(300));
  assertEquals(caller.answerMs, [500]);
  caller.end();
});

Deno.test("silence ahead of an answer, in a piece of its own, belongs to the wait", () => {
  const { clock, caller } = asked();
  clock.advance(400);
  caller.hear(silence(200));
  clock.advance(50);
  caller.hear(tone(300));
  assertEquals(caller.answerMs, [600]);
  caller.end();
});
