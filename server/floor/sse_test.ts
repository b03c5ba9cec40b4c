import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import type { CallEvent } from "../contract/event.ts";
import { parseSse } from "./read_sse.ts";
import { encodeMessage, encodeRetry, HEARTBEAT } from "./sse.ts";

const decode = (chunk: Uint8Array) => new TextDecoder("utf-8", { fatal: true }).decode(chunk);

function line(text: string, itemId = "item"): CallEvent {
  const envelope = { seq: 7, callId: "call", atMs: 1, offsetMs: 0 };
  return { ...envelope, type: "agent.line", itemId, responseId: "r", text };
}

Deno.test("a message is one event with its name, its number and its data", () => {
  const text = decode(encodeMessage({ event: "call", data: line("Good day") }, "epoch-7"));
  assertMatch(text, /^id: epoch-7\nevent: call\ndata: \{.*\}\n\n$/);
  assertEquals(parseSse(text).events, [{ event: "call", id: "epoch-7", data: line("Good day") }]);
});

Deno.test("heartbeat and retry are no events", () => {
  const { events, retryMs, comments } = parseSse(decode(encodeRetry(1234.5)) + decode(HEARTBEAT));
  assertEquals({ events, retryMs, comments }, { events: [], retryMs: 1235, comments: 1 });
});

const nasty = fc.constantFrom(
  "\r",
  "\n",
  "\r\n",
  "\0",
  "\ud800",
  "\udc00",
  "\u2028",
  ":",
  "\\ud83d",
  "😀",
);
const words = fc.array(fc.oneof(nasty, fc.string({ unit: "binary" })), { maxLength: 8 })
  .map((parts) => parts.join(""));

Deno.test("S-11 whatever a text holds, it arrives as one event, well-formed and unchanged", () => {
  fc.assert(
    fc.property(words, words, (text, itemId) => {
      const encoded = decode(encodeMessage({ event: "call", data: line(text, itemId) }, "e-7"));
      assertEquals(parseSse(encoded).events, [
        { event: "call", id: "e-7", data: line(text.toWellFormed(), itemId.toWellFormed()) },
      ]);
    }),
    { numRuns: 20_000 },
  );
});

Deno.test("S-11 lone surrogates are replaced at every depth, also in names", () => {
  const data = { "\ud800": ["\udfff", { deep: "a\ud83d" }], fine: "😀", none: null };
  const status = { event: "status", data } as unknown as Parameters<typeof encodeMessage>[0];
  assertEquals(parseSse(decode(encodeMessage(status))).events[0]?.data, {
    "\ufffd": ["\ufffd", { deep: "a\ufffd" }],
    fine: "😀",
    none: null,
  });
});
