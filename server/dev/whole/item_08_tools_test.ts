// Item 8: HTTP tools and remote MCP servers: a change only after a spoken yes, also when the yes is written down
// late; a tool that is slow, one that fails, one that answers with garbage; and what nobody may see of them.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { HttpTool, McpServer } from "../../contract/agent_tools.ts";
import type { TriedTool } from "../../contract/toolbox.ts";
import { loadScript } from "../../simulator/caller/conversations.ts";
import type { Rule, Scenario, ScriptedPiece } from "../../simulator/realtime/scenario.ts";
import { assertOrderly, calls, heardOf, ourClips, parts, remarks, says } from "./heard_words.ts";
import { runApp, type RunningApp, script, type Steps } from "./running_app.ts";
import {
  asked,
  atOnce,
  eventsOf,
  keptLog,
  publish,
  type Received,
  receiver,
  recordOf,
} from "./whole_kit.ts";

const SECRET = "crm-canary-55120";
const CARD = "4000-canary-0007";
const OUTPUT_CANARY = "mcp-output-canary-3391";
const HELLO = says("Hello.");
const SHALL_I = says("Shall I bring it on Friday?");
const AT_ONCE = remarks("I am doing it.");
const DONE = says("It comes on Friday.");
const LEFT = says("I leave it as it is.");
const SORRY = says("That did not work.");
const BYE = says("Goodbye.");
const SPOKEN = [HELLO, SHALL_I, AT_ONCE, DONE, LEFT, SORRY, BYE];
const ARGS = { number: "471192", day: "Friday", card: CARD };
const CHANGES = calls("change_day", ARGS);

const tool = (url: string, change: Partial<HttpTool> = {}): HttpTool => ({
  name: "change_day",
  description: "Brings a parcel on another day",
  method: "POST",
  url: `${url}/parcels/{number}/day`,
  headers: [{ name: "Authorization", value: "Bearer {{secret.CRM}}" }],
  parameters: JSON.stringify({
    type: "object",
    properties: { number: { type: "string" }, day: { type: "string" }, card: { type: "string" } },
    required: ["number"],
  }),
  timeoutMs: 5000,
  confirm: true,
  redact: ["card", "holders.iban"],
  ...change,
});

/** Asks, is told to ask first, asks the caller, and does `work` once more after the caller's answer. */
const asking = (work: ScriptedPiece): Rule[] => [
  { match: { callerRecording: "caller-change" }, reply: [work] },
  { match: { lastToolOutputIncludes: "must agree first" }, reply: [SHALL_I] },
  // What a remote server's tool was refused for stands before the refusal; the second is after a no.
  { match: { lastTextIncludes: '"approve":false' }, reply: [SHALL_I], times: 1 },
  { match: { lastTextIncludes: '"approve":false' }, reply: [LEFT] },
  { match: { callerRecording: "caller-yes" }, reply: [AT_ONCE, work] },
  // A model that does not take no for an answer.
  { match: { callerRecording: "caller-no" }, reply: [work] },
  { match: { lastToolOutputIncludes: "has not said yes" }, reply: [LEFT] },
  { match: { lastToolOutputIncludes: "Friday" }, reply: [DONE] },
  { match: { lastToolOutputIncludes: "error" }, reply: [SORRY] },
  { match: { callerRecording: "caller-goodbye" }, reply: parts(BYE) },
];

interface Rig {
  app: RunningApp;
  received: Received[];
  url: string;
  log: () => string;
  stop(): Promise<void>;
}

async function rigged(
  scenario: Scenario,
  answer: (request: Received) => Response | Promise<Response>,
): Promise<Rig> {
  const { url, received, stop } = receiver(answer);
  const { log, text } = keptLog();
  const app = await runApp({
    scenario: { replies: [[HELLO]], commentary: "always", ...scenario },
    paceX: 4,
    log,
    env: { SECRET_CRM: SECRET, ALLOW_PRIVATE_ADDRESSES: "true" },
  });
  return {
    app,
    received,
    url,
    log: text,
    async stop() {
      await app.stop();
      await stop();
    },
  };
}

/** The other end echoes what it was sent, as other ends do. */
const echoes = ({ headers, body }: Received) =>
  Response.json({
    day: "Friday",
    you: headers.get("authorization"),
    holders: [{ iban: CARD }],
    got: JSON.parse(body).day,
  });

/** What the model was told, in texts and outputs. */
function toldToModel({ standIn }: RunningApp): string {
  const events = standIn.connections.flatMap(({ frames }) => frames).map(({ event }) => event);
  return JSON.stringify(events.filter((event) => event?.type === "conversation.item.create"));
}

