import { assert, assertFalse } from "@std/assert";
import { fullAllowance, MESSAGE_RATE, take } from "./rate.ts";

Deno.test("25 messages at once pass, the 26th does not", () => {
  let allowance = fullAllowance(MESSAGE_RATE);
  for (let i = 0; i < 25; i++) {
    const taken = take(allowance, MESSAGE_RATE, 1000);
    assert(taken.within, `message ${i + 1}`);
    allowance = taken.allowance;
  }
  assertFalse(take(allowance, MESSAGE_RATE, 1000).within);
  assertFalse(take(allowance, MESSAGE_RATE, 1199).within);
  assert(take(allowance, MESSAGE_RATE, 1200).within);
});

Deno.test("five a second pass for ever, six do not", () => {
  const lastWithin = (everyMs: number) => {
    let allowance = fullAllowance(MESSAGE_RATE);
    for (let i = 0; i < 300; i++) {
      const taken = take(allowance, MESSAGE_RATE, i * everyMs);
      if (!taken.within) return false;
      allowance = taken.allowance;
    }
    return true;
  };
  assert(lastWithin(200));
  assertFalse(lastWithin(1000 / 6));
});

Deno.test("a long silence saves up no more than one burst", () => {
  let allowance = take(fullAllowance(MESSAGE_RATE), MESSAGE_RATE, 0).allowance;
  for (let i = 0; i < 25; i++) allowance = take(allowance, MESSAGE_RATE, 60_000).allowance;
  assertFalse(take(allowance, MESSAGE_RATE, 60_000).within);
});
