import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { type DiffRow, diffRows } from "./diff_rows.ts";

const SIGN = { same: " ", removed: "-", added: "+" } as const;
const drawn = (rows: readonly DiffRow[]) =>
  rows.map((row) =>
    row.kind === "skipped"
      ? `… ${row.count}`
      : SIGN[row.kind] + row.parts.map((p) => p.changed ? `[${p.text}]` : p.text).join("")
  );

test("equal texts have no rows, also where only the last line end differs", () => {
  assertEquals(diffRows("a\nb", "a\nb"), []);
  assertEquals(diffRows("a\nb", "a\nb\n"), []);
});

test("the words that changed are marked inside their line", () => {
  assertEquals(drawn(diffRows("Be kind and brief.", "Be kind and clear.")), [
    "-Be kind and [brief].",
    "+Be kind and [clear].",
  ]);
});

test("a block that was written anew has no marked words", () => {
  const rows = diffRows("Be kind to every caller.", "Speak three languages, never more!");
  assertEquals(drawn(rows), ["-Be kind to every caller.", "+Speak three languages, never more!"]);
});

test("added and removed lines stand by themselves", () => {
  assertEquals(drawn(diffRows("a\nc\n", "a\nb\nc\n")), [" a", "+b", " c"]);
  assertEquals(drawn(diffRows("a\nb\nc\n", "a\nc\n")), [" a", "-b", " c"]);
});

test("far from a change lines are left out and counted", () => {
  const lines = Array.from({ length: 12 }, (_, i) => `line ${i}`);
  const after = [...lines.slice(0, 11), "other"];
  const rows = drawn(diffRows(lines.join("\n"), after.join("\n")));
  assertEquals(rows.slice(0, 3), ["… 9", " line 9", " line 10"]);
  assertEquals(rows.length, 5);
});

test("a text from nothing is all added", () => {
  assertEquals(drawn(diffRows("", "a\nb")), ["+a", "+b"]);
});
