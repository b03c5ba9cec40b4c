// Whole calls through the whole server: real sockets, real protocol, real time.
import { assert, assertEquals } from "@std/assert";
import type { Agent } from "../../contract/agent.ts";
import type { CallSummary } from "../../contract/call.ts";
import type { CallEvent } from "../../contract/event.ts";
import { EMPTY_TRANSCRIPT, foldTranscript } from "../../contract/transcript.ts";
import { seededRandom } from "../../simulator/seeded_random.ts";
import { randomScript } from "../../simulator/caller/random_script.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { runApp, type RunningApp, script } from "./running_app.ts";

const HELLO = script(
  "listens to the greeting, says goodbye, expects the same",
  { do: "listen" },
  { do: "say", recording: "caller-goodbye" },
  { do: "expect_end" },
);
const INTERRUPT = script(
  "asks, interrupts the answer, hangs up",
  { do: "listen" },
  { do: "say", recording: "caller-hours" },
  { do: "interrupt", afterMs: 1200, recording: "caller-interrupt" },
  { do: "listen" },
  { do: "hang_up" },
);

/** The record of a call that has ended: it is shown once it is stored, a moment after the caller knows. */
async function record(
  app: RunningApp,
  callId: string,
): Promise<{ call: CallSummary; events: CallEvent[] }> {
  for (let tries = 0; tries < 500; tries++) {
    const response = await app.api(`/api/calls/${callId}`);
    assertEquals(response.status, 200);
    const found: { call: CallSummary; events: CallEvent[] } = await response.json();
    if (found.call.endedAtMs !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`The record of call ${callId} never ended`);
}

Deno.test("a call is answered, understood, said goodbye to and ended by the agent, with outputs and a record", async () => {
  const app = await runApp();
  const report = await app.ring({ script: HELLO });
  assertEquals(report.violations, []);
  assertEquals(report.scriptError, null);
  assertEquals(report.disconnect?.reason, "completed");
  assertEquals(report.disconnect?.outputVariables?.END_REASON, "agent_completed");
  assertEquals(report.cutMs, 0);
  const { call, events } = await record(app, report.sessionId);
  assertEquals([call.state, call.endReason], ["ended", "agent_completed"]);
  assertEquals(events.filter((event) => event.type === "call.ended").length, 1);
  const { lines } = events.reduce(foldTranscript, EMPTY_TRANSCRIPT);
  assertEquals(lines.map((line) => line.speaker), ["agent", "caller", "agent"]);
  assertEquals(lines[1]?.text, "That is all, goodbye.");
  assert(lines.every((line) => line.status === "final"));
  assertEquals(app.standIn.connections.flatMap((connection) => connection.verdict()), []);
  await app.stop();
});

Deno.test("O-29 a caller who interrupts is heard at once, and the record says what was heard", async () => {
  const app = await runApp();
  const report = await app.ring({ script: INTERRUPT });
  assertEquals(report.violations, []);
  assertEquals(report.bargeIns >= 1, true);
  const { call, events } = await record(app, report.sessionId);
  assertEquals(call.endReason, "caller_hung_up");
  assert(call.interruptions >= 1);
  const cut = events.find((event) => event.type === "agent.heard" && event.interrupted);
  assert(cut?.type === "agent.heard" && cut.heardMs > 300 && cut.heardMs < cut.generatedMs);
  assertEquals(app.standIn.connections.flatMap((connection) => connection.verdict()), []);
  await app.stop();
});

Deno.test("twelve callers at once, at random, each with an answer of their own and no breach", async () => {
  const app = await runApp();
  const sayings = (await loadSpeech()).recordings.filter(({ role }) => role === "caller").map((
    { id },
  ) => id);
  const hangUp = new AbortController();
  const patience = setTimeout(() => hangUp.abort(), 20_000);
  const reports = await Promise.all(
    Array.from(
      { length: 12 },
      (_, i) =>
        app.ring({ script: randomScript(seededRandom(i + 1), sayings), signal: hangUp.signal }),
    ),
  );
  clearTimeout(patience);
  for (const report of reports) assertEquals(report.violations, []);
  for (const { sessionId } of reports) {
    const { call, events } = await record(app, sessionId);
    assert(call.endReason !== "internal", JSON.stringify(call));
    assert(events.every((event) => event.callId === sessionId));
  }
  assertEquals(new Set(reports.map(({ sessionId }) => sessionId)).size, 12);
  await app.stop();
});

Deno.test("S-21 a running call keeps its version, the next one has the new prompt and voice", async () => {
  const app = await runApp();
  const first = app.ring({ script: HELLO });
  while (app.standIn.connections.length === 0 || app.liveCalls === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const response = await app.api("/api/agents/default");
  const agent: Agent = await response.json();
  const edit = async (
    path: string,
    method: string,
    revision: number,
    body: unknown,
  ): Promise<Agent> => {
    const answer = await app.api(path, {
      method,
      headers: { "content-type": "application/json", "if-match": `"${revision}"` },
      body: JSON.stringify(body),
    });
    assertEquals(answer.status, 200);
    return await answer.json();
  };
  const draft = { ...agent.draft, voice: "cedar", prompt: "You sell umbrellas." };
  const saved = await edit("/api/agents/default/draft", "PUT", agent.revision, draft);
  await edit("/api/agents/default/publish", "POST", saved.revision, { note: "Umbrellas" });
  const second = await app.ring({ script: HELLO });
  const before = await record(app, (await first).sessionId);
  const after = await record(app, second.sessionId);
  assertEquals([before.call.agent.version, before.call.voice], [1, "marin"]);
  assertEquals([after.call.agent.version, after.call.voice], [2, "cedar"]);
  await app.stop();
});
