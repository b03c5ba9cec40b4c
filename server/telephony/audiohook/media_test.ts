import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { chooseMedia, ExternalChannel, offersInShort } from "./media.ts";

const offer = (channels: string[], changes: Record<string, unknown> = {}) => ({
  type: "audio",
  format: "PCMU",
  channels,
  rate: 8000,
  ...changes,
});

Deno.test("G-11 the caller's mono is taken wherever it stands, and goes back unchanged", () => {
  const mono = offer(["external"], { "x-new": 1 });
  const choice = chooseMedia([offer(["external", "internal"]), offer(["internal"]), mono]);
  assertStrictEquals(choice?.offer, mono);
  assertEquals(choice?.channels, 1);
});

Deno.test("G-11 without mono the stereo is taken, with the caller on either side", () => {
  assertEquals(chooseMedia([offer(["external", "internal"])])?.external, 0);
  assertEquals(chooseMedia([offer(["internal", "external"])])?.external, 1);
  assertEquals(chooseMedia([offer(["internal", "external"])])?.channels, 2);
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
  assertEquals(chooseMedia(others), undefined);
  assertEquals(chooseMedia([]), undefined);
  assertEquals(offersInShort([]), "nothing");
  assertEquals(
    offersInShort([offer(["external"], { format: "L16" }), 7]),
    "L16/8000/external, number",
  );
});

Deno.test("G-15 stereo split at any place gives the same samples of the caller", () => {
  const stereo = Uint8Array.from({ length: 40 }, (_, i) => i);
  for (const external of [0, 1] as const) {
    const expected = Array.from(stereo).filter((_, i) => i % 2 === external);
    for (let first = 0; first <= stereo.length; first++) {
      for (let second = first; second <= stereo.length; second++) {
        const channel = new ExternalChannel(external);
        const parts = [[0, first], [first, second], [second, stereo.length]] as const;
        const mono = parts.flatMap(([a, b]) => Array.from(channel.take(stereo.subarray(a, b))));
        assertEquals(mono, expected);
        assert(!channel.odd);
      }
    }
  }
});
