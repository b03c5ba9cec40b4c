import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { hitsOf, holds, queryOf, wordsOf } from "./words.ts";

const words = (text: string) => wordsOf(text).map(({ word }) => word);

Deno.test("words are folded: case, accents, ligatures and full-width letters do not count", () => {
  assertEquals(words("Grüße, CAFÉ & Œuvre ＡＢＣ Łódź"), [
    "grusse",
    "cafe",
    "oeuvre",
    "abc",
    "lodz",
  ]);
  assertEquals(words("ΟΔΥΣΣΕΥΣ İstanbul ½"), ["οδυσσευσ", "istanbul", "12"]);
  assertEquals(words("שָׁלוֹם كِتَابٌ"), ["שלום", "كتاب"]);
  assertEquals(words("हिन्दी"), ["हिन्दी".normalize("NFKD")], "vowel signs are no accents");
});

Deno.test("scripts without spaces are searched by character", () => {
  assertEquals(words("包裹丢了 ok"), ["包", "裹", "丢", "了", "ok"]);
  assertEquals(queryOf("包裹").all, [{ words: ["包", "裹"], prefix: false }]);
  assert(holds(words("我的包裹丢了"), queryOf("包裹").all[0]!));
  assert(!holds(words("包丢了裹"), queryOf("包裹").all[0]!));
});

Deno.test("words know their place in the text", () => {
  const text = "  Größe: 12,5 ☎";
  assertEquals(wordsOf(text).map(({ start, end }) => text.slice(start, end)), ["Größe", "12", "5"]);
});

Deno.test("a search has words, phrases and words that must not be", () => {
  assertEquals(queryOf('refund "My Parcel" -angry e-mail x -"no thanks'), {
    all: [
      { words: ["refund"], prefix: true },
      { words: ["my", "parcel"], prefix: false },
      { words: ["e", "mail"], prefix: true },
      { words: ["x"], prefix: false },
    ],
    none: [
      { words: ["angry"], prefix: true },
      { words: ["no", "thanks"], prefix: false },
    ],
  });
  for (const empty of ["", "  ", '"', "-", '- "" *', "(){}^:*"]) {
    assertEquals(queryOf(empty), { all: [], none: [] }, empty);
  }
});

Deno.test("hits are whole words, the last of a bare one may go on", () => {
  const said = ["my", "parcels", "my", "parcel"];
  assertEquals(hitsOf(said, queryOf("parcel").all), [false, true, false, true]);
  assertEquals(hitsOf(said, queryOf('"my parcel"').all), [false, false, true, true]);
});

Deno.test("whatever a text holds, only letters and digits come out, and places do not overlap", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
    let at = 0;
    for (const { word, start, end } of wordsOf(text)) {
      assert(/^[\p{L}\p{N}\p{M}]{1,64}$/u.test(word), JSON.stringify(word));
      assert(at <= start && start < end && end <= text.length);
      at = end;
    }
  }));
});

Deno.test("a word of a text finds that text", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
    for (const { start, end } of wordsOf(text)) {
      const [term] = queryOf(text.slice(start, end)).all;
      assert(term && holds(words(text), term), text);
    }
  }));
});
