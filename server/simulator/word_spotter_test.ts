import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { silence } from "../audio/ulaw.ts";
import { joined } from "./realtime/bytes.ts";
import { loadSpeech, type Recording } from "./speech.ts";
import type { SpottedWord } from "./word_spotter.ts";

const speech = await loadSpeech();

/** Listens to the audio in pieces of so many bytes. */
function spot(audio: Uint8Array, pieceBytes = 160): SpottedWord<Recording>[] {
  const spotter = speech.spotWords();
  const words: SpottedWord<Recording>[] = [];
  for (let at = 0; at < audio.length; at += pieceBytes) {
    words.push(...spotter.listen(audio.subarray(at, at + pieceBytes)));
  }
  return words;
}

const textOf = (words: readonly SpottedWord<Recording>[]) =>
  words.map(({ text }) => text).join(" ");

Deno.test("of each recording all words are spotted, and no others, in pieces of any size", () => {
  for (const { id, audio, text } of speech.recordings) {
    for (const bytes of [160, 1600, 37]) {
      const words = spot(joined([silence(333), audio, silence(400)]), bytes);
      assertEquals(textOf(words), text, `${id} in pieces of ${bytes}`);
      assert(words.every(({ recording }) => recording.id === id), id);
    }
  }
});

Deno.test("words are told where they are in the sound, one after another", () => {
  const { audio } = speech.byId("people-agent-en-welcome");
  const words = spot(joined([silence(1000), audio]));
  assertAlmostEquals(words[0]!.startMs, 1000, 40);
  assertAlmostEquals(words.at(-1)!.endMs, 1000 + audio.length / 8, 60);
  for (let i = 1; i < words.length; i++) {
    assertLess(words[i - 1]!.startMs, words[i]!.startMs);
    assert(words[i - 1]!.endMs <= words[i]!.startMs + 20);
  }
});

Deno.test("a word is told as soon as most of it was heard", () => {
  const { audio } = speech.byId("people-caller-en-waiting");
  const spotter = speech.spotWords();
  for (let at = 0; at < audio.length; at += 160) {
    for (const { startMs, endMs } of spotter.listen(audio.subarray(at, at + 160))) {
      const heardMs = (at + 160) / 8;
      assert(heardMs > startMs && heardMs < endMs + 120, `${startMs}–${endMs} at ${heardMs}`);
    }
  }
});

Deno.test("several recordings in one stretch, and one twice, come in their order", () => {
  const first = speech.byId("people-caller-de-parcel");
  const second = speech.byId("people-caller-en-number");
  const audio = joined([first.audio, silence(100), second.audio, silence(100), first.audio]);
  assertEquals(textOf(spot(audio)), `${first.text} ${second.text} ${first.text}`);
});

Deno.test("words of which most was cut off are missing, the rest is there", () => {
  const { audio, text } = speech.byId("people-caller-en-waiting");
  const late = textOf(spot(audio.subarray(3000)));
  assert(text.endsWith(late) && late !== text && late.length > 10, late);
  const early = textOf(spot(audio.subarray(0, audio.length - 3500)));
  assert(text.startsWith(early) && early !== text && early.length > 10, early);
});

Deno.test("neither silence nor sound that was changed has words", () => {
  assertEquals(spot(silence(2000)), []);
  assertEquals(spot(speech.byId("people-agent-de-friday").audio.map((byte) => byte ^ 1)), []);
});
