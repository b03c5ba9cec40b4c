// Item 7: Genesys Data Actions as tools, against a stand-in for Genesys' public API: one that works, one that is
// slow to death, one that answers with garbage, and a provider that says so late.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { loadScript } from "../../simulator/caller/conversations.ts";
import type { Fault, GenesysApi, SimulatedAction } from "../../simulator/genesys_api/api_types.ts";
import { startGenesysApi } from "../../simulator/genesys_api/genesys_api.ts";
import type { Rule, Scenario } from "../../simulator/realtime/scenario.ts";
import { assertOrderly, calls, heardOf, ourClips, parts, remarks, says } from "./heard_words.ts";
import { runApp, type RunningApp, script, SECRET, type Steps } from "./running_app.ts";
import { atOnce, eventsOf, keptLog, notesOf, publish, recordOf } from "./whole_kit.ts";

const OAUTH_SECRET = "oauth-canary-8213";
const IBAN = "DE00-CANARY-4471";
const TOOL = "genesys_data_action_Parcel_status";
const PARCEL: SimulatedAction = {
  id: "custom_-_parcel-status",
  name: "Parcel status",
  requestType: "GET",
  input: {
    type: "object",
    properties: { number: { type: "string" } },
    required: ["number"],
    additionalProperties: false,
  },
  success: { type: "object", properties: { day: { type: "string" }, holders: { type: "array" } } },
  answer: ({ number }) => ({
    day: `tomorrow (${number})`,
    holders: [{ name: "Ada", iban: IBAN }, { name: "Bo", iban: IBAN }],
  }),
};

const HELLO = says("Hello.");
const ASKS = says("Which number?");
const LOOKS = remarks("Let me look.");
const TOMORROW = says("It comes tomorrow.");
const SORRY = says("I cannot see that now.");
const BYE = says("Goodbye.");
const LOOKED_UP: Rule[] = [
  { match: { callerRecording: "caller-tracking" }, reply: [ASKS] },
  {
    match: { callerRecording: "caller-number" },
    reply: [LOOKS, calls(TOOL, { number: "471192" })],
  },
  { match: { lastToolOutputIncludes: "tomorrow" }, reply: [TOMORROW] },
  { match: { lastToolOutputIncludes: "error" }, reply: [SORRY] },
  { match: { callerRecording: "caller-goodbye" }, reply: parts(BYE) },
];
const SCENARIO: Scenario = { replies: [[HELLO]], when: LOOKED_UP, commentary: "always" };

async function withGenesys(
  options: { faults?: readonly Fault[]; scenario?: Scenario; env?: Record<string, string> },
): Promise<{ app: RunningApp; genesys: GenesysApi; log: () => string; stop(): Promise<void> }> {
  const genesys = startGenesysApi({
    actions: [PARCEL],
    clientId: "client",
    clientSecret: OAUTH_SECRET,
    ...(options.faults && { faults: options.faults }),
  });
  const { log, text } = keptLog();
  const app = await runApp({
    scenario: { ...SCENARIO, ...options.scenario },
    paceX: 4,
    log,
    env: {
      GENESYS_AUDIOHOOK_SECRET: SECRET,
      GENESYS_CLIENT_ID: "client",
      GENESYS_CLIENT_SECRET: OAUTH_SECRET,
      GENESYS_BASE_URL: genesys.url,
      GENESYS_LOGIN_URL: genesys.url,
      GENESYS_HTTP_RETRY_BACKOFF_SECONDS: "0.05",
      GENESYS_TOOL_OUTPUT_REDACTION_FIELDS: "holders.iban",
      ALLOW_PRIVATE_ADDRESSES: "true",
      ...options.env,
    },
  });
  return {
    app,
    genesys,
    log: text,
    async stop() {
      // Requests that hang are let go of first.
      await genesys.close();
      await app.stop();
    },
  };
}

/** What the model was told by our tools, in order. */
function toolOutputs({ standIn }: RunningApp): string[] {
  return standIn.connections.flatMap(({ frames }) => frames).flatMap(({ event }) => {
    const item = event?.item as { type?: string; output?: string } | undefined;
    return item?.type === "function_call_output" ? [item.output ?? ""] : [];
  });
}

