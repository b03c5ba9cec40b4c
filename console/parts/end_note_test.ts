import { assert, assertEquals } from "@std/assert";
import { END_REASONS, type EndReason } from "../../server/contract/call.ts";
import { sampleCall } from "../live/sample_calls.ts";
import { test } from "../testing.ts";
import { endWords } from "./end_note.tsx";

const ended = (endReason: EndReason | null) =>
  endWords(sampleCall({ state: "ended", endedAtMs: 1, endReason }));

test("every reason says in words who ended the call", () => {
  for (const reason of Object.keys(END_REASONS) as EndReason[]) {
    const { words, who } = ended(reason);
    assert(words !== "" && who !== "", reason);
    assertEquals(words, END_REASONS[reason].words);
  }
});

test("what wants mending is a fault, an ordinary end is not", () => {
  assertEquals(ended("caller_hung_up").fault, false);
  assertEquals(ended("agent_completed").fault, false);
  assertEquals([ended("upstream_no_credit").fault, ended("upstream_no_credit").who], [
    true,
    "Model",
  ]);
});

test("a call without a reason is a fault of ours and says so", () => {
  assertEquals(ended(null), {
    words: "Ended without a reason",
    who: "Hookline",
    advice: "",
    fault: true,
  });
});
