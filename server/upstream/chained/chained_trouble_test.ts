import { assert, assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { openaiRest, type RestRequest } from "../../simulator/openai_rest/openai_rest.ts";
import type { RestFault, RestScenario } from "../../simulator/openai_rest/rest_scenario.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { ChainedRig, type RigOptions } from "./chained_rig.ts";

const speech = await loadSpeech();
const caller = (id: string) => speech.byId(`caller-${id}`).audio;

function open(
  scenario: RestScenario = {},
  { transcripts, ...options }: RigOptions & { transcripts?: string } = {},
): { rig: ChainedRig; requests: RestRequest[] } {
  const clock = new ManualClock();
  const requests: RestRequest[] = [];
  const respond = openaiRest({
    speech,
    clock,
    heedsAbort: true,
    scenario,
    onRequest: (request) => requests.push(request),
  });
  const answered = (request: Request) =>
    transcripts !== undefined && request.url.endsWith("/transcriptions")
      ? Promise.resolve(Response.json({ text: transcripts }))
      : respond(request);
  return { rig: new ChainedRig(answered, { ...options, clock }), requests };
}

/** Of the last question to the text model. */
function lastMessage(requests: RestRequest[]): string {
  const { messages } = requests.findLast(({ path }) => path === "chat")!.body as {
    messages: { content: string }[];
  };
  return messages.at(-1)!.content;
}

/** The agent speaks without having been spoken to. */
async function greeted(rig: ChainedRig, ends = 1): Promise<void> {
  rig.upstream.respond({ cause: "greeting" });
  await rig.untilCount("response_done", ends);
}

const FAULTS: readonly Omit<RestFault, "path">[] = [
  { kind: "status", status: 503 },
  { kind: "status", status: 429, code: "rate_limit_exceeded", retryAfter: "0.5" },
  { kind: "hang" },
  { kind: "stall" },
  { kind: "cut" },
  { kind: "malformed" },
];

for (const fault of FAULTS) {
  const name = `${fault.kind}${fault.status ? ` ${fault.status}` : ""}`;
  Deno.test(`O-16 a failed answer is tried once more by itself (chat, ${name})`, async () => {
    const { rig } = open({
      faults: [{ ...fault, path: "chat" }],
      replies: [{ text: "Hello there, caller" }, { text: "Hello there, caller" }],
    });
    await greeted(rig);
    const [first] = rig.of("response_done");
    assertEquals([first!.status, first!.again], ["failed", true]);
    assert(first!.failure !== undefined);
    assertEquals(rig.soundMs(), 0);
    await rig.untilCount("response_done", 2);
    assertEquals(rig.of("response_done")[1]!.status, "completed");
    assertEquals(rig.of("response_started").map(({ cause }) => cause), ["greeting", "greeting"]);
    assert(rig.soundMs() > 500);
    rig.upstream.close();
  });
}

for (const kind of ["status", "hang"] as const) {
  Deno.test(`O-16 an answer that could not be spoken is tried once more (${kind})`, async () => {
    const { rig } = open({ faults: [{ path: "speech", kind }] });
    await greeted(rig);
    assertEquals(rig.of("response_done")[0]!.again, true);
    await rig.untilCount("response_done", 2);
    assertEquals(rig.of("response_done")[1]!.status, "completed");
    rig.upstream.close();
  });
}

Deno.test("O-16 two failures in a row are told as they are, three end the session", async () => {
  const { rig } = open({ faults: [{ path: "chat", kind: "status", times: Infinity }] });
  await greeted(rig, 2);
  assertEquals(rig.of("response_done").map(({ again }) => again), [true, false]);
  await rig.pass(5000);
  assertEquals(rig.of("response_started").length, 2);
  rig.upstream.respond({ cause: "recovery" });
  await rig.untilCount("lost");
  assertEquals(rig.of("lost")[0]!.failure.code, "E_UP_5XX");
  assertEquals(rig.types().at(-1), "lost");
});

Deno.test("an answer that was heard in part is not said again", async () => {
  const { rig } = open({ faults: [{ path: "speech", kind: "cut" }] });
  await greeted(rig);
  const [done] = rig.of("response_done");
  assertEquals([done!.status, done!.again], ["failed", false]);
  assert(rig.soundMs() > 300);
  const [line] = rig.of("agent_text");
  const whole = speech.byId("agent-greeting").text;
  assert(whole.startsWith(line!.text) && line!.text.length < whole.length, line!.text);
  await rig.pass(3000);
  assertEquals(rig.of("response_started").length, 1);
  rig.upstream.close();
});

Deno.test("a sentence in the middle of an answer has a second try, and the caller hears nothing of it", async () => {
  const { rig } = open({ faults: [{ path: "speech", kind: "status", at: 2 }] });
  await greeted(rig);
  assertEquals(rig.of("response_done")[0]!.status, "completed");
  // All but the pause between the two, which is in neither.
  assertLess(Math.abs(rig.soundMs() - 3697), 100);
  rig.upstream.close();
});

Deno.test("O-23 words that could not be transcribed are asked for again", async () => {
  const { rig, requests } = open({
    faults: [{ path: "transcription", kind: "status", status: 400, code: "invalid_value" }],
  });
  await rig.say(caller("tracking"));
  await rig.untilCount("response_done");
  assertEquals(rig.of("caller_text_failed").map(({ code }) => code), ["E_UP_CONFIG"]);
  assertEquals(rig.of("response_done")[0]!.status, "completed");
  assertStringIncludes(lastMessage(requests), "could not be understood");
  assertEquals(rig.of("lost"), []);
  rig.upstream.close();
});

Deno.test("a transcription that fails in passing is tried again at once", async () => {
  const { rig } = open({ faults: [{ path: "transcription", kind: "status" }] });
  await rig.say(caller("tracking"));
  await rig.untilCount("response_done");
  assertEquals(rig.of("caller_text").length, 1);
  assertEquals(rig.of("caller_text_failed"), []);
  rig.upstream.close();
});

Deno.test("O-23 three turns in a row that cannot be transcribed end the session", async () => {
  const fault = { path: "transcription", kind: "status", status: 400 } as const;
  const { rig } = open({ faults: [{ ...fault, times: Infinity }] });
  for (let turn = 1; turn <= 3; turn++) {
    await rig.say(caller("tracking"));
    await rig.untilCount("caller_text_failed", turn);
  }
  await rig.untilCount("lost");
  assertEquals(rig.types().at(-1), "lost");
});

Deno.test("a sound without words is asked about, not guessed at", async () => {
  const { rig, requests } = open({}, { transcripts: "" });
  await rig.say(caller("unclear"));
  await rig.untilCount("response_done");
  assertEquals(rig.of("caller_text").map(({ text }) => text), [""]);
  assertStringIncludes(lastMessage(requests), "could not be understood");
  rig.upstream.close();
});

for (
  const [name, options, scenario, code] of [
    ["a refused key", { apiKey: "sk-bad-key" }, {}, "E_UP_AUTH"],
    ["an account without credit", { apiKey: "sk-broke-key" }, {}, "E_UP_QUOTA"],
    ["an unknown text model", { models: { text: "gpt-none" } }, {}, "E_UP_MODEL"],
    ["an unknown speech model", { models: { speech: "tts-none" } }, {}, "E_UP_MODEL"],
  ] as const
) {
  Deno.test(`${name} ends the session with the first answer, and says why`, async () => {
    const { rig } = open(scenario, options);
    await rig.pass(20);
    assertEquals(rig.types(), ["ready"]);
    rig.upstream.respond({ cause: "greeting" });
    await rig.untilCount("lost");
    const { failure } = rig.of("lost")[0]!;
    assertEquals([failure.code, failure.retry], [code, false]);
    assert(!failure.detail.includes("sk-b"), failure.detail);
    assertEquals(rig.of("response_done"), []);
  });
}

Deno.test("an unknown transcription model ends the session with the first turn", async () => {
  const { rig } = open({}, { models: { transcription: "whisper-none" } });
  await rig.say(caller("tracking"));
  await rig.untilCount("lost");
  assertEquals(rig.of("lost")[0]!.failure.code, "E_UP_MODEL");
});

Deno.test("what was heard of an answer is told though the session is lost with it", async () => {
  const { rig } = open({
    faults: [{ path: "speech", kind: "status", status: 401, code: "invalid_api_key", at: 2 }],
    replies: [{ text: "This is the first sentence. This is the second sentence." }],
  });
  rig.upstream.respond({ cause: "greeting" });
  await rig.untilCount("lost");
  assertEquals(rig.of("agent_text").length, 1);
  assertEquals(rig.types().slice(-3), ["agent_text", "response_done", "lost"]);
});

Deno.test("after close nothing is told, and nothing is left running", async () => {
  const { rig, requests } = open();
  await rig.say(caller("hours"));
  await rig.untilCount("audio");
  rig.upstream.ask({ purpose: "summary", instructions: "Write a summary.", withinMs: 5000 });
  await rig.pass(20);
  const told = rig.events.length;
  rig.upstream.close();
  rig.upstream.close();
  rig.upstream.respond({ cause: "turn" });
  rig.upstream.append(caller("tracking"));
  rig.upstream.ask({ purpose: "late", instructions: "", withinMs: 5000 });
  await rig.pass(500);
  assertEquals(rig.events.length, told);
  assertEquals(rig.clock.pending, 0);
  assert(requests.every(({ ended }) => ended !== "open"));
});

Deno.test("a lost session answers its open questions first", async () => {
  const { rig } = open({
    faults: [
      { path: "chat", kind: "hang" },
      { path: "chat", kind: "status", status: 401, at: 2 },
    ],
  });
  rig.upstream.ask({ purpose: "summary", instructions: "Write a summary.", withinMs: 60_000 });
  await rig.pass(50);
  rig.upstream.respond({ cause: "greeting" });
  await rig.untilCount("lost");
  assertEquals(rig.types(), ["ready", "response_started", "answer", "lost"]);
  assertEquals(rig.of("answer")[0]!.ok, false);
});

Deno.test("cancel ends the answer and the wishes, and what was not told yet is not heard", async () => {
  const { rig } = open();
  rig.upstream.respond({ cause: "greeting" });
  await rig.untilCount("audio");
  rig.upstream.respond({ cause: "tool" });
  rig.upstream.cancel();
  await rig.untilCount("response_done");
  const [done] = rig.of("response_done");
  assertEquals([done!.status, done!.detail, done!.again], ["cancelled", "client_cancelled", false]);
  const soundMs = rig.soundMs();
  await rig.pass(5000);
  assertEquals(rig.soundMs(), soundMs);
  assertEquals(rig.of("response_started").length, 1);
  rig.upstream.close();
});

Deno.test("a listener that throws does not end the session", async () => {
  let thrown = 0;
  const { rig } = open({}, {
    onEvent: () => {
      thrown++;
      throw new Error("bug");
    },
  });
  await greeted(rig);
  assert(thrown > 3);
  assertEquals(rig.of("response_done")[0]!.status, "completed");
  rig.upstream.close();
});
