// One input after the other, whatever one of them causes.
import { assertEquals, assertThrows } from "@std/assert";
import { Turnstile } from "./turnstile.ts";

Deno.test("what an input causes is taken after it, and only the first pass says that all is done", () => {
  const taken: string[] = [];
  const turnstile = new Turnstile<string>((input) => {
    if (input === "a") taken.push(`b waits: ${!turnstile.pass("b")}`);
    taken.push(input);
  });
  assertEquals([turnstile.pass("a"), taken], [true, ["b waits: true", "a", "b"]]);
});

Deno.test("what must come next goes before what waits, and what waits can be let go of", () => {
  const taken: string[] = [];
  const turnstile = new Turnstile<string>((input) => {
    taken.push(input);
    if (input === "end") return turnstile.clear();
    if (input !== "a") return;
    turnstile.pass("end");
    turnstile.pass("never");
    turnstile.passNext("next");
  });
  turnstile.pass("a");
  assertEquals(taken, ["a", "next", "end"]);
});

Deno.test("a fault is told where somebody wants it and thrown where nobody does, and the next input passes", () => {
  const taken: string[] = [];
  const take = (input: string) => {
    if (input === "bad") throw new Error("bad");
    taken.push(input);
  };
  const faults: unknown[] = [];
  const told = new Turnstile<string>(take, (error) => faults.push(error));
  assertEquals([told.pass("bad"), told.pass("good"), faults.length], [true, true, 1]);
  const bare = new Turnstile<string>(take);
  assertThrows(() => bare.pass("bad"), Error, "bad");
  bare.pass("better");
  assertEquals(taken, ["good", "better"]);
});
