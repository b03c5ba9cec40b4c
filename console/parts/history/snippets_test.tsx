import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Snippet } from "../../../server/contract/history_filters.ts";
import { draw, words } from "../../draw_for_tests.ts";
import { test } from "../../testing.ts";
import { Snippets } from "./snippets.tsx";

const snippet = (change: Partial<Snippet> = {}): Snippet => ({
  who: "caller",
  offsetMs: 134_300,
  unheard: false,
  parts: [{ text: "my ", hit: false }, { text: "parcel", hit: true }],
  ...change,
});

test("a snippet says who, when and what, with the find marked", () => {
  const drawn = <Snippets snippets={[snippet()]} />;
  assertEquals(words(drawn), "Caller 02:14.3 my parcel");
  assertStringIncludes(draw(drawn), "<bdi>my <mark>parcel</></>");
});

test("words that the caller never heard say so; a summary has no place in the call", () => {
  assertEquals(
    words(
      <Snippets
        snippets={[snippet({ who: "agent", unheard: true }), snippet({ who: "summary" })]}
      />,
    ),
    "Agent 02:14.3 my parcel Not heard by the caller Summary my parcel",
  );
});
