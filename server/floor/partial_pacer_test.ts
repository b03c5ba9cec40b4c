import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { type PartialBody, PartialPacer } from "./partial_pacer.ts";

function setUp() {
  const clock = new ManualClock();
  const released: [atMs: number, itemId: string, text: string][] = [];
  const pacer = new PartialPacer(
    clock,
    (body) => released.push([clock.now(), body.itemId, body.text]),
  );
  return { clock, released, pacer };
}

const caller = (itemId: string, text: string): PartialBody => ({
  type: "caller.partial",
  itemId,
  text,
});

Deno.test("the first words pass at once, later ones ten times a second, the latest wins", () => {
  const { clock, released, pacer } = setUp();
  for (let i = 0; i < 25; i++) {
    pacer.offer(caller("a", `${i}`));
    clock.advance(10);
  }
  assertEquals(released, [[0, "a", "0"], [100, "a", "9"], [200, "a", "19"]]);
  clock.advance(1000);
  assertEquals(released.at(-1), [300, "a", "24"]);
  assertEquals(clock.pending, 0);
});

Deno.test("two lines at once share the rate fairly", () => {
  const { clock, released, pacer } = setUp();
  for (let i = 0; i < 99; i++) {
    pacer.offer(caller("a", `${i}`));
    pacer.offer(caller("b", `${i}`));
    clock.advance(10);
  }
  const of = (item: string) => released.filter(([, itemId]) => itemId === item).length;
  assertEquals([of("a"), of("b")], [5, 5]);
  assertEquals(released.length, 10);
});

Deno.test("flushing a line releases its words before their time and leaves the others waiting", () => {
  const { clock, released, pacer } = setUp();
  for (const text of ["1", "2"]) for (const item of ["a", "b"]) pacer.offer(caller(item, text));
  pacer.flush("b");
  pacer.flush("b");
  assertEquals(released, [[0, "a", "1"], [0, "b", "2"]]);
  clock.advance(100);
  assertEquals(released.at(-1), [100, "a", "2"]);
});

Deno.test("flushing all leaves no timer", () => {
  const { clock, released, pacer } = setUp();
  pacer.offer(caller("a", "1"));
  pacer.offer(caller("a", "2"));
  assertEquals(clock.pending, 1);
  pacer.flush();
  assertEquals([released.length, clock.pending], [2, 0]);
});
