import { assertEquals } from "@std/assert";
import { CALM, dueMs, stepWatch, type Watch } from "./watch.ts";

type Moment = [nowMs: number, due: boolean, heard: boolean];

function acts(moments: Moment[]): string[] {
  let watch: Watch = CALM;
  return moments.map(([nowMs, due, heard]) => {
    const { state, act } = stepWatch(watch, { nowMs, due, heard });
    watch = state;
    return act;
  });
}

for (
  const [name, moments, expected] of [
    ["nothing is due", [[0, false, false], [60_000, false, false]], ["none", "none"]],
    ["words come", [[0, true, false], [4000, true, true], [8000, true, false]], [
      "none",
      "none",
      "none",
    ]],
    ["nothing comes", [[0, true, false], [4999, true, false], [5000, true, false], [
      8000,
      true,
      false,
    ]], ["none", "none", "ask", "dead"]],
    ["an answer comes", [[0, true, false], [5000, true, false], [5100, true, true], [
      9000,
      true,
      false,
    ], [10_100, true, false]], ["none", "ask", "none", "none", "ask"]],
    ["what was due has come", [[0, true, false], [5000, true, false], [6000, false, true], [
      60_000,
      true,
      false,
    ]], ["none", "ask", "none", "none"]],
  ] as [string, Moment[], string[]][]
) {
  Deno.test(`watching: ${name}`, () => assertEquals(acts(moments), expected));
}

Deno.test("when to look again", () => {
  assertEquals(dueMs(CALM), null);
  assertEquals(dueMs({ sinceMs: 100, asked: false }), 5100);
  assertEquals(dueMs({ sinceMs: 100, asked: true }), 3100);
});
