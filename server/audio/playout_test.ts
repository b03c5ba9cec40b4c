import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Playout } from "./playout.ts";

const PACING = { firstBytes: 800, chunkBytes: 1600, maxBytes: 16_000, aheadMs: 1500 };
const A = { itemId: "a", responseId: "r" };
const B = { itemId: "b", responseId: "r" };
const bytes = (ms: number) => new Uint8Array(ms * 8);

/** Takes every piece that falls due until `untilMs`; returns their times and sizes. */
function drain(
  playout: Playout,
  fromMs: number,
  untilMs: number,
): { atMs: number; bytes: number }[] {
  const pieces = [];
  for (let now = fromMs; now <= untilMs; now += 1) {
    for (let piece = playout.next(now); piece; piece = playout.next(now)) {
      pieces.push({ atMs: now, bytes: piece.audio.length });
    }
  }
  return pieces;
}

Deno.test("the first piece goes at once when 100 ms are there", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(100), 0);
  assertEquals(playout.next(0)?.audio.length, 800);
});

Deno.test("a thin first piece goes after 60 ms", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(20), 0);
  assertEquals(playout.next(59), null);
  assertEquals(playout.next(60)?.audio.length, 160);
});

Deno.test("an item knows when its first byte came in, however late it is handed over", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(20), 100);
  playout.enqueue(A, bytes(20), 130);
  const [started] = playout.next(160)?.started ?? [];
  assertEquals([started?.arrivedAtMs, started?.startedAtMs], [100, 160]);
});

Deno.test("later pieces hold at least 1,600 bytes, but for the tail", () => {
  const playout = new Playout(PACING);
  for (let i = 0; i < 200; i++) playout.enqueue(A, bytes(37), 0);
  playout.complete("a");
  const pieces = drain(playout, 0, 8000);
  assertEquals(pieces.reduce((sum, piece) => sum + piece.bytes, 0), 200 * 37 * 8);
  for (const piece of pieces.slice(1, -1)) assert(piece.bytes >= 1600, `piece of ${piece.bytes}`);
});

Deno.test("audio far ahead is handed over twice a second, never more than 1.5 s ahead", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(10_000), 0);
  playout.complete();
  const pieces = drain(playout, 0, 10_000);
  let sent = 0;
  for (const piece of pieces) {
    sent += piece.bytes;
    assert(sent / 8 - piece.atMs <= 1501, `${sent / 8 - piece.atMs} ms ahead at ${piece.atMs}`);
  }
  const perSecond = pieces.filter((piece) => piece.atMs >= 3000 && piece.atMs < 5000).length / 2;
  assert(perSecond <= 2.5, `${perSecond} pieces a second`);
});

Deno.test("audio that trickles in leaves no byte behind", () => {
  const playout = new Playout(PACING);
  let sent = 0;
  for (let now = 0; now < 5000; now += 1) {
    if (now % 100 === 0 && now < 3000) playout.enqueue(A, bytes(100), now);
    for (let piece = playout.next(now); piece; piece = playout.next(now)) {
      sent += piece.audio.length;
    }
  }
  assertEquals(sent, 30 * 800);
});

Deno.test("an answer that arrives at the pace of speech goes out in pieces of 200 ms after its first", () => {
  const playout = new Playout(PACING);
  const pieces: number[] = [];
  for (let now = 0; now < 3000; now++) {
    if (now % 100 === 0) playout.enqueue(A, bytes(100), now);
    for (let piece = playout.next(now); piece; piece = playout.next(now)) {
      pieces.push(piece.audio.length);
    }
  }
  assertEquals(pieces[0], 800);
  assert(pieces.slice(1).every((size) => size === 1600), `${pieces}`);
});

Deno.test("heard is counted from playback_started, not from sending", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(1000), 0);
  playout.complete("a");
  playout.next(0);
  playout.playbackStarted(300);
  const { cut } = playout.interrupt(800);
  assertEquals(cut[0]?.heardMs, 500);
  assertEquals(cut[0]?.interrupted, true);
});

Deno.test("G-27 without a report the own clock decides", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(1000), 0);
  playout.next(0);
  assertEquals(playout.interrupt(400).cut[0]?.heardMs, 400);
});

Deno.test("G-27 a doubled playback_started does not turn the clock back", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(1000), 0);
  playout.next(0);
  playout.playbackStarted(100);
  playout.playbackStarted(600);
  assertEquals(playout.interrupt(700).cut[0]?.heardMs, 600);
});

