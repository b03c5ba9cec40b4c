// Calls from a browser in whole: a foreign little client with a microphone talks to an agent's draft, cuts in and hangs
// up; what is published goes on answering the phone. Everything over real sockets, with a stand-in for the model.
import { assert, assertEquals } from "@std/assert";
import type { Agent, AgentConfig } from "../../contract/agent.ts";
import type { TestCallTells } from "../../contract/test_call.ts";
import type { Rule } from "../../simulator/realtime/scenario.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { heardOf, says, shareHeard } from "./heard_words.ts";
import { ADMIN_TOKEN, runApp, type RunningApp, script } from "./running_app.ts";
import { ANSWER, BYE, HELLO, MOMENT, SHORT_TALK } from "./short_talk.ts";
import { asked, eventsOf, eventually, recordOf, verdicts } from "./whole_kit.ts";

const PACE_MS = 20;
const DRAFT_HELLO = says("This is only a draft.", 900);
const LONG = says("Our opening hours are long, and there is much to be said about them.", 4000);
const DRAFT_GREETING: Rule = {
  match: { instructionsInclude: "this is only a draft", why: "asked" },
  reply: [DRAFT_HELLO],
};
const CITY: Rule = { match: { instructionsInclude: "lives in Porto", why: "turn" }, reply: [LONG] };
const SPOKEN = [DRAFT_HELLO, HELLO, MOMENT, ANSWER, LONG, BYE];

/** Whose draft says something else than what is published. */
async function drafted(rules: readonly Rule[] = []): Promise<RunningApp> {
  const app = await runApp({
    scenario: { when: [...rules, DRAFT_GREETING, ...SHORT_TALK] },
    paceX: 3,
  });
  const agent: Agent = await asked(app, "/api/agents/default");
  await edit(app, agent, { greeting: "Say: this is only a draft." });
  return app;
}

function edit(app: RunningApp, agent: Agent, change: Partial<AgentConfig>): Promise<Agent> {
  return asked(app, "/api/agents/default/draft", {
    method: "PUT",
    revision: agent.revision,
    body: { ...agent.draft, ...change },
  });
}

/** A client that knows the protocol by its description alone: plays in real time and says when it has run dry. */
async function talks(app: RunningApp, query: string) {
  const url = app.url.replace("/audiohook", `/api/agents/default/test-call${query}`);
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  socket.binaryType = "arraybuffer";
  const told: TestCallTells[] = [];
  const heard: number[] = [];
  let queue: number[] = [];
  let next: Uint8Array = new Uint8Array(0);
  const startedAtMs = performance.now();
  let playedMs = 0;
  /** In real time: what is due is heard, and the microphone sends as much. */
  const tick = setInterval(() => {
    while (performance.now() - startedAtMs > playedMs) {
      playedMs += PACE_MS;
      const due = queue.splice(0, PACE_MS * 8);
      heard.push(...due);
      const open = socket.readyState === WebSocket.OPEN;
      if (due.length > 0 && queue.length === 0 && open) socket.send('{"type":"playback"}');
      const frame = new Uint8Array(PACE_MS * 8).fill(0xff);
      frame.set(next.subarray(0, frame.length));
      next = next.subarray(frame.length);
      if (open) socket.send(frame);
    }
  }, PACE_MS);
  socket.onmessage = ({ data }) => {
    if (data instanceof ArrayBuffer) return void queue.push(...new Uint8Array(data));
    const message = JSON.parse(data) as TestCallTells;
    if (message.type === "clear") queue = [];
    if (message.type === "ended") socket.close(1000);
    told.push(message);
  };
  const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
  void closed.then(() => clearInterval(tick));
  const ready = await eventually("ready", () => told.find((one) => one.type === "ready"));
  return {
    socket,
    callId: ready.callId,
    told,
    closed,
    heard: () => Uint8Array.from(heard),
    says: (audio: Uint8Array) => void (next = audio),
    hearsTo: (words: { text: string; audio: Uint8Array }) =>
      eventually(
        `"${words.text}" to be heard`,
        () => heardOf({ heard: Uint8Array.from(heard) }, [words]).includes(words.text) || undefined,
      ),
  };
}

