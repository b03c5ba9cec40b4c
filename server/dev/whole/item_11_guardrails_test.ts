// Item 11: guardrails: what the caller says and what the agent is about to say is checked beside the sound; a
// refusal in the operator's words replaces the answer; a check that fails lets the call go on.
import { assert, assertEquals } from "@std/assert";
import type { AgentConfig } from "../../contract/agent.ts";
import type { PlaceCallOptions } from "../../simulator/audiohook/call.ts";
import { loadScript } from "../../simulator/caller/conversations.ts";
import type { RestFault } from "../../simulator/openai_rest/rest_scenario.ts";
import type { Rule, Scenario } from "../../simulator/realtime/scenario.ts";
import { assertOrderly, heardOf, parts, remarks, says } from "./heard_words.ts";
import { runApp, script } from "./running_app.ts";
import { atOnce, eventsOf, keptLog, notesOf, publish, recordOf } from "./whole_kit.ts";

const REFUSAL = "I cannot talk about that.";
const HELLO = says("Hello.");
const MOMENT = remarks("One moment.", 300);
const THING = says("The thing with the thing goes like this, and it is a long story.", 5000);
const BAD = says(
  "You take the red wire and the green wire, and then you put both of them to the dynamite, " +
    "and you go away from it as quickly as you can.",
  6000,
);
const REFUSED = says(REFUSAL, 800);
const ANSWER = says("It goes to Harbour Street.");
const BYE = says("Goodbye.");
const SPOKEN = [HELLO, MOMENT, THING, BAD, REFUSED, ANSWER, BYE];

const RULES: Rule[] = [
  {
    match: { instructionsInclude: `exactly these words and nothing else: ${REFUSAL}` },
    reply: [REFUSED],
  },
  { match: { callerRecording: "caller-unclear" }, reply: [MOMENT, THING] },
  { match: { callerRecording: "caller-hours" }, reply: [BAD] },
  { match: { callerRecording: "caller-address" }, reply: [ANSWER] },
  { match: { callerRecording: "caller-goodbye" }, reply: parts(BYE) },
];

async function rung(
  call: Partial<PlaceCallOptions>,
  { moderation, scenario = {}, faults = [] }: {
    moderation: Partial<AgentConfig["moderation"]>;
    scenario?: Scenario;
    faults?: readonly RestFault[];
  },
) {
  const { log, text } = keptLog();
  const app = await runApp({
    scenario: { replies: [[HELLO]], when: RULES, commentary: "always", ...scenario },
    rest: { flagged: { "the thing": "illicit", "dynamite": "violence" }, faults },
    paceX: 4,
    log,
  });
  await publish(app, {
    moderation: { caller: false, agent: false, refusal: REFUSAL, ...moderation },
  });
  const report = await app.ring(call);
  assertOrderly(app, report);
  const file = await recordOf(app, report.sessionId);
  const checks = app.restRequests.filter(({ path }) => path === "moderation");
  await app.stop();
  const { reason, outputVariables } = report.disconnect!;
  assertEquals([reason, outputVariables.END_REASON], ["completed", "agent_completed"]);
  assertEquals(eventsOf(file, "call.ended")[0]?.outputs, outputVariables);
  for (const words of ["the thing", "dynamite", "Harbour"]) {
    assertEquals(text().includes(words), false, "words in the log");
  }
  return { report, file, checked: checks.map(({ body }) => body as Record<string, string>) };
}

