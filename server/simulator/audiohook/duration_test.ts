import { assertEquals } from "@std/assert";
import { duration, durationOfBytes, readDuration } from "./duration.ts";

Deno.test("durations are written as live Genesys writes them: at least one decimal, no exponent", () => {
  assertEquals(durationOfBytes(0), "PT0.0S");
  assertEquals(durationOfBytes(9600), "PT1.2S");
  assertEquals(durationOfBytes(1), "PT0.000125S");
  assertEquals(duration(21.3), "PT0.0213S");
  assertEquals(duration(0.000_01), "PT0.0S");
  assertEquals(duration(3_600_000), "PT3600.0S");
});

Deno.test("durations are read in seconds and in nothing else", () => {
  assertEquals(
    ["PT0S", "PT.5S", "PT12.25S"].map(readDuration),
    [0, 500, 12_250],
  );
  for (const wrong of ["PT1M", "1S", "PT-1S", "PT1e3S", "PTS", "", 5, null, undefined]) {
    assertEquals(readDuration(wrong), undefined, String(wrong));
  }
});
