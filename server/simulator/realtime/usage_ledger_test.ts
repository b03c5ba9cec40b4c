// Tests of the token arithmetic.
import { assert, assertEquals } from "@std/assert";
import type { Item } from "./items.ts";
import { itemTokens, NO_USAGE, type Usage, UsageLedger } from "./usage_ledger.ts";

const caller = (id: string, audioMs: number): Item => ({
  id,
  by: "caller",
  audioMs,
  shortMs: 0,
  view: { id, type: "message", role: "user", content: [{ type: "input_audio" }] },
});
const model = (id: string, audioMs: number): Item => ({ ...caller(id, audioMs), by: "model" });

function addsUp(usage: Usage): void {
  const { input_token_details: input, output_token_details: output } = usage;
  assertEquals(usage.input_tokens, input.text_tokens + input.audio_tokens + input.image_tokens);
  assertEquals(usage.output_tokens, output.text_tokens + output.audio_tokens);
  assertEquals(usage.total_tokens, usage.input_tokens + usage.output_tokens);
  const cached = input.cached_tokens_details;
  assertEquals(input.cached_tokens, cached.text_tokens + cached.audio_tokens);
  assert(cached.text_tokens <= input.text_tokens && cached.audio_tokens <= input.audio_tokens);
  assertEquals(input.cached_tokens % 64, 0);
}

Deno.test("a caller's audio weighs a token for 100 ms, a model's one for 50 ms", () => {
  assertEquals(itemTokens(caller("a", 2000)), { text: 0, audio: 20 });
  assertEquals(itemTokens(model("b", 2000)), { text: 0, audio: 40 });
});

Deno.test("the second response has the context of the first from the cache", () => {
  const ledger = new UsageLedger();
  const context = { instructions: "x".repeat(6000), tools: [] };
  const items = [caller("a", 3000), model("b", 4000)];
  const first = ledger.book({ ...context, items: items.slice(0, 1) }, { text: 10, audio: 80 });
  addsUp(first);
  assertEquals(first.input_token_details.cached_tokens, 0);
  const second = ledger.book({ ...context, items: [...items, caller("c", 1000)] }, {
    text: 5,
    audio: 40,
  });
  addsUp(second);
  assertEquals(second.input_tokens, 1501 + 30 + 80 + 10);
  assertEquals(second.input_token_details.cached_tokens, Math.floor((1501 + 30) / 64) * 64);
  assertEquals(ledger.total, first.total_tokens + second.total_tokens);
});

Deno.test("other instructions and short contexts are not cached", () => {
  const long = { instructions: "x".repeat(8000), tools: [], items: [] };
  const ledger = new UsageLedger();
  const none = { text: 0, audio: 0 };
  ledger.book(long, none);
  const changed = ledger.book({ ...long, instructions: "y".repeat(8000) }, none);
  assertEquals(changed.input_token_details.cached_tokens, 0);
  const short = { instructions: "x".repeat(1000), tools: [], items: [] };
  ledger.book(short, none);
  assertEquals(ledger.book(short, none).input_token_details.cached_tokens, 0);
});

Deno.test("a truncated item weighs less from then on", () => {
  const ledger = new UsageLedger();
  const item = model("b", 4000);
  const context = { instructions: "", tools: [], items: [item] };
  const before = ledger.book(context, { text: 0, audio: 0 });
  item.audioMs = 1000;
  const after = ledger.book(context, { text: 0, audio: 0 });
  assertEquals(before.input_tokens - after.input_tokens, 60);
});

Deno.test("a response that failed at once costs nothing", () => {
  addsUp(NO_USAGE);
  assertEquals(NO_USAGE.total_tokens, 0);
});
