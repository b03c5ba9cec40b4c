// Which line one hears at a moment of the call.
import { test } from "../testing.ts";
import { assertEquals } from "@std/assert";
import type { TranscriptLine } from "../../server/contract/transcript.ts";
import { sampleEvents } from "./sample_calls.ts";
import { heardLine } from "./heard_line.ts";
import { recordingFacts } from "./recording_facts.ts";

const line = (itemId: string, startMs: number | null, endMs: number | null) =>
  ({ itemId, startMs, endMs }) as TranscriptLine;

test("the line that is being said is the one that is heard, for a breath after its end too", () => {
  const lines = [
    line("a", 1000, 4000),
    line("b", 5000, 9000),
    line("c", 20_000, null),
    line("d", null, null),
  ];
  const at = (ms: number) => heardLine(lines, ms);
  assertEquals([at(500), at(1000), at(4800), at(5000), at(12_000), at(90_000)], [
    null,
    "a",
    "a",
    "b",
    null,
    "c",
  ]);
});

test("of two who speak at once it is who began last, while they speak", () => {
  const lines = [line("long", 1000, 9000), line("mhm", 3000, 3400)];
  assertEquals([heardLine(lines, 3200), heardLine(lines, 3600)], ["mhm", "long"]);
});

test("of a recording it is known where it begins, how long it is, and whether it broke off", () => {
  const ended = {
    type: "recording.ended",
    durationMs: 5000,
    audioBytes: 80_000,
    ok: true,
    detail: "",
  } as const;
  const facts = (...bodies: Parameters<typeof sampleEvents>[0]) =>
    recordingFacts(sampleEvents(bodies));
  assertEquals(facts(), { startMs: null, lengthMs: null, brokeOff: "" });
  assertEquals(facts({ type: "recording.started", offsetMs: 30 }, { ...ended, offsetMs: 5030 }), {
    startMs: 30,
    lengthMs: 5000,
    brokeOff: "",
  });
  assertEquals(
    facts(
      { type: "recording.started", offsetMs: 0 },
      { ...ended, offsetMs: 5000 },
      { type: "recording.started", offsetMs: 8000 },
      { ...ended, durationMs: 9000, ok: false, detail: "disk_full", offsetMs: 9000 },
    ),
    { startMs: 0, lengthMs: 9000, brokeOff: "disk_full" },
  );
});
