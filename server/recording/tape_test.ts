// Both sides of a call on one clock: where a sample stands is when it was heard.
import { assert, assertEquals } from "@std/assert";
import { SILENCE } from "../audio/ulaw.ts";
import { Tape } from "./tape.ts";

function tape(callerLateMs = 150) {
  const pieces: Uint8Array[] = [];
  const it = new Tape({ startMs: 1000, callerLateMs, onPiece: (piece) => pieces.push(piece) });
  const side = (offset: 0 | 1) => {
    const all = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
    return all.filter((_, i) => i % 2 === offset);
  };
  return { it, pieces, left: () => side(0), right: () => side(1) };
}

/** A frame; `caller` and `agent` fill their sides. */
function frame(caller: number, agent: number): Uint8Array {
  const bytes = new Uint8Array(1601);
  bytes[0] = 1;
  bytes.fill(caller, 1, 801);
  bytes.fill(agent, 801);
  return bytes;
}

Deno.test("the caller is left and put back to when it was said, our side is right", () => {
  const { it, left, right } = tape();
  for (let i = 0; i < 10; i++) {
    it.frame(frame(i === 5 ? 3 : SILENCE, i === 5 ? 4 : SILENCE), 1100 + i * 100);
  }
  it.end();
  assertEquals([left().length, it.durationMs], [8000, 1000]);
  assertEquals([left().indexOf(3) / 8, (left().lastIndexOf(3) + 1) / 8], [350, 450]);
  assertEquals([right().indexOf(4) / 8, (right().lastIndexOf(4) + 1) / 8], [500, 600]);
});

Deno.test("frames that are missing are silence of the right length", () => {
  const { it, right } = tape();
  it.frame(frame(SILENCE, 1), 1100);
  it.frame(frame(SILENCE, 2), 9100);
  it.end();
  assertEquals([right().length / 8, right().indexOf(2) / 8], [8100, 8000]);
  assert(right().slice(800, 64_000).every((byte) => byte === SILENCE));
});

Deno.test("pieces are of two seconds, whatever was forgotten lately is in none of them", () => {
  const { it, pieces, left } = tape(0);
  for (let i = 0; i < 25; i++) it.frame(frame(5, 6), 1100 + i * 100);
  assertEquals(pieces.map(({ length }) => length), [32_000]);
  it.forget();
  it.end();
  assertEquals([(left().lastIndexOf(5) + 1) / 8, left().length / 8], [2100, 2500]);
});