Deno.test("07 data actions of Genesys are tools: asked for through refusals, given up in time, never let to show what is hidden", () =>
  atOnce({
    "a call brings a data action, the model uses it through two refusals, and nobody sees the account":
      async () => {
        const { app, genesys, log, stop } = await withGenesys({
          faults: [{ at: "execute", does: { status: 429, retryAfterSeconds: 0 } }, {
            at: "execute",
            does: { status: 503 },
          }],
          // Later than the answer to it: what the caller says is known only when the tool has long run.
          scenario: { faults: [{ name: "F36", times: Infinity }] },
        });
        await publish(app, ({ overrides }) => ({ overrides: { ...overrides, tools: true } }));
        const report = await app.ring({ script: await loadScript("07_data_action") });
        assertOrderly(app, report);
        assertEquals(heardOf(report, [BYE, TOMORROW, LOOKS, ASKS, HELLO, SORRY]), [
          "Hello.",
          "Which number?",
          "Let me look.",
          "It comes tomorrow.",
          "Goodbye.",
        ]);
        assertEquals(report.bargeIns, 0);
        assertEquals(report.disconnect?.reason, "completed");

        assertEquals(genesys.violations, []);
        const executed = genesys.requests.filter(({ endpoint }) => endpoint === "execute");
        assertEquals(executed.map(({ body }) => body), Array(3).fill({ number: "471192" }));

        const file = await recordOf(app, report.sessionId);
        assertEquals(eventsOf(file, "call.briefed").map(({ tools }) => tools), [[TOOL]]);
        const [called] = eventsOf(file, "tool.called");
        assertEquals([called?.name, called?.args], [TOOL, '{"number":"471192"}']);
        const [finished] = eventsOf(file, "tool.finished");
        assertEquals([finished?.ok, finished?.name], [true, TOOL]);
        assertStringIncludes(finished?.result ?? "", '"name":"Ada","iban":"[REDACTED]"');
        assertEquals(eventsOf(file, "caller.line").map(({ text }) => text), [
          "Hello, where is my parcel?",
          "It is four seven one one nine two.",
          "That is all, goodbye.",
        ]);
        assertEquals(
          eventsOf(file, "call.ended")[0]?.outputs,
          report.disconnect?.outputVariables,
        );
        const told = toolOutputs(app);
        assertStringIncludes(told[0] ?? "", "tomorrow (471192)");
        for (const secret of [OAUTH_SECRET, IBAN, btoa(`client:${OAUTH_SECRET}`)]) {
          for (const text of [JSON.stringify(file), log(), JSON.stringify(told)]) {
            assertEquals(text.includes(secret), false, secret);
          }
        }
        await stop();
      },
    "a data action that never answers is bridged, given up and told in words; one that answers garbage too":
      async () => {
        const clips = await ourClips();
        const once = (number: string): Scenario => ({
          when: [
            {
              match: { callerRecording: "caller-tracking" },
              reply: [LOOKS, calls(TOOL, { number })],
            },
            ...LOOKED_UP.slice(1),
          ],
        });
        const ring = async (fault: Fault, waits: Steps) => {
          const rig = await withGenesys({
            faults: [fault],
            scenario: once("471192"),
            env: { GENESYS_HTTP_TIMEOUT_SECONDS: "5" },
          });
          await publish(rig.app, {
            tools: {
              http: [],
              mcp: [],
              dataActions: [{ id: PARCEL.id, description: "", confirm: false }],
            },
          });
          const report = await rig.app.ring({
            script: script(
              "asks once and waits for what comes of it",
              { do: "listen" },
              { do: "say", recording: "caller-tracking" },
              ...waits,
              { do: "say", recording: "caller-goodbye" },
              { do: "expect_end" },
            ),
          });
          return { ...rig, report, file: await recordOf(rig.app, report.sessionId) };
        };
        const [hung, garbage] = await Promise.all([
          ring({ at: "execute", does: "hang" }, [{ do: "listen" }, {
            do: "listen",
            quietMs: 1500,
          }]),
          ring({ at: "execute", does: { malformed: '{"half": ' }, times: 9 }, [
            { do: "listen", quietMs: 1500 },
          ]),
        ]);
        for (const { app, report } of [hung, garbage]) {
          assertOrderly(app, report);
          assertEquals(report.disconnect?.outputVariables.END_REASON, "agent_completed");
        }
        const spoken = [HELLO, LOOKS, clips.comfort, SORRY, TOMORROW, BYE];
        assertEquals(heardOf(hung.report, spoken), [
          "Hello.",
          "Let me look.",
          "(comfort)",
          "I cannot see that now.",
          "Goodbye.",
        ]);
        assertEquals(heardOf(garbage.report, spoken), [
          "Hello.",
          "Let me look.",
          "I cannot see that now.",
          "Goodbye.",
        ]);
        for (const [rig, type] of [[hung, "timeout"], [garbage, "json_error"]] as const) {
          const [finished] = eventsOf(rig.file, "tool.finished");
          assertEquals([finished?.ok, finished?.name], [false, TOOL]);
          const told = JSON.parse(toolOutputs(rig.app)[0] ?? "{}");
          assertEquals(told.error_type, type);
          assert(told.message.length > 20, "words, not a code");
        }
        await Promise.all([hung.stop(), garbage.stop()]);
      },
    "an action that is not allowed, and one that Genesys does not know, are left out, and the call goes on":
      async () => {
        const { app, stop } = await withGenesys({
          env: { GENESYS_ALLOWED_DATA_ACTION_IDS: "custom_-_unknown" },
          scenario: { when: [{ match: { callerRecording: "caller-goodbye" }, reply: parts(BYE) }] },
        });
        await publish(app, ({ overrides }) => ({ overrides: { ...overrides, tools: true } }));
        const report = await app.ring({
          variables: { DATA_ACTION_IDS: `${PARCEL.id}|custom_-_unknown` },
          script: script(
            "says goodbye",
            { do: "listen" },
            { do: "say", recording: "caller-goodbye" },
            { do: "expect_end" },
          ),
        });
        assertOrderly(app, report);
        assertEquals(heardOf(report, [HELLO, BYE]), ["Hello.", "Goodbye."]);
        const file = await recordOf(app, report.sessionId);
        assertEquals(eventsOf(file, "call.briefed")[0]?.tools, []);
        assertStringIncludes(notesOf(file, "data_action_not_allowed")[0] ?? "", PARCEL.id);
        assertStringIncludes(notesOf(file, "data_action_missing")[0] ?? "", "custom_-_unknown");
        await stop();
      },
  }));
