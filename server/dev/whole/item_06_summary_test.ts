// Item 6 of issue 3, in whole calls: the summary, in the call for the flow and after it for the record, and the
// finished call that is posted, signed, until it is taken.
import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { createHmac } from "node:crypto";
import type { FinishedCall } from "../../finished/finished_call.ts";
import { loadScript } from "../../simulator/caller/conversations.ts";
import type { Scenario } from "../../simulator/realtime/scenario.ts";
import { createMemoryStore } from "../../store/memory_store.ts";
import type { Store } from "../../store/store.ts";
import { assertOrderly, heardOf } from "./heard_words.ts";
import { runApp, type RunningApp, script } from "./running_app.ts";
import { ANSWER, BYE, HELLO, MOMENT, SHORT_TALK } from "./short_talk.ts";
import {
  atOnce,
  eventsOf,
  eventually,
  keptLog,
  publish,
  type Received,
  receiver,
  recordOf,
} from "./whole_kit.ts";
import { ENVIRONMENT_WEBHOOK } from "../../contract/webhook_limits.ts";

const CANARY = "canary-42d1";
const KEY = "0123456789abcdef01234567";
const DUE = { atMs: Infinity, webhookIds: [ENVIRONMENT_WEBHOOK] };
const TEXT_MODEL = { OPENAI_TEXT_MODEL: "stand-in-text" };
const ENDING = "Summarise for the night shift, in one line.";
const ASKS_AND_LEAVES = script(
  "asks and hangs up",
  { do: "listen" },
  { do: "say", recording: "caller-address" },
  { do: "listen" },
  { do: "hang_up" },
);
const summing = { purpose: "summary" };

function talk(...summary: NonNullable<Scenario["when"]>): Scenario {
  return { when: [...summary, ...SHORT_TALK], commentary: "always" };
}

/** What the model was asked beside the conversation. */
function questions(app: RunningApp): { instructions: string; output_modalities: string[] }[] {
  return app.standIn.connections.flatMap(({ frames }) => frames).flatMap(({ type, event }) => {
    const response = event?.response as
      | { conversation?: string; instructions: string; output_modalities: string[] }
      | undefined;
    return type === "response.create" && response?.conversation === "none" ? [response] : [];
  });
}

function chats(app: RunningApp): number {
  return app.restRequests.filter(({ path }) => path === "chat").length;
}

function webhookEnv(url: string) {
  return {
    WEBHOOK_URL: url,
    WEBHOOK_SECRET: `whsec_${btoa(KEY)}`,
    ALLOW_PRIVATE_ADDRESSES: "true",
  };
}

/** As its receiver does it (standardwebhooks.com). */
function assertSigned({ headers, body }: Received): void {
  const signed = `${headers.get("webhook-id")}.${headers.get("webhook-timestamp")}.${body}`;
  const expected = createHmac("sha256", KEY).update(signed).digest("base64");
  assertEquals(headers.get("webhook-signature"), `v1,${expected}`);
}

Deno.test("a call is summed up: for the flow while its farewell is heard, else afterwards for the record", () =>
  atOnce({
    "in writing, beside the conversation, by the prompt of the installation": async () => {
      const app = await runApp({
        scenario: talk(),
        env: { ...TEXT_MODEL, ENDING_PROMPT: ENDING },
        paceX: 3,
      });
      const report = await app.ring({ script: await loadScript("06_summary") });
      assertOrderly(app, report);
      const spoken = [HELLO, MOMENT, ANSWER, BYE];
      assertEquals(heardOf(report, spoken), spoken.map(({ text }) => text));
      const [question, ...more] = questions(app);
      assertEquals([question?.instructions, question?.output_modalities, more], [
        ENDING,
        ["text"],
        [],
      ]);
      const summary = report.disconnect?.outputVariables?.CONVERSATION_SUMMARY ?? "";
      assertStringIncludes(summary, "Caller: Which address does it go to?");
      assertStringIncludes(summary, `Agent: ${ANSWER.text}`);
      const file = await recordOf(app, report.sessionId);
      assertEquals(eventsOf(file, "call.summary").map(({ text, source }) => [text, source]), [
        [summary, "in_call"],
      ]);
      assertEquals(file.call.summary, summary);
      // It is neither a line of the transcript nor made once more afterwards.
      assertFalse(eventsOf(file, "agent.line").some(({ text }) => text === summary));
      assertEquals(chats(app), 0);
      await app.stop();
    },

    "as JSON, where the agent asks for it": async () => {
      const json = '{\n  "topic": "address",\n  "done": true\n}';
      const app = await runApp({
        scenario: talk({
          match: summing,
          reply: [{ type: "speech", text: `\`\`\`json\n${json}\n\`\`\``, audioMs: 0 }],
        }),
        paceX: 3,
      });
      const prompt = "Fields: topic, done.";
      await publish(app, { summary: { inCall: true, afterCall: true, format: "json", prompt } });
      const report = await app.ring({ script: await loadScript("06_summary") });
      assertOrderly(app, report);
      assertEquals(
        report.disconnect?.outputVariables?.CONVERSATION_SUMMARY,
        '{"topic":"address","done":true}',
      );
      assertStringIncludes(questions(app)[0]?.instructions ?? "", prompt);
      await app.stop();
    },

    "not waited for beyond its time: the flow goes on without it, the record gets one":
      async () => {
        const posts = receiver(() => new Response(null, { status: 200 }));
        const app = await runApp({
          scenario: talk({ match: summing, afterMs: 60_000 }),
          rest: { faults: [{ path: "chat", kind: "status", status: 503, times: 1 }] },
          env: { ...TEXT_MODEL, ...webhookEnv(posts.url) },
        });
        const report = await app.ring({ script: leaving() });
        assertOrderly(app, report);
        assertEquals(heardOf(report, [HELLO, BYE]), [HELLO.text, BYE.text]);
        const outputs = report.disconnect?.outputVariables;
        assertEquals([outputs?.END_REASON, outputs?.CONVERSATION_SUMMARY], ["agent_completed", ""]);
        const file = await recordOf(app, report.sessionId, ({ call }) => call.summary !== "");
        assertEquals(eventsOf(file, "call.summary").map(({ source }) => source), ["after_call"]);
        // Who is told of the call is told its summary too.
        const post = await eventually("the webhook", () => posts.received[0]);
        assertEquals(JSON.parse(post.body).summary, file.call.summary);
        await app.stop();
        await posts.stop();
      },

    "or not at all, where neither model brings one: the call is posted all the same": async () => {
      const posts = receiver(() => new Response(null, { status: 200 }));
      const app = await runApp({
        scenario: talk({ match: summing, fails: "server_error" }),
        rest: { faults: [{ path: "chat", kind: "malformed", times: Infinity }] },
        env: { ...TEXT_MODEL, ...webhookEnv(posts.url) },
        paceX: 3,
      });
      const report = await app.ring({ script: leaving() });
      assertOrderly(app, report);
      assertEquals(report.disconnect?.outputVariables?.CONVERSATION_SUMMARY, "");
      const post = await eventually("the webhook", () => posts.received[0]);
      assertSigned(post);
      const finished: FinishedCall = JSON.parse(post.body);
      assertEquals([finished.summary, finished.endReason], ["", "agent_completed"]);
      assert(chats(app) >= 2); // it was tried again
      await app.stop();
      await posts.stop();
    },
  }));

