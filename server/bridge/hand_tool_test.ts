// What the model may write when it asks the supervisors, and what is made of it.
import { assert, assertEquals } from "@std/assert";
import { HAND_LIMITS } from "../contract/hand_limits.ts";
import { handTools, readAsked } from "./hand_tool.ts";

const ASKED = {
  question: "May I refund 80 euros?",
  answers: ["Yes, refund it", "No, offer a voucher"] as [string, string],
  otherwise: "I offer to call back.",
};
const read = (change: object) => readAsked(JSON.stringify({ ...ASKED, ...change }));

Deno.test("an agent has the tool where it is switched on, with its own time to wait", () => {
  const raisedHand = { on: true, waitMs: 45_000, meanwhile: "" };
  const [tool] = handTools({ raisedHand });
  assertEquals(tool?.name, "ask_supervisor");
  assert(tool?.description.includes("within 45 seconds"));
  assertEquals(handTools({ raisedHand: { ...raisedHand, on: false } }), []);
});

Deno.test("a whole question is read as it is, on one line", () => {
  assertEquals(read({}), ASKED);
  assertEquals(read({ question: " May I\n\trefund? " }), { ...ASKED, question: "May I refund?" });
});

Deno.test("what is missing is said in words for the model", () => {
  for (
    const [change, word] of [
      [{ question: " " }, "question"],
      [{ question: 7 }, "question"],
      [{ answers: ["Yes"] }, "Two different answers"],
      [{ answers: ["Yes", "Yes"] }, "Two different answers"],
      [{ answers: "Yes" }, "Two different answers"],
      [{ otherwise: "" }, "otherwise"],
    ] as const
  ) {
    const asked = read(change);
    assert("error" in asked && asked.error.includes(word), JSON.stringify(asked));
  }
  for (const args of ["", "null", "[]", "{", "7"]) assert("error" in readAsked(args));
});

Deno.test("what is too long is cut, and never in the middle of a character", () => {
  const asked = read({ question: "😀".repeat(400), answers: ["a".repeat(500), "b", "c"] });
  assert(!("error" in asked));
  assert(asked.question.length <= HAND_LIMITS.questionChars && asked.question.isWellFormed());
  assertEquals(asked.answers.map(({ length }) => length), [HAND_LIMITS.answerChars, 1]);
});
