import { assertEquals } from "@std/assert";
import { durationMs } from "./duration.ts";

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
