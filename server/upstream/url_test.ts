import { assertEquals, assertStringIncludes } from "@std/assert";
import { realtimeUrl, transcriptionUrl } from "./url.ts";

const url = (base: string, model = "gpt-realtime-2.1") => {
  const made = realtimeUrl(base, model);
  return "url" in made ? made.url : made.error;
};

Deno.test("https and http bases become wss and ws addresses with the model", () => {
  assertEquals(
    url("https://api.openai.com/v1"),
    "wss://api.openai.com/v1/realtime?model=gpt-realtime-2.1",
  );
  assertEquals(
    url("http://127.0.0.1:4000/v1"),
    "ws://127.0.0.1:4000/v1/realtime?model=gpt-realtime-2.1",
  );
  assertEquals(url("ws://[::1]:9/v1/"), "ws://[::1]:9/v1/realtime?model=gpt-realtime-2.1");
});

Deno.test("a query that the base has stays, and the path is not doubled", () => {
  assertEquals(
    url("https://r.openai.azure.com/openai/v1?tenant=a"),
    "wss://r.openai.azure.com/openai/v1/realtime?tenant=a&model=gpt-realtime-2.1",
  );
  assertEquals(url("wss://h.test/v1/realtime", "m"), "wss://h.test/v1/realtime?model=m");
});

Deno.test("a model that the operator pinned in the base wins", () => {
  assertEquals(url("https://h.test/v1?model=mine"), "wss://h.test/v1/realtime?model=mine");
});

Deno.test("a model's name cannot add to the query", () => {
  assertEquals(url("https://h.test", "a&b=c"), "wss://h.test/realtime?model=a%26b%3Dc");
});

Deno.test("other addresses are refused with what was received", () => {
  assertStringIncludes(url("ftp://h.test"), 'received "ftp:"');
  assertStringIncludes(url("api.openai.com"), "is not an address");
  assertStringIncludes(url("https://user:secret@h.test"), "must not hold a user");
  assertEquals(url("https://user:secret@h.test").includes("secret"), false);
});

Deno.test("a transcription is asked for by its intent, never with a model beside it", () => {
  const urls = [
    "https://h.test/v1",
    "https://h.test/v1/realtime?model=mine",
    "ws://h.test?tenant=a",
  ]
    .map((base) => transcriptionUrl(base));
  assertEquals(urls, [
    { url: "wss://h.test/v1/realtime?intent=transcription" },
    { url: "wss://h.test/v1/realtime?intent=transcription" },
    { url: "ws://h.test/realtime?tenant=a&intent=transcription" },
  ]);
  assertEquals("error" in transcriptionUrl("ftp://h.test"), true);
});
