// Item 4 of issue 3, in whole calls: the tools by which the agent ends a call or says nothing, and a farewell that
// is heard to its last sample whatever the caller, or the model, does meanwhile.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { loadScript } from "../../simulator/caller/conversations.ts";
import { createRecogniser } from "../../simulator/recogniser.ts";
import type { Journal } from "../../simulator/realtime/journal.ts";
import type { Rule } from "../../simulator/realtime/scenario.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { assertOrderly, calls, heardOf, parts, remarks, says } from "./heard_words.ts";
import { runApp, script } from "./running_app.ts";
import { ANSWER, BYE, GREETING, HELLO, MOMENT, SHORT_TALK } from "./short_talk.ts";
import { atOnce, eventsOf, recordOf } from "./whole_kit.ts";

const SUCCESS = "end_conversation_successfully";
const ESCALATION = "end_conversation_with_escalation";
/** What the model is asked for when the farewell is the author's. */
const EXACTLY = { instructionsInclude: "Say exactly these words and nothing else" };
const LEAVES = { callerRecording: "caller-goodbye", why: "turn" as const };
const summary = "The address was told.";

Deno.test("the author's farewell is spoken, heard to its last sample, and then the call ends with its outputs", () =>
  atOnce({
    "even where the model fails at first and transcripts are late": async () => {
      const app = await runApp({
        scenario: {
          commentary: "always",
          faults: [{ name: "F36", variant: "after", times: Infinity }],
          when: [
            { match: EXACTLY, fails: "server_error", times: 1 },
            { match: LEAVES, reply: [calls(SUCCESS, { summary })] },
            ...SHORT_TALK,
          ],
        },
        paceX: 3,
      });
      const report = await app.ring({ script: await loadScript("04_call_control") });
      assertOrderly(app, report);
      const farewell = (await loadSpeech()).byId("agent-farewell");
      assertEquals(heardOf(report, [HELLO, MOMENT, ANSWER, farewell]), [
        HELLO.text,
        MOMENT.text,
        ANSWER.text,
        farewell.text,
      ]);
      assertEquals([report.disconnect?.reason, report.endedBy], ["completed", "server"]);
      assertEquals(report.disconnect?.outputVariables?.COMPLETION_SUMMARY, summary);
      const file = await recordOf(app, report.sessionId);
      const types = file.events.map(({ type }) => type);
      const heard = eventsOf(file, "agent.heard").at(-1);
      assertEquals([heard?.interrupted, heard?.heardMs], [false, heard?.generatedMs]);
      assert(types.indexOf("call.ending") < types.lastIndexOf("agent.heard"));
      assert(types.lastIndexOf("agent.heard") < types.indexOf("call.ended"));
      const farewells = eventsOf(file, "agent.thinking").filter(({ cause }) =>
        cause === "farewell"
      );
      assertEquals(farewells.length, 2);
      assertEquals(eventsOf(file, "caller.line").map(({ text }) => text), [
        "Which address does it go to?",
        "That is all, goodbye.",
      ]);
      await app.stop();
    },

    "though the caller talks into it": async () => {
      const app = await runApp({
        scenario: {
          when: [{ match: LEAVES, reply: [calls(SUCCESS, { summary })] }, ...SHORT_TALK],
        },
        paceX: 3,
      });
      const report = await app.ring({ script: await loadScript("04_farewell") });
      assertOrderly(app, report);
      const farewell = (await loadSpeech()).byId("agent-farewell");
      assertEquals(heardOf(report, [farewell]), [farewell.text]);
      // The model, whose turn detection would cut the farewell off, heard silence instead.
      const heard = await sayings(app.standIn.connections[0]!);
      assert(heard.includes("caller-goodbye") && !heard.includes("caller-yes"), `${heard}`);
      const file = await recordOf(app, report.sessionId);
      assertEquals([file.call.endReason, file.call.interruptions], ["agent_completed", 0]);
      await app.stop();
    },

    "when the call is handed on, after whatever the model said of its own": async () => {
      const ahead = remarks("Let me see who is there.", 400);
      const reason = "The caller asked for a person.";
      const app = await runApp({
        scenario: {
          when: [
            {
              match: { callerRecording: "caller-person" },
              reply: [ahead, calls(ESCALATION, { reason })],
            },
            ...SHORT_TALK,
          ],
        },
        paceX: 3,
      });
      const report = await app.ring({ script: await loadScript("04_escalation") });
      assertOrderly(app, report);
      const said = app.standIn.connections[0]!.said;
      const words = [HELLO.text, ahead.text, "One moment, I am putting you through."];
      assertEquals(said.map(({ text }) => text), words);
      assertEquals(heardOf(report, said), words);
      const outputs = report.disconnect?.outputVariables;
      assertEquals([report.disconnect?.reason, outputs?.ESCALATION_REASON], ["completed", reason]);
      assertEquals([outputs?.transfer_reason, outputs?.COMPLETION_SUMMARY], [reason, ""]);
      const { call } = await recordOf(app, report.sessionId);
      assertEquals(call.endReason, "agent_escalated");
      await app.stop();
    },

    "or is left out where the model can say nothing any more, whatever it wrote for arguments":
      async () => {
        const app = await runApp({
          scenario: {
            when: [
              { match: EXACTLY, fails: "server_error" },
              {
                match: LEAVES,
                reply: [{ type: "call", name: SUCCESS, args: '{"summary": "Cut o' }],
              },
              GREETING,
            ],
          },
          paceX: 3,
        });
        const report = await app.ring({
          script: leaving(),
          variables: { SUCCESS_PROMPT: "Goodbye from all of us." },
        });
        assertOrderly(app, report);
        assertEquals(heardOf(report, app.standIn.connections[0]!.said), [HELLO.text]);
        const outputs = report.disconnect?.outputVariables;
        assertEquals([report.disconnect?.reason, outputs?.END_REASON], [
          "completed",
          "agent_completed",
        ]);
        assertEquals(outputs?.COMPLETION_SUMMARY, "");
        const file = await recordOf(app, report.sessionId);
        assertEquals(eventsOf(file, "call.ending").length, 1);
        assert(eventsOf(file, "agent.done").some(({ status }) => status === "failed"));
        await app.stop();
      },
  }));

