// Item 3 of issue 3, in whole calls: which agent takes which call, and one agent handing a call to another in the
// middle of it.
import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import type { HeldRoutes } from "../../agents/agents.ts";
import type { Agent } from "../../contract/agent.ts";
import type { Route, RouteDecision, RouteTable } from "../../contract/route.ts";
import { loadScript } from "../../simulator/caller/conversations.ts";
import type { Journal } from "../../simulator/realtime/journal.ts";
import type { Rule } from "../../simulator/realtime/scenario.ts";
import { assertOrderly, calls, heardOf, remarks, says } from "./heard_words.ts";
import { runApp, type RunningApp, script } from "./running_app.ts";
import { BYE, HELLO, SHORT_TALK } from "./short_talk.ts";
import { asked, atOnce, eventsOf, notesOf, publish, recordOf } from "./whole_kit.ts";

const BACK = script(
  "is handed over and handed back",
  { do: "listen" },
  { do: "say", recording: "caller-change" },
  { do: "listen" },
  { do: "say", recording: "caller-hours" },
  { do: "listen" },
  { do: "say", recording: "caller-goodbye" },
  { do: "expect_end" },
);
const GREETED = script("is greeted and hangs up", { do: "listen", quietMs: 300 }, {
  do: "hang_up",
});
const ANYWHERE: Omit<Route, "name" | "agentId"> = {
  called: "",
  path: "",
  variable: { name: "", value: "" },
};
const AHEAD = remarks("Let me see.", 300);
const TAKEN = says("I can help with that.");
const SORRY = says("My colleague is not there, but I can help.");
const NEEDS = { urgency: "high", sentiment: "negative", confidence: 0.9 };

/** The model hands over; at first it writes something that cannot be read. */
function handingOver(billing: string, returns: string): Rule[] {
  const to = (agent: string, intent: string, summary: string) =>
    calls("route_to_agent", { agent, intent, summary, ...NEEDS });
  return [
    { match: { callerRecording: "caller-change" }, reply: [AHEAD, garbage()] },
    {
      match: { lastToolOutputIncludes: "no such colleague" },
      reply: [to(billing, "billing_invoice", "The invoice is wrong.")],
    },
    {
      match: { callerRecording: "caller-hours" },
      reply: [to(returns, "return_status", "Now it is about a parcel.")],
    },
    { match: { instructionsInclude: "You have just taken over" }, reply: [TAKEN] },
    { match: { lastToolOutputIncludes: "cannot take over" }, reply: [SORRY] },
  ];
}

function garbage() {
  return { type: "call" as const, name: "route_to_agent", args: '{"agent": ["billing", ' };
}

/** A default agent, one for returns and one for bills, and the routes to them. */
async function threeAgents(options: { late: boolean }): Promise<RunningApp> {
  const app = await runApp({
    scenario: {
      commentary: "always",
      when: [...handingOver("billing", "returns"), ...SHORT_TALK],
      ...(options.late && { faults: [{ name: "F36", variant: "after", times: Infinity }] }),
    },
    paceX: 3,
  });
  for (const name of ["Returns", "Billing"]) {
    const { id } = await asked<Agent>(app, "/api/agents", { method: "POST", body: { name } });
    assertEquals(id, name.toLowerCase());
  }
  const overrides = { prompt: true, model: false, tools: false };
  await publish(app, {
    prompt: "You look after returns. Case {{case}}.",
    greeting: "Say: good day, you are speaking with returns.",
    voice: "coral",
    overrides,
    handover: [{ agentId: "billing", when: "the caller asks about a bill" }],
  }, "returns");
  await publish(app, {
    prompt: "You look after bills. Case {{case}}.",
    voice: "ash",
    overrides,
    handover: [{ agentId: "returns", when: "the caller asks about a parcel" }],
  }, "billing");
  const table: RouteTable = {
    defaultAgentId: "default",
    routes: [
      { ...ANYWHERE, name: "Returns line", agentId: "returns", called: "+4930555010200" },
      { ...ANYWHERE, name: "Connector", agentId: "billing", path: "night-*" },
      {
        ...ANYWHERE,
        name: "By department",
        agentId: "billing",
        variable: { name: "Department", value: "bill*" },
      },
    ],
  };
  const { revision } = await asked<HeldRoutes>(app, "/api/routes");
  await asked(app, "/api/routes", { method: "PUT", revision, body: table });
  return app;
}

