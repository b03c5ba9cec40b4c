import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { TranscriptLine, Word } from "../transcript_channel.ts";
import { line } from "./testing/recording_transcript_listener.ts";
import { MAX_ENTITIES_CHARS, transcriptEntity } from "./transcript_entity.ts";

const ID = "3f0c8b1e-6a52-4e0b-9c59-0d7a6a0e7c11";

interface Token {
  type: string;
  value: string;
  confidence: number;
  offset: string;
  duration: string;
}
interface Alternative {
  confidence: number;
  languages?: string[];
  interpretations: { type: string; transcript: string; tokens: Token[] }[];
}

function alternativeOf(changes: Partial<TranscriptLine>): Alternative {
  const { data } = transcriptEntity(line(ID, changes));
  return (data.alternatives as Alternative[])[0]!;
}

function tokensOf(words: readonly Word[]): Token[] {
  return alternativeOf({ words }).interpretations[0]!.tokens;
}

function word(text: string, startMs: number, endMs: number, confidence = 1): Word {
  return { text, startMs, endMs, confidence };
}

Deno.test("a line becomes the entity of today's form, field by field", () => {
  assertEquals(transcriptEntity(line(ID, { channel: 1 })), {
    type: "transcript",
    data: {
      id: ID,
      channelId: 1,
      isFinal: true,
      offset: "PT4.2S",
      duration: "PT1.1S",
      alternatives: [{
        confidence: 0.91,
        languages: ["en-US"],
        interpretations: [{
          type: "display",
          transcript: "Cancel it.",
          tokens: [
            {
              type: "word",
              value: "Cancel",
              confidence: 0.9,
              offset: "PT4.2S",
              duration: "PT0.4S",
              language: "en-US",
            },
            {
              type: "word",
              value: "it.",
              confidence: 0.88,
              offset: "PT4.6S",
              duration: "PT0.7S",
              language: "en-US",
            },
          ],
        }],
      }],
    },
  });
});

Deno.test("a language that is not known is left out everywhere", () => {
  assert(!/language/.test(JSON.stringify(transcriptEntity(line(ID, { language: "" })))));
});

Deno.test("confidence is above 0 and at most 1, whatever was reckoned", () => {
  const pairs = [[0, 0.001], [-1, 0.001], [1e-9, 0.001], [0.91234, 0.912], [1, 1], [1.2, 1]];
  for (const [given, told] of [...pairs, [NaN, 1], [Infinity, 1]] as [number, number][]) {
    assertEquals(alternativeOf({ confidence: given }).confidence, told);
    assertEquals(tokensOf([word("x", 0, 1, given)])[0]?.confidence, told);
  }
});

Deno.test("offsets of words are absolute, unique after rounding, and no word is empty", () => {
  const words = [word("a", 9.6, 10), word("", 10, 10), word("b", 9.7, 10), word("c", 9.8, 12)];
  assertEquals(tokensOf(words).map(({ value, offset, duration }) => [value, offset, duration]), [
    ["a", "PT0.01S", "PT0S"],
    ["b", "PT0.011S", "PT0S"],
    ["c", "PT0.012S", "PT0S"],
  ]);
});

Deno.test("a line that ends before it begins has no negative duration", () => {
  const { data } = transcriptEntity(line(ID, { startMs: 500, endMs: 400, words: [] }));
  assertEquals([data.offset, data.duration], ["PT0.5S", "PT0S"]);
});

Deno.test("of a line too long for one message words share tokens: none is lost, none out of its time", () => {
  const words = Array.from(
    { length: 1_000 },
    (_, i) => word(`word${i}`, i * 400, i * 400 + 400, 0.5),
  );
  const text = words.map((word) => word.text).join(" ");
  const entity = transcriptEntity(line(ID, { words, text, endMs: 400_000 }));
  assert(JSON.stringify(entity).length <= MAX_ENTITIES_CHARS);
  const [interpretation] = (entity.data.alternatives as Alternative[])[0]!.interpretations;
  assertEquals(interpretation?.transcript, text);
  assertEquals(interpretation?.tokens.map((token) => token.value).join(" "), text);
  assertEquals(interpretation?.tokens[1]?.offset, "PT1.6S");
});

Deno.test("a text that cannot fit is cut, well-formed", () => {
  const text = "\u0001".repeat(7_999) + "😀".repeat(30_000);
  const entity = transcriptEntity(line(ID, { text, words: [word(text, 0, 1)] }));
  assert(JSON.stringify(entity).length <= MAX_ENTITIES_CHARS);
  assert(JSON.stringify(entity).isWellFormed());
});

Deno.test("whatever the words and times, the entity keeps to the form", () => {
  const time = fc.double({ min: -10, max: 1e10, noNaN: true });
  const words = fc.array(
    fc.record({ text: fc.string(), startMs: time, endMs: time, confidence: fc.double() }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(words, time, time, fc.double(), (words, startMs, endMs, confidence) => {
      const entity = transcriptEntity(line(ID, { words, startMs, endMs, confidence }));
      const [alternative] = entity.data.alternatives as Alternative[];
      const { tokens } = alternative!.interpretations[0]!;
      const spans = [entity.data as unknown as Token, ...tokens];
      for (const { offset, duration } of spans) {
        assert(/^PT\d+(\.\d{1,3})?S$/.test(offset), offset);
        assert(/^PT\d+(\.\d{1,3})?S$/.test(duration), duration);
      }
      for (const { confidence } of [alternative!, ...tokens]) {
        assert(confidence > 0 && confidence <= 1);
      }
      assertEquals(new Set(tokens.map((token) => token.offset)).size, tokens.length);
      assertEquals(tokens.length, words.filter((word) => word.text !== "").length);
    }),
    { numRuns: 500 },
  );
});
