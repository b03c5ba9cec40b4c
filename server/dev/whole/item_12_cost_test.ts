// Item 12: what a call costs by the price table, the budget of a day with its alerts and its stop, calls at the
// same time, and calls of one number in an hour.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { NO_USAGE } from "../../contract/call.ts";
import type { ServerStatus } from "../../contract/feed.ts";
import { costAt, PRICES } from "../../contract/prices.ts";
import { loadScript } from "../../simulator/caller/conversations.ts";
import type { Rule, Scenario } from "../../simulator/realtime/scenario.ts";
import { createMemoryStore } from "../../store/memory_store.ts";
import { assertOrderly, heardOf, parts, remarks, says } from "./heard_words.ts";
import { runApp, script } from "./running_app.ts";
import { asked, atOnce, eventsOf, eventually, keptLog, publish, recordOf } from "./whole_kit.ts";

const HELLO = says("Hello.");
const MOMENT = remarks("One moment.", 300);
const ANSWER = says("It goes to Harbour Street.");
const BYE = says("Goodbye.");
const RULES: Rule[] = [
  { match: { callerRecording: "caller-address" }, reply: [MOMENT, ANSWER] },
  { match: { callerRecording: "caller-goodbye" }, reply: parts(BYE) },
];
const SCENARIO: Scenario = { replies: [[HELLO]], when: RULES, commentary: "always" };
const TALK = ["Hello.", "One moment.", "It goes to Harbour Street.", "Goodbye."];
const SPOKEN = [HELLO, MOMENT, ANSWER, BYE];
const BRIEF = script("hears the greeting and hangs up", { do: "listen" }, { do: "hang_up" });
/** Not the simulator, whose calls are test calls. */
const PHONE = { userAgent: "GenesysCloud-AudioHook-Client" };

Deno.test("12 what calls cost is known, and has a limit", () =>
  atOnce({
    "a call costs what its tokens cost, failed answers and summary included, and the day is the sum of its calls":
      async () => {
        const app = await runApp({
          paid: true,
          // The answer fails at first, after half a sentence of tokens.
          scenario: {
            ...SCENARIO,
            faults: [{ name: "F33", at: { response: 2 } }],
          },
          paceX: 4,
        });
        const report = await app.ring({ script: await loadScript("12_cost") });
        assertOrderly(app, report);
        assertEquals(heardOf(report, SPOKEN), TALK);
        const { call, events } = await recordOf(app, report.sessionId);
        const price = PRICES["gpt-realtime-2.1"]!;
        const cost = costAt(price, call.usage);
        assert(cost > 0);
        assertEquals(call.costUsd, cost);
        const done = eventsOf({ events }, "agent.done");
        assert(done.some(({ status }) => status === "failed"), "the failed answer is on record");
        const sum = done.reduce(
          (total, { usage }) => total + costAt(price, { ...NO_USAGE, ...usage }),
          0,
        );
        assert(Math.abs(sum - cost) < 1e-9, `${sum} and ${cost}`);
        const outputs = report.disconnect!.outputVariables;
        assertEquals(
          ["INPUT_TEXT", "INPUT_AUDIO", "OUTPUT_TEXT", "OUTPUT_AUDIO"].map((name) =>
            Number(outputs[`TOTAL_${name}_TOKENS`])
          ),
          [
            call.usage.inputTextTokens,
            call.usage.inputAudioTokens,
            call.usage.outputTextTokens,
            call.usage.outputAudioTokens,
          ],
        );
        const { spend } = await asked<ServerStatus>(app, "/api/status");
        assertEquals(spend.budgetUsd, null);
        assert(Math.abs(spend.usd - cost) < 1e-9, `${spend.usd} and ${cost}`);

        await publish(app, { model: "gpt-realtime-2.1-mini" });
        const cheap = await app.ring({ script: BRIEF });
        assertEquals([cheap.scriptError, heardOf(cheap, SPOKEN)], [null, ["Hello."]]);
        const small = (await recordOf(app, cheap.sessionId)).call;
        assertEquals(small.costUsd, costAt(PRICES["gpt-realtime-2.1-mini"]!, small.usage));
        const { spend: after } = await asked<ServerStatus>(app, "/api/status");
        assert(Math.abs(after.usd - cost - small.costUsd!) < 1e-9, `${after.usd}`);
        await app.stop();
      },
    "over the budget a live call goes on to its end, the next is refused with a code, and the stop survives a restart":
      async () => {
        const { log, text } = keptLog();
        const store = createMemoryStore();
        // Kept over a restart: what stops closes its store, as a process does.
        const kept = { ...store, close: () => Promise.resolve() };
        const env = { BUDGET_USD: "0.0001" };
        const app = await runApp({
          scenario: SCENARIO,
          paceX: 4,
          env,
          log,
          store: kept,
          paid: true,
        });
        const first = await app.ring({ script: await loadScript("12_cost") });
        assertOrderly(app, first);
        assertEquals(heardOf(first, SPOKEN), TALK);
        assertEquals(first.disconnect?.reason, "completed");
        const refused = await app.ring({ script: await loadScript("12_cost") });
        assertEquals([refused.disconnect?.reason, refused.disconnect?.info], ["error", "E_BUDGET"]);
        assertEquals([refused.violations, refused.playbacks], [[], 0]);
        assertEquals(app.standIn.connections.length, 1, "no model was dialled");
        const { spend } = await asked<ServerStatus>(app, "/api/status");
        assert(spend.budgetUsd === 0.0001 && spend.usd > spend.budgetUsd);
        assert(text().includes('"budget_alert"') && text().includes('"percent":100'), text());
        await app.stop();

        const again = await runApp({ scenario: SCENARIO, env, store, paid: true });
        const still = await again.ring({ script: BRIEF });
        assertEquals(still.disconnect?.info, "E_BUDGET");
        await again.stop();
      },
    "calls of one number in an hour and calls at the same time have a limit, others are answered":
      async () => {
        const { log, text } = keptLog();
        const app = await runApp({
          scenario: SCENARIO,
          paceX: 4,
          log,
          env: { MAX_CALLS_PER_NUMBER_PER_HOUR: "1", MAX_CALLS: "1" },
        });
        const ani = "tel:+4930555019942";
        const first = app.ring({ ...PHONE, ani, script: BRIEF });
        await eventually("the call", () => app.liveCalls > 0 || undefined);
        const full = await assertRejects(
          () => app.ring({ ...PHONE, ani: "tel:+4930555010002" }),
          Error,
        );
        assert(full.message.includes("503"), full.message);
        const { sessionId, violations } = await first;
        assertEquals(violations, []);
        assertEquals((await recordOf(app, sessionId)).call.endReason, "caller_hung_up");

        const second = await app.ring({ ...PHONE, ani, script: BRIEF });
        assertEquals([second.disconnect?.reason, second.disconnect?.info], [
          "error",
          "E_NUMBER_LIMIT",
        ]);
        for (const other of ["tel:+4930555010003", "anonymous"]) {
          const report = await app.ring({ ...PHONE, ani: other, script: BRIEF });
          assertEquals([report.scriptError, heardOf(report, SPOKEN)], [null, ["Hello."]]);
        }
        assertEquals(text().includes("30555019942"), false, "no number in the log");
        await app.stop();
      },
  }));
