import { assertEquals } from "@std/assert";
import { sampleCall } from "../live/sample_calls.ts";
import { test } from "../testing.ts";
import { companyWords, quietWords, wayWords } from "./card_words.ts";

test("the way a call came is route, language and phone system, in words", () => {
  const call = sampleCall({ route: "Night line", language: "de-DE", protocol: "audiocodes" });
  assertEquals(wayWords(call), ["Night line", "German", "AudioCodes"]);
  assertEquals(wayWords(sampleCall()), ["Genesys"]);
  assertEquals(wayWords(sampleCall({ protocol: "carrier-pigeon" })), ["carrier-pigeon"]);
});

test("who of us is in a call is told, and nobody is told of nobody", () => {
  assertEquals(companyWords(sampleCall()), []);
  assertEquals(companyWords(sampleCall({ listeners: 1 })), ["1 person listening"]);
  assertEquals(companyWords(sampleCall({ takenOver: true, listeners: 2 })), [
    "Supervisor speaks",
    "2 people listening",
  ]);
});

test("while nothing is wrong: the voice, what it cost so far, how often it was interrupted", () => {
  assertEquals(quietWords(sampleCall({ interruptions: 2 })), ["marin", "interrupted 2×"]);
  assertEquals(quietWords(sampleCall({ costUsd: 1.5 })), ["marin", "$1.50"]);
  assertEquals(quietWords(sampleCall({ costUsd: 1.5, answeredBy: "stand-in" })), ["marin"]);
});
