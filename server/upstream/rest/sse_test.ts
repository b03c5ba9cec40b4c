import { assert, assertEquals } from "@std/assert";
import { SseReader } from "./sse.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("events are read however their bytes are cut", () => {
  const stream = bytes(
    'data: {"a":"ü"}\n\n: nothing\r\n\r\ndata:two\r\ndata: lines\r\n\r\nid: 7\n\n',
  );
  for (let size = 1; size <= stream.length; size++) {
    const reader = new SseReader();
    const data: string[] = [];
    for (let at = 0; at < stream.length; at += size) {
      data.push(...reader.push(stream.subarray(at, at + size)));
    }
    assertEquals(data, ['{"a":"ü"}', "two\nlines"], `pieces of ${size}`);
  }
});

Deno.test("an event that is not whole is not told", () => {
  assertEquals(new SseReader().push(bytes("data: half\n")), []);
});

Deno.test("a line that never ends stops the reading", () => {
  const reader = new SseReader();
  for (let i = 0; i < 400; i++) reader.push(bytes("x".repeat(1024)));
  assert(reader.overflown);
  assertEquals(reader.push(bytes("\n\ndata: late\n\n")), []);
});
