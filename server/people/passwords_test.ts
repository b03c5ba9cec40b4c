// How passwords are kept: nothing of them is readable, and a flood has an end.
import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import { createPasswords, MOST_WAITING } from "./passwords.ts";

const cheap = () => createPasswords({ log2: 4, passes: 1 });

Deno.test("a password matches its own hash only, and each hash has a salt of its own", async () => {
  const passwords = cheap();
  const hash = await passwords.hash("correct horse battery");
  assertMatch(hash, /^scrypt\$4\$1\$[^$]{24}\$[^$]{44}$/);
  assertFalse(hash.includes("horse"));
  assert(await passwords.matches("correct horse battery", hash));
  for (const wrong of ["correct horse batter", "correct horse battery ", "", "CORRECT"]) {
    assertEquals(await passwords.matches(wrong, hash), false, wrong);
  }
  assert(hash !== await passwords.hash("correct horse battery"));
});

Deno.test("the same password typed on another keyboard is the same", async () => {
  const passwords = cheap();
  const hash = await passwords.hash("Gr\u00f6\u00dfe zw\u00f6lf");
  assert(await passwords.matches("Gro\u0308\u00dfe zwo\u0308lf", hash));
});

Deno.test("a hash made with other parameters still matches; nobody's hash matches nothing", async () => {
  const hash = await createPasswords({ log2: 5, passes: 2 }).hash("an old password");
  assert(await cheap().matches("an old password", hash));
  assertEquals(await cheap().matches("an old password", null), false);
});

Deno.test("S-17 of a flood of passwords so many wait, and the others are told at once", async () => {
  const passwords = cheap();
  const asked = Array.from({ length: 40 }, () => passwords.matches("x", null));
  const answers = await Promise.all(asked);
  assertEquals(answers.filter((answer) => answer === "busy").length, 40 - MOST_WAITING - 1);
  assertEquals(await passwords.matches("x", null), false, "afterwards there is room again");
});
