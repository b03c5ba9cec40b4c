import { assert, assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { decodeUlaw, rms } from "../../audio/ulaw.ts";
import { ManualClock } from "../../clock.ts";
import { openaiRest, type RestRequest } from "../../simulator/openai_rest/openai_rest.ts";
import type { RestScenario } from "../../simulator/openai_rest/rest_scenario.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { ChainedRig, type RigOptions } from "./chained_rig.ts";

const speech = await loadSpeech();
const caller = (id: string) => speech.byId(`caller-${id}`).audio;

interface Open {
  rig: ChainedRig;
  requests: RestRequest[];
}

function open(scenario: RestScenario = {}, options: RigOptions = {}): Open {
  const clock = new ManualClock();
  const requests: RestRequest[] = [];
  const respond = openaiRest({
    speech,
    clock,
    heedsAbort: true,
    scenario,
    onRequest: (request) => requests.push(request),
  });
  return { rig: new ChainedRig(respond, { ...options, clock }), requests };
}

interface Message {
  role: string;
  content: string | null;
  tool_calls?: { id: string }[];
}

/** What the n-th last question to the text model held. */
function asked({ requests }: Open, back = 1): { messages: Message[]; [field: string]: unknown } {
  return requests.filter(({ path }) => path === "chat").at(-back)!.body as ReturnType<typeof asked>;
}

const said = (open: Open, back = 1) =>
  asked(open, back).messages.slice(1).map(({ role, content }) => `${role}: ${content}`);

Deno.test("a turn becomes text, the text an answer, the answer sound, in the order of a session", async () => {
  const { rig } = open();
  await rig.say(caller("tracking"));
  await rig.untilCount("response_done");
  assertEquals(rig.story(), [
    "ready",
    "speech_started",
    "speech_stopped",
    "committed",
    "response_started",
    "caller_text",
    "audio",
    "audio_done",
    "agent_text",
    "response_done",
  ]);
  assertEquals(rig.of("caller_text")[0]!.text, "Hello, where is my parcel?");
  assertEquals(rig.of("response_started")[0]!.cause, "turn");
  const text = "Of course. What is your parcel number, please?";
  assertEquals(rig.of("agent_text")[0]!.text, text);
  assertEquals(rig.of("agent_delta").map(({ delta }) => delta).join(""), text);
  const [done] = rig.of("response_done");
  assertEquals([done!.status, done!.detail, done!.again], ["completed", "", false]);
  assert(done!.usage.inputTextTokens > 0 && done!.usage.outputTextTokens > 0);
  assertEquals(done!.usage.inputAudioTokens + done!.usage.outputAudioTokens, 0);
  rig.upstream.close();
});

Deno.test("the answer's sound is that of the speech model, at the phone's rate, as loud as it was", async () => {
  const { rig } = open();
  await rig.say(caller("tracking"));
  await rig.untilCount("response_done");
  const audio = new Uint8Array(rig.of("audio").flatMap((event) => [...event.audio]));
  const original = speech.byId("agent-tracking").audio;
  assertLess(Math.abs(audio.length - original.length), 80);
  assertLess(Math.abs(20 * Math.log10(rms(audio) / rms(original))), 0.5);
  const [one, other] = [decodeUlaw(audio), decodeUlaw(original)];
  let same = 0, power = 0;
  for (let i = 0; i < 8000; i++) {
    same += one[i]! * other[i]!;
    power += other[i]! ** 2;
  }
  assert(same / power > 0.97, `the waveforms agree to ${same / power}`);
  rig.upstream.close();
});

Deno.test("the first sentence sounds while the text is still being written", async () => {
  const text = "Here is the first sentence. And here is a second one. ".repeat(10).trim();
  const { rig } = open({ replies: [{ text }], timing: { chatWordMs: 100 } });
  await rig.say(caller("tracking"));
  await rig.untilCount("audio");
  const written = rig.of("agent_delta").map(({ delta }) => delta).join("");
  assertLess(written.length, 200);
  await rig.untilCount("response_done");
  assertEquals(rig.of("agent_text")[0]!.text, text);
  rig.upstream.close();
});

Deno.test("sentences sound in their order, without a gap that a caller could hear", async () => {
  const { rig, requests } = open({ timing: { speechFirstMs: 900, speechX: 2 } });
  await rig.say(caller("number"));
  await rig.untilCount("response_done");
  assertEquals(rig.gapsMs, 0);
  const spoken = requests.filter(({ path }) => path === "speech");
  assertEquals(spoken.map(({ body }) => (body as { input: string }).input), [
    "Thank you. Your parcel is on its way.",
    "It comes tomorrow, between nine and noon.",
  ]);
  assertEquals(new Set(rig.of("audio").map(({ itemId }) => itemId)).size, 1);
  rig.upstream.close();
});

Deno.test("a short sentence is bridged: the next one is made while it sounds", async () => {
  const text = "Just a moment. I am looking at your parcel now, it should be here.";
  const { rig } = open({ replies: [{ text }], timing: { speechFirstMs: 700 } });
  rig.upstream.respond({ cause: "greeting" });
  await rig.untilCount("response_done");
  assertEquals(rig.gapsMs, 0);
  rig.upstream.close();
});

Deno.test("the conversation is kept: each question knows what was said before", async () => {
  const it = open();
  await it.rig.say(caller("tracking"));
  await it.rig.untilCount("response_done");
  await it.rig.say(caller("number"));
  await it.rig.untilCount("response_done", 2);
  assertEquals(said(it), [
    "user: Hello, where is my parcel?",
    "assistant: Of course. What is your parcel number, please?",
    "user: It is four seven one one nine two.",
  ]);
  const [system] = asked(it).messages;
  assertStringIncludes(system!.content ?? "", "Be brief.");
  assertStringIncludes(system!.content ?? "", "read aloud");
  assertEquals(asked(it).safety_identifier, "caller-hash");
  const [one, other] = it.rig.of("committed");
  assertEquals(one!.previousItemId, null);
  assertEquals(other!.previousItemId, it.rig.of("agent_text")[0]!.itemId);
  it.rig.upstream.close();
});

Deno.test("a session that goes on with a call knows what was said", async () => {
  const it = open({}, {
    settings: {
      seed: [
        { role: "system", text: "The call is being continued." },
        { role: "caller", text: "Where is it?" },
        { role: "agent", text: "What is your number?" },
      ],
    },
  });
  await it.rig.say(caller("number"));
  await it.rig.untilCount("response_done");
  assertEquals(said(it), [
    "system: The call is being continued.",
    "user: Where is it?",
    "assistant: What is your number?",
    "user: It is four seven one one nine two.",
  ]);
  it.rig.upstream.close();
});

Deno.test("tools are called once, and their results continue the conversation", async () => {
  const tools = [{ name: "track", description: "Looks", parameters: { type: "object" } }];
  const it = open({
    replies: [
      { text: "Let me look that up.", calls: [{ name: "track", args: '{"number":471192}' }] },
      { text: "It is in Bremen." },
    ],
  }, { settings: { tools } });
  const { rig } = it;
  await rig.say(caller("number"));
  await rig.untilCount("response_done");
  const [call] = rig.of("tool_call");
  assertEquals([call!.name, call!.args], ["track", '{"number":471192}']);
  const { responseId } = rig.of("response_started")[0]!;
  assertEquals(call!.responseId, responseId);
  assertEquals(rig.of("agent_text")[0]!.text, "Let me look that up.");

  rig.upstream.toolResult(call!.toolCallId, '{"place":"Bremen"}');
  rig.upstream.respond({ cause: "tool" });
  await rig.untilCount("response_done", 2);
  assertEquals(said(it), [
    "user: It is four seven one one nine two.",
    "assistant: Let me look that up.",
    "assistant: null",
    'tool: {"place":"Bremen"}',
  ]);
  assertEquals(asked(it).tools, [{ type: "function", function: tools[0] }]);
  assertEquals(rig.of("agent_text")[1]!.text, "It is in Bremen.");
  assertEquals(rig.of("tool_call").length, 1);
  rig.upstream.close();
});

Deno.test("a tool that still runs does not keep the conversation from going on", async () => {
  const tools = [{ name: "track", description: "Looks", parameters: { type: "object" } }];
  const it = open({ replies: [{ calls: [{ name: "track", args: "{}" }] }] }, {
    settings: { tools },
  });
  await it.rig.say(caller("number"));
  await it.rig.untilCount("response_done");
  await it.rig.say(caller("hours"));
  await it.rig.untilCount("response_done", 2);
  assertEquals(it.rig.of("response_done")[1]!.status, "completed");
  assertStringIncludes(said(it).join("\n"), '"pending"');
  it.rig.upstream.close();
});

Deno.test("a wish has its own instructions, and no tools where none are wanted", async () => {
  const tools = [{ name: "track", description: "Looks", parameters: { type: "object" } }];
  const it = open({}, { settings: { tools } });
  it.rig.upstream.respond({
    cause: "farewell",
    instructions: "Say exactly these words: Until tomorrow then.",
    tools: "none",
    must: true,
  });
  await it.rig.untilCount("response_done");
  assertEquals(it.rig.of("agent_text")[0]!.text, "Until tomorrow then.");
  assertEquals(asked(it).tool_choice, "none");
  assertEquals(said(it), []);
  it.rig.upstream.close();
});

Deno.test("facts are told without an answer to them", async () => {
  const it = open();
  it.rig.upstream.tell("The caller pressed the keys 4 7 1 1.");
  await it.rig.pass(2000);
  assertEquals(it.requests, []);
  it.rig.upstream.respond({ cause: "digits", must: true });
  await it.rig.untilCount("response_done");
  assertEquals(said(it), ["system: The caller pressed the keys 4 7 1 1."]);
  assertEquals(it.rig.of("response_started")[0]!.cause, "digits");
  it.rig.upstream.close();
});

Deno.test("another agent takes over: instructions and tools change, the conversation stays", async () => {
  const it = open();
  await it.rig.say(caller("tracking"));
  await it.rig.untilCount("response_done");
  const tools = [{ name: "refund", description: "Refunds", parameters: { type: "object" } }];
  it.rig.upstream.reconfigure({ instructions: "You are billing.", tools, mcp: [] });
  it.rig.upstream.respond({ cause: "handover" });
  await it.rig.untilCount("response_done", 2);
  assertStringIncludes(asked(it).messages[0]!.content ?? "", "You are billing.");
  assertEquals((asked(it).tools as { function: { name: string } }[])[0]!.function.name, "refund");
  assertEquals(said(it).length, 2);
  it.rig.upstream.close();
});

Deno.test("an aside is answered in writing, beside an answer that is heard", async () => {
  const it = open();
  await it.rig.say(caller("hours"));
  await it.rig.untilCount("audio");
  it.rig.upstream.ask({
    purpose: "summary",
    instructions: "Write a summary as JSON.",
    withinMs: 4000,
  });
  await it.rig.untilCount("answer");
  const [answer] = it.rig.of("answer");
  assertEquals([answer!.purpose, answer!.ok], ["summary", true]);
  assert(JSON.parse(answer!.text).summary);
  assert(answer!.usage.outputTextTokens > 0);
  assertStringIncludes(
    asked(it).messages[1]!.content ?? "",
    "Caller: When are your counters open?",
  );
  await it.rig.untilCount("response_done");
  assertEquals(it.rig.of("response_done")[0]!.status, "completed");
  it.rig.upstream.close();
});

for (const kind of ["hang", "status", "malformed"] as const) {
  Deno.test(`an aside whose answer never comes is answered with nothing, in time (${kind})`, async () => {
    const { rig } = open({ faults: [{ path: "chat", kind }] });
    rig.upstream.ask({ purpose: "summary", instructions: "Write a summary.", withinMs: 3000 });
    const sinceMs = rig.clock.now();
    await rig.untilCount("answer");
    assert(rig.clock.now() - sinceMs <= 3050);
    const { ok, text } = rig.of("answer")[0]!;
    assertEquals([ok, text], [false, ""]);
    await rig.pass(5000);
    assertEquals(rig.of("answer").length, 1);
    rig.upstream.close();
  });
}

Deno.test("remote MCP servers are missed once, in a note, and approving nothing does nothing", async () => {
  const mcp = [{
    label: "crm",
    url: "https://crm.test",
    description: "",
    allowedTools: [],
    approval: "never" as const,
    authorization: "",
    headers: {},
  }];
  const { rig } = open({}, { settings: { mcp } });
  rig.upstream.approve("x", true);
  rig.upstream.reconfigure({ instructions: "", tools: [], mcp });
  await rig.pass(100);
  assertEquals(rig.of("note").map(({ code }) => code), ["mcp_unavailable"]);
  rig.upstream.close();
});

Deno.test("the agent's voice is used where it exists; elsewhere a plain one, with a note", async () => {
  for (const [voices, used] of [[["marin", "alloy"], "marin"], [["alloy"], "alloy"]] as const) {
    const { rig, requests } = open({ voices });
    await rig.say(caller("number"));
    await rig.untilCount("response_done");
    assertEquals(rig.of("response_done")[0]!.status, "completed");
    const last = requests.filter(({ path }) => path === "speech").at(-1)!;
    assertEquals((last.body as { voice: string }).voice, used);
    assertEquals(rig.of("note").length, used === "marin" ? 0 : 1);
    rig.upstream.close();
  }
});