/** What a session was told, one after the other. */
function updates(journal: Journal): { instructions: string; tools: string[]; audio: boolean }[] {
  return journal.frames.filter(({ direction, type }) =>
    direction === "in" && type === "session.update"
  ).map(({ event }) => {
    const session = event?.session as {
      instructions: string;
      tools: { name: string }[];
      audio?: unknown;
    };
    return {
      instructions: session.instructions,
      tools: session.tools.map(({ name }) => name),
      audio: session.audio !== undefined,
    };
  });
}

function journalOf(app: RunningApp, words: string): Journal {
  const found = app.standIn.connections.filter((journal) =>
    updates(journal)[0]?.instructions.includes(words)
  );
  assertEquals(found.length, 1);
  return found[0]!;
}

Deno.test("agents, routes and hand-overs", () =>
  atOnce({
    "a number leads to its agent, who hands the call on inside it, in the same voice": async () => {
      const app = await threeAgents({ late: true });
      const [report, back] = await Promise.all([
        app.ring({
          script: await loadScript("03_routes"),
          variables: {
            case: "one",
            AI_SYSTEM_PROMPT: "You look after what was sent back, {{case}}.",
          },
        }),
        app.ring({ script: BACK, dnis: "tel:+4930555010200", variables: { case: "two" } }),
      ]);
      assertOrderly(app, report);
      assertOrderly(app, back);
      const spoken = [HELLO, AHEAD, TAKEN, BYE];
      assertEquals(heardOf(report, spoken), spoken.map(({ text }) => text));
      assertEquals(app.standIn.connections.length, 2); // a hand-over needs no new session

      const told = updates(journalOf(app, "sent back, one."));
      assertEquals(told.length, 2);
      assert(told[0]!.tools.includes("route_to_agent"));
      // The prompt that the call brought was for the first agent.
      assertStringIncludes(told[1]!.instructions, "You look after bills. Case one.");
      assertFalse(told[1]!.instructions.includes("sent back"));
      assertEquals(told.map(({ audio }) => audio), [true, false]); // voice and formats are not touched

      const outputs = report.disconnect?.outputVariables;
      assertEquals(
        [outputs?.Intent, outputs?.customer_summary, outputs?.urgency, outputs?.sentiment],
        ["billing_invoice", "The invoice is wrong.", "high", "negative"],
      );
      assertEquals([outputs?.intent_confidence, outputs?.original_intent], [
        "0.9",
        "billing_invoice",
      ]);
      const file = await recordOf(app, report.sessionId);
      const [started] = eventsOf(file, "call.started");
      assertEquals([started?.agent.id, started?.route], ["returns", "Returns line"]);
      assertEquals([file.call.route, file.call.agent.id], ["Returns line", "billing"]);
      assertEquals(file.call.voice, "coral");
      const [changed] = eventsOf(file, "agent.changed");
      assertEquals([changed?.agent.name, changed?.intent, changed?.sentiment], [
        "Billing",
        "billing_invoice",
        "negative",
      ]);
      const tools = eventsOf(file, "tool.finished").map(({ name, ok }) => [name, ok]);
      assertEquals(tools, [
        ["route_to_agent", false],
        ["route_to_agent", true],
        ["end_conversation_successfully", true],
      ]);
      assertEquals(
        eventsOf(file, "agent.thinking").filter(({ cause }) => cause === "handover").length,
        1,
      );
      assertEquals(eventsOf(file, "caller.line").length, 2); // late, and all the same there
      assertEquals(notesOf(file, "reconfigure_refused"), []);

      // Handed on and back again: flows see the last intent, and the first as the original one.
      const again = back.disconnect?.outputVariables;
      assertEquals([again?.Intent, again?.original_intent, again?.transfer_reason], [
        "return_status",
        "billing_invoice",
        "",
      ]);
      const second = await recordOf(app, back.sessionId);
      assertEquals(eventsOf(second, "agent.changed").map(({ agent }) => agent.id), [
        "billing",
        "returns",
      ]);
      assertEquals(heardOf(back, spoken).at(-1), BYE.text);
      await app.stop();
    },

    "connector, variable and default choose the agent, as the tester says beforehand": async () => {
      const app = await threeAgents({ late: false });
      const address = (path: string) => app.url.replace(/\/audiohook$/, path);
      const cases = [
        {
          dnis: "sip:4930@example.com",
          path: "/audiohook/night-7",
          variables: {},
          agentId: "billing",
        },
        {
          dnis: "tel:+4911",
          path: "/audiohook",
          variables: { " Department ": "BILLS" },
          agentId: "billing",
        },
        {
          dnis: "tel:+4911",
          path: "/audiohook?Department=billing",
          variables: {},
          agentId: "billing",
        },
        {
          dnis: "tel:+49 30 555010200",
          path: "/audiohook/night-7",
          variables: { Department: "bills" },
          agentId: "returns",
        },
        {
          dnis: "tel:+4911",
          path: "/audiohook",
          variables: { Department: "sales" },
          agentId: "default",
        },
      ];
      await Promise.all(cases.map(async ({ dnis, path, variables, agentId }) => {
        const address1 = path.includes("?") ? {} : variables;
        const fromQuery = Object.fromEntries(new URLSearchParams(path.split("?")[1] ?? ""));
        const decision = await asked<RouteDecision>(app, "/api/routes/test", {
          method: "POST",
          body: { called: dnis, address: path, variables: { ...fromQuery, ...address1 } },
        });
        const report = await app.ring({ url: address(path), dnis, variables, script: GREETED });
        assertOrderly(app, report);
        const { call } = await recordOf(app, report.sessionId);
        assertEquals([call.agent.id, decision.agentId], [agentId, agentId], `${dnis} ${path}`);
        assertEquals([call.route, call.agent.version], [decision.route ?? "", decision.version]);
        assertEquals(heardOf(report, [HELLO]), [HELLO.text]);
      }));
      await app.stop();
    },

    "a colleague who is gone cannot take over, and the call goes on with the first agent":
      async () => {
        const app = await threeAgents({ late: false });
        const script = { ...(await loadScript("03_routes")), expect: {} };
        const ringing = app.ring({ script });
        const journal = await app.standIn.connected(1);
        await journal.seen("in", "session.update");
        // Nothing leads to the colleague any more; the running call keeps its version, which does.
        const { revision, table } = await asked<HeldRoutes>(app, "/api/routes");
        const routes = table.routes.filter(({ agentId }) => agentId !== "billing");
        await asked(app, "/api/routes", { method: "PUT", revision, body: { ...table, routes } });
        await publish(app, { handover: [] }, "returns");
        const deleted = await app.api("/api/agents/billing", { method: "DELETE" });
        assertEquals([deleted.status, await deleted.text()], [204, ""]);

        const report = await ringing;
        assertOrderly(app, report);
        const spoken = [HELLO, AHEAD, SORRY, BYE];
        assertEquals(heardOf(report, spoken), spoken.map(({ text }) => text));
        const outputs = report.disconnect?.outputVariables;
        assertEquals([outputs?.END_REASON, outputs?.Intent], ["agent_completed", ""]);
        const file = await recordOf(app, report.sessionId);
        assertEquals([file.call.agent.id, eventsOf(file, "agent.changed").length], ["returns", 0]);
        assertEquals(updates(journal).length, 1);
        await app.stop();
      },
  }));
