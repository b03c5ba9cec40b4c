// What is asked of Genesys again, and when: a table.
import { assertEquals } from "@std/assert";
import type { EgressAnswer } from "../egress/egress.ts";
import { repeatAfterMs } from "./genesys_retry.ts";
import { answered, refusal } from "./tool_test_kit.ts";

type Case = [what: string, answer: EgressAnswer, reading: number | null, writing: number | null];

const CASES: Case[] = [
  ["200", answered(200), null, null],
  ["400", answered(400), null, null],
  ["401", answered(401), null, null],
  ["404", answered(404), null, null],
  ["429", answered(429), 250, 250],
  ["429 with Retry-After", answered(429, {}, { "retry-after": "2" }), 2000, 2000],
  ["429 with Retry-After 0", answered(429, {}, { "retry-after": "0" }), 250, 250],
  ["429 with a date", answered(429, {}, { "retry-after": "Mon, 01 Jan" }), 250, 250],
  ["500", answered(500), 250, null],
  ["503 with Retry-After", answered(503, {}, { "retry-after": "1" }), 1000, null],
  ["no connection", refusal("connect"), 250, 250],
  ["no such name", refusal("dns"), 250, 250],
  ["a connection that broke", refusal("connect", true), 250, null],
  ["a timeout", refusal("timeout", true), null, null],
  ["an endless answer", refusal("too_large", true), null, null],
  ["a private address", refusal("private_address"), null, null],
];
for (const [what, answer, reading, writing] of CASES) {
  Deno.test(`after ${what} a reading waits ${reading} ms, a writing ${writing} ms`, () => {
    const after = (repeatable: boolean) =>
      repeatAfterMs(answer, { attempt: 0, maxRepeats: 3, backoffMs: 250, repeatable });
    assertEquals([after(true), after(false)], [reading, writing]);
  });
}

Deno.test("the pause doubles, and the third repetition is the last", () => {
  const pauses = [0, 1, 2, 3].map((attempt) =>
    repeatAfterMs(answered(500), { attempt, maxRepeats: 3, backoffMs: 250, repeatable: true })
  );
  assertEquals(pauses, [250, 500, 1000, null]);
});
