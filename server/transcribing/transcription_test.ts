import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { NO_USAGE } from "../contract/call.ts";
import { eventsOf, heard, rig } from "./rig_for_tests.ts";

const OVER = { by: "phone", detail: "end" } as const;
const lost = (code: "E_UP_AUTH" | "E_UP_LOST" | "E_UP_QUOTA", retrying: boolean) => ({
  type: "lost" as const,
  failure: { code, detail: "words", retry: retrying },
  retrying,
});

Deno.test("the sound of each side goes to an ear of its own, with its time", () => {
  const { listener, ears } = rig({ language: "en-us" });
  listener.audio(0, new Uint8Array(1600), 0);
  listener.audio(1, new Uint8Array(800), 200);
  assertEquals(ears.map(({ told }) => told), [["1600 bytes at 0"], ["800 bytes at 200"]]);
  assertEquals(ears.map(({ settings }) => settings.languages), [["en-US"], ["en-US"]]);
});

Deno.test("a final line is on its way at once, to the phone system and into the record, under one UUID", () => {
  const { ears, lines, events } = rig();
  ears[1]!.tell(heard("Good morning, parcels.", { startMs: 4200.4, endMs: 5300.2 }));
  const { words, ...line } = lines[0]!;
  assertMatch(line.id, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assertEquals(line, {
    id: line.id,
    channel: 1,
    final: true,
    startMs: 4200,
    endMs: 5300,
    text: "Good morning, parcels.",
    confidence: 0.9,
    language: "",
  });
  assertEquals(words.map(({ text, startMs, endMs }) => [text, startMs, endMs]), [
    ["Good", 4200, 4567],
    ["morning,", 4567, 4933],
    ["parcels.", 4933, 5300],
  ]);
  assertEquals(events, [{
    type: "speech.line",
    itemId: line.id,
    speaker: "agent",
    text: "Good morning, parcels.",
    startMs: 4200,
    endMs: 5300,
    language: "",
    confidence: 0.9,
  }]);
});

Deno.test("the same utterance has one id, another side's, another call's or another utterance has another", () => {
  const one = rig();
  one.ears[0]!.tell({ type: "partial", utteranceId: "u", text: "Hel", startMs: 5 });
  one.ears[0]!.tell(heard("Hello.", { utteranceId: "u" }));
  one.ears[1]!.tell(heard("Hello.", { utteranceId: "u" }));
  one.ears[0]!.tell(heard("Hello.", { utteranceId: "v" }));
  const two = rig({ callId: "other" });
  two.ears[0]!.tell(heard("Hello.", { utteranceId: "u" }));
  const [partial] = eventsOf(one, "speech.partial");
  const ids = [...one.lines, ...two.lines].map(({ id }) => id);
  assertEquals(partial?.itemId, ids[0]);
  assertEquals(new Set(ids).size, 4);
});

Deno.test("unfinished lines are shown to people, and to the phone system only where it wants them", () => {
  const partial = { type: "partial" as const, utteranceId: "u", text: "Good mor", startMs: 40.2 };
  const without = rig();
  without.ears[0]!.tell(partial);
  assertEquals([without.sent, without.events.length], [[], 1]);
  const wanted = rig({ interims: true });
  wanted.listener.audio(0, new Uint8Array(8000), 0);
  wanted.ears[0]!.tell(partial);
  wanted.ears[0]!.tell(heard("Good morning.", { utteranceId: "u" }));
  assertEquals(wanted.sent, ["0… Good mor", "0 Good morning."]);
  const [interim, final] = wanted.lines;
  assertEquals([interim!.startMs, interim!.endMs, interim!.id], [40, 1000, final!.id]);
});

Deno.test("while the phone system holds the audio nothing is listened to, and the gap is told", () => {
  const { listener, ears, events } = rig();
  listener.held();
  listener.held();
  listener.audio(0, new Uint8Array(1600), 0);
  listener.resumed(12_000, 14_000);
  listener.audio(0, new Uint8Array(1600), 14_000);
  assertEquals(ears[0]!.told, ["pause", "1600 bytes at 14000"]);
  assertEquals(events, [{ type: "call.held" }, { type: "call.resumed", gapMs: 12_000 }]);
});

Deno.test("a language that the phone system names is what ears are told, as are none", () => {
  const { listener, ears, events } = rig({ language: "en-us" });
  listener.language("DE-de");
  listener.language("");
  assertEquals(ears.map(({ told }) => told), [
    ["languages de-DE", "languages "],
    ["languages de-DE", "languages "],
  ]);
  assertEquals(events.map((event) => "language" in event && event.language), ["de-DE", ""]);
});

Deno.test("two lines in a row in another language change it on that side, one does not", () => {
  const { ears, sent, lines, events } = rig({ language: "en-us" });
  const says = (side: number, ...tags: string[]) => {
    for (const [i, language] of tags.entries()) {
      ears[side]!.tell(heard(`${language}${i}`, { language }));
    }
  };
  says(0, "en", "de", "en", "de", "", "fr");
  assertEquals(sent.filter((line) => line.startsWith("updated")), []);
  says(0, "de", "DE-de");
  says(1, "en");
  assertEquals(sent.filter((line) => line.startsWith("updated")), ["updated de-DE"]);
  assertEquals(events.filter(({ type }) => type === "call.language"), [
    { type: "call.language", language: "de-DE" },
  ]);
  assertEquals(ears.map(({ told }) => told), [["languages de-DE en-US"], []]);
  assertEquals(lines.map(({ language }) => language), [
    ...["en-US", "de-DE", "en-US", "de-DE", "en-US", "fr", "de-DE", "de-DE"],
    "en-US",
  ]);
});

Deno.test("where no language was named the first one heard is no change, and detection goes on", () => {
  const { ears, sent } = rig();
  for (const tag of ["es", "es", "de", "de"]) {
    ears[0]!.tell(heard(`${sent.length}`, { language: tag }));
  }
  assertEquals(sent.filter((line) => line.startsWith("updated")), ["updated de-DE"]);
  assertEquals(ears[0]!.told, []);
});

Deno.test("P-01 one side whose ear is gone leaves the other alone; both gone end the call", () => {
  const one = rig();
  one.ears[0]!.tell(lost("E_UP_LOST", true));
  one.ears[0]!.tell(lost("E_UP_AUTH", false));
  one.ears[1]!.tell(heard("Still here."));
  assertEquals([one.endings, one.sent], [[], ["1 Still here."]]);
  one.ears[1]!.tell(lost("E_UP_QUOTA", false));
  one.ears[1]!.tell(lost("E_UP_QUOTA", false));
  assertEquals(one.endings, [{ outcome: "error", code: "E_UP_QUOTA", outputs: {} }]);
  assertEquals(
    eventsOf(one, "ear.lost").map(({ speaker, code, retrying }) => [
      ...[speaker, code, retrying],
    ]),
    [
      ["caller", "E_UP_LOST", true],
      ["caller", "E_UP_AUTH", false],
      ["agent", "E_UP_QUOTA", false],
      ["agent", "E_UP_QUOTA", false],
    ],
  );
});

Deno.test("while one ear is in trouble another that is ready does not make the call look well", () => {
  const all = rig();
  const ready = { type: "ready", mode: "segmented", model: "gpt-transcribe" } as const;
  all.ears[0]!.tell(lost("E_UP_LOST", true));
  all.ears[1]!.tell(ready);
  all.ears[0]!.tell(ready);
  assertEquals(all.events.map((event) => event.type), [
    ...["ear.lost", "ear.ready", "call.degraded", "ear.ready"],
  ]);
  assertEquals(eventsOf(all, "call.degraded"), [
    { type: "call.degraded", code: "E_UP_LOST", detail: "caller" },
  ]);
});

Deno.test("why both ears are gone is why the call ended", async () => {
  for (
    const [code, reason] of [
      ["E_UP_QUOTA", "upstream_no_credit"],
      ["E_UP_AUTH", "upstream_refused"],
      ["E_UP_LOST", "upstream_lost"],
    ] as const
  ) {
    const all = rig({ speakers: ["caller"] });
    all.ears[0]!.tell(lost(code, false));
    all.closing();
    all.ears[0]!.finished();
    await all.settle();
    all.listener.closed({ by: "us", detail: "" });
    const [end] = eventsOf(all, "call.ended");
    assertEquals([end?.reason, end?.code, all.ended()], [reason, code, 1]);
  }
});

Deno.test("the last lines go out after the phone system said that it is over, then it is told so, then the call ends", async () => {
  const all = rig();
  all.clock.advance(9000);
  const { ears, sent, listener } = all;
  const state = all.closing();
  assertEquals(ears.map(({ told }) => told), [["finish within 3200"], ["finish within 3200"]]);
  listener.audio(0, new Uint8Array(160), 9000);
  ears[0]!.tell(heard("Bye."));
  ears[0]!.finished();
  await all.settle();
  assertEquals([sent, state.done], [["0 Bye."], false]);
  ears[1]!.tell(heard("Goodbye."));
  ears[1]!.finished();
  await all.settle();
  assertEquals([sent, state.done], [["0 Bye.", "1 Goodbye."], true]);
  all.clock.advance(20);
  listener.closed(OVER);
  assertEquals(all.events.at(-1), {
    type: "call.ended",
    reason: "conversation_over",
    code: "",
    durationMs: 9020,
    usage: NO_USAGE,
    costUsd: 0,
  });
  assertEquals([ears[0]!.told.at(-1), all.ended(), all.clock.pending], ["close", 1, 0]);
});

Deno.test("ears that do not finish are not waited for longer than the phone system waits", () => {
  const all = rig();
  const state = all.closing(2000);
  all.clock.advance(1799);
  assertEquals(state.done, false);
  all.clock.advance(1);
  assertEquals(state.done, true);
  all.listener.closed(OVER);
  assertEquals([all.ended(), all.clock.pending], [1, 0]);
});

Deno.test("where the phone has gone without a word the last lines are for our own record", async () => {
  const all = rig();
  all.listener.closed({ by: "phone_lost", detail: "E_SOCKET" });
  assertEquals(all.ended(), 0);
  all.clock.advance(500);
  all.ears[0]!.tell(heard("Bye."));
  for (const ear of all.ears) ear.finished();
  await all.settle();
  assertEquals([all.sent, all.ended(), all.clock.pending], [[], 1, 0]);
  assertEquals(all.events.map(({ type }) => type), ["speech.line", "call.ended"]);
  const [end] = eventsOf(all, "call.ended");
  assertEquals([end?.reason, end?.code, end?.durationMs], ["phone_lost", "E_SOCKET", 0]);
  const stuck = rig();
  stuck.listener.closed({ by: "protocol", detail: "E_SEQ" });
  stuck.clock.advance(3000);
  assertEquals([stuck.ended(), stuck.clock.pending], [1, 0]);
});

Deno.test("a call that the server ends has time for its last lines, unless it must be quick", async () => {
  for (const [quick, withinMs] of [[false, 3200], [true, 425]] as const) {
    const all = rig();
    all.call.fail("drained", "E_DRAIN", quick);
    all.call.fail("internal", "E_OTHER", quick);
    assertEquals(all.endings[0], { outcome: "error", code: "E_DRAIN", outputs: {} });
    all.closing();
    assertEquals(all.ears[0]!.told, [`finish within ${withinMs}`]);
    for (const ear of all.ears) ear.finished();
    await all.settle();
    all.listener.closed({ by: "us", detail: "" });
    const [end] = eventsOf(all, "call.ended");
    assertEquals([end?.reason, end?.code], ["drained", "E_DRAIN"]);
  }
});

Deno.test("what an ear tells when its own time is over still goes out, on both ways to the end", async () => {
  const [waited, left] = [rig(), rig()];
  const state = waited.closing();
  left.listener.closed({ by: "phone_lost", detail: "E_SOCKET" });
  for (const all of [waited, left]) {
    const withinMs = Number(all.ears[0]!.told[0]!.split(" ").at(-1));
    all.clock.advance(withinMs);
    all.ears[0]!.tell(heard("As far as it went"));
    for (const ear of all.ears) ear.finished();
    await all.settle();
    assertEquals(eventsOf(all, "speech.line").map(({ text }) => text), ["As far as it went"]);
  }
  assertEquals([waited.sent, state.done], [["0 As far as it went"], true]);
  waited.listener.closed({ by: "phone", detail: "end" });
  assertEquals([waited.ended(), left.ended()], [1, 1]);
});

Deno.test("what was written down is paid by the minute, while it is; an unknown price makes the sum unknown", () => {
  const all = rig();
  all.ears[0]!.tell({ type: "used", seconds: 90, model: "gpt-transcribe" });
  all.ears[1]!.tell({ type: "used", seconds: 60, model: "gpt-live-transcribe-2026-01-01" });
  assertEquals(all.costs, [["gpt-transcribe", 90], ["gpt-live-transcribe-2026-01-01", 60]]);
  all.call.fail("drained", "E_DRAIN", true);
  all.listener.closed({ by: "us", detail: "" });
  all.clock.advance(1000);
  assertEquals(eventsOf(all, "call.ended")[0]?.costUsd, 0.0045 * 1.5 + 0.017);
  const unpriced = rig();
  unpriced.ears[0]!.tell({ type: "used", seconds: 90, model: "whisper-of-tomorrow" });
  unpriced.listener.closed(OVER);
  unpriced.clock.advance(3000);
  assertEquals(eventsOf(unpriced, "call.ended")[0]?.costUsd, null);
});

Deno.test("what ears and phone note, drop and become is told of their side", () => {
  const all = rig();
  all.ears[0]!.tell({ type: "ready", mode: "segmented", model: "gpt-transcribe" });
  all.ears[1]!.tell({ type: "dropped", why: "invented", startMs: 10.4, endMs: 300 });
  all.ears[1]!.tell({ type: "dropped", utteranceId: "u", why: "empty", startMs: 10, endMs: 300 });
  all.ears[1]!.tell({ type: "note", code: "late", detail: "1 s" });
  all.listener.note("skew", "2 s");
  const [ready, invented, empty, ...notes] = all.events;
  assertEquals(ready, {
    type: "ear.ready",
    speaker: "caller",
    mode: "segmented",
    model: "gpt-transcribe",
  });
  const dropped = { type: "speech.dropped", speaker: "agent", startMs: 10, endMs: 300 };
  assertEquals(invented, { ...dropped, why: "invented" } as typeof invented);
  assert(empty?.type === "speech.dropped" && empty.itemId !== undefined);
  assertEquals(notes.map((note) => "code" in note && note.code), ["late", "skew"]);
});

Deno.test("P-01 a fault in here ends this call, once, and nobody waits for it", async () => {
  let broken = false;
  const all = rig({
    onCost() {
      broken = true;
      throw new Error("secret words");
    },
  });
  all.ears[0]!.tell({ type: "used", seconds: 1, model: "gpt-transcribe" });
  assert(broken);
  assertEquals(all.endings, [{ outcome: "error", code: "E_INTERNAL", outputs: {} }]);
  assertEquals(all.logged, ["transcription_fault"]);
  const state = all.closing();
  for (const ear of all.ears) ear.finished();
  await all.settle();
  assert(state.done);
  all.listener.closed({ by: "us", detail: "" });
  const [end] = eventsOf(all, "call.ended");
  assertEquals([end?.reason, end?.code, all.ended()], ["internal", "E_INTERNAL", 1]);
});

Deno.test("P-01 where even the failure path fails the call is over all the same", () => {
  let faults = 0;
  const events: string[] = [];
  const all = rig({
    channel: {
      send() {},
      languageChanged() {},
      end() {
        if (faults++ === 0) throw new Error("broken");
      },
    },
    emit: ({ type }) => void events.push(type),
  });
  all.ears[0]!.tell(lost("E_UP_AUTH", false));
  all.ears[1]!.tell(lost("E_UP_AUTH", false));
  all.listener.closed({ by: "us", detail: "" });
  all.clock.advance(4000);
  assertEquals(events.filter((type) => type === "call.ended").length, 1);
  assertEquals(all.ended(), 1);
  assertNotEquals(all.logged, []);
});
