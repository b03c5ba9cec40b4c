// Item 10: turn taking on a phone line: a cough does not interrupt and words do, a silent caller is asked and let
// go, a long call is warned and ended, a machine is recognised, and the provider gets all the numbers.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { defaultConfig } from "../../agents/default_config.ts";
import type { AgentConfig } from "../../contract/agent.ts";
import type { PlaceCallOptions } from "../../simulator/audiohook/call.ts";
import { loadScript } from "../../simulator/caller/conversations.ts";
import type { Rule, Scenario } from "../../simulator/realtime/scenario.ts";
import { createMemoryStore } from "../../store/memory_store.ts";
import type { Store } from "../../store/store.ts";
import { assertOrderly, heardOf, parts, remarks, says } from "./heard_words.ts";
import { runApp, script } from "./running_app.ts";
import { atOnce, eventsOf, publish, recordOf } from "./whole_kit.ts";

const HELLO = says("Hello.");
const MOMENT = remarks("One moment.", 300);
const LONG = says("We are open from Monday to Friday, and on Saturday, but not on Sunday.", 5000);
const THERE = says("Are you still there?");
const SOON = says("We have to end soon.");
const OVER = says("The time is over, goodbye.");
const NOBODY = says("Please call again.");
const ANSWER = says("It goes to Harbour Street.");
const BYE = says("Goodbye.");
const SPOKEN = [HELLO, MOMENT, LONG, THERE, SOON, OVER, NOBODY, ANSWER, BYE];

const RULES: Rule[] = [
  { match: { callerRecording: "caller-hours" }, reply: [MOMENT, LONG] },
  { match: { callerRecording: "caller-address" }, reply: [ANSWER] },
  { match: { callerRecording: "caller-interrupt" }, reply: [ANSWER] },
  { match: { callerRecording: "caller-goodbye" }, reply: parts(BYE) },
  { match: { instructionsInclude: "you are ending the call" }, reply: [NOBODY] },
  { match: { instructionsInclude: "whether they are still there" }, reply: [THERE] },
  { match: { instructionsInclude: "Tell the caller so in one short sentence" }, reply: [SOON] },
  { match: { instructionsInclude: "reached its greatest length" }, reply: [OVER] },
  { match: { instructionsInclude: "# Now\nSay goodbye in one short sentence." }, reply: [BYE] },
];

async function rung(
  call: Partial<PlaceCallOptions>,
  { scenario = {}, agent = {}, store }: {
    scenario?: Scenario;
    agent?: Partial<AgentConfig> | ((config: AgentConfig) => Partial<AgentConfig>);
    store?: Store;
  },
) {
  const app = await runApp({
    scenario: { replies: [[HELLO]], when: RULES, commentary: "always", ...scenario },
    paceX: 4,
    ...(store && { store }),
  });
  if (!store) await publish(app, agent);
  const report = await app.ring(call);
  assertOrderly(app, report);
  const file = await recordOf(app, report.sessionId);
  const [journal] = app.standIn.connections;
  await app.stop();
  assertEquals(
    eventsOf(file, "call.ended")[0]?.outputs,
    report.disconnect?.outputVariables,
  );
  return { report, file, frames: journal!.frames };
}

const guarded = ({ turnTaking }: AgentConfig): Partial<AgentConfig> => ({
  turnTaking: { ...turnTaking, bargeInMs: 400 },
});