const SERVER: McpServer = {
  label: "crm",
  url: "https://mcp.example/sse",
  description: "The parcels",
  allowedTools: ["change_day"],
  approval: "spoken_yes",
  secret: "CRM",
};
const REMOTE: ScriptedPiece = {
  type: "mcp",
  server: "crm",
  name: "change_day",
  args: JSON.stringify({ number: "471192", card: CARD }),
  output: `Friday ${OUTPUT_CANARY}`,
};

Deno.test("08 tools change something only after a yes, and whatever becomes of one the caller hears it", () =>
  atOnce({
    "a tool that changes something runs once, after a yes that is written down late, and nobody sees key or card":
      async () => {
        const late: Scenario = {
          when: asking(CHANGES),
          faults: [{ name: "F36", times: Infinity }],
        };
        const rig = await rigged(late, echoes);
        const { app, received, url } = rig;
        await publish(app, { tools: { http: [tool(url)], mcp: [], dataActions: [] } });
        const report = await app.ring({ script: await loadScript("08_tools") });
        assertOrderly(app, report);
        assertEquals(heardOf(report, SPOKEN), [
          "Hello.",
          "Shall I bring it on Friday?",
          "I am doing it.",
          "It comes on Friday.",
          "Goodbye.",
        ]);
        assertEquals(report.disconnect?.reason, "completed");
        assertEquals(received.map(({ path, body }) => [path, JSON.parse(body)]), [
          ["/parcels/471192/day", { day: "Friday", card: CARD }],
        ]);
        assertEquals(received[0]?.headers.get("authorization"), `Bearer ${SECRET}`);

        const file = await recordOf(app, report.sessionId);
        assertEquals(eventsOf(file, "tool.awaits_yes").map(({ name }) => name), ["change_day"]);
        assertEquals(
          eventsOf(file, "tool.finished").filter(({ name }) => name === "change_day").map((
            { ok },
          ) => ok),
          [false, true],
        );
        assertStringIncludes(eventsOf(file, "tool.called")[0]?.args ?? "", '"card":"[REDACTED]"');
        assertStringIncludes(JSON.stringify(file), "Yes do it.");
        assertEquals(eventsOf(file, "call.ended")[0]?.outputs, report.disconnect?.outputVariables);
        for (const text of [JSON.stringify(file), rig.log()]) {
          assertEquals([text.includes(SECRET), text.includes(CARD)], [false, false]);
        }
        assertEquals(toldToModel(app).includes(SECRET), false, "the echoed key");
        await rig.stop();
      },
    "after a no nothing runs, however the model insists; a try from the console does run":
      async () => {
        const rig = await rigged({ when: asking(CHANGES) }, echoes);
        const { app, received, url } = rig;
        await publish(app, { tools: { http: [tool(url)], mcp: [], dataActions: [] } });
        const report = await app.ring({ script: await loadScript("08_tool_refused") });
        assertOrderly(app, report);
        assertEquals(heardOf(report, SPOKEN), [
          "Hello.",
          "Shall I bring it on Friday?",
          "I leave it as it is.",
          "Goodbye.",
        ]);
        assertEquals(received, []);
        const file = await recordOf(app, report.sessionId);
        assertEquals(
          eventsOf(file, "tool.finished").filter(({ name }) => name === "change_day").map((
            { ok },
          ) => ok),
          [false, false],
        );
        assertEquals(file.call.endReason, "agent_completed");

        const tried: TriedTool = await asked(app, "/api/tools/try", {
          method: "POST",
          body: { kind: "http", tool: tool(url), args: JSON.stringify(ARGS) },
        });
        assertEquals([tried.ok, received.length], [true, 1]);
        assertEquals(tried.output.includes(SECRET), false);
        await rig.stop();
      },
    "tools that are slow, refuse, answer garbage or do not exist: the caller hears why, never silence":
      async () => {
        const clips = await ourClips();
        const plain = (change: Partial<HttpTool>) => ({ confirm: false, ...change });
        const { promise: late, resolve: letGo } = Promise.withResolvers<void>();
        const ring = async (
          answer: (request: Received) => Response | Promise<Response>,
          { change = {}, reply = [AT_ONCE, CHANGES], steps = [{ do: "listen", quietMs: 1200 }] }: {
            change?: Partial<HttpTool>;
            reply?: ScriptedPiece[];
            steps?: Steps;
          } = {},
        ) => {
          const when: Rule[] = [
            { match: { callerRecording: "caller-change" }, reply },
            ...asking(CHANGES).slice(1),
          ];
          const rig = await rigged({ when }, answer);
          const http = [tool(rig.url, plain(change))];
          await publish(rig.app, { tools: { http, mcp: [], dataActions: [] } });
          const report = await rig.app.ring({
            script: script(
              "asks once and hears what came of it",
              { do: "listen" },
              { do: "say", recording: "caller-change" },
              ...steps,
              { do: "say", recording: "caller-goodbye" },
              { do: "expect_end" },
            ),
          });
          assertOrderly(rig.app, report);
          assertEquals(report.disconnect?.outputVariables.END_REASON, "agent_completed");
          const file = await recordOf(rig.app, report.sessionId);
          const [finished] = eventsOf(file, "tool.finished");
          letGo();
          await rig.stop();
          const { ok, result = "", tookMs } = finished!;
          return { report, ok, result, tookMs };
        };
        const [slow, refused, garbage, unknown] = await Promise.all([
          ring(async () => {
            await late;
            return new Response(null, { status: 204 });
          }, {
            change: { timeoutMs: 4800 },
            steps: [{ do: "listen" }, { do: "listen", quietMs: 1500 }],
          }),
          ring(() =>
            Response.json({ holders: [{ iban: CARD }], why: "no error" }, { status: 409 })
          ),
          ring(() =>
            new Response(`<html>${CARD} ERROR`, { headers: { "content-type": "text/html" } })
          ),
          ring(() => Response.json({}), { reply: [AT_ONCE, calls("open_door", {})] }),
        ]);
        const heard = ({ report }: typeof slow) => heardOf(report, [...SPOKEN, clips.comfort]);
        assertEquals(heard(slow), [
          "Hello.",
          "I am doing it.",
          "(comfort)",
          "That did not work.",
          "Goodbye.",
        ]);
        assertEquals(slow.ok, false);
        assert(slow.tookMs >= 4700 && slow.result.includes("timeout"), slow.result);
        for (const one of [refused, garbage, unknown]) {
          assertEquals(heard(one), ["Hello.", "I am doing it.", "That did not work.", "Goodbye."]);
        }
        assertEquals([refused.ok, refused.result.includes("409")], [false, true]);
        assertEquals(garbage.ok, true, "what a page says is for the model to judge");
        assertEquals(unknown.ok, false);
        for (const { result } of [refused, garbage]) {
          assertEquals(result.includes(CARD), false, result);
        }
      },
    "a remote server's tool is allowed by a yes that is written down late, and refused by a no":
      async () => {
        const ring = async (name: "08_tools" | "08_tool_refused") => {
          const rig = await rigged({
            when: asking(REMOTE),
            faults: [{ name: "F36", times: Infinity }],
          }, echoes);
          await publish(rig.app, { tools: { http: [], mcp: [SERVER], dataActions: [] } });
          const report = await rig.app.ring({ script: await loadScript(name) });
          assertOrderly(rig.app, report);
          const file = await recordOf(rig.app, report.sessionId);
          const frames = rig.app.standIn.connections[0]!.frames;
          const approvals = frames.flatMap(({ event }) => {
            const item = event?.item as { type?: string; approve?: boolean } | undefined;
            return item?.type === "mcp_approval_response" ? [item.approve] : [];
          });
          const session = JSON.stringify(
            frames.find(({ type }) => type === "session.update")?.event,
          );
          const told = toldToModel(rig.app);
          await rig.stop();
          return { report, file, approvals, session, told, log: rig.log() };
        };
        const [yes, no] = await Promise.all([ring("08_tools"), ring("08_tool_refused")]);
        assertEquals(heardOf(yes.report, SPOKEN), [
          "Hello.",
          "Shall I bring it on Friday?",
          "I am doing it.",
          "It comes on Friday.",
          "Goodbye.",
        ]);
        assertEquals(yes.approvals, [false, true]);
        assertStringIncludes(yes.told, "the caller must agree first");
        assertEquals(
          eventsOf(yes.file, "tool.finished").filter(({ name }) => name === "crm/change_day")
            .map(({ ok }) => ok),
          [true],
        );
        assertStringIncludes(yes.session, `"authorization":"${SECRET}"`);
        assertStringIncludes(yes.session, '"require_approval":"always"');

        assertEquals(heardOf(no.report, SPOKEN), [
          "Hello.",
          "Shall I bring it on Friday?",
          "I leave it as it is.",
          "Goodbye.",
        ]);
        assertEquals(no.approvals, [false, false]);
        assertEquals(JSON.stringify(no.file).includes('"crm/change_day","ok":true'), false);
        for (const { file, log } of [yes, no]) {
          for (const secret of [SECRET, CARD, OUTPUT_CANARY]) {
            assertEquals([JSON.stringify(file).includes(secret), log.includes(secret)], [
              false,
              false,
            ]);
          }
        }
      },
  }));
