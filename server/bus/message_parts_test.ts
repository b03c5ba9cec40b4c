// Messages in notices of PostgreSQL: cut, put together, bounded, and NATS_URL as its client wants it.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Message, Parts, readParts, wireParts } from "./message_parts.ts";
import { natsAddress } from "./nats_address.ts";
import { NoticeQueue } from "./notice_queue.ts";

Deno.test("messages of several servers come out as they went in, in order, however they are cut and mixed", () => {
  const message = fc.record({
    subject: fc.constantFrom("word.a", "ask.b.c"),
    reply: fc.constantFrom("", "reply.a.1"),
    data: fc.uint8Array({ maxLength: 20_000, size: "max" }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 8 }), fc.infiniteStream(fc.nat(2)), (all, turns) => {
      const sent: Message[] = all.map((one, i) => ({ ...one, id: i, from: `s${i % 3}` }));
      const queues = [0, 1, 2].map((sender) => {
        const queue = new NoticeQueue();
        for (const one of sent) if (one.from === `s${sender}`) queue.add(wireParts(one));
        return queue;
      });
      const parts = new Parts();
      const got: Message[] = [];
      while (queues.some(({ isEmpty }) => !isEmpty)) {
        const queue = queues[turns.next().value]!;
        if (queue.isEmpty) continue;
        const notice = queue.take();
        assert(new TextEncoder().encode(notice).byteLength < 8000);
        got.push(...readParts(notice).flatMap((part) => parts.take(part) ?? []));
      }
      for (const from of ["s0", "s1", "s2"]) {
        const of = (list: Message[]) => list.filter((one) => one.from === from);
        assertEquals(of(got), of(sent));
      }
    }),
    { numRuns: 50 },
  );
});

Deno.test("what waits for a slow database is bounded: the oldest goes, and a message without its beginning", () => {
  const queue = new NoticeQueue();
  const parts = new Parts();
  const data = new Uint8Array(100_000);
  for (let id = 0; id < 100; id++) {
    queue.add(wireParts({ from: "a", id, subject: "word.a", reply: "", data }));
  }
  const got: number[] = [];
  let chars = 0;
  while (!queue.isEmpty) {
    const notice = queue.take();
    chars += notice.length;
    got.push(...readParts(notice).flatMap((part) => parts.take(part)?.id ?? []));
  }
  assert(chars <= 4.1 * 1024 * 1024);
  assertEquals(got, Array.from({ length: got.length }, (_, i) => 100 - got.length + i));
  assert(got.length > 20 && got.length < 100);
});

Deno.test("notices that others send on the same channel are left out", () => {
  const good = wireParts({
    ...{ from: "a", id: 1, subject: "s", reply: "", data: Uint8Array.of(1) },
  })[0]!;
  const odd = [
    "",
    "hello",
    "{}",
    "null",
    `["a",1,0,1,"s",""]`,
    `["a",1,-1,1,"s","",""]`,
    `["a",1,0,999,"s","",""]`,
  ];
  assertEquals(readParts([...odd, good, `["a","1",0,1,"s","",""]`].join("\n")).length, 1);
});

Deno.test("NATS_URL: servers, who we are, and whether TLS is wanted", () => {
  assertEquals(natsAddress("nats://one:4222"), { servers: ["one:4222"] });
  assertEquals(natsAddress("nats://u:p%40@one:1, nats://two:2"), {
    servers: ["one:1", "two:2"],
    user: "u",
    pass: "p@",
  });
  assertEquals(natsAddress("tls://t0k@one"), { servers: ["one"], token: "t0k", tls: {} });
});
