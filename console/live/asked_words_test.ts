import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { askedWords } from "./asked_words.ts";
import { readAsked } from "./history_address.ts";

test("each filter has words of its own", () => {
  const asked = readAsked(
    "?text=parcel&number=0100&from=2026-11-20&to=2026-11-21&agent=a&version=3&route=&protocol=avr" +
      "&kind=transcription&origin=test&endReason=too_long&longerThan=120&interrupted=yes" +
      "&toolFailed=yes&steppedIn=yes",
  );
  assertEquals(askedWords(asked, (id) => `Agent ${id}`).map(({ words }) => words), [
    "Said: parcel",
    "Number with 0100",
    "From 20 Nov 2026",
    "Until 21 Nov 2026",
    "Agent a",
    "Version 3",
    "No route",
    "AVR",
    "Between people",
    "Test calls",
    "The call reached its greatest length",
    "At least 2 min",
    "Interrupted",
    "A tool failed",
    "A supervisor stepped in",
  ]);
});

test("what a newer console or server knows is shown as it is", () => {
  const asked = readAsked("?endReason=vanished&kind=robots&longerThan=90&route=Night");
  assertEquals(askedWords(asked, (id) => id).map(({ words }) => words), [
    "Route Night",
    "robots",
    "vanished",
    "At least 90 s",
  ]);
});
