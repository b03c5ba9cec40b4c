import { assert, assertEquals, assertLess } from "@std/assert";
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

Deno.test("barge-in ends the answer at once, and the model is told what was heard", async () => {
  const it = open();
  const { rig } = it;
  await rig.say(caller("hours"));
  await rig.until("a second of sound", () => rig.soundMs() > 1000);
  await rig.hear(caller("interrupt").subarray(0, 3200));
  await rig.untilCount("response_done");
  const [done] = rig.of("response_done");
  assertEquals([done!.status, done!.detail], ["cancelled", "turn_detected"]);
  const startedAt = rig.types().lastIndexOf("speech_started");
  assertEquals(rig.types().indexOf("audio", startedAt), -1);
  const [line] = rig.of("agent_text");
  const whole = speech.byId("agent-hours").text;
  assert(whole.startsWith(line!.text) && line!.text.length < whole.length);

  rig.upstream.truncate(line!.itemId, 2000);
  await rig.hear(caller("interrupt").subarray(3200));
  await rig.say(new Uint8Array(0));
  await rig.untilCount("response_done", 2);
  const heard = said(it).find((one) => one.startsWith("assistant: "))!.slice("assistant: ".length);
  assert(whole.startsWith(heard));
  const share = 2000 / 10_092;
  assertLess(Math.abs(heard.length - whole.length * share), 15, heard);
  assertEquals(rig.of("response_done")[1]!.status, "completed");
  rig.upstream.close();
});

Deno.test("of an answer that was whole, the part that was heard can still be cut", async () => {
  const it = open();
  await it.rig.say(caller("number"));
  await it.rig.untilCount("response_done");
  it.rig.upstream.truncate(it.rig.of("agent_text")[0]!.itemId, 1300);
  await it.rig.say(caller("interrupt"));
  await it.rig.untilCount("response_done", 2);
  assertEquals(said(it)[1], "assistant: Thank you. Your parcel");
  it.rig.upstream.close();
});

Deno.test("an answer that nobody heard is forgotten", async () => {
  const it = open();
  await it.rig.say(caller("number"));
  await it.rig.untilCount("response_done");
  it.rig.upstream.forget(it.rig.of("agent_text")[0]!.itemId);
  await it.rig.say(caller("interrupt"));
  await it.rig.untilCount("response_done", 2);
  assertEquals(said(it).map((line) => line.split(":")[0]), ["user", "user"]);
  it.rig.upstream.close();
});

Deno.test("where the caller may not interrupt, the answer goes on and the turn is answered after it", async () => {
  const { rig } = open({}, { config: { turnTaking: { bargeIn: false } } });
  await rig.say(caller("hours"));
  await rig.untilCount("audio");
  await rig.say(caller("interrupt"));
  await rig.untilCount("response_done", 2);
  assertEquals(rig.of("response_done").map(({ status }) => status), ["completed", "completed"]);
  assertEquals(rig.of("speech_started").length, 2);
  assertEquals(rig.of("agent_text")[1]!.text, speech.byId("agent-today").text);
  rig.upstream.close();
});

Deno.test("as a sensor it tells of turns and leaves answering and interrupting to the bridge", async () => {
  const { rig } = open({}, { config: { turnTaking: { bargeInMs: 300 } } });
  await rig.say(caller("tracking"));
  await rig.untilCount("caller_text");
  await rig.pass(5000);
  assertEquals(rig.of("response_started"), []);
  rig.upstream.respond({ cause: "turn" });
  await rig.untilCount("audio");
  await rig.hear(caller("interrupt"));
  await rig.untilCount("speech_started", 2);
  await rig.untilCount("response_done");
  assertEquals(rig.of("response_done")[0]!.status, "completed");
  rig.upstream.close();
});

Deno.test("a cough that the bridge takes out is not a part of the conversation", async () => {
  const it = open({}, { config: { turnTaking: { bargeInMs: 300 } } });
  await it.rig.say(caller("unclear").subarray(0, 4000));
  await it.rig.untilCount("committed");
  it.rig.upstream.forget(it.rig.of("committed")[0]!.itemId);
  await it.rig.say(caller("tracking"));
  it.rig.upstream.respond({ cause: "turn" });
  await it.rig.untilCount("response_done");
  assertEquals(said(it), ["user: Hello, where is my parcel?"]);
  it.rig.upstream.close();
});

Deno.test("silence after an answer is asked about, where the agent is set so, on the line's own clock", async () => {
  const it = open({}, { config: { turnTaking: { idleTimeoutMs: 5000 } } });
  it.rig.upstream.respond({ cause: "greeting" });
  await it.rig.untilCount("response_done");
  await it.rig.pass(20_000);
  assertEquals(it.rig.of("response_started").length, 1);
  await it.rig.hear(new Uint8Array(8 * 8000).fill(0xff));
  assertEquals(it.rig.of("response_started").length, 1);
  await it.rig.hear(new Uint8Array(8 * 1500).fill(0xff));
  assertEquals(it.rig.of("response_started").map(({ cause }) => cause), ["greeting", "no_input"]);
  it.rig.upstream.close();
});
