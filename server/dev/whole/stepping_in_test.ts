// Supervisors in whole calls: a whisper is used, words are said, a person speaks with the caller and hands back, a call
// is ended and handed on. Everything over real sockets, with a simulated Genesys caller and a stand-in for the model.
import { assert, assertEquals } from "@std/assert";
import type { CommandRequest } from "../../contract/command.ts";
import type { CallEvent } from "../../contract/event.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import type { Rule } from "../../simulator/realtime/scenario.ts";
import { assertOrderly, heardOf, says, shareHeard } from "./heard_words.ts";
import { runApp, type RunningApp, script, type Steps } from "./running_app.ts";
import { ANSWER, BYE, HELLO, MOMENT, SHORT_TALK } from "./short_talk.ts";
import { asked, atOnce, type CallFile, eventsOf, eventually, recordOf } from "./whole_kit.ts";

const PACE = 20;
const BLUE = says("We also have it in blue.", 700);
const CLOSING = says("We close in ten minutes.", 900);
const BACK = says("I am back, how can I help?", 800);
const GONE = says("Goodbye for now.", 600);
const THROUGH = says("I am putting you through.", 600);
const SPOKEN = [HELLO, MOMENT, ANSWER, BLUE, CLOSING, BACK, GONE, THROUGH, BYE];

const RULES: readonly Rule[] = [
  { match: { instructionsInclude: `nothing else: ${CLOSING.text}` }, reply: [CLOSING] },
  { match: { instructionsInclude: "The supervisor's guidance has just come" }, reply: [BLUE] },
  { match: { instructionsInclude: "You are back on the line" }, reply: [BACK] },
  { match: { instructionsInclude: "The call ends here" }, reply: [GONE] },
  { match: { instructionsInclude: "you are putting them through" }, reply: [THROUGH] },
  // Whether a turn brings the answer or it is asked for.
  { match: { callerRecording: "caller-address" }, reply: [MOMENT, ANSWER] },
  ...SHORT_TALK,
];

/** A call that is under way, and how a supervisor steps in. */
async function stepsIn(
  steps: Steps,
  supervise: (call: {
    app: RunningApp;
    callId: string;
    give(request: CommandRequest): Promise<string>;
    /** Waits for the first that fits; those from before count. */
    seen<T extends CallEvent["type"]>(
      type: T,
      fits?: (event: Extract<CallEvent, { type: T }>) => boolean,
    ): Promise<Extract<CallEvent, { type: T }>>;
  }) => Promise<void>,
) {
  const app = await runApp({ scenario: { when: RULES }, paceX: 3 });
  const callId = crypto.randomUUID();
  const ringing = app.ring({ sessionId: callId, script: script("is talked to", ...steps) });
  const give = async (request: CommandRequest) => {
    const body = { method: "POST", body: request };
    return (await asked<{ commandId: string }>(app, `/api/calls/${callId}/commands`, body))
      .commandId;
  };
  const seen = async <T extends CallEvent["type"]>(
    type: T,
    fits: (event: Extract<CallEvent, { type: T }>) => boolean = () => true,
  ) => {
    return await eventually(`${type} in the call`, async () => {
      const response = await app.api(`/api/calls/${callId}`);
      const file: CallFile = await response.json();
      return response.ok ? eventsOf(file, type).find(fits) : undefined;
    });
  };
  await seen("agent.speaking");
  await supervise({ app, callId, give, seen });
  const report = await ringing;
  assertOrderly(app, report);
  const file = await recordOf(app, callId);
  await app.stop();
  return { app, report, file, heard: heardOf(report, SPOKEN) };
}

function stateOf(file: CallFile, commandId: string): string {
  return eventsOf(file, "command.changed").filter((event) => event.commandId === commandId)
    .map(({ state }) => state).join(" ");
}

