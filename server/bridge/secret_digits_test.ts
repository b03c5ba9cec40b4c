import { assertEquals } from "@std/assert";
import { Vault } from "./secret_digits.ts";

function vaultOf(...inputs: string[]): Vault {
  const vault = new Vault();
  inputs.forEach((digits, i) => {
    for (const digit of digits) vault.press(digit);
    vault.seal(`digits-${i + 1}`);
  });
  return vault;
}

Deno.test("a tool gets the digits where their name stands", () => {
  const vault = vaultOf("4711", "09");
  assertEquals(
    vault.fill('{"pin":"[digits-1]","month":"[digits-2]","other":"[digits-3]"}'),
    '{"pin":"4711","month":"09","other":"[digits-3]"}',
  );
});

Deno.test("digits that are still being typed are in no tool's reach", () => {
  const vault = new Vault();
  vault.press("4");
  assertEquals(vault.fill("[digits-1]"), "[digits-1]");
});

Deno.test("what comes back is masked, however the digits are grouped", () => {
  const vault = vaultOf("4111222233334444");
  assertEquals(
    vault.mask("card 4111 2222 3333 4444, 4111-2222-3333-4444 and x4111222233334444y"),
    "card [digits-1], [digits-1] and x[digits-1]y",
  );
});

Deno.test("a longer secret is masked before a shorter one that is part of it", () => {
  assertEquals(vaultOf("4711", "47110815").mask("47110815"), "[digits-2]");
});

Deno.test("one or two digits are masked only where they stand alone", () => {
  const vault = vaultOf("1", "12", "*#");
  assertEquals(vault.mask("1 of 12, 112 and *#"), "[digits-1] of [digits-2], 112 and [digits-3]");
});

Deno.test("nothing is masked where nothing was typed", () => {
  const vault = vaultOf("");
  assertEquals(vault.mask("4711"), "4711");
});
