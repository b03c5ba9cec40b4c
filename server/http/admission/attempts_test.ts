// Guessing is slowed down per address.
import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { Attempts, SIGN_IN_LIMITS } from "./attempts.ts";

function guessing(address = "192.0.2.1") {
  const clock = new ManualClock();
  const attempts = new Attempts(clock, SIGN_IN_LIMITS);
  return { clock, attempts, guess: () => attempts.attempt(address) };
}

Deno.test("S-17 five guesses are free, the sixth waits, and each wait is longer", () => {
  const { clock, guess } = guessing();
  for (let i = 0; i < 5; i++) assertEquals(guess(), 0);
  const waits: number[] = [];
  for (let i = 0; i < 9; i++) {
    const waitMs = guess();
    waits.push(waitMs);
    clock.advance(waitMs);
    assertEquals(guess(), 0);
  }
  assertEquals(waits.map((ms) => ms / 1000), [12, 24, 48, 96, 192, 384, 768, 900, 900]);
});

Deno.test("S-17 a guess during the wait is refused without lengthening it", () => {
  const { clock, guess } = guessing();
  for (let i = 0; i < 5; i++) guess();
  clock.advance(10_000);
  assertEquals(guess(), 2000);
  clock.advance(1999);
  assertEquals(guess(), 1);
  clock.advance(1);
  assertEquals(guess(), 0);
});

Deno.test("S-17 another address is never made to wait", () => {
  const { attempts, guess } = guessing();
  for (let i = 0; i < 6; i++) guess();
  assert(guess() > 0);
  assertEquals(attempts.attempt("192.0.2.2"), 0);
});

Deno.test("S-17 a success or fifteen quiet minutes start afresh", () => {
  const { clock, attempts, guess } = guessing();
  for (let i = 0; i < 4; i++) guess();
  attempts.succeeded("192.0.2.1");
  for (let i = 0; i < 5; i++) assertEquals(guess(), 0);
  clock.advance(12_000 + 15 * 60_000);
  for (let i = 0; i < 5; i++) assertEquals(guess(), 0);
});

Deno.test("a flood from many addresses is bounded in memory and forgets the longest silent one", () => {
  const { attempts, guess } = guessing();
  for (let i = 0; i < 6; i++) guess();
  assert(guess() > 0);
  for (let i = 0; i < 10_000; i++) attempts.attempt(`10.0.${i >> 8}.${i & 255}`);
  assertEquals(guess(), 0);
});
