// Item 13: the realtime model cannot be had, at the start or any more: transcription, a text model and speech carry
// the call, with the same tools and the same barge-in, through delays and failures of their own.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ServerStatus } from "../../contract/feed.ts";
import type { CallReport } from "../../simulator/audiohook/call.ts";
import { loadScript } from "../../simulator/caller/conversations.ts";
import type { RestScenario } from "../../simulator/openai_rest/rest_scenario.ts";
import type { Scenario } from "../../simulator/realtime/scenario.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { assertOrderly, heardOf, likeness, ourClips, says, shareHeard } from "./heard_words.ts";
import { runApp, type RunningApp, script } from "./running_app.ts";
import { asked, atOnce, eventsOf, keptLog, publish, receiver, recordOf } from "./whole_kit.ts";

const CARD = "card-canary-9917";
const ENV = { FALLBACK_TEXT_MODEL: "stand-in-text", FALLBACK_SPEECH_MODEL: "stand-in-speech" };
const REFUSED: Scenario = { faults: [{ name: "F05" }] };
const WELCOME = "Could you say that again, please?";
const BRIEFLY = {
  text: "One moment.",
  calls: [{ name: "end_conversation_successfully", args: '{"summary":"It was settled."}' }],
};
const SUMMED = {
  includes: "Sum up this phone call",
  reply: { text: "The caller wanted to know where it goes." },
};
const speech = await loadSpeech();
const clips = await ourClips();

/** What is looked at once no call goes on any more: comparing sounds would hold up the sound of the others. */
type Check = () => void;

/** Which of these recordings were heard, by their ids: their beginning and their end, since sentences come apart. */
const heardLike = ({ heard }: CallReport, ...ids: string[]) =>
  ids.filter((id) => {
    const { audio } = speech.byId(id);
    const part = Math.round(audio.length * 0.3);
    const parts = [audio.subarray(0, part), audio.subarray(-part)];
    return parts.every((one) => likeness(heard, one) > 0.9);
  });

/** What the text model was asked, one text for each time. */
const chats = ({ restRequests }: RunningApp) =>
  restRequests.filter(({ path }) => path === "chat").map(({ body }) => JSON.stringify(body));

async function refusedFromTheStart(): Promise<Check> {
  const { log, text } = keptLog();
  const rest: RestScenario = {
    replies: [{ text: WELCOME }],
    when: [SUMMED, {
      includes: "Which address",
      reply: { text: "No, not today. It comes tomorrow morning." },
    }],
  };
  const app = await runApp({ scenario: REFUSED, rest, paceX: 4, env: ENV, log });
  assertEquals((await asked<ServerStatus>(app, "/api/status")).fallbackReady, true);
  const report = await app.ring({ script: await loadScript("13_fallback") });
  assertOrderly(app, report);
  const outputs = report.disconnect!.outputVariables;
  assertEquals([report.disconnect?.reason, outputs.END_REASON], ["completed", "agent_completed"]);
  assertEquals(outputs.COMPLETION_SUMMARY, "The caller’s question was answered.");
  assertEquals(outputs.CONVERSATION_SUMMARY, SUMMED.reply.text);
  const file = await recordOf(app, report.sessionId);
  assertEquals([file.call.fallback, file.call.endReason], [true, "agent_completed"]);
  assertEquals(eventsOf(file, "upstream.lost").map(({ code }) => code), ["E_UP_AUTH"]);
  assertEquals(eventsOf(file, "upstream.fallback").map(({ code }) => code), ["E_UP_AUTH"]);
  assertEquals(eventsOf(file, "upstream.ready").map(({ model }) => model), ["stand-in-text"]);
  assertEquals(eventsOf(file, "caller.line").map(({ text }) => text), [
    "Which address does it go to?",
    "That is all, goodbye.",
  ]);
  assertEquals(eventsOf(file, "call.ended")[0]?.outputs, outputs);
  assertEquals(text().includes("Which address"), false, "words in the log");
  await app.stop();
  const heard = ["agent-fallback", "agent-today", "agent-farewell"];
  return () => assertEquals(heardLike(report, ...heard, "agent-hours"), heard);
}