Deno.test("a finished call is posted, signed, until it is taken: over a failing receiver and a restart", async () => {
  const answers = [500, 503];
  const posts = receiver(() => new Response(CANARY, { status: answers.shift() ?? 200 }));
  const { log, text } = keptLog();
  const memory = createMemoryStore();
  const store: Store = { ...memory, close: () => Promise.resolve() }; // outlives the first server
  const scenario: Scenario = {
    ...talk(),
    faults: [{ name: "F36", variant: "after", times: Infinity }],
  };
  const env = { ...TEXT_MODEL, ...webhookEnv(posts.url) };
  const first = await runApp({ scenario, env, store, log, paceX: 3 });
  const report = await first.ring({
    script: ASKS_AND_LEAVES,
    variables: { CRM_TOKEN: CANARY, CUSTOMER_DATA: `tier:gold;pin:${CANARY}` },
  });
  assertEquals([report.violations, report.scriptError, report.cutMs], [[], null, 0]);
  assertEquals(heardOf(report, [HELLO, MOMENT, ANSWER]), [HELLO.text, MOMENT.text, ANSWER.text]);
  await eventually("the first try", () => posts.received[0]);
  const waiting = await eventually("the failed try in the store", async () => {
    const [row, more] = await store.dueDeliveries({ ...DUE, limit: 2 });
    return row?.attempts === 1 && !more ? { row } : undefined;
  });
  const status = await (await first.api("/api/status")).json();
  assertEquals(status.deliveriesWaiting, 1);
  await first.stop();
  assertEquals(posts.received.length, 1);

  // The process is another, the time to try again has come.
  await store.putDelivery({ ...waiting.row, nextAtMs: 0 });
  const second = await runApp({ env, store, log });
  await eventually("the second try", () => posts.received[1]);
  await eventually("its failure in the store", async () => {
    const [row] = await store.dueDeliveries({ ...DUE, limit: 2 });
    return row?.attempts === 2 ? row : undefined;
  });
  await second.stop();
  await store.putDelivery({ ...waiting.row, attempts: 2, nextAtMs: 0 });
  const third = await runApp({ env, store: memory, log });
  await eventually("the last try", () => posts.received[2]);
  await eventually("nothing to wait", async () => {
    return (await memory.waitingDeliveries()).length === 0 ? true : undefined;
  });

  for (const post of posts.received) assertSigned(post);
  const ids = new Set(posts.received.map(({ headers }) => headers.get("webhook-id")));
  assertEquals(ids.size, 1); // one message, for every receiver that has seen it
  const finished: FinishedCall = JSON.parse(posts.received[2]!.body);
  assertEquals(finished.id, [...ids][0]);
  assertEquals([finished.call.callId, finished.endReason, finished.endedBy], [
    report.sessionId,
    "caller_hung_up",
    "caller",
  ]);
  assertEquals(finished.transcript.map(({ text }) => text), [
    HELLO.text,
    "Which address does it go to?",
    MOMENT.text,
    ANSWER.text,
  ]);
  assert(finished.summary !== "");
  const file = await recordOf(third, report.sessionId);
  const [ended] = eventsOf(file, "call.ended");
  assertEquals([finished.outputs, finished.usage], [ended?.outputs, file.call.usage]);
  assertEquals(finished.outputs.END_REASON, "caller_hung_up");
  assertEquals(finished.call.variables, { CRM_TOKEN: "…", CUSTOMER_DATA: "tier:gold;pin:…" });
  for (const kept of [JSON.stringify(file), posts.received[2]!.body, text()]) {
    assertFalse(kept.includes(CANARY));
  }
  assertFalse(text().includes(btoa(KEY)) || text().includes("Harbour"));
  await third.stop();
  await posts.stop();
});

function leaving() {
  return script(
    "is greeted and leaves",
    { do: "listen" },
    { do: "say", recording: "caller-goodbye" },
    { do: "expect_end" },
  );
}
