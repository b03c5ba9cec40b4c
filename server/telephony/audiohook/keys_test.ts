import { assertEquals, assertThrows } from "@std/assert";
import { createHmac } from "node:crypto";
import { createKeyRing } from "./keys.ts";

const OLD = new TextEncoder().encode("an old secret, 32 bytes long ....");
const NEW = new TextEncoder().encode("a new secret, 32 bytes long .....");
const BASE = new TextEncoder().encode("what was signed");

function mac(secret: Uint8Array): ArrayBuffer {
  return new Uint8Array(createHmac("sha256", secret).update(BASE).digest()).buffer;
}

Deno.test("A-17 while a secret is replaced, the old and the new one both verify", async () => {
  const keys = createKeyRing([{ key: "k", secrets: [OLD, NEW], organizations: [] }]);
  assertEquals(await keys.find("k").verifies(BASE, mac(OLD)), true);
  assertEquals(await keys.find("k").verifies(BASE, mac(NEW)), true);
  const after = createKeyRing([{ key: "k", secrets: [NEW], organizations: [] }]);
  assertEquals(await after.find("k").verifies(BASE, mac(OLD)), false);
});

Deno.test("A-02 an unknown key looks like a known one and verifies nothing", async () => {
  const unknown = createKeyRing([{ key: "k", secrets: [OLD], organizations: [] }]).find("K");
  assertEquals([unknown.known, unknown.signed], [false, false]);
  assertEquals(await unknown.verifies(BASE, mac(OLD)), false);
});

Deno.test("A-02 known or not, with one secret or two: the same computations are made", async () => {
  const keys = createKeyRing([
    { key: "one", secrets: [OLD], organizations: [] },
    { key: "two", secrets: [OLD, NEW], organizations: [] },
  ]);
  const real = crypto.subtle.verify;
  const counts: number[] = [];
  try {
    for (const name of ["one", "two", "three"]) {
      let count = 0;
      crypto.subtle.verify = (...args: Parameters<typeof real>) => {
        count++;
        return real.apply(crypto.subtle, args);
      };
      await keys.find(name).verifies(BASE, mac(NEW));
      counts.push(count);
    }
  } finally {
    crypto.subtle.verify = real;
  }
  assertEquals(counts, [2, 2, 2]);
});

Deno.test("A-11 an organisation must be on the key's list, where there is one", () => {
  const [listed, open] = [
    { key: "listed", secrets: [], organizations: ["AAAA-1"] },
    { key: "open", secrets: [], organizations: [] },
  ];
  const keys = createKeyRing([listed!, open!]);
  assertEquals(keys.find("listed").allows("aaaa-1"), true);
  assertEquals(keys.find("listed").allows("bbbb-2"), false);
  assertEquals(keys.find("open").allows("bbbb-2"), true);
});

Deno.test("keys that cannot be meant are refused at the start, without being quoted", () => {
  const key = { key: "secret-name", secrets: [OLD], organizations: [] };
  const empty = new Uint8Array();
  assertThrows(() => createKeyRing([{ ...key, key: "" }]), Error, "key 1 is empty");
  assertThrows(() => createKeyRing([{ ...key, secrets: [empty] }]), Error, "empty secret");
  assertThrows(() => createKeyRing([{ ...key, secrets: [OLD, NEW, OLD] }]), Error, "3 secrets");
  const twice = assertThrows(() => createKeyRing([key, key]), Error, "key 2 is given twice");
  assertEquals(twice.message.includes("secret-name"), false);
});
