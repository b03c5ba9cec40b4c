import { assertEquals } from "@std/assert";
import { TRANSCRIPT_VIOLATIONS, type TranscriptViolationCode } from "../audiohook/violations.ts";
import { changed, transcript } from "./sample_transcript.ts";
import { TranscriptLedger } from "./transcript_ledger.ts";

type Options = Parameters<typeof transcript>[1];

/** The codes of what is wrong with the last of these. */
function codes(...data: Record<string, unknown>[]): string[] {
  const ledger = new TranscriptLedger(["caller", "agent"]);
  const now = { atMs: 9000, mediaMs: 8000 };
  const all = data.map((one) =>
    ledger.take({ type: "transcript", data: one }, now).complaints.map(({ code }) => code)
  );
  assertEquals(all.slice(0, -1).flat(), []);
  return all.at(-1)!;
}

const line = (options: Options = {}, text = "Hello there.") => transcript(text, options);
const OTHER = "4f0c8b1e-6a52-4e0b-9c59-0d7a6a0e7c11";

/** Of a whole call, told by transcription_call.ts. */
type Here = Exclude<TranscriptViolationCode, "UPDATE_UNANSWERED">;
const MISTAKES: Record<Here, () => string[]> = {
  ENTITY_FOREIGN: () =>
    new TranscriptLedger(["caller"]).take({ type: "bot_turn_response", data: {} }, {
      atMs: 0,
      mediaMs: 0,
    }).complaints.map(({ code }) => code),
  TRANSCRIPT_INVALID: () => codes(changed(line(), "isFinal", 1)),
  TRANSCRIPT_TOKENS: () => codes(changed(line(), "alternatives.0.interpretations.0.tokens", [])),
  TRANSCRIPT_MOVED: () => codes(line({ final: false }), line({ channel: 1 })),
  TRANSCRIPT_FINAL_TWICE: () => codes(line(), line()),
  TRANSCRIPT_AFTER_FINAL: () => codes(line(), line({ final: false })),
  TRANSCRIPT_AHEAD: () => codes(line({ offsetMs: 7500 })),
};

for (const [code, make] of Object.entries(MISTAKES)) {
  const { sentence } = TRANSCRIPT_VIOLATIONS[code as Here];
  Deno.test(`lines that break ${code} are told: ${sentence}`, () => assertEquals(make(), [code]));
}

Deno.test("interims and their final share an id; the final knows how many there were, and of whom it is", () => {
  const ledger = new TranscriptLedger(["agent", "caller"]);
  const take = (data: Record<string, unknown>, atMs: number) =>
    ledger.take({ type: "transcript", data }, { atMs, mediaMs: 8000 });
  take(line({ channel: 1, final: false }, "Hello"), 1);
  take(line({ id: OTHER, channel: 0 }, "Good morning."), 2);
  take(line({ channel: 1, final: false }), 3);
  const { complaints } = take(line({ channel: 1 }), 4);
  assertEquals(complaints, []);
  assertEquals(ledger.interims, 2);
  assertEquals(
    ledger.lines.map((
      { who, text, interims, receivedAtMs },
    ) => [who, text, interims, receivedAtMs]),
    [["agent", "Good morning.", 0, 2], ["caller", "Hello there.", 2, 4]],
  );
});