Deno.test("11 what must not be said is neither answered nor said", () =>
  atOnce({
    "a caller who says what must not be said hears the refusal, once, and goes on; a late transcript is no way around":
      async () => {
        const calls = [{}, { faults: [{ name: "F36", times: Infinity }] }] as const;
        const guardrails = await loadScript("11_guardrails");
        const both = await Promise.all(
          calls.map((scenario) =>
            rung({ script: guardrails }, { moderation: { caller: true }, scenario })
          ),
        );
        for (const { report, file, checked } of both) {
          const heard = heardOf(report, SPOKEN);
          // How far the answer came before it was stopped depends on when the words were written down.
          assertEquals(heard.includes(THING.text), false, "the answer was not heard to its end");
          assertEquals(
            heard.filter((words) =>
              words !== MOMENT.text && words !== `${MOMENT.text}…` && words !== `${THING.text}…`
            ),
            ["Hello.", REFUSAL, "It goes to Harbour Street.", "Goodbye."],
          );
          assertEquals(eventsOf(file, "caller.flagged").map(({ categories }) => categories), [[
            "illicit",
          ]]);
          assertEquals(
            eventsOf(file, "agent.thinking").filter(({ cause }) => cause === "refusal").length,
            1,
          );
          assertEquals(eventsOf(file, "agent.flagged"), []);
          // The goodbye may be written down when the call is ending already.
          assertEquals(checked.map(({ input }) => input).slice(0, 2), [
            "Well, it was the thing with the thing, you know.",
            "Which address does it go to?",
          ]);
          assert(checked.every(({ model }) => model === "omni-moderation-latest"));
        }
      },
    "what the agent is about to say is stopped before its end, and the refusal is heard instead":
      async () => {
        const { report, file } = await rung({
          script: script(
            "asks, hears the refusal, says goodbye",
            { do: "listen" },
            { do: "say", recording: "caller-hours" },
            { do: "listen" },
            { do: "say", recording: "caller-goodbye" },
            { do: "expect_end" },
          ),
        }, { moderation: { agent: true } });
        const heard = heardOf(report, SPOKEN);
        assertEquals(heard.includes(BAD.text), false);
        assertEquals(heard.filter((words) => words !== `${BAD.text}…`), [
          "Hello.",
          REFUSAL,
          "Goodbye.",
        ]);
        assertEquals(eventsOf(file, "agent.flagged").map(({ categories }) => categories), [[
          "violence",
        ]]);
        assertEquals(eventsOf(file, "caller.flagged"), []);
        const bad = eventsOf(file, "agent.heard").find(({ itemId }) =>
          itemId === eventsOf(file, "agent.flagged")[0]?.itemId
        );
        // Not heard at all where it was stopped before its first sample.
        assert(!bad || bad.heardMs < 3000, String(bad?.heardMs));
      },
    "a check that fails, hangs or answers nonsense lets the call go on, and is noted once":
      async () => {
        const kinds = ["status", "hang", "malformed"] as const;
        const thanks = script(
          "has two short answers",
          { do: "listen" },
          { do: "say", recording: "caller-address" },
          { do: "listen" },
          { do: "say", recording: "caller-goodbye" },
          { do: "expect_end" },
        );
        const calls = await Promise.all(
          kinds.map((kind) =>
            rung({ script: thanks }, {
              moderation: { caller: true, agent: true },
              faults: [{ path: "moderation", kind, times: Infinity }],
            })
          ),
        );
        calls.forEach(({ report, file, checked }, i) => {
          assertEquals(
            heardOf(report, SPOKEN),
            ["Hello.", "It goes to Harbour Street.", "Goodbye."],
            kinds[i],
          );
          assert(checked.length >= 3, kinds[i]);
          assertEquals(notesOf(file, "moderation_failed").length, 1, kinds[i]);
          assertEquals(
            eventsOf(file, "caller.flagged").length + eventsOf(file, "agent.flagged").length,
            0,
          );
        });
      },
    "an agent that nobody told to check its calls sends no words to be checked": async () => {
      const { report, checked } = await rung({ script: await loadScript("11_guardrails") }, {
        moderation: {},
        scenario: {
          when: [{ match: { callerRecording: "caller-unclear" }, reply: [ANSWER] }, ...RULES],
        },
      });
      assertEquals(heardOf(report, SPOKEN), ["Hello.", "It goes to Harbour Street.", "Goodbye."]);
      assertEquals(checked, []);
    },
  }));
