// The agent asks the floor, and the floor tells all agents: a question answered by a supervisor and one that nobody
// answers; a note that a live call, a new one and one after a restart go by. Everything over real sockets.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { CallEvent } from "../../contract/event.ts";
import type { Notice } from "../../contract/notice_limits.ts";
import type { Rule } from "../../simulator/realtime/scenario.ts";
import { silentLog } from "../../observe/log.ts";
import { openSqliteStore } from "../../store/sqlite_store.ts";
import { assertOrderly, calls, heardOf, remarks, says } from "./heard_words.ts";
import { runApp, type RunningApp, script, type Steps } from "./running_app.ts";
import { BYE, HELLO, SHORT_TALK } from "./short_talk.ts";
import {
  asked,
  atOnce,
  type CallFile,
  eventsOf,
  eventually,
  publish,
  recordOf,
} from "./whole_kit.ts";

const ASKING = remarks("I am asking a colleague.", 500);
const YES = says("My colleague says yes.", 700);
const LATER = says("We will call you back.", 700);
const ANSWER = says("It goes to Harbour Street.", 700);
const SPOKEN = [HELLO, ASKING, YES, LATER, ANSWER, BYE];

const QUESTION = {
  question: "May I refund 80 euros?",
  answers: ["Yes, refund it", "No, offer a voucher"],
  otherwise: "We call the caller back.",
};
const RULES: readonly Rule[] = [
  { match: { instructionsInclude: `nothing else: ${ASKING.text}` }, reply: [ASKING] },
  { match: { lastTextIncludes: "A supervisor answers: Yes, refund it" }, reply: [YES] },
  { match: { lastTextIncludes: "Nobody answered: We call" }, reply: [LATER] },
  {
    match: { callerRecording: "caller-change" },
    reply: [calls("ask_supervisor", QUESTION)],
    times: 1,
  },
  { match: { callerRecording: "caller-address" }, reply: [ANSWER] },
  ...SHORT_TALK,
];