Deno.test("an item is finished when the phone system reports that its queue ran dry", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(500), 0);
  playout.complete("a");
  playout.next(0);
  playout.playbackStarted(50);
  assertEquals(playout.finished(540), []);
  playout.playbackCompleted(545);
  const [item] = playout.finished(545);
  assertEquals(item?.measure, "reported");
  assertEquals(item?.heardMs, 500);
  assertEquals(playout.busy, false);
});

Deno.test("an item whose end is never reported is finished by the clock, after a grace", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(500), 0);
  playout.complete("a");
  playout.next(0);
  assertEquals(playout.finished(899), []);
  assertEquals(playout.finished(900)[0]?.measure, "estimated");
});

Deno.test("a report that crosses fresh audio on the wire does not count it as heard", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(500), 0);
  playout.complete("a");
  playout.next(0);
  playout.enqueue(B, bytes(500), 490);
  playout.next(490);
  playout.playbackCompleted(520);
  const { cut } = playout.interrupt(520);
  assert(cut.find((item) => item.itemId === "b")!.heardMs <= 30);
});

Deno.test("an interruption counts each item on its own", () => {
  const playout = new Playout({ ...PACING, aheadMs: 5000 });
  playout.enqueue(A, bytes(300), 0);
  playout.complete("a");
  playout.enqueue(B, bytes(900), 0);
  playout.complete("b");
  while (playout.next(0));
  playout.enqueue({ itemId: "c", responseId: "r" }, bytes(400), 0);
  const { cut, droppedMs } = playout.interrupt(500);
  assertEquals(cut.map((item) => [item.itemId, item.heardMs, item.interrupted]), [
    ["a", 300, false],
    ["b", 200, true],
    ["c", 0, true],
  ]);
  assertEquals(droppedMs, 1100);
  assertEquals(playout.busy, false);
});

Deno.test("after an interruption the next answer starts from nothing", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(2000), 0);
  playout.next(0);
  playout.interrupt(100);
  playout.enqueue(B, bytes(1000), 1000);
  playout.complete("b");
  playout.next(1000);
  assertEquals(playout.interrupt(1250).cut.map((item) => item.heardMs), [250]);
});

Deno.test("F22 whatever the sizes that come in, the bytes that go out are the same in the same order", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          size: fc.integer({ min: 1, max: 5000 }),
          gap: fc.integer({ min: 0, max: 400 }),
        }),
        {
          maxLength: 40,
        },
      ),
      (arrivals) => {
        const playout = new Playout(PACING);
        const expected: number[] = [];
        const actual: number[] = [];
        let now = 0;
        let counter = 0;
        const take = (until: number) => {
          while (now < until) {
            for (let piece = playout.next(now); piece; piece = playout.next(now)) {
              actual.push(
                ...piece.audio,
              );
            }
            now += Math.max(1, Math.min(until - now, playout.dueInMs(now) ?? until - now));
          }
        };
        for (const { size, gap } of arrivals) {
          const audio = Uint8Array.from({ length: size }, () => counter++ % 251);
          expected.push(...audio);
          playout.enqueue(A, audio, now);
          take(now + gap);
        }
        playout.complete("a");
        take(now + 40_000);
        assertEquals(actual, expected);
      },
    ),
    { numRuns: 100 },
  );
});

Deno.test("G-22 audio that the phone system makes us hold back is not heard, and nothing is handed over behind it", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(3000), 0);
  playout.complete("a");
  while (playout.next(0));
  playout.withhold(1000 * 8, 200);
  assertEquals(playout.dueInMs(5000), null);
  assertEquals(playout.finished(10_000), []);
  assertEquals(playout.interrupt(10_000).cut[0]?.heardMs, 500);
});

Deno.test("G-22 what was held back is heard once it has left", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(1000), 0);
  playout.complete("a");
  while (playout.next(0));
  playout.withhold(8000, 0);
  playout.withhold(0, 6000);
  assertEquals(playout.finished(6900), []);
  assertEquals(playout.finished(7400)[0]?.heardMs, 1000);
});

Deno.test("G-27 a report of what cannot have been heard yet is not believed", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(3000), 0);
  playout.complete("a");
  while (playout.next(0));
  playout.playbackStarted(50);
  playout.playbackCompleted(400);
  assertEquals(playout.interrupt(450).cut[0]?.heardMs, 400);
});

Deno.test("G-22 a report does not count audio that never left our side", () => {
  const playout = new Playout(PACING);
  playout.enqueue(A, bytes(1000), 0);
  playout.complete("a");
  while (playout.next(0));
  playout.withhold(4000, 0);
  playout.playbackCompleted(700);
  assertEquals(playout.interrupt(5000).cut[0]?.heardMs, 500);
});
