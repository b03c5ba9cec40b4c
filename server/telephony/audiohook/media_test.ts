import { assertEquals, assertStrictEquals } from "@std/assert";
import { chooseMedia, offersInShort } from "./media.ts";

const offer = (channels: string[], changes: Record<string, unknown> = {}) => ({
  type: "audio",
  format: "PCMU",
  channels,
  rate: 8000,
  ...changes,
});

Deno.test("G-11 the caller's mono is taken wherever it stands, and goes back unchanged", () => {
  const mono = offer(["external"], { "x-new": 1 });
  const offers = [offer(["external", "internal"]), offer(["internal"]), mono];
  const choice = chooseMedia(offers, "caller");
  assertStrictEquals(choice?.offer, mono);
  assertEquals(choice?.channels, ["external"]);
});

Deno.test("G-11 without mono the stereo is taken, with the caller on either side", () => {
  for (const channels of [["external", "internal"], ["internal", "external"]]) {
    assertEquals(chooseMedia([offer(channels)], "caller")?.channels, channels);
  }
});

Deno.test("G-11 nothing else fits", () => {
  const others: unknown[] = [
    offer(["internal"]),
    offer(["external"], { format: "L16" }),
    offer(["external"], { rate: 16_000 }),
    offer(["external"], { type: "video" }),
    offer(["external"], { channels: "external" }),
    null,
    "PCMU",
    [],
  ];
  assertEquals(chooseMedia(others, "caller"), undefined);
  assertEquals(chooseMedia([], "caller"), undefined);
  assertEquals(offersInShort([]), "nothing");
  assertEquals(
    offersInShort([offer(["external"], { format: "L16" }), 7]),
    "L16/8000/external, number",
  );
});

Deno.test("of a call between people both sides are taken, in the order in which they are listed", () => {
  for (const channels of [["external", "internal"], ["internal", "external"]]) {
    const stereo = offer(channels, { "x-new": 1 });
    const choice = chooseMedia([offer(["external"]), offer(["internal"]), stereo], "both");
    assertStrictEquals(choice?.offer, stereo);
    assertEquals(choice?.channels, channels);
  }
});

Deno.test("of a call between people without stereo one side is taken, the caller's first", () => {
  const both = [offer(["internal"]), offer(["external"])];
  assertEquals(chooseMedia(both, "both")?.channels, ["external"]);
  assertEquals(chooseMedia([offer(["internal"])], "both")?.channels, ["internal"]);
});

Deno.test("of a call between people nothing else fits either", () => {
  const others: unknown[] = [
    offer(["external", "internal"], { format: "L16" }),
    offer(["external", "internal"], { rate: 16_000 }),
    offer(["external", "external"]),
    offer(["external", "internal", "external"]),
    offer(["outside"]),
    offer([]),
    { ...offer([]), channels: [{ toString: 1 }] },
    null,
  ];
  assertEquals(chooseMedia(others, "both"), undefined);
});
