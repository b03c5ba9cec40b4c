import { assertEquals } from "@std/assert";
import { uuidText } from "./uuid.ts";

const UUID = "0badcafe-0000-4000-8000-0123456789ab";

Deno.test("sixteen bytes are a UUID, any other number is none", () => {
  assertEquals(uuidText(Uint8Array.fromHex(UUID.replaceAll("-", ""))), UUID);
  assertEquals([uuidText(new Uint8Array(15)), uuidText(new Uint8Array(17))], [null, null]);
});
