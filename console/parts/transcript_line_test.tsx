// What a supervisor reads of one line: heard apart from generated, forming apart from finished.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { TranscriptLine } from "../../server/contract/transcript.ts";
import { draw, words } from "../draw_for_tests.ts";
import type { Cut, TranscriptRow } from "../live/transcript_rows.ts";
import { test } from "../testing.ts";
import { LineItem } from "./transcript_line.tsx";

const LINE: TranscriptLine = {
  itemId: "a1",
  speaker: "agent",
  startMs: 10_000,
  endMs: 12_000,
  text: "We are open today from nine until six",
  heardShare: 1,
  status: "final",
  interrupted: false,
  byCaller: false,
  language: "",
  translation: "",
  untranslated: false,
  order: 1,
};
type LineRow = Extract<TranscriptRow, { kind: "line" }>;
const CUT: Cut = { heardMs: 2000, generatedMs: 4000, endMs: 12_000, measure: "estimated" };

function item(
  change: Partial<TranscriptLine>,
  rest: Partial<Omit<LineRow, "kind" | "key" | "line">> & { over?: boolean } = {},
) {
  const { over = false, ...row } = rest;
  return (
    <LineItem
      over={over}
      row={{
        kind: "line",
        key: "a1",
        line: { ...LINE, ...change },
        gapMs: null,
        cut: null,
        tongue: "",
        into: "",
        by: "agent",
        cutIn: false,
        ...row,
      }}
    />
  );
}

test("a line that was heard whole is plain words", () => {
  assertEquals(words(item({})), "00:10.0 Agent We are open today from nine until six");
  assert(!draw(item({})).includes("<del"));
});

test("what was cut off is struck, told to screen readers and explained", () => {
  const cut = item({ interrupted: true, heardShare: 0.5 }, { cut: CUT });
  assertStringIncludes(draw(cut), "<del.unheard>from nine until six</>");
  assertStringIncludes(words(cut), "We are open today (not heard from here:) from nine until six");
  const told = "Cut off at 00:12.0; the caller heard about 2.00 s of 4.00 s";
  assertStringIncludes(words(cut), told);
});

test("that the caller cut in is said only where it was the caller", () => {
  const cut = item({ interrupted: true, heardShare: 0.5, byCaller: true }, { cut: CUT });
  const told = "The caller cut in at 00:12.0 and heard about 2.00 s of 4.00 s";
  assertStringIncludes(words(cut), told);
});

test("the mark of the cut stands after the last word that was heard", () => {
  const drawn = draw(item({ interrupted: true, heardShare: 0.5 }, { cut: CUT }));
  assert(/We are open today\W*<span\.cut-mark>/.test(drawn), drawn);
});

test("words that put no spaces between them are cut between words all the same", () => {
  const text = "今日は九時から六時まで営業しています。";
  const drawn = draw(item({ interrupted: true, heardShare: 0.5, text }, { cut: CUT }));
  const unheard = /<del\.unheard>(.+?)<\/>/.exec(drawn)?.[1] ?? "";
  assert(text.endsWith(unheard) && unheard.length > 3 && unheard.length < text.length - 3, drawn);
});

test("a line says where it is not the agent's alone, and a caller's that it cut in", () => {
  assertStringIncludes(words(item({}, { by: "say" })), "Agent says what a supervisor wrote");
  assertStringIncludes(words(item({}, { by: "whisper" })), "Agent after a whisper");
  assertEquals(
    words(item({ text: "" }, { by: "person" })),
    "00:10.0 Supervisor A supervisor speaks with the caller; it is not written down.",
  );
  assertStringIncludes(words(item({ speaker: "caller" }, { cutIn: true })), "Caller cut in");
});

test("a measure that the phone system reported is not called about", () => {
  const cut = item({ interrupted: true, heardShare: 0.5 }, {
    cut: { ...CUT, measure: "reported" },
  });
  assertStringIncludes(words(cut), "heard 2.00 s of 4.00 s");
});

test("words that are still forming are seen but not read aloud", () => {
  const forming = item({ status: "partial", heardShare: null, endMs: null, text: "We are" });
  assertStringIncludes(draw(forming), "We are");
  assertEquals(words(forming), "00:10.0 Agent being heard");
});

test("a call that is over has nothing that is still being heard", () => {
  assert(!words(item({ heardShare: null, endMs: null }, { over: true })).includes("being heard"));
});

test("an answer that never reached the phone says so", () => {
  const unheard = item({ startMs: null, endMs: null, heardShare: null }, { over: true });
  assertStringIncludes(words(unheard), "The caller never heard this.");
  assertStringIncludes(draw(unheard), "<del.unheard>");
});

test("a silence before an answer is told, and a long one stands out", () => {
  assertStringIncludes(words(item({}, { gapMs: 820 })), "answered after 820 ms");
  assert(!draw(item({}, { gapMs: 820 })).includes("slow"));
  assertStringIncludes(draw(item({}, { gapMs: 2400 })), "line-gap.slow");
});

test("what could not be transcribed says that the agent heard it", () => {
  const lost = item({ speaker: "caller", status: "lost", text: "" });
  assertStringIncludes(words(lost), "Could not be transcribed; the agent heard it all the same.");
});

/** As the fold leaves a line of a call between people. */
const HUMAN = { speaker: "agent", heardShare: 1, language: "de", text: "Guten Tag" } as const;

test("the line of a human agent is heard as it is spoken", () => {
  const forming = item({ ...HUMAN, status: "partial", endMs: null });
  assertEquals(words(forming), "00:10.0 Agent speaking");
  assertEquals(words(item(HUMAN)), "00:10.0 Agent Guten Tag");
});

test("a line tells its language where it changes, and its translation under it", () => {
  const translated = item({ ...HUMAN, translation: "Good day" }, { tongue: "German", into: "en" });
  assertEquals(words(translated), "00:10.0 Agent German Guten Tag English Good day");
});

test("a translation that could not be had is said, never hidden", () => {
  assertStringIncludes(
    words(item({ ...HUMAN, untranslated: true })),
    "Guten Tag Not translated: the original went out.",
  );
});
