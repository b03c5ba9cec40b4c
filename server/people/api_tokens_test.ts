// Tokens of programs: told once, kept as hashes, gone when they are over or deleted.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { silentLog } from "../observe/log.ts";
import { createMemoryStore } from "../store/memory_store.ts";
import { openApiTokens } from "./api_tokens.ts";

const DAY_MS = 24 * 3_600_000;

async function rig() {
  const clock = new ManualClock();
  const store = createMemoryStore();
  const open = () => openApiTokens({ store, clock, log: silentLog, lookups: null });
  const tokens = await open();
  const make = async (days: number | null = null) => {
    const made = await tokens.make({ name: "Reports", roles: ["viewer"], days }, "Ana");
    assert(made.ok);
    return made;
  };
  return { clock, store, open, tokens, make };
}

Deno.test("a token is 256 random bits, only its hash is stored, and it outlives a restart", async () => {
  const { tokens, make, store, open } = await rig();
  const { text, token } = await make();
  assertMatch(text, /^hk_[\w-]{43}$/);
  assertEquals([token.begins, token.by], [text.slice(0, 8), "Ana"]);
  assert(!JSON.stringify(await store.tokens()).includes(text));
  for (const held of [tokens, await open()]) {
    assertEquals(held.find(text)?.id, token.id);
    for (const near of [text.slice(0, -1), `${text}x`, text.toUpperCase(), token.id, ""]) {
      assertEquals(held.find(near), undefined);
    }
  }
});

Deno.test("a token ends with its days, and one without days does not", async () => {
  const { tokens, make, clock } = await rig();
  const [day, forever] = [await make(1), await make()];
  clock.advance(DAY_MS - 1);
  assert(tokens.find(day.text));
  clock.advance(1);
  assertEquals([tokens.find(day.text), tokens.get(day.token.id)], [undefined, undefined]);
  assertEquals(tokens.list().length, 2, "it is still shown, to be deleted");
  clock.advance(1000 * DAY_MS);
  assert(tokens.find(forever.text));
});

Deno.test("use is noted once a minute, and a deleted token does not come back by it", async () => {
  const { tokens, make, clock, store } = await rig();
  const { token } = await make();
  const written: (number | null)[] = [];
  const touch = store.touchToken;
  store.touchToken = (id, usedAtMs) => {
    written.push(usedAtMs);
    return touch(id, usedAtMs);
  };
  for (let i = 0; i < 3; i++) {
    tokens.used(token.id);
    clock.advance(30_000);
  }
  assertEquals(written.length, 2);
  const ended: string[] = [];
  tokens.onRemoved((id) => ended.push(id));
  clock.advance(60_000);
  tokens.used(token.id);
  assert((await tokens.remove(token.id)).ok);
  assertEquals([ended, await store.tokens(), tokens.list()], [[token.id], [], []]);
  assertEquals((await tokens.remove(token.id)).ok, false);
});
