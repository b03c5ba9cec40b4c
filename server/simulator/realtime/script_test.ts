// Tests of which rule of a scenario fits which occasion.
import { assertEquals } from "@std/assert";
import type { Prompt } from "./dialogue.ts";
import type { Match } from "./scenario.ts";
import { fits, Script } from "./script.ts";

const PROMPT: Prompt = {
  last: { type: "nothing" },
  begun: true,
  why: "turn",
  instructions: "",
  briefing: "You are the parcel hotline.",
  tools: [],
  toolChoice: "auto",
  servers: [],
  comments: false,
  purpose: null,
  lines: () => [],
};
const says = (text: string): Prompt["last"] => ({ type: "caller", recording: undefined, text });

function check(match: Match, yes: Partial<Prompt>, no: Partial<Prompt>): void {
  const name = JSON.stringify(match);
  assertEquals(fits(match, { ...PROMPT, ...yes }), true, `${name} should fit`);
  assertEquals(fits(match, { ...PROMPT, ...no }), false, `${name} should not fit`);
}

Deno.test("each part of a match looks at its own thing, whatever its case", () => {
  check({ lastTextIncludes: "KEYS 4" }, { last: { type: "text", text: "the keys 4 7" } }, {
    last: says("keys 4"),
  });
  check({ lastToolOutputIncludes: "paid" }, { last: { type: "tool_output", text: "Paid." } }, {
    last: { type: "text", text: "paid" },
  });
  check({ callerSays: "invoice" }, { last: says("My Invoice") }, { last: says("My bill") });
  const recording = {
    id: "a",
    role: "caller" as const,
    text: "",
    language: "en",
    tags: [],
    audio: new Uint8Array(),
  };
  check({ callerRecording: "a" }, { last: { type: "caller", recording, text: "" } }, {
    last: says("a"),
  });
  check({ why: "idle" }, { why: "idle" }, { why: "asked" });
});

Deno.test("a response's own instructions stand in for the session's", () => {
  check({ instructionsInclude: "parcel" }, {}, { instructions: "Say goodbye." });
});

Deno.test("a rule is for the conversation unless it names a purpose beside it", () => {
  check({}, {}, { purpose: "summary" });
  check({ purpose: "summary" }, { purpose: "summary" }, {});
});

Deno.test("everything that a match gives must hold", () => {
  check({ callerSays: "pay", why: "asked" }, { last: says("pay"), why: "asked" }, {
    last: says("pay"),
  });
});

Deno.test("a rule that is used up leaves its place to the next", () => {
  const script = new Script([{ match: {}, times: 2, fails: "first" }, {
    match: {},
    fails: "then",
  }]);
  const used = Array.from({ length: 4 }, () => script.take(PROMPT)?.fails);
  assertEquals(used, ["first", "first", "then", "then"]);
});
