import { assertEquals } from "@std/assert";
import { Outbox } from "./outbox.ts";

const bytes = (length: number, value = 0) => new Uint8Array(length).fill(value);

Deno.test("chunks come in order, whether the reader waits for them or they for the reader", async () => {
  const outbox = new Outbox([bytes(1, 1)], 10, () => {});
  const reader = outbox.stream.getReader();
  outbox.push(bytes(1, 2));
  const early = [await reader.read(), await reader.read()];
  const waiting = [reader.read(), reader.read(), reader.read()];
  outbox.push(bytes(1, 3));
  outbox.push(bytes(1, 4));
  outbox.end();
  const all = [...early, ...await Promise.all(waiting)];
  assertEquals(all.map(({ value }) => value?.[0]), [1, 2, 3, 4, undefined]);
});

Deno.test("a reader may be as far behind as the bound, and no further", () => {
  const outbox = new Outbox([], 10, () => {});
  assertEquals([4, 4, 4, 4].map((length) => outbox.push(bytes(length))), [true, true, true, false]);
  assertEquals(outbox.waitingBytes, 12);
});

Deno.test("ending delivers what waits, dropping does not", async () => {
  for (const [how, expected] of [["end", 3], ["drop", 0]] as const) {
    const outbox = new Outbox([bytes(1)], 10, () => {});
    outbox.push(bytes(2));
    outbox[how]();
    outbox[how]();
    assertEquals(outbox.push(bytes(5)), true);
    assertEquals((await new Response(outbox.stream).bytes()).length, expected);
  }
});

Deno.test("a stream that ends slowly can still be dropped", async () => {
  const outbox = new Outbox([bytes(1)], 10, () => {});
  outbox.end();
  outbox.drop();
  assertEquals((await new Response(outbox.stream).bytes()).length, 0);
});

Deno.test("a reader that goes away is reported once, and later chunks are nobody's", async () => {
  let gone = 0;
  const outbox = new Outbox([bytes(1)], 10, () => gone++);
  await outbox.stream.cancel();
  assertEquals(outbox.push(bytes(5)), true);
  outbox.end();
  outbox.drop();
  assertEquals([gone, outbox.waitingBytes], [1, 0]);
});
