import { assert, assertEquals } from "@std/assert";
import { LineQueue } from "./line_queue.ts";
import type { Entity } from "./outbox.ts";
import { interim, line } from "./testing/recording_transcript_listener.ts";
import { linesOf } from "./testing/transcript_rig.ts";
import { MAX_ENTITIES_CHARS } from "./transcript_entity.ts";

function ids(entities: readonly Entity[]): string[] {
  return linesOf({ parameters: { entities } });
}

function queue(): LineQueue {
  return new LineQueue(() => true);
}

Deno.test("finals come in the order in which they were sent, before interims, in one event", () => {
  const lines = queue();
  lines.add(interim("b", { channel: 1 }));
  lines.add(line("a"));
  lines.add(line("c", { channel: 1 }));
  lines.add(line("d"));
  assertEquals(ids(lines.take()), ["a", "c", "d", "b…"]);
  assertEquals(lines.spare, null);
});

Deno.test("of interims the newest of each channel waits", () => {
  const lines = queue();
  lines.add(interim("a", { text: "Can" }));
  lines.add(interim("b", { channel: 1 }));
  lines.add(interim("a", { text: "Cancel" }));
  const taken = lines.take();
  assertEquals(ids(taken), ["a…", "b…"]);
  assert(JSON.stringify(taken[0]).includes('"transcript":"Cancel"'));
});

Deno.test("no interim follows its final, waiting or late; that of the next utterance does", () => {
  const lines = queue();
  lines.add(interim("a"));
  assertEquals(lines.add(line("a")), "taken");
  assertEquals(lines.add(interim("a")), "late");
  assertEquals(ids(lines.take()), ["a"]);
  assertEquals(lines.add(interim("a")), "late");
  assertEquals(lines.add(interim("b")), "taken");
  lines.add(line("c", { channel: 1 }));
  assertEquals(ids(lines.take()), ["c", "b…"]);
});

Deno.test("a final that comes twice leaves once", () => {
  const lines = queue();
  assertEquals([lines.add(line("a")), lines.add(line("a"))], ["taken", "repeated"]);
  assertEquals(ids(lines.take()), ["a"]);
  assertEquals(lines.add(line("a")), "repeated");
});

Deno.test("interims leave some of the burst to finals; nothing asks for nothing", () => {
  const lines = queue();
  assertEquals(lines.spare, null);
  lines.add(interim("a"));
  assertEquals(lines.spare, 5);
  lines.add(line("b"));
  assertEquals(lines.spare, 0);
});

Deno.test("what may not leave waits", () => {
  let may = false;
  const lines = new LineQueue(() => may);
  lines.add(line("a"));
  assertEquals(lines.spare, null);
  may = true;
  assertEquals(lines.spare, 0);
});

Deno.test("an event holds what fits, and the rest comes next: none lost, none twice", () => {
  const lines = queue();
  const sent = Array.from({ length: 400 }, (_, i) => `id-${i}`);
  for (const id of sent) lines.add(line(id, { text: "x".repeat(300) }));
  lines.add(interim("late"));
  const events: string[][] = [];
  while (lines.spare !== null) {
    const entities = lines.take();
    assert(JSON.stringify(entities).length <= MAX_ENTITIES_CHARS + 2);
    events.push(ids(entities));
  }
  assert(events.length > 2);
  assertEquals(events.flat(), [...sent, "late…"]);
});

Deno.test("an interim that does not fit waits for the next event", () => {
  const lines = queue();
  lines.add(interim("a", { text: "x".repeat(35_000), words: [] }));
  lines.add(interim("b", { text: "x".repeat(35_000), words: [], channel: 1 }));
  assertEquals(ids(lines.take()), ["a…"]);
  assertEquals(ids(lines.take()), ["b…"]);
});

Deno.test("finals that wait are bounded, and the refusal is told", () => {
  const lines = queue();
  for (let i = 0; i < 4_000; i++) assertEquals(lines.add(line(`id-${i}`)), "taken");
  assertEquals(lines.add(line("more")), "full");
  assertEquals(lines.finals, 4_000);
});