Deno.test("a call goes on while its caller has something to say, and stays quiet where nobody spoke to it", () =>
  atOnce({
    "a caller who interrupts the goodbye is answered, and said goodbye to again": async () => {
      const long = says("Thank you for calling, it was a pleasure, and so on.", 3000);
      const app = await runApp({
        scenario: {
          // Hardly faster than it is heard: the call of the tool is still to come.
          timing: { deliveryX: [1.3, 1.3], firstAudio: [100, 200] },
          when: [{ match: LEAVES, reply: parts(long), times: 1 }, ...SHORT_TALK],
        },
      });
      const report = await app.ring({
        script: script(
          "changes their mind during the goodbye",
          { do: "listen" },
          { do: "say", recording: "caller-goodbye" },
          { do: "interrupt", afterMs: 600, recording: "caller-address" },
          { do: "listen" },
          { do: "say", recording: "caller-goodbye" },
          { do: "expect_end" },
        ),
      });
      assertOrderly(app, report);
      assertEquals(report.bargeIns, 1);
      assertEquals(heardOf(report, [HELLO, long, ANSWER, BYE]), [
        HELLO.text,
        `${long.text}…`,
        ANSWER.text,
        BYE.text,
      ]);
      assertEquals(report.disconnect?.outputVariables?.END_REASON, "agent_completed");
      const file = await recordOf(app, report.sessionId);
      assertEquals(file.call.interruptions, 1);
      assertEquals(eventsOf(file, "call.ending").length, 1);
      await app.stop();
    },

    "noise is not answered: not by the model, and not by us": async () => {
      const noise: Rule = {
        match: { callerRecording: "caller-unclear" },
        reply: [calls("wait_for_user", {})],
      };
      const app = await runApp({ scenario: { when: [noise, ...SHORT_TALK] }, paceX: 3 });
      const report = await app.ring({
        script: script(
          "talks to somebody else in the room",
          { do: "listen" },
          { do: "say", recording: "caller-unclear" },
          { do: "expect_quiet", ms: 4500 }, // longer than we wait with our own "one moment"
          { do: "say", recording: "caller-goodbye" },
          { do: "expect_end" },
        ),
      });
      assertOrderly(app, report);
      assertEquals(report.playbacks, 2);
      assertEquals(heardOf(report, [HELLO, BYE]), [HELLO.text, BYE.text]);
      const file = await recordOf(app, report.sessionId);
      const tools = eventsOf(file, "tool.finished").map(({ name, ok }) => `${name} ${ok}`);
      assertEquals(tools, ["wait_for_user true", `${SUCCESS} true`]);
      await app.stop();
    },

    "with no words of the author's the model says goodbye itself, once": async () => {
      const app = await runApp({ scenario: { when: SHORT_TALK }, paceX: 3 });
      const report = await app.ring({ script: leaving() });
      assertOrderly(app, report);
      const [journal] = app.standIn.connections;
      assertEquals(heardOf(report, journal!.said), [HELLO.text, BYE.text]);
      const { tools } = journal!.lastEvent("session.update")?.session as {
        tools: { name: string; description: string }[];
      };
      const ending = tools.find(({ name }) => name === SUCCESS);
      assertStringIncludes(ending?.description ?? "", "before calling this");
      await app.stop();
    },

    "a model that ends the call without a word is asked for a goodbye": async () => {
      const app = await runApp({
        scenario: { when: [{ match: LEAVES, reply: [calls(SUCCESS, { summary })] }, GREETING] },
        paceX: 3,
      });
      const report = await app.ring({ script: leaving() });
      assertOrderly(app, report);
      const farewell = (await loadSpeech()).byId("agent-farewell");
      assertEquals(heardOf(report, [HELLO, farewell]), [HELLO.text, farewell.text]);
      await app.stop();
    },
  }));

function leaving() {
  return script(
    "is greeted and leaves",
    { do: "listen" },
    { do: "say", recording: "caller-goodbye" },
    { do: "expect_end" },
  );
}

/** What reached the model of the caller's recordings, by id. */
async function sayings({ heard }: Journal): Promise<string[]> {
  const recordings = (await loadSpeech()).recordings.filter(({ role }) => role === "caller");
  return createRecogniser(recordings, 0.3)(heard).map(({ recording }) => recording.id);
}
