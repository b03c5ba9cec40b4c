import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { askedSentence, timeLeft } from "./hand_words.ts";

const HAND = {
  handId: "1",
  question: "May I refund 80 euros?",
  answers: ["Yes", "No"],
  untilMs: 50_000,
  otherwise: "I call back.",
};
const at = (nowMs: number) =>
  timeLeft({ hand: HAND, startedAtMs: 1000 }, { nowMs, seenAtMs: 21_000 });

test("what is left of the time is counted down to the second and never below nothing", () => {
  assertEquals(at(21_000), { share: 1, words: "30 s left" });
  assertEquals(at(36_000), { share: 0.5, words: "15 s left" });
  assertEquals(at(49_001).words, "1 s left");
  assertEquals(at(50_001).words, "any moment");
  assertEquals(at(51_000), { share: 0, words: "any moment" });
  assertEquals(at(90_000), { share: 0, words: "any moment" });
  assertEquals(at(0).share, 1);
});

test("a question is read out with its answers by their keys", () => {
  assertEquals(
    askedSentence(HAND, "the number ending in 0100"),
    "The agent in the call of the number ending in 0100 asks: May I refund 80 euros? " +
      "Answers: 1: Yes. 2: No.",
  );
});
