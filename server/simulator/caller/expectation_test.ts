import { assertEquals } from "@std/assert";
import type { Expectation } from "./caller_script.ts";
import { isPattern, unmet } from "./expectation.ts";

const OUTPUTS = { END_REASON: "agent_completed", CONVERSATION_SUMMARY: "Two\nlines", EMPTY: "" };

const CASES: [string, Expectation, string | null][] = [
  ["nothing", {}, null],
  ["a value that came", { outputs: { END_REASON: "agent_completed", EMPTY: "" } }, null],
  [
    "another value",
    { outputs: { END_REASON: "agent" } },
    "expected output END_REASON to be agent, received agent_completed",
  ],
  ["a fitting expression", { outputs: { END_REASON: "/^agent_/" } }, null],
  ["one that does not care for case", { outputs: { END_REASON: "/^AGENT_/i" } }, null],
  ["one that spans lines", { outputs: { CONVERSATION_SUMMARY: "/^two.*LINES$/is" } }, null],
  [
    "an expression that does not fit",
    { outputs: { EMPTY: "/./" } },
    "expected output EMPTY to be /./, received ",
  ],
  [
    "a variable that did not come",
    { outputs: { Intent: "/./" } },
    "expected output Intent to be /./, received none",
  ],
  [
    "a variable named like a part of an object",
    { outputs: { constructor: "/./" } },
    "expected output constructor to be /./, received none",
  ],
  ["the reason of the end", { endReason: "agent_completed" }, null],
  [
    "another reason of the end",
    { endReason: "no_input" },
    "expected output END_REASON to be no_input, received agent_completed",
  ],
  ["the barge-ins there were", { bargeIns: 1 }, null],
  ["no barge-in", { bargeIns: 0 }, "expected 0 barge-ins, received 1"],
];

for (const [what, expected, sentence] of CASES) {
  Deno.test(`a script that expects ${what} ${sentence ? "fails" : "is content"}`, () => {
    assertEquals(unmet(expected, { outputs: OUTPUTS, bargeIns: 1 }), sentence);
  });
}

Deno.test("outputs are missed where the server did not ask for the end; other expectations are not", () => {
  const outcome = { outputs: undefined, bargeIns: 0 };
  const sentence = "expected output variables, but the server did not end the call and sent none";
  assertEquals(unmet({ outputs: { A: "1" } }, outcome), sentence);
  assertEquals(unmet({ endReason: "agent_completed" }, outcome), sentence);
  assertEquals(unmet({ outputs: {}, bargeIns: 0 }, outcome), null);
});

Deno.test("a broken expression is told from a plain value that has slashes", () => {
  const told = ["/(/", "/a/", "a/b/c", "//", "/usr/bin", "/a/gg"].map((text) => isPattern(text));
  assertEquals(told, [false, true, true, true, true, true]);
});