/** A supervisor's ears and microphone. */
async function dials(app: RunningApp, callId: string) {
  const url = app.url.replace("/audiohook", `/api/calls/${callId}/sound`);
  const headers = { authorization: "Bearer whole-test-admin-token" };
  const socket = new WebSocket(url, { headers });
  socket.binaryType = "arraybuffer";
  const sides: { caller: Uint8Array[]; agent: Uint8Array[] } = { caller: [], agent: [] };
  const states: unknown[] = [];
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") return void states.push(JSON.parse(data));
    const frame = new Uint8Array(data);
    sides.caller.push(frame.subarray(1, 801));
    sides.agent.push(frame.subarray(801));
  };
  const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
  await new Promise((resolve) => socket.onopen = resolve);
  return {
    states,
    closed,
    heard: (side: "caller" | "agent") =>
      Uint8Array.from(sides[side].flatMap((frame) => [...frame])),
    /** In real time, as a microphone does. */
    async speaks(audio: Uint8Array) {
      const startedAtMs = performance.now();
      for (let at = 0; at < audio.length; at += PACE * 8) {
        socket.send(audio.slice(at, at + PACE * 8));
        const dueMs = startedAtMs + at / 8 + PACE;
        await new Promise((go) => setTimeout(go, Math.max(0, dueMs - performance.now())));
      }
    },
  };
}

Deno.test("a supervisor whispers and has words said; both are heard, and the receipts are true", () =>
  atOnce({
    "a whisper for now is spoken of where nobody speaks, one for the next turn with the next answer":
      async () => {
        let ids: string[] = [];
        const { file, heard, app } = await stepsIn(
          [
            { do: "listen", quietMs: 2500 },
            { do: "say", recording: "caller-address" },
            { do: "listen" },
            { do: "say", recording: "caller-goodbye" },
            { do: "expect_end" },
          ],
          async ({ give, seen }) => {
            await seen("agent.heard");
            const now = await give({ kind: "whisper", text: "Name the blue one.", when: "now" });
            const next = await give({
              kind: "whisper",
              text: "Be brief.",
              when: "next_turn",
            });
            ids = [now, next];
          },
        );
        assertEquals(heard, [HELLO, BLUE, MOMENT, ANSWER, BYE].map(({ text }) => text));
        assertEquals(ids.map((id) => stateOf(file, id)), Array(2).fill("sent delivered used"));
        const sent = JSON.stringify(app.standIn.connections[0]!.frames);
        assert(sent.includes("says to you, not to the caller: Name the blue one."));
        const receipts = eventsOf(file, "command.changed").filter(({ state }) => state === "used");
        const lines = eventsOf(file, "agent.line");
        const wordsOf = (responseId?: string) =>
          lines.filter((line) => line.responseId === responseId).map(({ text }) => text);
        assertEquals(wordsOf(receipts[0]?.responseId), [BLUE.text]);
        assert(wordsOf(receipts[1]?.responseId).includes(ANSWER.text));
      },

    "words to be said are heard after the caller's and to their last sample, then the caller is answered":
      async () => {
        let id = "";
        const { file, heard } = await stepsIn(
          [
            { do: "listen" },
            { do: "say", recording: "caller-address" },
            { do: "listen" },
            { do: "say", recording: "caller-goodbye" },
            { do: "expect_end" },
          ],
          async ({ give, seen }) => {
            await seen("caller.speaking");
            id = await give({ kind: "say", text: CLOSING.text });
          },
        );
        assertEquals(heard.filter((text) => text === CLOSING.text).length, 1);
        assertEquals(heard.at(-1), BYE.text);
        // The question is answered after it.
        assert(heard.indexOf(CLOSING.text) < heard.indexOf(ANSWER.text), `${heard}`);
        assertEquals(stateOf(file, id), "sent done");
      },
  }));

