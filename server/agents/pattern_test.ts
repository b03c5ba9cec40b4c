import { assertEquals } from "@std/assert";
import { matchesPattern } from "./pattern.ts";

Deno.test("a pattern covers the whole text; a star stands for any characters", () => {
  const rows: [pattern: string, text: string, fits: boolean][] = [
    ["sales", "sales", true],
    ["sales", "sales2", false],
    ["sales", "presales", false],
    ["SALES", "sales", true],
    ["größe", "GRÖSSE", false],
    ["GRÖẞE", "größe", true],
    ["*", "", true],
    ["*", "anything", true],
    ["", "", true],
    ["", "x", false],
    ["+49*", "+4930", true],
    ["+49*", "+4", false],
    ["*30", "+4930", true],
    ["*30", "+49301", false],
    ["+49*1*2", "+4930142", true],
    ["+49*1*2", "+493014", false],
    ["*a*b", "ab ab", true],
    ["**", "x", true],
    ["a**b", "ab", true],
    // Nothing else has a meaning.
    ["a.c", "abc", false],
    ["[ab]", "a", false],
    ["a?c", "abc", false],
    ["(", "(", true],
    ["\\", "\\", true],
  ];
  for (const [pattern, text, fits] of rows) {
    assertEquals(matchesPattern(pattern, text), fits, `${pattern} on ${text}`);
  }
});

Deno.test("a pattern full of stars is decided at once, however the caller writes the number", () => {
  // With a backtracking matcher this would not end in the lifetime of the machine.
  assertEquals(matchesPattern("*a".repeat(100) + "b", "a".repeat(500)), false);
});
