import { assertEquals } from "@std/assert";
import { LAG_GATE, stepLagGate } from "./lag_gate.ts";

/** Each look as a letter: late or good; after each: open or closed. */
const run = (looks: string) => {
  let gate = LAG_GATE;
  return [...looks].map((look) => {
    gate = stepLagGate(gate, { worstMs: look === "l" ? 251 : 250, maxLagMs: 250 });
    return gate.closed ? "c" : "o";
  }).join("");
};

for (
  const [what, looks, expected] of [
    ["one hiccup", "glggg", "ooooo"],
    ["two in a row", "gllgllg", "ooooooo"],
    ["every other second", "lglglglg", "oooooooo"],
    ["three seconds one after the other", "lll", "ooc"],
    ["late ever after", "llllll", "oocccc"],
    ["a good second in between", "lllgllg", "ooccccc"],
    ["two good seconds", "lllgglggl", "ooccccccc"],
    ["three good seconds", "lllgggll", "oocccooo"],
    ["late again", "lllgggllllggg", "oocccooocccco"],
  ] as const
) {
  Deno.test(`P-05 timers that are late: ${what}`, () => assertEquals(run(looks), expected));
}
