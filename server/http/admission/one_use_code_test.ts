// A sign-in code works once, soon, and only the newest one.
import { assert, assertEquals, assertFalse, assertMatch, assertNotEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { OneUseCode, signInLink } from "./one_use_code.ts";

Deno.test("a code is 128 random bits and works exactly once", () => {
  const codes = new OneUseCode(new ManualClock());
  const code = codes.issue();
  assertMatch(code, /^[A-Za-z0-9_-]{22}$/);
  assert(codes.redeem(code));
  assertFalse(codes.redeem(code));
});

Deno.test("a code works up to ten minutes", () => {
  const clock = new ManualClock();
  const codes = new OneUseCode(clock);
  const soon = codes.issue();
  clock.advance(10 * 60_000 - 1);
  assert(codes.redeem(soon));
  const late = codes.issue();
  clock.advance(10 * 60_000);
  assertFalse(codes.redeem(late));
});

Deno.test("a newer code replaces an older one", () => {
  const codes = new OneUseCode(new ManualClock());
  const [older, newer] = [codes.issue(), codes.issue()];
  assertNotEquals(older, newer);
  assertFalse(codes.redeem(older));
  assert(codes.redeem(newer));
});

Deno.test("wrong guesses, an empty one and the kept hash itself open nothing and cost nothing", () => {
  const codes = new OneUseCode(new ManualClock(), (bytes) => bytes.fill(7));
  assertFalse(codes.redeem(""));
  const code = codes.issue();
  for (const guess of ["", code.slice(1), `${code}A`, code.toLowerCase()]) {
    assertFalse(codes.redeem(guess));
  }
  assert(codes.redeem(code));
});

Deno.test("the code travels in the fragment of the link", () => {
  const link = signInLink("https://console.example/", "abc");
  assertEquals(link, "https://console.example/sign-in#code=abc");
  assertEquals(new URL(link).hash, "#code=abc");
});
