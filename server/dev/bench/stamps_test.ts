import { assertAlmostEquals, assertEquals } from "@std/assert";
import { newestStamp, percentile, stampedFrame } from "./stamps.ts";

Deno.test("of several frames in one message the newest stamp counts, wherever it lies", () => {
  const message = new Uint8Array([
    ...new Uint8Array(7),
    ...stampedFrame(100.5),
    ...stampedFrame(200.25),
  ]);
  assertAlmostEquals(newestStamp(message)!, 200.25);
  assertEquals(newestStamp(new Uint8Array(1600)), null);
});

Deno.test("a percentile is a figure that was measured", () => {
  const sorted = Float64Array.from({ length: 100 }, (_, i) => i);
  assertEquals([percentile(sorted, 0.5), percentile(sorted, 0.99), percentile(sorted, 1)], [
    50,
    99,
    99,
  ]);
});
