import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { utf8Bytes } from "./agent_limits.ts";
import { cutToBytes, readSummary, SUMMARY_BYTES } from "./read_summary.ts";

Deno.test("a JSON summary loses its fences and its line breaks, and nothing else", () => {
  const object = '{\n  "main_topics": ["Päckchen"],\n  "sentiment": "neutral"\n}';
  const bare = '{"main_topics":["Päckchen"],"sentiment":"neutral"}';
  for (
    const answer of [
      object,
      `\n${object}  `,
      `\`\`\`json\n${object}\n\`\`\``,
      `\`\`\`${object}\`\`\``,
    ]
  ) {
    assertEquals(readSummary(answer, "json"), bare);
  }
});

Deno.test("what should be JSON and is not is kept as text; text is never taken apart", () => {
  assertEquals(readSummary("Here you are: {}", "json"), "Here you are: {}");
  assertEquals(readSummary("```json\n{broken\n```", "json"), "```json\n{broken\n```");
  assertEquals(readSummary('  {"a":  1} ', "text"), '{"a":  1}');
  for (const format of ["json", "text"] as const) assertEquals(readSummary(" \n", format), "");
});

Deno.test("a summary takes at most four kilobytes of UTF-8, and no half character", () => {
  const summary = readSummary("€".repeat(SUMMARY_BYTES), "text");
  assertEquals(summary, "€".repeat(Math.floor(SUMMARY_BYTES / 3)));
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, limit) => {
    const cut = cutToBytes(text, limit);
    assert(utf8Bytes(cut) <= limit && text.startsWith(cut) && cut.isWellFormed());
    if (utf8Bytes(text) <= limit) assertEquals(cut, text);
  }));
});
