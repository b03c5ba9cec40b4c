import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { snippetOf } from "./snippet.ts";
import { queryOf } from "./words.ts";

const cut = (text: string, search: string) => snippetOf(text, queryOf(search).all);
const marked = (text: string, search: string) =>
  cut(text, search).parts.map(({ text, hit }) => hit ? `[${text}]` : text).join("");

Deno.test("what was searched for is marked as it was said", () => {
  assertEquals(
    marked("Where is my PARCEL? My parcels!", "parcel"),
    "Where is my [PARCEL]? My [parcels]!",
  );
  assertEquals(marked("Grüße auf Wunsch", "grusse"), "[Grüße] auf Wunsch");
  assertEquals(marked("I want, my money back", '"want my"'), "I [want, my] money back");
});

Deno.test("of a long line the words around the first hit are shown", () => {
  const text = `${"so much was said before ".repeat(40)}the refund ${"and after it ".repeat(40)}`;
  const shown = marked(text, "refund");
  assert(shown.startsWith("…") && shown.endsWith("…"), shown);
  assert(shown.includes("the [refund] and after"), shown);
  assert(shown.length < 220, String(shown.length));
});

Deno.test("hostile text comes out as plain text, without what could turn its surroundings", () => {
  const text = "<b>hi</b>\u202e parcel \u0000\u0007 \"' OR 1=1 --\n\tend";
  assertEquals(marked(text, "parcel"), "<b>hi</b> [parcel] \"' OR 1=1 -- end");
});

Deno.test("a line of one endless word is cut, and not inside a character", () => {
  const { parts } = cut(`x${"😀".repeat(50_000)}`, "x");
  const text = parts.map(({ text }) => text).join("");
  assert(text.length < 200 && text.isWellFormed(), text);
  assert(cut("a".repeat(100_000), "aaa").parts[0]?.hit);
});

Deno.test("parts put together are the line, but for white space and what is cut off", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 120 }), (text) => {
    const { parts } = cut(text, "a b");
    assertEquals(
      parts.map(({ text }) => text).join("").replace(/\s+/g, ""),
      text.replace(/\s+/g, ""),
    );
  }));
});
