// Item 5 of issue 3, in whole calls: the output variables a flow branches on. Strings, all of them, however a
// call ends; and a caller who hangs up is not kept waiting for them.
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { addUsage, NO_USAGE, type Usage } from "../../contract/call.ts";
import type { FinishedCall } from "../../finished/finished_call.ts";
import { loadScript } from "../../simulator/caller/conversations.ts";
import { assertOrderly, heardOf } from "./heard_words.ts";
import { runApp, script } from "./running_app.ts";
import { ANSWER, BYE, HELLO, MOMENT, SHORT_TALK } from "./short_talk.ts";
import { atOnce, type CallFile, eventsOf, eventually, receiver, recordOf } from "./whole_kit.ts";

/** As the README lists them for flows. */
const NAMES = [
  "END_REASON",
  "ESCALATION_REQUIRED",
  "ESCALATION_REASON",
  "COMPLETION_SUMMARY",
  "CONVERSATION_SUMMARY",
  "CONVERSATION_DURATION",
  "TOTAL_INPUT_TEXT_TOKENS",
  "TOTAL_INPUT_AUDIO_TOKENS",
  "TOTAL_INPUT_CACHED_TEXT_TOKENS",
  "TOTAL_INPUT_CACHED_AUDIO_TOKENS",
  "TOTAL_OUTPUT_TEXT_TOKENS",
  "TOTAL_OUTPUT_AUDIO_TOKENS",
  "Intent",
  "intent_confidence",
  "customer_summary",
  "urgency",
  "sentiment",
  "original_intent",
  "transfer_reason",
].sort();
const ASKS_AND_LEAVES = script(
  "asks, and hangs up into the answer",
  { do: "listen" },
  { do: "say", recording: "caller-address" },
  { do: "hear", ms: 700 },
  { do: "say", recording: "caller-thanks" },
  { do: "pause", ms: 700 },
  { do: "hang_up" },
);

type Outputs = Readonly<Record<string, string>>;

function assertComplete(outputs: Outputs | undefined): asserts outputs is Outputs {
  assertEquals(Object.keys(outputs ?? {}).sort(), NAMES);
  assert(Object.values(outputs ?? {}).every((value) => typeof value === "string"));
}

/** What the model was paid for, over all its responses. */
function usageOf(file: CallFile): Usage {
  return eventsOf(file, "agent.done").reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE);
}

function tokensIn(outputs: Outputs): Usage {
  return {
    inputTextTokens: Number(outputs.TOTAL_INPUT_TEXT_TOKENS),
    inputAudioTokens: Number(outputs.TOTAL_INPUT_AUDIO_TOKENS),
    cachedTextTokens: Number(outputs.TOTAL_INPUT_CACHED_TEXT_TOKENS),
    cachedAudioTokens: Number(outputs.TOTAL_INPUT_CACHED_AUDIO_TOKENS),
    outputTextTokens: Number(outputs.TOTAL_OUTPUT_TEXT_TOKENS),
    outputAudioTokens: Number(outputs.TOTAL_OUTPUT_AUDIO_TOKENS),
  };
}

