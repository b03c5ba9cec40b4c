import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { setImmediate } from "node:timers";
import { decodeUlaw, silence } from "../../audio/ulaw.ts";
import { writeWav } from "../../audio/wav.ts";
import { type Clock, systemClock } from "../../clock.ts";
import { joined } from "../realtime/bytes.ts";
import { loadSpeech } from "../speech.ts";
import { openaiRest } from "./openai_rest.ts";
import type { RestScenario } from "./rest_scenario.ts";
import { startOpenaiRest } from "./start_openai_rest.ts";

const speech = await loadSpeech();
/** Delays are over at once: their order is all that counts here. */
const hasty: Clock = { ...systemClock, after: (_ms, fn) => systemClock.after(0, fn) };

type Respond = ReturnType<typeof openaiRest>;

function stand(scenario: RestScenario = {}): Respond {
  return openaiRest({ speech, scenario, clock: hasty });
}

function request(path: string, body: unknown, headers: Record<string, string> = {}): Request {
  const form = body instanceof FormData;
  return new Request(`http://stand.test${path}`, {
    method: "POST",
    headers: {
      authorization: "Bearer sk-test",
      ...(form ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: form ? body : JSON.stringify(body),
  });
}

async function answer(respond: Respond, path: string, body: unknown) {
  const response = await respond(request(path, body));
  assert(response);
  const value = await response.json();
  return { status: response.status, code: value.error?.code, param: value.error?.param, value };
}

const CHAT = "/v1/chat/completions";
const SPEECH = "/v1/audio/speech";
const TRANSCRIPTIONS = "/v1/audio/transcriptions";
const MODERATIONS = "/v1/moderations";
const user = (content: string) => ({ role: "user", content });
const chat = (fields: Record<string, unknown> = {}) => ({
  model: "stand-in-text",
  messages: [user("When are your counters open?")],
  ...fields,
});
const say = (fields: Record<string, unknown> = {}) => ({
  model: "tts-1",
  voice: "alloy",
  input: "One moment.",
  response_format: "pcm",
  ...fields,
});

function recording(wav: Uint8Array, fields: Record<string, string> = {}, name = "turn.wav") {
  const form = new FormData();
  form.set("file", new File([wav as Uint8Array<ArrayBuffer>], name, { type: "audio/wav" }));
  form.set("model", "gpt-transcribe");
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  return form;
}
const WAV = writeWav(speech.byId("caller-tracking").audio);

Deno.test("other paths are not its business", async () => {
  for (const path of ["/v1/realtime", "/v1/models", "/chat/completions", "/v2/moderations"]) {
    assertEquals(await stand()(request(path, {})), null);
  }
});

Deno.test("Azure's paths and key are known, its key on plain paths is not", async () => {
  const azure = request("/openai/v1/moderations", { input: "Hello" }, { "api-key": "k" });
  azure.headers.delete("authorization");
  assertEquals((await stand()(azure))?.status, 200);
  const plain = request(MODERATIONS, { input: "Hello" }, { "api-key": "k" });
  plain.headers.delete("authorization");
  assertEquals((await stand()(plain))?.status, 401);
});

for (
  const [name, path, body, status, code] of [
    ["an unknown model", CHAT, chat({ model: "gpt-none" }), 404, "model_not_found"],
    ["a model of another endpoint", SPEECH, say({ model: "gpt-5" }), 404, "model_not_found"],
    ["no model", CHAT, { messages: [user("Hi")] }, 400, "missing_required_parameter"],
    ["an unknown field", CHAT, chat({ max_output_tokens: 5 }), 400, "unknown_parameter"],
    ["no messages", CHAT, chat({ messages: [] }), 400, "invalid_value"],
    [
      "an unknown role",
      CHAT,
      chat({ messages: [{ role: "agent", content: "" }] }),
      400,
      "invalid_value",
    ],
    ["stream options without a stream", CHAT, chat({ stream_options: {} }), 400, "invalid_value"],
    [
      "an output without its call",
      CHAT,
      chat({ messages: [{ role: "tool", tool_call_id: "x", content: "" }] }),
      400,
      "invalid_value",
    ],
    [
      "a call without its output",
      CHAT,
      chat({
        messages: [
          {
            role: "assistant",
            content: null,
            tool_calls: [{ id: "x", type: "function", function: { name: "a", arguments: "" } }],
          },
          user("Hello?"),
        ],
      }),
      400,
      "invalid_value",
    ],
    ["an unknown voice", SPEECH, say({ voice: "nobody" }), 400, "invalid_value"],
    ["nothing to say", SPEECH, say({ input: " " }), 400, "invalid_value"],
    ["too much to say", SPEECH, say({ input: "a".repeat(5000) }), 400, "string_above_max_length"],
    ["a format it has not", SPEECH, say({ response_format: "mp3" }), 400, "invalid_value"],
    ["nothing to moderate", MODERATIONS, { input: "" }, 400, "invalid_value"],
    [
      "a file without an extension",
      TRANSCRIPTIONS,
      recording(WAV, {}, "turn"),
      400,
      "invalid_value",
    ],
    ["a file that is no WAV", TRANSCRIPTIONS, recording(silence(900)), 400, "invalid_value"],
    ["a WAV that was cut", TRANSCRIPTIONS, recording(WAV.subarray(0, 9000)), 400, "invalid_value"],
    ["too short a sound", TRANSCRIPTIONS, recording(writeWav(silence(50))), 400, "invalid_value"],
    [
      "a language by its name",
      TRANSCRIPTIONS,
      recording(WAV, { language: "English" }),
      400,
      "invalid_value",
    ],
    ["an unknown form field", TRANSCRIPTIONS, recording(WAV, { voice: "a" }), 400, "invalid_value"],
    [
      "JSON where a form belongs",
      TRANSCRIPTIONS,
      { model: "gpt-transcribe" },
      400,
      "invalid_request_error",
    ],
  ] as const
) {
  Deno.test(`${name} is refused`, async () => {
    const { status: given, code: named } = await answer(stand(), path, body);
    assertEquals([given, named], [status, code]);
  });
}

Deno.test("a request without a key, a wrong key, no credit, another method", async () => {
  for (
    const [authorization, status] of [["", 401], ["Basic x", 401], ["Bearer sk-bad1", 401], [
      "Bearer sk-broke1",
      429,
    ]] as const
  ) {
    const response = await stand()(request(MODERATIONS, { input: "Hi" }, { authorization }));
    assertEquals(response?.status, status, authorization);
  }
  const get = new Request(`http://stand.test${CHAT}`, { headers: { authorization: "Bearer k" } });
  assertEquals((await stand()(get))?.status, 405);
});

Deno.test("a chat follows the story of the recordings", async () => {
  const respond = stand();
  for (
    const [asked, said] of [["tracking", "tracking"], ["unclear", "fallback"], ["thanks", "thanks"]]
  ) {
    const messages = [user(speech.byId(`caller-${asked}`).text)];
    const { value } = await answer(respond, CHAT, chat({ messages }));
    assertEquals(value.choices[0].message.content, speech.byId(`agent-${said}`).text);
    assertEquals(value.choices[0].finish_reason, "stop");
    assert(value.usage.prompt_tokens > 0);
  }
});

Deno.test("a goodbye calls the tool that ends the call, where there is one", async () => {
  const name = "end_conversation_successfully";
  const messages = [user(speech.byId("caller-goodbye").text)];
  const tools = [{ type: "function", function: { name } }];
  const { value } = await answer(stand(), CHAT, chat({ messages, tools }));
  assertEquals(value.choices[0].message.tool_calls[0].function.name, name);
  assertEquals(value.choices[0].finish_reason, "tool_calls");
  const none = await answer(stand(), CHAT, chat({ messages, tools, tool_choice: "none" }));
  assertEquals(none.value.choices[0].message.tool_calls, undefined);
});

Deno.test("exact words are said exactly, and a summary is one", async () => {
  const system = { role: "system", content: "Say exactly these words: “Until tomorrow.”" };
  const exact = await answer(stand(), CHAT, chat({ messages: [system] }));
  assertEquals(exact.value.choices[0].message.content, "Until tomorrow.");
  const asks = { role: "system", content: "Summarise this call as JSON." };
  const { value } = await answer(stand(), CHAT, chat({ messages: [asks, user("Caller: Hi")] }));
  assert(JSON.parse(value.choices[0].message.content).summary);
});

Deno.test("scripted answers come first, those for certain words before those in order", async () => {
  const respond = stand({
    when: [{ includes: "refund", reply: { text: "No refunds." }, times: 1 }],
    replies: [{ text: "One." }],
  });
  const texts = [];
  for (const words of ["refund?", "refund?", "When are your counters open?"]) {
    const { value } = await answer(respond, CHAT, chat({ messages: [user(words)] }));
    texts.push(value.choices[0].message.content);
  }
  assertEquals(texts, ["No refunds.", "One.", speech.byId("agent-hours").text]);
});

Deno.test("a stream has words, the parts of calls, usage where it is asked for, and an end", async () => {
  const respond = stand({
    replies: [{ text: "Wait a moment.", calls: [{ name: "a", args: "{}" }] }],
  });
  const body = chat({ stream: true, stream_options: { include_usage: true } });
  const text = await (await respond(request(CHAT, body)))!.text();
  const events = text.split("\n\n").filter(Boolean).map((line) => line.replace("data: ", ""));
  assertEquals(events.at(-1), "[DONE]");
  const parts = events.slice(0, -1).map((line) => JSON.parse(line));
  const deltas = parts.map(({ choices }) => choices[0]?.delta ?? {});
  assertEquals(deltas.map(({ content }) => content ?? "").join(""), "Wait a moment.");
  assertEquals(deltas.filter(({ tool_calls }) => tool_calls).length, 3);
  assert(parts.at(-1).usage.total_tokens > 0);
  assertEquals(parts.at(-2).choices[0].finish_reason, "tool_calls");
});

Deno.test("a recording is heard though it was a WAV meanwhile, silence is nothing", async () => {
  const respond = stand();
  for (const { role, text, audio } of speech.recordings) {
    if (role !== "caller") continue;
    const { value } = await answer(respond, TRANSCRIPTIONS, recording(writeWav(audio)));
    assertEquals(value.text, text);
  }
  const quiet = await answer(respond, TRANSCRIPTIONS, recording(writeWav(silence(900))));
  assertEquals(quiet.value.text, "");
});

Deno.test("speech has the sound of the recordings, whole or in part, else a tone of its length", async () => {
  const { text, audio } = speech.byId("agent-number");
  const bytes = async (input: string) =>
    await (await stand()(request(SPEECH, say({ input }))))!.bytes();
  assertEquals((await bytes(text)).length, audio.length * 6);
  const part = await bytes("Thank you.");
  assert(part.length > 10_000 && part.length < audio.length * 6 / 4);
  assertEquals((await bytes("Nobody recorded this.")).length, 21 * 65 * 48);
  const samples = new Int16Array((await bytes(text)).buffer);
  const original = decodeUlaw(audio);
  assert(original.every((sample, i) => Math.abs(sample - samples[i * 3]!) < 1500));
});

Deno.test("moderation objects to the words of its list", async () => {
  const respond = stand({ flagged: { idiot: "harassment" } });
  const { value } = await answer(respond, MODERATIONS, { input: "You IDIOT" });
  assertEquals(value.results[0].flagged, true);
  assertEquals(value.results[0].categories.harassment, true);
  assertEquals(value.results[0].categories.violence, false);
});

Deno.test("faults strike where and as often as they are told", async () => {
  const respond = stand({
    faults: [
      { path: "moderation", kind: "status", status: 429, retryAfter: "2", at: 2 },
      { path: "moderation", kind: "malformed", at: 3 },
      { path: "moderation", kind: "cut", at: 4 },
    ],
  });
  const statuses = [];
  const bodies = [];
  for (let i = 0; i < 5; i++) {
    const response = (await respond(request(MODERATIONS, { input: "Hi" })))!;
    statuses.push(response.status);
    bodies.push(await response.text().catch(() => "cut"));
  }
  assertEquals(statuses, [200, 429, 200, 200, 200]);
  assertStringIncludes(bodies[2]!, "half");
  assertEquals(bodies[3], "cut");
  assert(JSON.parse(bodies[4]!).results);
});

Deno.test("a server of its own keeps a log, and stops with requests still open", async () => {
  const server = await startOpenaiRest({
    speech,
    scenario: { faults: [{ path: "chat", kind: "hang" }] },
    paceX: 50,
  });
  const post = (path: string, body: unknown) =>
    fetch(`${server.url}${path}`, {
      method: "POST",
      headers: { authorization: "Bearer sk-test", "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const good = await post("/moderations", { input: "Hello" });
  assertEquals((await good.json()).results.length, 1);
  const missing = await post("/models", {});
  assertEquals(missing.status, 404);
  await missing.body?.cancel();
  const hanging = post("/chat/completions", chat()).then(async (response) => {
    await response.body?.cancel();
    return response.status;
  }).catch(() => 0);
  while (server.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
  await server.stop();
  assert([0, 408].includes(await hanging));
  assertEquals(server.requests.map(({ path, number, ended }) => [path, number, ended]), [
    ["moderation", 1, "whole"],
    ["chat", 1, "cancelled"],
  ]);
});

Deno.test("a file with several recordings is written down whole, with the language where the model tells it", async () => {
  const parcel = speech.byId("people-caller-de-parcel");
  const name = speech.byId("people-caller-de-name");
  const wav = writeWav(joined([silence(200), parcel.audio, silence(100), name.audio]));
  const hints = { "languages[]": "de", "keywords[]": "Weber" };
  const { value } = await answer(stand(), TRANSCRIPTIONS, recording(wav, hints));
  assertEquals(value.text, `${parcel.text} ${name.text}`);
  assertEquals(value.languages, [{ code: "de" }]);
  assertEquals(value.logprobs, undefined);
  const older = { model: "gpt-4o-mini-transcribe", "include[]": "logprobs" };
  const sure = await answer(stand(), TRANSCRIPTIONS, recording(wav, older));
  assertEquals(sure.value.languages, undefined);
  assertEquals(sure.value.logprobs.length, value.text.split(" ").length);
  assert(sure.value.logprobs.every((one: { logprob: number }) => one.logprob > -0.5));
});

Deno.test("what a transcription model cannot do is refused", async () => {
  const wav = writeWav(speech.byId("people-caller-de-name").audio);
  for (
    const fields of [
      { "include[]": "logprobs" },
      { "include[]": "words", model: "gpt-4o-transcribe" },
      { "keywords[]": "Weber", model: "whisper-1" },
      { "languages[]": "de", language: "de" },
      { "languages[]": "de-DE" },
    ]
  ) {
    const { status } = await answer(stand(), TRANSCRIPTIONS, recording(wav, fields));
    assertEquals(status, 400, JSON.stringify(fields));
  }
});

Deno.test("a scenario lets a transcription invent words for silence", async () => {
  const wav = writeWav(silence(1500));
  assertEquals((await answer(stand(), TRANSCRIPTIONS, recording(wav))).value.text, "");
  const { value } = await answer(stand({ noise: "invented" }), TRANSCRIPTIONS, recording(wav));
  assert(value.text.length > 3);
});

Deno.test("a translation is asked for with instructions that name the language, and can be recognised", async () => {
  const asked = async (instructions: string, content = "Mein Name ist Weber.") => {
    const messages = [{ role: "system", content: instructions }, user(content)];
    const { value } = await answer(stand(), CHAT, chat({ messages }));
    return value.choices[0].message.content;
  };
  const told = "[en-US] Mein Name ist Weber.";
  assertEquals(await asked("Translate the user's text from de-DE into en-US."), told);
  assertEquals(await asked("You translate. Target language: en-US. Answer nothing."), told);
  assertEquals(
    await asked("Translate the text into English (en-US).", "<text>Mein Name ist Weber.</text>"),
    told,
  );
  assertEquals(await asked("Translate into French."), "[French] Mein Name ist Weber.");
  const failing = stand({ faults: [{ path: "chat", kind: "status", at: 1 }] });
  const messages = [{ role: "system", content: "Translate into en-US." }, user("x")];
  assertEquals((await answer(failing, CHAT, chat({ messages }))).status, 503);
});
