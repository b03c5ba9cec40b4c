// Item 9: digits of the keypad: collected by #, by length, by a pause; one key as an action; in secret, where only
// a tool gets them. The tones themselves are not for the model.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { BYTES_PER_MS, encodeSample } from "../../audio/ulaw.ts";
import type { AgentConfig } from "../../contract/agent.ts";
import type { PlaceCallOptions } from "../../simulator/audiohook/call.ts";
import { loadScript } from "../../simulator/caller/conversations.ts";
import type { Rule, Scenario } from "../../simulator/realtime/scenario.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { assertOrderly, calls, heardOf, parts, remarks, says, shareHeard } from "./heard_words.ts";
import { runApp, script } from "./running_app.ts";
import {
  atOnce,
  type CallFile,
  eventsOf,
  keptLog,
  publish,
  receiver,
  recordOf,
} from "./whole_kit.ts";

const HELLO = says("Hello.");
const ASKS = says("Please type it.");
const LOOKS = remarks("Let me look.");
const FOUND = says("It comes tomorrow.");
const PAUSED = says("Only two?");
const AGAIN = says("Hello, once more.");
const MENU = says("Here is the menu.");
const LONG = says("We are open from Monday to Friday, and on Saturday.", 6000);
const THROUGH = says("I am putting you through.");
const WELCOME = says("Your PIN is right.");
const BYE = says("Goodbye.");

async function rung(
  call: Partial<PlaceCallOptions>,
  { scenario, agent, env }: {
    scenario: Scenario;
    agent: Partial<AgentConfig>;
    env?: Record<string, string>;
  },
) {
  const { log, text } = keptLog();
  const app = await runApp({
    scenario: { replies: [[HELLO]], commentary: "always", ...scenario },
    paceX: 4,
    log,
    ...(env && { env }),
  });
  await publish(app, agent);
  const report = await app.ring(call);
  assertOrderly(app, report);
  const file = await recordOf(app, report.sessionId);
  const [journal] = app.standIn.connections;
  await app.stop();
  const events = journal!.frames.flatMap(({ event }) => event ? [event] : []);
  return { report, file, model: { heard: journal!.heard, events }, log: text() };
}

const rules = (change: Partial<AgentConfig["digits"]>): AgentConfig["digits"] => ({
  terminator: "#",
  length: null,
  gapMs: 2000,
  secret: false,
  actions: [],
  ...change,
});

/** What the model was told in writing. */
function told(events: readonly Readonly<Record<string, unknown>>[]): string[] {
  return events.flatMap(({ type, item }) => {
    const { content } = (item ?? {}) as { content?: { text?: string }[] };
    return type === "conversation.item.create" && content ? [content[0]?.text ?? ""] : [];
  });
}

const inputs = (file: CallFile) =>
  eventsOf(file, "caller.digits").map(({ digits, endedBy, secret }) => [digits, endedBy, secret]);

/** The sound of a key, as it is on the line: two tones. */
function keyTone(ms: number): Uint8Array {
  return Uint8Array.from({ length: ms * BYTES_PER_MS }, (_, i) => {
    const wave = (hz: number) => Math.sin(2 * Math.PI * hz * i / 8000);
    return encodeSample(Math.round(6000 * (wave(770) + wave(1336))));
  });
}

const TYPED: Rule[] = [
  { match: { callerRecording: "caller-tracking" }, reply: [ASKS] },
  { match: { callerRecording: "caller-number" }, reply: [ASKS] },
  { match: { lastTextIncludes: "the keys 1 2" }, reply: [PAUSED] },
  { match: { lastTextIncludes: "the keys 4 7 1 1" }, reply: [FOUND] },
  { match: { callerRecording: "caller-goodbye" }, reply: parts(BYE) },
];

