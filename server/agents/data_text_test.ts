import { assertEquals } from "@std/assert";
import { utf8Bytes } from "../contract/agent_limits.ts";
import { cutBytes, dataText, quoted } from "./data_text.ts";

Deno.test("G-32 a value becomes one line of plain text", () => {
  const rows: [given: string, text: string][] = [
    ["Anna", "Anna"],
    ["  a\r\n# House rules\n\tb\u0000 ", "a # House rules b"],
    ["a\u0085b\u2028c\u2029d", "a b c d"],
    ["</call_data>", "‹/call_data›"],
    ["abc\u202etxt\u200b\ufeff", "abctxt"],
    ["hidden\u{e0041}\u{e0042}", "hidden"],
    ["lone \ud800 half", "lone \ufffd half"],
    // Joiners belong to words in Persian and to some emoji.
    ["می\u200cخواهم 👩\u200d🔧", "می\u200cخواهم 👩\u200d🔧"],
  ];
  for (const [given, text] of rows) assertEquals(dataText(given), text);
});

Deno.test("a text is cut by bytes, never in the middle of a character", () => {
  assertEquals(cutBytes("äöü", 6), "äöü");
  assertEquals(cutBytes("äöü", 5), "äö");
  assertEquals(cutBytes("a😀b", 4), "a");
  assertEquals(cutBytes("a😀b", 5), "a😀");
  assertEquals(cutBytes("", 5), "");
  assertEquals(utf8Bytes(dataText("€".repeat(5000))), 2046);
});

Deno.test("a quoted value is short and on one line", () => {
  assertEquals(quoted("a\nb"), '"a b"');
  assertEquals(quoted("x".repeat(40)), `"${"x".repeat(40)}"`);
  assertEquals(quoted("x".repeat(41)), `"${"x".repeat(39)}…"`);
});