Deno.test("output variables are all there, as strings, however a call ends", () =>
  atOnce({
    "by the agent: Genesys gets them, tokens summed over all responses, the failed one too":
      async () => {
        const app = await runApp({
          scenario: {
            commentary: "always",
            when: [
              { match: { callerRecording: "caller-address" }, fails: "server_error", times: 1 },
              ...SHORT_TALK,
              // The failed answer is asked for again, and not as the caller's turn.
              { match: { callerRecording: "caller-address" }, reply: [MOMENT, ANSWER] },
            ],
          },
          paceX: 3,
        });
        const report = await app.ring({ script: await loadScript("05_outputs") });
        assertOrderly(app, report);
        const spoken = [HELLO, MOMENT, ANSWER, BYE];
        assertEquals(heardOf(report, spoken), spoken.map(({ text }) => text));
        const outputs = report.disconnect?.outputVariables;
        assertComplete(outputs);
        const file = await recordOf(app, report.sessionId);
        const [ended] = eventsOf(file, "call.ended");
        assertEquals(ended?.outputs, outputs);
        assertEquals(tokensIn(outputs), usageOf(file));
        assertEquals([file.call.usage, ended?.usage], [usageOf(file), usageOf(file)]);
        assert(Number(outputs.TOTAL_INPUT_CACHED_TEXT_TOKENS) > 0); // the prompt, each time but the first
        assert(Number(outputs.CONVERSATION_DURATION) * 1000 <= ended!.durationMs + 50);
        assert(eventsOf(file, "agent.done").some(({ status }) => status === "failed"));
        await app.stop();
      },

    "by the caller: goodbye is said at once, and they reach the record and the webhook":
      async () => {
        const posts = receiver(() => new Response(null, { status: 204 }));
        const app = await runApp({
          // The transcript of the last words is still to come when the caller is gone.
          scenario: {
            when: SHORT_TALK,
            timing: { transcription: [1500, 1500], firstAudio: [50, 90] },
          },
          env: {
            WEBHOOK_URL: posts.url,
            WEBHOOK_SECRET: btoa("0123456789abcdef"),
            ALLOW_PRIVATE_ADDRESSES: "true",
          },
        });
        const report = await app.ring({ script: ASKS_AND_LEAVES });
        assertEquals([report.violations, report.scriptError, report.endedBy], [[], null, "caller"]);
        assertStrictEquals(report.disconnect, null);
        const response = await app.api(`/api/calls/${report.sessionId}`);
        const { call }: CallFile = await response.json();
        assertStrictEquals(call.endedAtMs, null); // Genesys had its answer before the last words were known

        const file = await recordOf(app, report.sessionId);
        const [ended] = eventsOf(file, "call.ended");
        assertComplete(ended?.outputs);
        assertEquals(ended.outputs.END_REASON, "caller_hung_up");
        assertEquals(tokensIn(ended.outputs), usageOf(file));
        assertEquals(eventsOf(file, "caller.line").at(-1)?.text, "Thank you very much.");
        const post = await eventually("the webhook", () => posts.received[0]);
        const finished: FinishedCall = JSON.parse(post.body);
        assertEquals([finished.outputs, finished.endReason], [ended.outputs, "caller_hung_up"]);
        await app.stop();
        await posts.stop();
      },

    "by a line that breaks": async () => {
      const app = await runApp({ scenario: { when: SHORT_TALK }, paceX: 3 });
      const report = await app.ring({
        script: script("drops", { do: "listen" }, { do: "drop" }),
      });
      assertEquals([report.violations, report.endedBy], [[], "dropped"]);
      assertEquals(heardOf(report, [HELLO]), [HELLO.text]);
      const [ended] = eventsOf(await recordOf(app, report.sessionId), "call.ended");
      assertComplete(ended?.outputs);
      assertEquals(ended.outputs.END_REASON, "phone_lost");
      await app.stop();
    },

    "by a model that refuses: with the failure path": async () => {
      const app = await runApp({ scenario: { faults: [{ name: "F05", times: Infinity }] } });
      const report = await app.ring({ script: script("waits", { do: "expect_end" }) });
      assertOrderly(app, report);
      assertEquals([report.disconnect?.reason, report.disconnect?.info], ["error", "E_UP_AUTH"]);
      const outputs = report.disconnect?.outputVariables;
      assertComplete(outputs);
      assertEquals([outputs.END_REASON, outputs.TOTAL_OUTPUT_AUDIO_TOKENS], [
        "upstream_refused",
        "0",
      ]);
      const [ended] = eventsOf(await recordOf(app, report.sessionId), "call.ended");
      assertEquals(ended?.outputs, outputs);
      await app.stop();
    },
  }));
