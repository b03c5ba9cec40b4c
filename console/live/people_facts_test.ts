import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { peopleFacts } from "./people_facts.ts";
import { sampleEvents } from "./sample_calls.ts";
import { PEOPLE_EVENTS } from "./sample_people.ts";

test("a call between people tells its languages, translations, pauses and what was left out", () => {
  assertEquals(peopleFacts(PEOPLE_EVENTS), {
    sides: {
      caller: { way: "continuous", spokenMs: 7100 },
      agent: { way: "continuous", spokenMs: 7800 },
    },
    languages: ["German", "English"],
    translated: { into: "en-US", lines: 3, failed: 1 },
    pauses: { count: 1, ms: 12_000 },
    dropped: { empty: 1, invented: 1 },
  });
});

test("a side that never spoke is told apart from one that is lost for good", () => {
  const lost = { type: "ear.lost", code: "E_UP_AUTH", detail: "" } as const;
  const { sides } = peopleFacts(sampleEvents([
    { ...lost, offsetMs: 1, speaker: "agent", retrying: true },
    { ...lost, offsetMs: 2, speaker: "agent", retrying: false },
  ]));
  assertEquals([sides.caller.way, sides.agent.way], [null, "lost"]);
});
