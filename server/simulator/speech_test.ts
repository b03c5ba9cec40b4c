import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import { decodeUlaw, silence } from "../audio/ulaw.ts";
import { createRecogniser } from "./recogniser.ts";
import { loadSpeech } from "./speech.ts";

const speech = await loadSpeech();
const callers = speech.recordings.filter(({ role }) => role === "caller");
const people = speech.recordings.filter(({ role }) => role === "person");
const agents = speech.recordings.filter(({ role }) => role === "agent");

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

Deno.test("the manifest tells the truth about its files, which stay under 1 MB", async () => {
  const folder = new URL("./speech/", import.meta.url);
  const manifest = JSON.parse(await Deno.readTextFile(new URL("manifest.json", folder)));
  let bytes = 0;
  for (const { id, durationMs } of manifest) {
    const { audio } = speech.byId(id);
    assertEquals(Math.round(audio.length / 8), durationMs, id);
    bytes += audio.length;
  }
  assertLess(bytes, 1_000_000);
  assertEquals(new Set(manifest.map(({ id }: { id: string }) => id)).size, manifest.length);
});

Deno.test("every question of the caller has an answer, and every role of the story is spoken", () => {
  const agentTags = new Set(agents.flatMap(({ tags }) => tags));
  for (const tag of callers.flatMap(({ tags }) => tags)) {
    if (tag.startsWith("asks:")) assert(agentTags.has(tag.replace("asks:", "answers:")), tag);
  }
  for (const tag of ["greeting", "fallback", "commentary", "farewell", "long"]) {
    assert(agentTags.has(tag), tag);
  }
  const callerTags = new Set(callers.flatMap(({ tags }) => tags));
  for (const tag of ["asks:tracking", "asks:number", "interrupt", "thanks", "goodbye"]) {
    assert(callerTags.has(tag), tag);
  }
});

Deno.test("a detector by energy hears each line of a caller or of people as one utterance that begins at once", () => {
  for (const { id, audio } of [...callers, ...people]) {
    const pcm = decodeUlaw(audio);
    let quietMs = 0;
    let longestMs = 0;
    for (let at = 0; at + 160 <= pcm.length; at += 160) {
      const level = Math.sqrt(pcm.subarray(at, at + 160).reduce((sum, x) => sum + x * x, 0) / 160);
      quietMs = level < 300 ? quietMs + 20 : 0;
      longestMs = Math.max(longestMs, quietMs);
      if (at === 800) assertLess(quietMs, 100, `${id} begins with silence`);
    }
    assertLess(longestMs, 220, id);
  }
});

Deno.test("people speak two languages on two sides, and are not taken for a caller of the agent", () => {
  for (const side of ["side:agent", "side:caller"]) {
    for (const language of ["en", "de"]) {
      const lines = people.filter((one) => one.tags.includes(side) && one.language === language);
      assertEquals(lines.length, 4, `${side} ${language}`);
    }
  }
  for (const { audio } of people) assertEquals(speech.recognise(audio), undefined);
});

Deno.test("a caller line is recognised with silence around it, at any offset", () => {
  for (const recording of callers) {
    const heard = joined(silence(333).subarray(7), recording.audio, silence(900));
    assertEquals(speech.recognise(heard)?.id, recording.id);
  }
});

Deno.test("a caller line of which the beginning or the end is missing is still recognised", () => {
  for (const { id, audio } of callers) {
    assertEquals(speech.recognise(audio.subarray(Math.floor(audio.length * 0.3)))?.id, id);
    assertEquals(speech.recognise(audio.subarray(0, Math.ceil(audio.length * 0.7)))?.id, id);
    assertEquals(speech.recognise(audio.subarray(0, Math.ceil(audio.length * 0.2))), undefined, id);
  }
});

Deno.test("neither silence, nor the agent, nor audio of a changed level is taken for a caller line", () => {
  assertEquals(speech.recognise(silence(3000)), undefined);
  assertEquals(speech.recognise(new Uint8Array()), undefined);
  for (const { audio } of agents) assertEquals(speech.recognise(audio), undefined);
  const changed = speech.byId("caller-hours").audio.map((byte) => byte ^ 1);
  assertEquals(speech.recognise(changed), undefined);
});

Deno.test("of two complete lines the later one is named", () => {
  const first = speech.byId("caller-thanks");
  const second = speech.byId("caller-goodbye");
  assertEquals(speech.recognise(joined(first.audio, second.audio))?.id, second.id);
  assertEquals(speech.recognise(joined(second.audio, first.audio))?.id, first.id);
});

Deno.test("a recogniser of the agent's lines with a low share names an interrupted line, and what came before", () => {
  const recognise = createRecogniser(agents, 0.1);
  const { audio } = speech.byId("agent-hours");
  const heard = joined(speech.byId("agent-moment").audio, audio.subarray(0, 16_000));
  assertEquals(recognise(heard).map((match) => match.recording.id), [
    "agent-moment",
    "agent-hours",
  ]);
});

Deno.test("an unknown recording is refused with the names of those that exist", () => {
  assertThrows(() => speech.byId("caller-nobody"), Error, "caller-goodbye");
});