async function lostInMidCall(): Promise<Check> {
  const crm = receiver(() => Response.json({ done: "it is Friday afternoon now", card: CARD }));
  const hello = says("Hello.");
  const begun = says("It goes to twelve Harbour Street.", 5000);
  const app = await runApp({
    scenario: {
      replies: [[hello], [begun]],
      faults: [
        { name: "F01", connection: 1, at: { response: 2, deltas: 8 } },
        { name: "F05", connection: 2 },
      ],
    },
    rest: {
      when: [
        { includes: "The line was interrupted", reply: { text: WELCOME } },
        {
          includes: "Can you bring it on Friday",
          reply: {
            text: "Let me look.",
            calls: [{ name: "change_day", args: JSON.stringify({ day: "Friday", card: CARD }) }],
          },
        },
        {
          includes: "it is Friday afternoon now",
          reply: { text: "I have changed that. Your parcel now comes on Friday afternoon." },
        },
        { includes: "just tell me", reply: { text: "You are welcome. Is there anything else?" } },
        { includes: "That is all", reply: BRIEFLY },
      ],
    },
    paceX: 4,
    env: { ...ENV, ALLOW_PRIVATE_ADDRESSES: "true" },
  });
  await publish(app, {
    tools: {
      http: [{
        name: "change_day",
        description: "Changes the day",
        method: "POST",
        url: crm.url,
        headers: [],
        parameters:
          '{"type":"object","properties":{"day":{"type":"string"},"card":{"type":"string"}}}',
        timeoutMs: 5000,
        confirm: false,
        redact: ["card"],
      }],
      mcp: [],
      dataActions: [],
    },
  });
  const report = await app.ring({
    script: script(
      "is in the middle of an answer when the model is lost, changes the day, interrupts",
      { do: "listen" },
      { do: "say", recording: "caller-address" },
      { do: "listen", quietMs: 1500 },
      { do: "say", recording: "caller-change" },
      { do: "interrupt", afterMs: 2000, recording: "caller-interrupt" },
      { do: "listen" },
      { do: "say", recording: "caller-goodbye" },
      { do: "expect_end" },
    ),
  });
  await crm.stop();
  assertOrderly(app, report);
  assertEquals(heardOf(report, [begun, hello]), ["Hello.", `${begun.text}…`]);
  assertEquals(report.bargeIns, 1);
  assertEquals(report.disconnect?.outputVariables.END_REASON, "agent_completed");
  assertEquals(crm.received.map(({ body }) => JSON.parse(body)), [{ day: "Friday", card: CARD }]);

  const file = await recordOf(app, report.sessionId);
  assertEquals(file.call.fallback, true);
  const [lost] = eventsOf(file, "upstream.lost");
  const sound = eventsOf(file, "agent.speaking").find(({ seq }) => seq > (lost?.seq ?? 0));
  assert(lost && sound && sound.atMs - lost.atMs < 3000, "sound again soon");
  const [finished] = eventsOf(file, "tool.finished");
  assertEquals([finished?.name, finished?.ok], ["change_day", true]);
  assertEquals(JSON.stringify(file).includes(CARD), false);
  const cut = eventsOf(file, "agent.heard").filter(({ interrupted }) => interrupted).at(-1);
  assert(cut && cut.heardMs > 500 && cut.heardMs < 4000, String(cut?.heardMs));
  const [first = "", second = "", third = ""] = chats(app);
  assertStringIncludes(first, '"role":"assistant","content":"Hello."');
  assertStringIncludes(second, '"name":"change_day"');
  assertStringIncludes(third, "it is Friday afternoon now");
  await app.stop();
  const whole = ["agent-fallback", "agent-look", "agent-thanks", "agent-moment"];
  return () => assertEquals(heardLike(report, ...whole, "agent-change"), whole);
}

