import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import type { RaisedHand } from "../../server/contract/hand_limits.ts";
import { test } from "../testing.ts";
import type { FloorCall } from "./floor.ts";
import { createHandTeller } from "./hand_teller.ts";
import { sampleCall } from "./sample_calls.ts";

const hand = (handId: string, question: string): RaisedHand => (
  { handId, question, answers: ["Yes", "No"], untilMs: 1, otherwise: "Nothing." }
);
const call = (callId: string, raised: RaisedHand | null): FloorCall => (
  { call: sampleCall({ callId, hand: raised }), forming: {} }
);

test("each question is told once, also one that is up when the console opens, and the next one again", () => {
  const live = signal<readonly FloorCall[]>([call("a", hand("1", "First?")), call("b", null)]);
  const said: string[] = [];
  const stop = createHandTeller({
    floor: { live },
    say: (sentence) => said.push(sentence.match(/asks: (\S+)/)![1]!),
    who: () => "somebody",
  });
  assertEquals(said, ["First?"]);
  live.value = [call("a", hand("1", "First?")), call("b", hand("1", "Other?"))];
  live.value = [call("a", null), call("b", hand("1", "Other?"))];
  live.value = [call("a", hand("2", "Second?")), call("b", hand("1", "Other?"))];
  assertEquals(said, ["First?", "Other?", "Second?"]);
  stop();
  live.value = [call("c", hand("1", "Late?"))];
  assertEquals(said.length, 3);
});
