import { assertEquals } from "@std/assert";
import { isInvented } from "./invented.ts";

const LONG = "We have moved the meeting to the fourteenth of March.";
const TABLE: [string, number | null, number | null, boolean][] = [
  // text, confidence, level of the loudest frame; the gate is at 100
  ["Thank you for watching!", 0.3, 80, true],
  ["Thank you for watching!", 0.9, 80, false],
  ["Thank you for watching!", 0.3, 800, false],
  ["Thank you for watching!", 0.3, null, false],
  ["Thank you for watching!", null, 80, false],
  ["Thank you for watching!", null, 30, true],
  ["Thanks for watching, and please subscribe to my channel!", 0.3, 80, true],
  ["Untertitel der Amara.org-Community", 0.3, 80, true],
  ["Vielen Dank fürs Zuschauen und bis zum nächsten Mal hier.", 0.3, 80, true],
  ["Find out more about all of this at www.example.test today", 0.3, 80, true],
  ["Yes.", 0.3, 80, true],
  ["Yes.", 0.3, 101, false],
  ["Yes.", 0.5, 80, false],
  ["Yes.", null, 61, false],
  [LONG, 0.1, 80, false],
  [LONG, null, 10, false],
];

for (const [text, confidence, loudest, invented] of TABLE) {
  const sound = `${confidence ?? "no"} confidence, level ${loudest ?? "unknown"}`;
  Deno.test(`"${text}" with ${sound} is ${invented ? "" : "not "}invented`, () => {
    assertEquals(isInvented({ text, confidence, loudest, gate: 100 }), invented);
  });
}
