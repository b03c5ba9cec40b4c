import { assert, assertEquals } from "@std/assert";
import { failed } from "./failure.ts";
import { nextAttempt } from "./retry.ts";
import type { UpstreamFailure } from "./upstream.ts";

const next = (
  failure: UpstreamFailure,
  { attempt = 1, elapsedMs = 0, budgetMs = 3000, random = 0 } = {},
) => nextAttempt({ attempt, failure, elapsedMs, budgetMs, random: () => random });

Deno.test("waits grow with the attempts", () => {
  const lost = failed("E_UP_LOST", "");
  const waits = [1, 2, 3, 4, 5, 6].map((attempt) => next(lost, { attempt, budgetMs: 60_000 }));
  assertEquals(waits, [0, 250, 500, 1000, 2000, 2000]);
});

Deno.test("jitter adds to a wait, also to the first", () => {
  assertEquals(next(failed("E_UP_LOST", ""), { random: 0.5 }), 50);
  assertEquals(next(failed("E_UP_LOST", ""), { attempt: 4, random: 0.5 }), 1250);
});

Deno.test("O-04 O-05 what a new attempt cannot mend is not tried again", () => {
  for (const code of ["E_UP_AUTH", "E_UP_MODEL", "E_UP_QUOTA", "E_UP_CONFIG"] as const) {
    assertEquals(next(failed(code, "")), null, code);
  }
});

Deno.test("O-06 Retry-After is honoured where it fits the budget", () => {
  assertEquals(next(failed("E_UP_LIMIT", "", 500)), 500);
  assertEquals(next(failed("E_UP_LIMIT", "", 30_000)), null);
});

Deno.test("O-06 a limit without Retry-After is not met by an attempt at once", () => {
  assertEquals(next(failed("E_UP_LIMIT", "")), 250);
});

Deno.test("F04 attempts end with the budget", () => {
  const failure = failed("E_UP_5XX", "");
  assertEquals(next(failure, { attempt: 3, elapsedMs: 2600 }), null);
  assert(next(failure, { attempt: 3, elapsedMs: 2500 }) !== null);
});
