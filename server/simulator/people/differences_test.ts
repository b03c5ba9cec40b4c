import { assertEquals } from "@std/assert";
import { differences } from "./differences.ts";
import { transcript } from "./sample_transcript.ts";
import type { Who } from "./score.ts";
import { readTranscript } from "./transcript_entity.ts";
import type { Truth } from "./transcription_call.ts";
import type { ReceivedLine } from "./transcript_ledger.ts";

const said = (text: string, startMs: number, more: Partial<Truth> = {}): Truth => ({
  who: "caller",
  recording: "r",
  text,
  language: "en",
  startMs,
  endMs: startMs + 1000,
  heard: "whole",
  ...more,
});

const line = (text: string, offsetMs: number, who: Who = "caller"): ReceivedLine => ({
  ...readTranscript(transcript(text, { offsetMs }), 2).line!,
  who,
  receivedAtMs: 0,
  interims: 0,
});

const A = said("Hello, I wait.", 1000);
const B = said("It is eight.", 3000);
const PART = said("You are welcome.", 5000, { heard: "part" });

const CASES: [string, Truth[], ReceivedLine[], string[]][] = [
  ["all as it was said", [A, B], [line("Hello, I wait.", 1100), line("It is eight.", 2900)], []],
  ["other marks and capitals", [A], [line("hello I wait", 1000)], []],
  ["two utterances in one line", [A, B], [line("Hello, I wait. It is eight.", 1000)], []],
  ["one utterance in two lines", [A], [line("Hello, I", 1000), line("wait.", 1600)], []],
  ["nothing came back", [A], [], ['caller: "Hello, I wait." is missing (1000 ms)']],
  [
    "one came twice",
    [A, B],
    [line("Hello, I wait.", 1000), line("Hello, I wait.", 1000), line("It is eight.", 3000)],
    ['caller: nobody said "hello i wait", or not then'],
  ],
  [
    "one was invented at the end",
    [A],
    [line("Hello, I wait.", 1000), line("Thank you for watching!", 4000)],
    ['caller: nobody said "thank you for watching", or not then'],
  ],
  [
    "they changed places",
    [A, B],
    [line("It is eight.", 3000), line("Hello, I wait.", 1000)],
    [
      'caller: nobody said "it is eight", or not then',
      'caller: "It is eight." is missing (3000 ms)',
    ],
  ],
  [
    "a line is in the wrong place",
    [A],
    [line("Hello, I wait.", 1251)],
    ['caller: "Hello, I wait." is at 1251 ms, it was said at 1000 ms'],
  ],
  [
    "the other side is given it",
    [A],
    [line("Hello, I wait.", 1000, "agent")],
    [
      'caller: "Hello, I wait." is missing (1000 ms)',
      'agent: nobody said "hello i wait", or not then',
    ],
  ],
  ["a part may be missing", [A, PART], [line("Hello, I wait.", 1000)], []],
  ["a part may be there", [PART, A], [line("are", 5200), line("Hello, I wait.", 1000)], []],
  [
    "what was not heard must not come",
    [{ ...A, heard: "none" }],
    [line("Hello, I wait.", 1000)],
    ['caller: nobody said "hello i wait", or not then'],
  ],
];

for (const [name, truth, lines, expected] of CASES) {
  Deno.test(`of what was said and what came back: ${name}`, () => {
    assertEquals(differences({ truth, lines }), expected);
  });
}

Deno.test("a translation is expected in place of the words, and the place may be held tighter", () => {
  const lines = [line("[de-DE] Hello, I wait.", 1090)];
  const expected = ({ text }: Truth) => `[de-DE] ${text}`;
  assertEquals(differences({ truth: [A], lines }, { expected }), []);
  assertEquals(differences({ truth: [A], lines }, { expected, withinMs: 80 }).length, 1);
});
