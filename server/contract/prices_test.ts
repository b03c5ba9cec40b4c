import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { MODELS } from "./agent_limits.ts";
import { addUsage, NO_USAGE, type Usage } from "./call.ts";
import { costAt, costOf, priceOf, PRICES, PRICES_AS_OF, transcriptionPriceOf } from "./prices.ts";

const tokens = (usage: Partial<Usage>): Usage => ({ ...NO_USAGE, ...usage });
const million = 1_000_000;

Deno.test("the table says what the provider lists, in dollars for a million tokens", () => {
  // openai-realtime § 5.1: text in, cached, out; audio in, cached, out
  const listed: Record<string, number[]> = {
    "gpt-realtime-2.1": [4, 0.4, 24, 32, 0.4, 64],
    "gpt-realtime-2.1-mini": [0.6, 0.06, 2.4, 10, 0.3, 20],
    "gpt-realtime-2": [4, 0.4, 24, 32, 0.4, 64],
    "gpt-realtime-1.5": [4, 0.4, 16, 32, 0.4, 64],
    "gpt-realtime": [4, 0.4, 16, 32, 0.4, 64],
    "gpt-realtime-mini": [0.6, 0.06, 2.4, 10, 0.3, 20],
  };
  const table = Object.entries(PRICES).map(([model, price]) => [model, [
    ...[price.textIn, price.textCached, price.textOut],
    ...[price.audioIn, price.audioCached, price.audioOut],
  ]]);
  assertEquals(Object.fromEntries(table), listed);
});

Deno.test("every model on offer has a price, and the table has a date", () => {
  for (const { id } of MODELS) assert(priceOf(id), `${id} has no price`);
  assert(!Number.isNaN(Date.parse(PRICES_AS_OF)));
});

Deno.test("each kind of token has its own price, and cached ones are part of the input", () => {
  const cost = (usage: Partial<Usage>) => costOf("gpt-realtime-2.1", tokens(usage));
  assertEquals(cost({}), 0);
  assertEquals(cost({ inputTextTokens: million }), 4);
  assertEquals(cost({ inputTextTokens: million, cachedTextTokens: million }), 0.4);
  assertEquals(cost({ inputAudioTokens: million }), 32);
  assertEquals(cost({ inputAudioTokens: million, cachedAudioTokens: million / 2 }), 16.2);
  assertEquals(cost({ outputTextTokens: million }), 24);
  assertEquals(cost({ outputAudioTokens: million }), 64);
});

Deno.test("a dated name costs what the name without its date costs", () => {
  const usage = tokens({ outputAudioTokens: million });
  assertEquals(costOf("gpt-realtime-2025-08-28", usage), 64);
  assertEquals(costOf("gpt-realtime-mini-2025-12-15", usage), 20);
});

Deno.test("the price of an unknown model is not known, whatever its name", () => {
  for (const model of ["", "gpt-5", "gpt-realtime-9", "constructor", "__proto__", "toString"]) {
    assertEquals(costOf(model, tokens({ inputTextTokens: 5 })), null, model);
  }
});

/**
 * § 5.5: five minutes, twenty turns of 7.5 s caller (75 tokens) and 7.5 s agent (150, and about 40 of text),
 * 1,500 tokens of instructions. Perfectly cached, only what the last turn added is new.
 */
function sampleCall(cached: boolean): Usage {
  let usage = NO_USAGE;
  for (let turn = 0; turn < 20; turn++) {
    const said = Math.max(0, turn - 1); // turns whose answer was input before
    const cache = turn > 0 && cached;
    const step = tokens({
      inputTextTokens: 1500 + turn * 40,
      inputAudioTokens: turn * 225 + 75,
      outputTextTokens: 40,
      outputAudioTokens: 150,
      cachedTextTokens: cache ? 1500 + said * 40 : 0,
      cachedAudioTokens: cache ? turn * 75 + said * 150 : 0,
    });
    usage = addUsage(usage, step);
  }
  return usage;
}

Deno.test("the sample call of five minutes costs what the reference says, to a cent", () => {
  const cost = (model: string, cached: boolean) => costOf(model, sampleCall(cached)) ?? NaN;
  assertAlmostEquals(cost("gpt-realtime-2.1", true), 0.39, 0.005);
  assertAlmostEquals(cost("gpt-realtime-2.1", false), 1.78, 0.005);
  assertAlmostEquals(cost("gpt-realtime-2.1-mini", true), 0.12, 0.005);
  assertAlmostEquals(cost("gpt-realtime-2.1-mini", false), 0.53, 0.005);
});

Deno.test("costs add up: the parts of a call cost what the whole call does", () => {
  const price = PRICES["gpt-realtime-2.1"];
  assert(price);
  const part = tokens({ inputTextTokens: 1234, cachedTextTokens: 99, outputAudioTokens: 777 });
  const correction = tokens({ outputAudioTokens: -7 });
  const whole = costAt(price, addUsage(part, correction));
  assertAlmostEquals(costAt(price, part) + costAt(price, correction), whole, 1e-12);
});

Deno.test("what only writes down has a price for a minute, with or without a date in its name", () => {
  assertEquals(transcriptionPriceOf("gpt-transcribe"), 0.0045);
  assertEquals(transcriptionPriceOf("gpt-live-transcribe-2026-09-01"), 0.017);
  assertEquals(transcriptionPriceOf("toString"), null);
});