const post = (app: RunningApp, path: string, body: unknown) =>
  app.api(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

async function ringing(app: RunningApp, steps: Steps) {
  const callId = crypto.randomUUID();
  const report = app.ring({ sessionId: callId, script: script("is asked about", ...steps) });
  const seen = <T extends CallEvent["type"]>(type: T) =>
    eventually(`${type} in the call`, async () => {
      const response = await app.api(`/api/calls/${callId}`);
      const file: CallFile = await response.json();
      return response.ok ? eventsOf(file, type)[0] : undefined;
    });
  await seen("agent.speaking");
  return { callId, report, seen };
}

/** What a connection's model was told in writing. */
const written = (app: RunningApp, at: number) =>
  JSON.stringify(app.standIn.connections[at]?.frames ?? []);

const ASKS: Steps = [
  { do: "listen" },
  { do: "say", recording: "caller-change" },
  { do: "listen", quietMs: 4000 },
  { do: "say", recording: "caller-goodbye" },
  { do: "expect_end" },
];

async function askingApp(waitMs: number): Promise<RunningApp> {
  const app = await runApp({ scenario: { when: RULES }, paceX: 3 });
  await publish(app, { raisedHand: { on: true, waitMs, meanwhile: ASKING.text } });
  return app;
}

Deno.test("the agent raises its hand: the caller hears that it asks, and then what came of it", () =>
  atOnce({
    "a supervisor answers by a prepared answer, and who comes second is told so": async () => {
      const app = await askingApp(60_000);
      const { callId, report, seen } = await ringing(app, ASKS);
      const raised = await seen("hand.raised");
      assertEquals(
        [raised.question, raised.answers, raised.otherwise],
        [QUESTION.question, QUESTION.answers, QUESTION.otherwise],
      );
      const { call }: CallFile = await asked(app, `/api/calls/${callId}`);
      assertEquals(call.hand?.question, QUESTION.question);
      // The caller hears at once that the agent asks, before anybody has answered.
      await eventually("the words that the agent asks", async () => {
        const file: CallFile = await asked(app, `/api/calls/${callId}`);
        return eventsOf(file, "agent.heard").length >= 2 ? true : undefined;
      });
      const path = `/api/calls/${callId}/hands/${raised.handId}`;
      const answered = await Promise.all([
        post(app, path, { answer: 0 }),
        post(app, path, { answer: 1 }),
      ]);
      assertEquals(answered.map(({ status }) => status).sort(), [204, 409]);
      await Promise.all(answered.map((response) => response.body?.cancel()));
      const first = answered[0]?.status === 204;
      assertEquals(first, true);
      const over = await report;
      assertOrderly(app, over);
      const heard = heardOf(over, SPOKEN);
      assert(heard.includes(ASKING.text), `${heard}`);
      assert(heard.indexOf(ASKING.text) < heard.indexOf(YES.text), `${heard}`);
      const file = await recordOf(app, callId);
      const lowered = eventsOf(file, "hand.lowered");
      assertEquals(lowered.map(({ by, answer }) => [by, answer]), [[
        "supervisor",
        QUESTION.answers[0],
      ]]);
      assertEquals(file.call.hand, null);
      await app.stop();
    },

    "nobody answers: at its time the agent does what it said it would": async () => {
      const app = await askingApp(10_000);
      const { callId, report, seen } = await ringing(app, [
        { do: "listen" },
        { do: "say", recording: "caller-change" },
        { do: "listen" },
        // The talk goes on meanwhile.
        { do: "say", recording: "caller-address" },
        { do: "listen", quietMs: 9000 },
        { do: "say", recording: "caller-goodbye" },
        { do: "expect_end" },
      ]);
      const lowered = await seen("hand.lowered");
      assertEquals([lowered.by, lowered.answer], ["time", ""]);
      const late = await post(app, `/api/calls/${callId}/hands/${lowered.handId}`, { answer: 0 });
      assertEquals([late.status, (await late.json()).code], [409, "too_late"]);
      const heard = heardOf(await report, SPOKEN);
      assert(heard.indexOf(ANSWER.text) < heard.indexOf(LATER.text), `${heard}`);
      assert(heard.includes(ANSWER.text), `${heard}`);
      const file = await recordOf(app, callId);
      const [raised] = eventsOf(file, "hand.raised");
      const waited = lowered.offsetMs - raised!.offsetMs;
      assert(waited >= 9900 && waited < 12_000, `${waited} ms`);
      await app.stop();
    },

    "a caller who hangs up lowers the hand": async () => {
      const app = await askingApp(60_000);
      const { callId, report } = await ringing(app, [
        { do: "listen" },
        { do: "say", recording: "caller-change" },
        { do: "listen" },
        { do: "hang_up" },
      ]);
      await report;
      const file = await recordOf(app, callId);
      assertEquals(eventsOf(file, "hand.lowered").map(({ by }) => by), ["call"]);
      await app.stop();
    },
  }));

Deno.test("a note reaches a live call, the next call, and the calls after a restart, until it is taken off", async () => {
  const folder = await Deno.makeTempDir();
  const running = async () =>
    await runApp({
      scenario: { when: SHORT_TALK },
      paceX: 3,
      store: await openSqliteStore({ path: `${folder}/store.db`, log: silentLog }),
    });
  const first = await running();
  const text = "The Porto store is closed today.";
  const live = await ringing(first, [
    { do: "listen", quietMs: 3000 },
    { do: "say", recording: "caller-goodbye" },
    { do: "expect_end" },
  ]);
  const expiresAtMs = Date.now() + 3600_000;
  const posted = await post(first, "/api/notices", { text, expiresAtMs });
  assertEquals(posted.status, 201);
  const notice: Notice = await posted.json();
  assertEquals((await live.seen("notice.told")).noticeId, notice.id);
  assertStringIncludes(written(first, 0), `Notice for all calls, valid until`);
  const next = await ringing(first, [
    { do: "listen", quietMs: 2500 },
    { do: "say", recording: "caller-goodbye" },
    { do: "expect_end" },
  ]);
  await next.seen("notice.told");
  // In its instructions, not as a message.
  assertStringIncludes(written(first, 1), "# Notices for all calls");
  assert(!written(first, 1).includes("Notice for all calls, valid"));
  const board = await asked<{ notices: Notice[] }>(first, "/api/notices");
  assertEquals(board.notices.map(({ calls }) => calls), [2]);
  const removed = await first.api(`/api/notices/${notice.id}`, {
    method: "DELETE",
    headers: { "content-type": "application/json" },
  });
  assertEquals(removed.status, 204);
  assertEquals((await next.seen("notice.over")).noticeId, notice.id);
  assertStringIncludes(written(first, 1), "does not hold any more");
  for (const { report } of [live, next]) assertOrderly(first, await report);
  const file = await recordOf(first, next.callId);
  assertEquals(file.call.notices, []);
  await (await post(first, "/api/notices", { text: "Snow.", expiresAtMs })).body?.cancel();
  await first.stop();

  const second = await running();
  const later = await ringing(second, [{ do: "listen" }, { do: "hang_up" }]);
  assertEquals((await later.seen("notice.told")).text, "Snow.");
  await later.report;
  await second.stop();
  await Deno.remove(folder, { recursive: true });
});
