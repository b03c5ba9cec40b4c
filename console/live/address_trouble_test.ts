import { assertEquals, assertStringIncludes } from "@std/assert";
import { test } from "../testing.ts";
import { addressTrouble } from "./address_trouble.ts";

test("a public name over TLS has no trouble", () => {
  assertEquals(addressTrouble("wss://voice.example.com/audiohook"), null);
});

test("an address of this machine or network cannot be reached from outside", () => {
  for (
    const host of ["localhost:8080", "127.0.0.1", "10.1.2.3", "172.20.0.1", "[::1]", "box.local"]
  ) {
    assertStringIncludes(addressTrouble(`wss://${host}/audiohook`)?.title ?? "", "can reach");
  }
  assertEquals(addressTrouble("wss://172.40.0.1/audiohook"), null);
});

test("without TLS Genesys does not dial, and nonsense is told as such", () => {
  assertStringIncludes(addressTrouble("ws://voice.example.com/a")?.title ?? "", "TLS");
  assertStringIncludes(addressTrouble("voice")?.title ?? "", "not an address");
});
