import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { changed, LINE_ID, transcript } from "./sample_transcript.ts";
import { readTranscript } from "./transcript_entity.ts";

const good = transcript("Cancel it, please.");

Deno.test("a good transcript is read whole", () => {
  const { line, faults, tokenFaults } = readTranscript(good, 2);
  assertEquals([faults, tokenFaults], [[], []]);
  assert(line);
  assertEquals(line.words.map(({ text }) => text), ["Cancel", "it,", "please."]);
  const { words: _, ...rest } = line;
  assertEquals(rest, {
    id: LINE_ID,
    channel: 0,
    final: true,
    text: "Cancel it, please.",
    offsetMs: 4200,
    durationMs: 1100,
    confidence: 0.91,
    language: "en-US",
  });
});

Deno.test("what may be left out may be left out", () => {
  for (
    const path of ["alternatives.0.languages", "alternatives.0.interpretations.0.tokens.1.language"]
  ) {
    const { line, faults, tokenFaults } = readTranscript(changed(good, path, undefined), 2);
    assert(line && faults.length + tokenFaults.length === 0, path);
  }
});

const A = "alternatives.0";
const I = `${A}.interpretations.0`;
const FAULTS: [string, unknown, string][] = [
  ["id", "line-1", "is no UUID"],
  ["channelId", 2, "channelId 2 of 2"],
  ["channelId", "external", 'channelId "external"'],
  ["isFinal", "true", "isFinal"],
  ["offset", undefined, "offset undefined"],
  ["offset", "PT4.2e-7S", "offset"],
  ["offset", "PT4.20000000001S", "offset"],
  ["offset", 4.2, "offset 4.2"],
  ["duration", "1.1", "duration"],
  ["duration", "-PT1S", "duration"],
  ["position", "PT1S", "unknown field position"],
  ["channel", "external", "unknown field channel"],
  ["alternatives", [], "alternatives []"],
  [`${A}.confidence`, 0, "confidence 0"],
  [`${A}.confidence`, 1.2, "confidence 1.2"],
  [`${A}.confidence`, undefined, "confidence undefined"],
  [`${A}.languages`, "en-US", "languages"],
  [`${A}.languages`, ["English"], "languages"],
  [`${A}.interpretations`, undefined, "interpretations undefined"],
  [`${I}.type`, "lexical", "interpretation of type"],
  [`${I}.transcript`, "  ", "transcript"],
  [`${I}.normalized`, "x", "unknown field normalized"],
];

for (const [path, value, fault] of FAULTS) {
  Deno.test(`a transcript with ${path} ${JSON.stringify(value)} is no line`, () => {
    const { line, faults } = readTranscript(changed(good, path, value), 2);
    assertEquals(line, null);
    assertEquals(faults.length, 1, faults.join("; "));
    assertStringIncludes(faults[0]!, fault);
  });
}

const T = `${I}.tokens`;
const TOKEN_FAULTS: [string, unknown, string][] = [
  [T, undefined, "tokens undefined"],
  [T, [], "tokens []"],
  [`${T}.0`, "Cancel", 'token "Cancel"'],
  [`${T}.0.type`, "punctuation", "token of type"],
  [`${T}.0.value`, "Cancelled", "not those of the text"],
  [`${T}.1.confidence`, 0, "token confidence"],
  [`${T}.1.offset`, "PT4.2S", "offset 4200 ms after 4200 ms"],
  [`${T}.1.offset`, "PT0.367S", "offset 367 ms after 4200 ms"],
  [`${T}.2.offset`, "PT5.9S", "a word at 5900 ms in a line of 4200 ms"],
  [`${T}.2.duration`, "PT2S", "a word at 4933 ms in a line"],
  [`${T}.2.language`, "", "token language"],
  [`${T}.2.position`, "PT0S", "unknown field position of token"],
];

for (const [path, value, fault] of TOKEN_FAULTS) {
  Deno.test(`words with ${path.slice(I.length + 1)} ${JSON.stringify(value)} are at fault, the line is read`, () => {
    const { line, faults, tokenFaults } = readTranscript(changed(good, path, value), 2);
    assert(line);
    assertEquals(faults, []);
    assertStringIncludes(tokenFaults.join("; "), fault);
  });
}