Deno.test("a person hears the draft's greeting, is answered, and hangs up; phones hear what is published", async () => {
  const speech = await loadSpeech();
  const app = await drafted();
  const person = await talks(app, "?draft=1");
  await person.hearsTo(DRAFT_HELLO);
  person.says(speech.byId("caller-address").audio);
  await person.hearsTo(ANSWER);
  const live = await asked<{ call: { agent: unknown } }>(app, `/api/calls/${person.callId}`);
  const report = await app.ring({ script: script("rings meanwhile", { do: "listen" }) });
  person.socket.send('{"type":"hang_up"}');
  assertEquals((await person.closed).code, 1000);

  assertEquals(
    heardOf({ heard: person.heard() }, SPOKEN),
    [DRAFT_HELLO, MOMENT, ANSWER].map(({ text }) => text),
  );
  assertEquals(heardOf(report, SPOKEN).includes(HELLO.text), true);
  assertEquals(heardOf(report, SPOKEN).includes(DRAFT_HELLO.text), false);
  const file = await recordOf(app, person.callId);
  const { agent, protocol, origin, endReason } = file.call;
  assertEquals([agent.version, protocol, origin, endReason], [
    0,
    "browser",
    "test",
    "caller_hung_up",
  ]);
  assertEquals(live.call.agent, agent);
  const [started] = eventsOf(file, "call.started");
  assertEquals([started?.draft, started?.route], [true, null]);
  const finals = person.told.filter((one) => one.type === "words" && one.final);
  const speakers = finals.map((one) => "speaker" in one && one.speaker);
  assertEquals(speakers.toSorted(), ["agent", "agent", "agent", "caller"]);
  assertEquals(eventsOf(file, "agent.heard").every(({ interrupted }) => !interrupted), true);
  assertEquals(verdicts(app), []);
  await app.stop();
});

Deno.test("without draft=1 what is published answers; the query brings variables; cutting in silences the line", async () => {
  const speech = await loadSpeech();
  const app = await drafted([CITY]);
  const before: Agent = await asked(app, "/api/agents/default");
  const saved = await edit(app, before, {
    greeting: before.published.config.greeting,
    prompt: "The caller lives in {{city}}.",
  });
  await asked(app, "/api/agents/default/publish", {
    method: "POST",
    revision: saved.revision,
    body: { note: "" },
  });
  const person = await talks(app, "?city=Porto");
  await person.hearsTo(HELLO);
  person.says(speech.byId("caller-address").audio);
  await eventually(
    "the long answer",
    () => shareHeard(person.heard(), LONG.audio) > 0.2 || undefined,
  );
  person.says(speech.byId("caller-address").audio);
  await eventually(
    "the line to be cleared",
    () => person.told.find(({ type }) => type === "clear"),
  );
  assert(shareHeard(person.heard(), LONG.audio) < 0.95);
  person.socket.close();
  const file = await recordOf(app, person.callId);
  await person.closed;
  assertEquals([file.call.agent.version, file.call.interruptions > 0], [2, true]);
  assertEquals(eventsOf(file, "call.started")[0]?.variables, { city: "Porto" });
  assertEquals(eventsOf(file, "call.started")[0]?.draft, undefined);
  assertEquals(file.call.endReason, "caller_hung_up");
  await app.stop();
});

Deno.test("the agent ends the call: its goodbye is heard to the end, then the browser is told", async () => {
  const speech = await loadSpeech();
  const app = await drafted();
  const person = await talks(app, "?draft=1");
  await person.hearsTo(DRAFT_HELLO);
  person.says(speech.byId("caller-goodbye").audio);
  assertEquals((await person.closed).code, 1000);
  assertEquals(person.told.at(-1), { type: "ended", code: "" });
  assertEquals(heardOf({ heard: person.heard() }, SPOKEN), [DRAFT_HELLO.text, BYE.text]);
  const file = await recordOf(app, person.callId);
  assertEquals(file.call.endReason, "agent_completed");
  const spoken = eventsOf(file, "agent.heard");
  assertEquals(spoken.at(-1)?.measure, "reported");
  await app.stop();
});

Deno.test("a server that is being stopped takes no call from a browser, and says goodbye to those it has", async () => {
  const app = await drafted();
  const person = await talks(app, "?draft=1");
  await person.hearsTo(DRAFT_HELLO);
  app.drain();
  const refused = await app.api("/api/agents/default/test-call?draft=1");
  assertEquals([refused.status, (await refused.json()).code], [503, "draining"]);
  app.failAll(true);
  await person.closed;
  assertEquals(person.told.at(-1), { type: "ended", code: "E_DRAIN" });
  await app.stop();
});