Deno.test("09 digits reach whom they are for: the model in words, a tool in secret, and no tone anybody", () =>
  atOnce({
    "digits up to # are told to the model in words, and answered once": async () => {
      const { report, file, model } = await rung({ script: await loadScript("09_digits") }, {
        scenario: { when: TYPED },
        agent: {},
      });
      assertEquals(heardOf(report, [FOUND, ASKS, HELLO, BYE]), [
        "Hello.",
        "Please type it.",
        "It comes tomorrow.",
        "Goodbye.",
      ]);
      assertEquals(report.disconnect?.reason, "completed");
      assertEquals(told(model.events), ["The caller pressed the keys 4 7 1 1 9 2."]);
      assertEquals(eventsOf(file, "caller.digit").map(({ digit }) => digit).join(""), "471192#");
      assertEquals(inputs(file), [["471192", "terminator", false]]);
      assertEquals(
        eventsOf(file, "agent.thinking").filter(({ cause }) => cause === "digits").length,
        1,
      );
      assertEquals(eventsOf(file, "call.ended")[0]?.outputs, report.disconnect?.outputVariables);
    },
    "the tones do not reach the model, whether a length or a pause ends the input": async () => {
      const tone = keyTone(140);
      const press = (digit: string) =>
        [{ do: "press", digits: digit }, { do: "say", recording: "wav" }] as const;
      const { report, file, model } = await rung({
        audio: tone,
        script: script(
          "types four keys, then two, and their tones are on the line",
          { do: "listen" },
          ...[..."4711"].flatMap(press),
          { do: "listen" },
          ...[..."12"].flatMap(press),
          { do: "listen" },
          { do: "say", recording: "caller-goodbye" },
          { do: "expect_end" },
        ),
      }, { scenario: { when: TYPED }, agent: { digits: rules({ length: 4, gapMs: 1200 }) } });
      assertEquals(heardOf(report, [HELLO, FOUND, PAUSED, BYE]), [
        "Hello.",
        "It comes tomorrow.",
        "Only two?",
        "Goodbye.",
      ]);
      assertEquals(inputs(file), [["4711", "length", false], ["12", "gap", false]]);
      const goodbye = (await loadSpeech()).byId("caller-goodbye").audio;
      assert(shareHeard(report.said, tone) === 1, "the tones were on the line");
      assertEquals(shareHeard(model.heard, tone), 0, "and not in the model's ears");
      assert(shareHeard(model.heard, goodbye) > 0.9, "which were open again afterwards");
      assertEquals(eventsOf(file, "caller.speaking").length, 1, "no tone was taken for words");
    },
    "a key that is an action hands on, in mid-sentence too; others repeat or instruct":
      async () => {
        const agent: Partial<AgentConfig> = {
          farewell: { success: "", escalation: "I am putting you through." },
          digits: rules({
            actions: [
              { digit: "0", does: "escalate", words: "" },
              { digit: "1", does: "repeat", words: "" },
              { digit: "2", does: "instruct", words: "Read the menu." },
            ],
          }),
        };
        const when: Rule[] = [
          { match: { callerRecording: "caller-hours" }, reply: [LONG] },
          {
            match: { instructionsInclude: "exactly these words and nothing else: I am putting" },
            reply: [THROUGH],
          },
          { match: { instructionsInclude: "hear your last words again" }, reply: [AGAIN] },
          { match: { instructionsInclude: "# Now\nRead the menu." }, reply: [MENU] },
        ];
        const [plain, cut] = await Promise.all([
          rung({ script: await loadScript("09_digit_action") }, { scenario: { when }, agent }),
          rung({
            script: script(
              "has it repeated, hears the menu, and presses 0 into a long answer",
              { do: "listen" },
              { do: "press", digits: "1" },
              { do: "listen" },
              { do: "press", digits: "2" },
              { do: "listen" },
              { do: "say", recording: "caller-hours" },
              { do: "hear", ms: 700 },
              { do: "press", digits: "0" },
              { do: "expect_end" },
            ),
          }, { scenario: { when }, agent }),
        ]);
        const spoken = [HELLO, AGAIN, MENU, LONG, THROUGH];
        assertEquals(heardOf(plain.report, spoken), ["Hello.", "I am putting you through."]);
        assertEquals(heardOf(cut.report, spoken), [
          "Hello.",
          "Hello, once more.",
          "Here is the menu.",
          `${LONG.text}…`,
          "I am putting you through.",
        ]);
        assertEquals(inputs(plain.file), [["0", "action", false]]);
        assertEquals(inputs(cut.file).map(([digits]) => digits), ["1", "2", "0"]);
        for (const { report, file } of [plain, cut]) {
          const outputs = report.disconnect?.outputVariables ?? {};
          assertEquals([report.disconnect?.reason, outputs.END_REASON], [
            "completed",
            "agent_escalated",
          ]);
          assertEquals(outputs.ESCALATION_REASON, "The caller pressed the key 0.");
          assertEquals([file.call.endReason, file.call.state], ["agent_escalated", "ended"]);
          assertEquals(eventsOf(file, "call.ended")[0]?.outputs, outputs);
        }
      },
    "secret digits get to the tool and nowhere else: not to the model, the record or the log":
      async () => {
        const DIGITS = "258046937";
        const crm = receiver(({ body }) => {
          const { pin } = JSON.parse(body);
          return Response.json({
            right: true,
            pin,
            grouped: "2580 4693 7",
            said: `PIN ${pin} is right`,
          });
        });
        const when: Rule[] = [
          ...TYPED,
          {
            match: { lastTextIncludes: "9 digits in secret" },
            reply: [LOOKS, calls("check_pin", { pin: "[digits-1]" })],
          },
          { match: { lastToolOutputIncludes: "right" }, reply: [WELCOME] },
        ];
        const { report, file, model, log } = await rung(
          { script: await loadScript("09_secret_digits") },
          {
            scenario: { when, faults: [{ name: "F36", times: Infinity }] },
            env: { ALLOW_PRIVATE_ADDRESSES: "true" },
            agent: {
              digits: rules({ secret: true }),
              tools: {
                http: [{
                  name: "check_pin",
                  description: "Checks a PIN",
                  method: "POST",
                  url: `${crm.url}/pin`,
                  headers: [],
                  parameters: JSON.stringify({
                    type: "object",
                    properties: { pin: { type: "string" } },
                  }),
                  timeoutMs: 5000,
                  confirm: false,
                  redact: [],
                }],
                mcp: [],
                dataActions: [],
              },
            },
          },
        );
        await crm.stop();
        assertEquals(heardOf(report, [WELCOME, LOOKS, ASKS, HELLO, BYE]), [
          "Hello.",
          "Please type it.",
          "Let me look.",
          "Your PIN is right.",
          "Goodbye.",
        ]);
        assertEquals(crm.received.map(({ body }) => JSON.parse(body)), [{ pin: DIGITS }]);
        assertEquals(inputs(file), [["•••••••••", "terminator", true]]);
        assertEquals(
          new Set(eventsOf(file, "caller.digit").map(({ digit }) => digit)),
          new Set(["•"]),
        );
        const [finished] = eventsOf(file, "tool.finished");
        assertEquals(finished?.ok, true);
        assertStringIncludes(finished?.result ?? "", "PIN [digits-1] is right");
        for (
          const [where, text] of [
            ["the record", JSON.stringify(file)],
            ["what the model was sent", JSON.stringify(model.events)],
            ["the log", log],
            ["what Genesys got", JSON.stringify(report.disconnect)],
          ] as const
        ) {
          assertEquals([text.includes(DIGITS), text.includes("2580 4693")], [false, false], where);
        }
      },
  }));
