import { assertEquals } from "@std/assert";
import { readConfig } from "./config/config.ts";
import type { DoorName } from "./contract/health.ts";
import { doorSetup } from "./door_setup.ts";

const URL = "wss://calls.example.com/audiohook";

function setup(env: Record<string, string> = {}) {
  const read = readConfig({ GENESYS_API_KEY: "canary-key", ...env }, () => "");
  if (!read.ok) throw new Error(read.errors.join("\n"));
  const setups = doorSetup(read.config, URL);
  return (door: DoorName) => setups.find((one) => one.door === door)!;
}

Deno.test("each way in has the address to dial, with the names of tokens in place of tokens", () => {
  const of = setup({
    AVR_PORT: "6030",
    AVR_HOST: "0.0.0.0",
    AVR_TOKEN: "canary-token-0123456789",
    AUDIOSOCKET_PORT: "9092",
    ASTERISK_TOKEN: "canary-token-9876543210",
  });
  assertEquals(of("audiohook").addresses, [URL, `${URL}/transcribe`]);
  assertEquals(of("audiocodes").addresses, ["wss://calls.example.com/audiocodes"]);
  assertEquals(of("avr").addresses[0], "ws://calls.example.com:6030/<AVR_TOKEN>");
  assertEquals(of("audiosocket").addresses, ["127.0.0.1:9092"]);
  assertEquals(of("asterisk").addresses, [
    "wss://calls.example.com/asterisk/media/<ASTERISK_TOKEN>",
  ]);
  assertEquals(
    JSON.stringify([of("avr"), of("asterisk"), of("audiohook")]).includes("canary"),
    false,
  );
});

Deno.test("what is set and what is missing is told by name", () => {
  const of = setup({
    AUDIOCODES_JWKS_URL: "https://login.example.com/keys",
    AUDIOCODES_JWT_ISSUER: "i",
    AUDIOCODES_JWT_AUDIENCE: "a",
  });
  const settings = (door: DoorName) => of(door).settings.map(({ name, set }) => [name, set]);
  assertEquals(settings("audiocodes").slice(0, 2), [
    ["AUDIOCODES_TOKEN", false],
    ["AUDIOCODES_JWKS_URL", true],
  ]);
  assertEquals(settings("audiosocket").map(([, set]) => set), [false, false, false, false]);
  assertEquals(settings("audiohook").find(([name]) => name === "GENESYS_AUDIOHOOK_SECRET"), [
    "GENESYS_AUDIOHOOK_SECRET",
    false,
  ]);
});
