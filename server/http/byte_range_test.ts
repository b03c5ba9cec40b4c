// Ranges of a file as players ask for them.
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { byteRange } from "./byte_range.ts";

Deno.test("one range is understood, what is none or several is ignored, what is beyond the end is told", () => {
  for (
    const [header, answer] of [
      [undefined, null],
      ["bytes=0-", { from: 0, to: 99 }],
      ["bytes=10-19", { from: 10, to: 19 }],
      ["bytes=90-500", { from: 90, to: 99 }],
      ["bytes=-10", { from: 90, to: 99 }],
      ["bytes=-1000", { from: 0, to: 99 }],
      ["bytes=100-", "outside"],
      ["bytes=-0", "outside"],
      ["bytes=20-10", null],
      ["bytes=0-1,5-6", null],
      ["bytes=-", null],
      ["lines=1-2", null],
      [`bytes=${"9".repeat(99)}-`, null],
    ] as const
  ) assertEquals(byteRange(header, 100), answer, header);
});

Deno.test("whatever is asked, a range lies within the file", () => {
  fc.assert(fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat(1000), (junk, a, b, size) => {
    for (const header of [junk, `bytes=${a}-${b}`, `bytes=${a}-`, `bytes=-${b}`]) {
      const range = byteRange(header, size);
      if (range === null || range === "outside") continue;
      assertEquals(range.from >= 0 && range.from <= range.to && range.to < size, true, header);
    }
  }));
});