async function answersNothing(): Promise<Check> {
  const app = await runApp({
    scenario: { faults: [{ name: "F43" }] },
    rest: { replies: [{ text: WELCOME }], when: [{ includes: "That is all", reply: BRIEFLY }] },
    paceX: 4,
    env: ENV,
  });
  const report = await app.ring({
    script: script(
      "hears a greeting all the same, and says goodbye",
      { do: "listen" },
      { do: "say", recording: "caller-goodbye" },
      { do: "expect_end" },
    ),
  });
  assertOrderly(app, report);
  const { call, events } = await recordOf(app, report.sessionId);
  assertEquals([call.fallback, call.endReason], [true, "agent_completed"]);
  const done = eventsOf({ events }, "agent.done").map(({ status, detail }) =>
    `${status} ${detail}`
  );
  assertEquals(done[0], "failed insufficient_quota");
  assertEquals(eventsOf({ events }, "upstream.fallback").map(({ code }) => code), ["E_UP_QUOTA"]);
  await app.stop();
  const heard = ["agent-fallback", "agent-moment"];
  return () => assertEquals(heardLike(report, ...heard), heard);
}

async function troubled(): Promise<Check> {
  const app = await runApp({
    scenario: REFUSED,
    rest: {
      replies: [{ text: WELCOME }],
      when: [
        { includes: "Which address", reply: { text: "You are welcome. Is there anything else?" } },
        { includes: "That is all", reply: BRIEFLY },
      ],
      faults: [
        { path: "transcription", kind: "status", at: 1 },
        { path: "chat", kind: "slow", ms: 15_000, at: 2 },
        { path: "speech", kind: "status", at: 2 },
      ],
    },
    paceX: 4,
    env: ENV,
  });
  const report = await app.ring({
    script: script(
      "is patient",
      { do: "listen" },
      { do: "say", recording: "caller-address" },
      { do: "listen", quietMs: 2500 },
      { do: "say", recording: "caller-goodbye" },
      { do: "expect_end" },
    ),
  });
  assertOrderly(app, report);
  assertEquals(report.disconnect?.outputVariables.END_REASON, "agent_completed");
  assert(shareHeard(report.heard, clips.comfort.audio) > 0.9, "a wait is bridged");
  const { events } = await recordOf(app, report.sessionId);
  assertEquals(eventsOf({ events }, "caller.not_transcribed"), []);
  await app.stop();
  const heard = ["agent-fallback", "agent-thanks", "agent-moment"];
  return () => assertEquals(heardLike(report, ...heard), heard);
}

async function hopeless(): Promise<Check> {
  const app = await runApp({
    scenario: REFUSED,
    rest: {
      faults: [{
        path: "chat",
        kind: "status",
        status: 401,
        code: "invalid_api_key",
        times: Infinity,
      }],
    },
    paceX: 4,
    env: ENV,
  });
  const report = await app.ring({ script: script("waits", { do: "expect_end" }) });
  assertEquals([report.violations, report.cutMs], [[], 0]);
  assertEquals([report.disconnect?.reason, report.disconnect?.info], ["error", "E_UP_AUTH"]);
  assert(shareHeard(report.heard, clips.failure.audio) > 0.9, "the caller is told");
  const { call } = await recordOf(app, report.sessionId);
  assertEquals([call.fallback, call.endReason, call.endCode], [
    true,
    "upstream_refused",
    "E_UP_AUTH",
  ]);
  await app.stop();
  return () => {};
}

Deno.test("13 a call that the realtime model cannot carry is served by transcription, text and speech", async () => {
  const cases = {
    "refused from the start": refusedFromTheStart,
    "lost in mid-call, with a tool and an interruption": lostInMidCall,
    "a model that is there and answers nothing": answersNothing,
    "one failure of each kind": troubled,
    "nothing answers": hopeless,
  };
  const checks: Check[] = [];
  await atOnce(
    Object.fromEntries(
      Object.entries(cases).map(([name, run]) => [name, async () => void checks.push(await run())]),
    ),
  );
  for (const check of checks) check();
});
