import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { command, readEvent, soundFormat } from "./media_control.ts";
import { startText } from "./testing/media_rig.ts";

Deno.test("an event is read in either flavour", () => {
  const plain = readEvent(startText("slin24", 960));
  assertEquals(plain?.flavour, "plain");
  assertEquals(plain?.name, "MEDIA_START");
  assertEquals(plain?.fields["format"], "slin24");
  assertEquals(plain?.fields["channel"], "WebSocket/bot/0x1");
  const json = readEvent(JSON.stringify({
    event: "MEDIA_START",
    format: "slin24",
    optimal_frame_size: 960,
    channel_variables: { SHOP: "north" },
    ptime: 20,
  }));
  assertEquals(json, {
    flavour: "json",
    name: "MEDIA_START",
    fields: { format: "slin24", optimal_frame_size: "960", ptime: "20" },
    variables: { SHOP: "north" },
  });
});

Deno.test("the id of a mark is read, with and without its name", () => {
  for (const text of ["MEDIA_MARK_PROCESSED m7", "MEDIA_MARK_PROCESSED correlation_id:m7"]) {
    assertEquals(readEvent(text)?.fields["correlation_id"], "m7");
  }
});

Deno.test("a command is written in either flavour", () => {
  assertEquals(command("plain", "MARK_MEDIA", "m1"), "MARK_MEDIA m1");
  assertEquals(command("plain", "FLUSH_MEDIA"), "FLUSH_MEDIA");
  assertEquals(
    command("json", "MARK_MEDIA", "m1"),
    '{"command":"MARK_MEDIA","correlation_id":"m1"}',
  );
  assertEquals(command("json", "HANGUP"), '{"command":"HANGUP"}');
});

Deno.test("formats have Asterisk's names; others, and those of objects, are none", () => {
  assertEquals(soundFormat("ulaw"), { encoding: "mulaw", rateHz: 8_000 });
  assertEquals(soundFormat("alaw"), { encoding: "alaw", rateHz: 8_000 });
  assertEquals(soundFormat("slin"), { encoding: "lpcm16", rateHz: 8_000 });
  assertEquals(soundFormat("slin16"), { encoding: "lpcm16", rateHz: 16_000 });
  for (const name of ["opus", "g722", "", "constructor", "__proto__"]) {
    assertEquals(soundFormat(name), null);
  }
});

Deno.test("G-03 whatever comes as text is read as an event or as none, and breaks nothing", () => {
  const text = fc.oneof(fc.string(), fc.json(), fc.string().map((tail) => `STATUS ${tail}`));
  fc.assert(fc.property(text, (given) => {
    const event = readEvent(given);
    return event === null || typeof event.name === "string";
  }));
  assertEquals(readEvent('{"event":"__proto__","__proto__":{"x":1}}')?.name, "__proto__");
  assertEquals(readEvent("{"), null);
  assertEquals(readEvent("[]"), null);
});