Deno.test("a person takes over with their own voice, hears the caller, and hands back", async () => {
  const speech = await loadSpeech();
  const voice = speech.byId("agent-today").audio;
  const thanks = speech.byId("caller-thanks").audio;
  const ears: Awaited<ReturnType<typeof dials>>[] = [];
  const { file, heard, report } = await stepsIn(
    [
      { do: "listen" },
      { do: "say", recording: "caller-address" },
      // To the answer, and right after it to a person.
      { do: "listen", quietMs: 1500 },
      { do: "say", recording: "caller-thanks" },
      { do: "listen" },
      { do: "say", recording: "caller-goodbye" },
      { do: "expect_end" },
    ],
    async ({ app, callId, give, seen }) => {
      const ann = await dials(app, callId);
      ears.push(ann);
      await seen("caller.line");
      const answer = await seen("agent.line", ({ text }) => text === ANSWER.text);
      await seen("agent.heard", ({ itemId }) => itemId === answer.itemId);
      await give({ kind: "take_over" });
      await ann.speaks(voice);
      await seen("caller.line", ({ text }) => /thank/i.test(text));
      await give({ kind: "hand_back" });
    },
  );
  const [ann] = ears;
  assert(shareHeard(report.heard, voice) > 0.9, "the caller heard the person");
  assert(shareHeard(ann!.heard("caller"), thanks) > 0.9, "the person heard the caller");
  assert(shareHeard(ann!.heard("agent"), ANSWER.audio) > 0.9, "and the agent before");
  assertEquals(heard, [HELLO, MOMENT, ANSWER, BACK, BYE].map(({ text }) => text));
  assertEquals((await ann!.closed).code, 1000);
  assertEquals(ann!.states.map((state) => (state as { onAir: boolean }).onAir), [
    false,
    true,
    false,
  ]);
  const types = file.events.map(({ type }) => type);
  const [took, back] = [
    types.indexOf("supervisor.took_over"),
    types.indexOf("supervisor.handed_back"),
  ];
  assert(0 < took && took < back);
  const between = file.events.slice(took, back);
  assert(between.some(({ type }) => type === "caller.line"));
  assertEquals(between.filter(({ type }) => type === "agent.line"), []);
  const spoken = eventsOf({ events: between }, "agent.heard").filter(({ itemId }) =>
    itemId.startsWith("supervisor-")
  );
  const heardMs = spoken.reduce((sum, item) => sum + item.heardMs, 0);
  assert(Math.abs(heardMs - voice.length / 8) < 1500, `${heardMs} ms of ${voice.length / 8}`);
  assertEquals(eventsOf(file, "listener.joined").map(({ by }) => by), ["operator"]);
});

Deno.test("a supervisor ends a call, or hands it on to a person, and the flow is told which", () =>
  atOnce({
    "ended with one sentence of goodbye": async () => {
      let id = "";
      const { file, heard, report } = await stepsIn(
        [{ do: "listen" }, { do: "expect_end" }],
        async ({ give, seen }) => {
          await seen("agent.heard");
          id = await give({ kind: "end" });
        },
      );
      assertEquals(heard, [HELLO.text, GONE.text]);
      assertEquals(report.disconnect?.outputVariables?.END_REASON, "supervisor_ended");
      assertEquals([file.call.endReason, stateOf(file, id)], ["supervisor_ended", "sent done"]);
    },

    "handed on, with the reason for the person who takes it": async () => {
      let id = "";
      const { file, heard, report } = await stepsIn(
        [{ do: "listen" }, { do: "expect_end" }],
        async ({ give, seen }) => {
          await seen("agent.heard");
          id = await give({ kind: "transfer", target: "", reason: "A refund over the limit" });
        },
      );
      assertEquals(heard, [HELLO.text, THROUGH.text]);
      const outputs = report.disconnect?.outputVariables;
      assertEquals([outputs?.ESCALATION_REQUIRED, outputs?.ESCALATION_REASON], [
        "true",
        "A refund over the limit",
      ]);
      assertEquals([file.call.endReason, stateOf(file, id)], ["agent_escalated", "sent done"]);
    },
  }));