Deno.test("10 turns are taken as people on a phone take them", () =>
  atOnce({
    "a cough does not interrupt an agent that is guarded, words do, and without a guard a cough does":
      async () => {
        const coughs = await loadScript("10_turn_taking");
        const speaks = script(
          "interrupts with words",
          { do: "listen" },
          { do: "say", recording: "caller-hours" },
          { do: "interrupt", afterMs: 1500, recording: "caller-interrupt" },
          { do: "listen" },
          { do: "say", recording: "caller-goodbye" },
          { do: "expect_end" },
        );
        const unguarded = script(
          "coughs",
          { do: "listen" },
          { do: "say", recording: "caller-hours" },
          { do: "hear", ms: 1500 },
          { do: "cough", ms: 150 },
          { do: "listen", timeoutMs: 4000 },
          { do: "say", recording: "caller-goodbye" },
          { do: "expect_end" },
        );
        const [coughed, spoken, bare] = await Promise.all([
          // The transcript of the cough, if it had any, would come after all answers.
          rung({ script: coughs }, {
            agent: guarded,
            scenario: { faults: [{ name: "F36", times: Infinity }] },
          }),
          rung({ script: speaks }, { agent: guarded }),
          rung({ script: unguarded }, {}),
        ]);
        assertEquals(heardOf(coughed.report, SPOKEN), [
          "Hello.",
          "One moment.",
          LONG.text,
          "Goodbye.",
        ]);
        assertEquals(coughed.report.bargeIns, 0);
        const [ignored] = eventsOf(coughed.file, "caller.ignored");
        assert(
          ignored && ignored.speechMs >= 60 && ignored.speechMs < 400,
          String(ignored?.speechMs),
        );
        assertEquals(eventsOf(coughed.file, "caller.speaking").length, 2);
        assertEquals(eventsOf(coughed.file, "caller.interrupted"), []);
        assert(
          coughed.frames.some(({ type, direction }) =>
            direction === "in" && type === "conversation.item.delete"
          ),
          "the model was told to forget it",
        );

        assertEquals(heardOf(spoken.report, SPOKEN), [
          "Hello.",
          "One moment.",
          `${LONG.text}…`,
          "It goes to Harbour Street.",
          "Goodbye.",
        ]);
        assertEquals(spoken.report.bargeIns, 1);
        const [cut] = eventsOf(spoken.file, "agent.heard").filter(({ interrupted }) => interrupted);
        assert(cut && cut.heardMs > 1000 && cut.heardMs < 3500, String(cut?.heardMs));

        assertEquals(bare.report.bargeIns, 1);
        assertEquals(eventsOf(bare.file, "caller.ignored"), []);
      },
    "a caller who says nothing is asked, and let go after the last question; a word makes the agent patient again":
      async () => {
        const noInput = { afterMs: 3000, words: "", giveUpAfter: 1 };
        const [silent, back] = await Promise.all([
          rung({ script: await loadScript("10_no_input") }, { agent: { noInput } }),
          rung({
            script: script(
              "answers the first question",
              { do: "listen" },
              { do: "listen" },
              { do: "say", recording: "caller-address" },
              { do: "listen" },
              { do: "say", recording: "caller-goodbye" },
              { do: "expect_end" },
            ),
          }, { agent: { noInput } }),
        ]);
        assertEquals(heardOf(silent.report, SPOKEN), [
          "Hello.",
          "Are you still there?",
          "Please call again.",
        ]);
        assertEquals(silent.report.disconnect?.reason, "completed");
        assertEquals(silent.report.disconnect?.outputVariables.END_REASON, "no_input");
        assertEquals(eventsOf(silent.file, "caller.no_input").map(({ count }) => count), [1]);
        assertEquals(silent.file.call.endReason, "no_input");

        assertEquals(heardOf(back.report, SPOKEN), [
          "Hello.",
          "Are you still there?",
          "It goes to Harbour Street.",
          "Goodbye.",
        ]);
        assertEquals(back.file.call.endReason, "agent_completed");
      },
    "a call that lasts too long is warned, and ended by a goodbye that is heard to its end":
      async () => {
        const store = createMemoryStore();
        // Shorter than the API would take: rows are read as they are.
        const config: AgentConfig = {
          ...defaultConfig(),
          maxLength: { ms: 6000, warnMs: 3000, words: "" },
        };
        const published = { version: 1, config, note: "", publishedAtMs: 0 };
        const agent = { id: "default", revision: 1, draft: config, draftSavedAtMs: 0, published };
        assertEquals(await store.putAgent(agent, 0, published), true);
        const { report, file } = await rung({ script: await loadScript("10_too_long") }, { store });
        assertEquals(heardOf(report, SPOKEN), [
          "Hello.",
          "We have to end soon.",
          "The time is over, goodbye.",
        ]);
        assertEquals(report.disconnect?.reason, "completed");
        assertEquals(report.disconnect?.outputVariables.END_REASON, "too_long");
        const [warned] = eventsOf(file, "call.warned");
        assert(warned && warned.leftMs > 1500 && warned.leftMs <= 3000, String(warned?.leftMs));
        const [ended] = eventsOf(file, "call.ended");
        assert(
          ended && ended.durationMs >= 6000 && ended.durationMs < 12_000,
          String(ended?.durationMs),
        );
      },
    "another machine that says the same over and over is said goodbye to": async () => {
      const menu = "For sales press one, for service press two.";
      const said = [{ do: "say", recording: "caller-yes" }, {
        do: "listen",
        quietMs: 100,
      }] as const;
      const { report, file } = await rung({
        script: script(
          "plays its menu",
          { do: "listen", quietMs: 100 },
          ...said,
          ...said,
          ...said,
          ...said,
          { do: "say", recording: "caller-yes" },
          { do: "expect_end" },
        ),
      }, {
        scenario: {
          hears: [menu, menu, menu, menu, menu],
          when: [...RULES, { match: { callerSays: "press one" }, reply: [says("Sorry?", 300)] }],
        },
        agent: { repeatGuard: true },
      });
      assertEquals(report.disconnect?.outputVariables.END_REASON, "caller_is_machine");
      assertEquals(heardOf(report, [HELLO, BYE]), ["Hello.", "Goodbye."]);
      assertEquals(eventsOf(file, "caller.line").length, 5);
      assertEquals(file.call.endReason, "caller_is_machine");
    },
    "the provider gets each number of both kinds of turn taking, and its own question after a silence is heard":
      async () => {
        const hello = script("listens", { do: "listen" }, {
          do: "say",
          recording: "caller-goodbye",
        }, {
          do: "expect_end",
        });
        const idle = script(
          "says nothing for a while",
          { do: "listen" },
          { do: "listen" },
          { do: "say", recording: "caller-goodbye" },
          { do: "expect_end" },
        );
        const [semantic, server] = await Promise.all([
          rung({ script: hello }, {
            agent: ({ turnTaking }) => ({
              turnTaking: {
                ...turnTaking,
                mode: "semantic_vad",
                eagerness: "high",
                noiseReduction: "far_field",
                bargeInMs: 300,
              },
            }),
          }),
          rung({ script: idle }, {
            agent: ({ turnTaking }) => ({
              turnTaking: {
                ...turnTaking,
                threshold: 0.6,
                prefixPaddingMs: 200,
                silenceDurationMs: 450,
                idleTimeoutMs: 5000,
                noiseReduction: "near_field",
              },
            }),
            scenario: { when: [{ match: { why: "idle" }, reply: [THERE] }, ...RULES] },
          }),
        ]);
        const input = ({ frames }: typeof semantic) => {
          const { event } = frames.find(({ type }) => type === "session.update")!;
          const { audio } = event!.session as { audio: { input: Record<string, unknown> } };
          return audio.input;
        };
        assertEquals(input(semantic).turn_detection, {
          type: "semantic_vad",
          eagerness: "high",
          create_response: false,
          interrupt_response: false,
        });
        assertEquals(input(semantic).noise_reduction, { type: "far_field" });
        assertEquals(heardOf(semantic.report, SPOKEN), ["Hello.", "Goodbye."]);
        assertEquals(input(server).turn_detection, {
          type: "server_vad",
          threshold: 0.6,
          prefix_padding_ms: 200,
          silence_duration_ms: 450,
          idle_timeout_ms: 5000,
          create_response: true,
          interrupt_response: true,
        });
        assertEquals(input(server).noise_reduction, { type: "near_field" });
        assertEquals(heardOf(server.report, SPOKEN), [
          "Hello.",
          "Are you still there?",
          "Goodbye.",
        ]);
        for (const { file } of [semantic, server]) {
          assertStringIncludes(JSON.stringify(file.call), '"endReason":"agent_completed"');
        }
      },
  }));
