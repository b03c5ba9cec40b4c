import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { CallNames, isUuid, uuidText } from "./uuid.ts";

const UUID = "0badcafe-0000-4000-8000-0123456789ab";

Deno.test("sixteen bytes are a UUID, any other number is none", () => {
  assertEquals(uuidText(Uint8Array.fromHex(UUID.replaceAll("-", ""))), UUID);
  assertEquals([uuidText(new Uint8Array(15)), uuidText(new Uint8Array(17))], [null, null]);
});

Deno.test("V-03 a call is named by Asterisk's UUID the first time, by one of ours after that", () => {
  const names = new CallNames();
  assertEquals(names.claim(UUID.toUpperCase()), UUID);
  const second = names.claim(UUID);
  assert(isUuid(second));
  assertNotEquals(second, UUID);
});

Deno.test("V-03 what is no UUID, or only noughts, names no call", () => {
  const names = new CallNames();
  for (const id of ["", "bot", "x".repeat(10_240), "00000000-0000-0000-0000-000000000000"]) {
    const name = names.claim(id);
    assert(isUuid(name) && name !== id);
  }
});

Deno.test("names are remembered for long, not for ever", () => {
  const names = new CallNames();
  names.claim(UUID);
  for (let i = 0; i < 9_999; i++) names.claim("");
  assertNotEquals(names.claim(UUID), UUID);
  assertEquals(names.claim(UUID), UUID);
});
