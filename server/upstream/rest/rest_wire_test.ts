// Over real sockets: what a fake cannot show of the platform's fetch.
import { assert, assertEquals } from "@std/assert";
import { writeWav } from "../../audio/wav.ts";
import { systemClock } from "../../clock.ts";
import { silentLog } from "../../observe/log.ts";
import type { RestScenario } from "../../simulator/openai_rest/rest_scenario.ts";
import {
  type RunningOpenaiRest,
  startOpenaiRest,
} from "../../simulator/openai_rest/start_openai_rest.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { createRest } from "./create_rest.ts";
import type { Rest } from "./rest.ts";

const speech = await loadSpeech();

async function withServer(
  scenario: RestScenario,
  run: (rest: Rest, server: RunningOpenaiRest) => Promise<void>,
): Promise<void> {
  const server = await startOpenaiRest({ speech, scenario, paceX: 50 });
  const target = { baseUrl: server.url, apiKey: "sk-canary", keyHeader: "bearer" as const };
  try {
    await run(createRest({ target, clock: systemClock, log: silentLog }), server);
  } finally {
    await server.stop();
  }
}

const QUESTION = {
  model: "stand-in-text",
  messages: [{ role: "user" as const, content: "When are your counters open?" }],
};

Deno.test("all endpoints answer over a real connection", async () => {
  await withServer({}, async (rest, { requests }) => {
    const chat = await rest.chatStream(QUESTION, () => {});
    assertEquals(chat.ok && chat.text, speech.byId("agent-hours").text);
    const wav = writeWav(speech.byId("caller-number").audio) as Uint8Array<ArrayBuffer>;
    const transcript = await rest.transcribe(wav, { model: "gpt-transcribe", language: "en" });
    const { text: words } = speech.byId("caller-number");
    assertEquals(transcript, { ok: true, text: words, languages: ["en"] });
    let samples = 0;
    const { text, audio } = speech.byId("agent-look");
    const options = { model: "tts-1", voice: "alloy" };
    const spoken = await rest.speak(text, options, (pcm) => samples += pcm.length);
    assertEquals([spoken, samples], [{ ok: true }, audio.length * 3]);
    const moderation = await rest.moderate("Hello", { model: "omni-moderation-latest" });
    assertEquals(moderation, { ok: true, flagged: false, categories: [] });
    assertEquals(requests.map(({ status }) => status), [200, 200, 200, 200]);
  });
});

Deno.test("a dropped connection ends a stream, and what was called off leaves nothing behind", async () => {
  const faults = [
    { path: "chat", kind: "cut", at: 1 },
    { path: "chat", kind: "stall", at: 2 },
  ] as const;
  await withServer({ faults }, async (rest) => {
    const cut = await rest.chatStream(QUESTION, () => {});
    assert(!cut.ok);
    assertEquals(cut.failure.code, "E_UP_LOST");
    const controller = new AbortController();
    const { signal } = controller;
    const stalled = await rest.chatStream({ ...QUESTION, signal }, () => controller.abort());
    assert(!stalled.ok);
    assertEquals(stalled.failure.code, "E_UP_LOST");
  });
});

Deno.test("O-01 a host that nobody knows, and one that refuses, are told apart", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const cases = [["http://nobody.invalid/v1", "E_UP_DNS"], [
    `http://127.0.0.1:${port}/v1`,
    "E_UP_CONNECT",
  ]];
  for (const [baseUrl, code] of cases) {
    const target = { baseUrl: baseUrl!, apiKey: "sk-canary", keyHeader: "bearer" as const };
    const rest = createRest({ target, clock: systemClock, log: silentLog });
    const answer = await rest.chat(QUESTION);
    assert(!answer.ok);
    assertEquals(answer.failure.code, code, answer.failure.detail);
  }
});
