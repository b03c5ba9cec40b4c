import { assertEquals, assertStringIncludes } from "@std/assert";
import { type BannerFacts, readBanner } from "./banner.ts";

const FACTS: BannerFacts = {
  consoleUrl: "http://127.0.0.1:8080",
  audiohookUrl: "ws://127.0.0.1:8080/audiohook",
  doors: [],
  signInLink: "http://127.0.0.1:8080/#sign-in",
  madeKey: null,
  keyPlace: "DATA_DIR",
  instance: null,
  answeredBy: "openai",
  baseUrl: "https://api.openai.com/v1",
  transcriptionModel: "gpt-transcribe",
  unsignedKeys: 0,
};

Deno.test("both addresses for Genesys are shown: of calls with an agent, and of calls between people", () => {
  const lines = readBanner(FACTS).split("\n").map((line) => line.trim());
  assertEquals(lines.includes("Genesys   ws://127.0.0.1:8080/audiohook"), true);
  assertEquals(
    lines.some((line) => line.startsWith("ws://127.0.0.1:8080/audiohook/transcribe ")),
    true,
  );
});

Deno.test("other phone systems' addresses are shown where they are open", () => {
  const doors = [{ name: "AVR", address: "ws://127.0.0.1:6030" }];
  const lines = readBanner({ ...FACTS, doors }).split("\n").map((line) => line.trim());
  assertEquals(lines.includes("AVR       ws://127.0.0.1:6030"), true);
});

Deno.test("a transcription model that goes is named with its last day, one that stays is not", () => {
  for (const model of ["whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe-2025-12-15"]) {
    const banner = readBanner({ ...FACTS, transcriptionModel: model });
    assertStringIncludes(banner, `${model} (OPENAI_TRANSCRIPTION_MODEL)`);
    assertStringIncludes(banner, "2027-02-26");
  }
  for (const model of ["gpt-transcribe", "gpt-live-transcribe", "gpt-realtime-whisper"]) {
    assertEquals(readBanner({ ...FACTS, transcriptionModel: model }).includes("2027"), false);
  }
});

Deno.test("one of several says which it is, and whether it hears the others", () => {
  const instance = { name: "one", id: "f4b3a8dc", bus: "nats", busConnected: true } as const;
  assertEquals(/instance/i.test(readBanner(FACTS)), false);
  const banner = readBanner({ ...FACTS, instance });
  assertStringIncludes(banner, "Instance  one (f4b3a8dc)");
  assertStringIncludes(banner, "by NATS.");
  const deaf = readBanner({ ...FACTS, instance: { ...instance, busConnected: false } });
  assertStringIncludes(deaf, "NATS cannot be reached");
});
