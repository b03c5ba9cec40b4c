import { assertEquals, assertMatch } from "@std/assert";
import { durationMs, durationText } from "./duration.ts";

Deno.test("every form that Genesys writes is read", () => {
  assertEquals(durationMs("PT0S"), 0);
  assertEquals(durationMs("PT0.0S"), 0);
  assertEquals(durationMs("PT.5S"), 500);
  assertEquals(durationMs("PT12.345S"), 12_345);
  assertEquals(durationMs("PT3600S"), 3_600_000);
});

Deno.test("anything else is no duration", () => {
  const others = ["", "PT", "PTS", "PT.S", "PT1M", "PT1H2S", "PT-1S", "PT1e3S", "pt1s", "PT1S "];
  for (const text of others) assertEquals(durationMs(text), undefined, text);
  assertEquals(durationMs(`PT${"9".repeat(400)}S`), undefined);
  assertEquals(durationMs(1), undefined);
  assertEquals(durationMs(undefined), undefined);
});

Deno.test("what is written is read again, with three decimals at most and no exponent", () => {
  const written: [ms: number, text: string][] = [
    [0, "PT0S"],
    [0.0001, "PT0S"],
    [1, "PT0.001S"],
    [4_200, "PT4.2S"],
    [4_200.4, "PT4.2S"],
    [1_100.00000001, "PT1.1S"],
    [86_400_000, "PT86400S"],
    [1e15, "PT1000000000000S"],
    [-3, "PT0S"],
  ];
  for (const [ms, text] of written) assertEquals(durationText(ms), text);
  for (let ms = 0; ms < 100_000; ms += 7.13) {
    const text = durationText(ms);
    assertEquals(durationMs(text)?.toFixed(3), `${Math.round(ms)}.000`, text);
    assertMatch(text, /^PT\d+(\.\d{1,3})?S$/);
  }
});
