import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { firstRunOver, firstSteps } from "./first_run.ts";

const NOTHING = { keyAccepted: false, simulatedCall: false, realSocket: false, published: false };
const doneOf = (status: Parameters<typeof firstSteps>[0]) =>
  firstSteps(status).filter(({ done }) => done).map(({ id }) => id);

test("without a key the stand-in is the model that answers, and says so", () => {
  const status = { answeredBy: "stand-in", firstRun: NOTHING } as const;
  assertEquals(doneOf(status), ["model"]);
  assertEquals(firstSteps(status)[0]?.words.includes("stand-in"), true);
});

test("a key counts once the provider has taken it", () => {
  assertEquals(doneOf({ answeredBy: "openai", firstRun: NOTHING }), []);
  assertEquals(doneOf({ answeredBy: "openai", firstRun: { ...NOTHING, keyAccepted: true } }), [
    "model",
  ]);
});

test("it is over when all is done, and while nothing is known", () => {
  assertEquals(firstRunOver(null), true);
  assertEquals(firstRunOver({ answeredBy: "stand-in", firstRun: NOTHING }), false);
  const firstRun = { ...NOTHING, simulatedCall: true, realSocket: true, published: true };
  assertEquals(firstRunOver({ answeredBy: "stand-in", firstRun }), true);
});
