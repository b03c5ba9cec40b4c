// Tools, hand-overs and farewells that meet something else: a lost session, a speaking caller, each other.
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Briefing } from "./briefing.ts";
import type { CallOptions } from "./call_options.ts";
import type { CallTool, ToolOutcome } from "./call_tool.ts";
import { AGENT, LOST, type Rig, sampleBriefing, startRig } from "./fake_call_test_kit.ts";

const DONE: ToolOutcome = { ok: true, output: '{"eta":"15:40"}', shown: "{}" };
const TWENTY_SECONDS = 20_000;

function slowTool(name: string, confirm = false) {
  const ran: string[] = [];
  let finish: (outcome: ToolOutcome) => void = () => {};
  const tool: CallTool = {
    definition: { name, description: "", parameters: { type: "object" } },
    confirm,
    shownArgs: (args) => args,
    run(args) {
      ran.push(args);
      const { promise, resolve } = Promise.withResolvers<ToolOutcome>();
      finish = resolve;
      return promise;
    },
  };
  return {
    tool,
    ran,
    async finish() {
      finish(DONE);
      await settle();
    },
  };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 8; i++) await Promise.resolve();
}

/** A call whose greeting has been heard. */
function rigWith(briefing: Partial<Briefing> = {}, more: Partial<CallOptions> = {}): Rig {
  const config = { ...AGENT, greeting: "", summary: { ...AGENT.summary, inCall: false } };
  const rig = startRig(config, undefined, { briefing: sampleBriefing(config, briefing), ...more });
  rig.model.ready();
  rig.trace.length = 0;
  return rig;
}

function calls(rig: Rig, name: string, args = "{}", id = "t1"): void {
  const responseId = `response of ${id}`;
  rig.model.says({ type: "response_started", responseId, cause: "turn" });
  rig.model.says({ type: "tool_call", responseId, toolCallId: id, name, args });
  rig.model.done(responseId);
}

/** The line goes on for so long. */
function passes(rig: Rig, ms: number): void {
  for (let leftMs = ms; leftMs > 0; leftMs -= 200) {
    rig.clock.advance(200);
    rig.call.listener.audio(new Uint8Array(1600));
  }
}

function starts(rig: Rig, itemId: string): void {
  const audioStartMs = rig.model.appended.reduce((sum, audio) => sum + audio.length / 8, 0);
  rig.model.says({ type: "speech_started", itemId, audioStartMs });
}

function stops(rig: Rig, itemId: string): void {
  const audioEndMs = rig.model.appended.reduce((sum, audio) => sum + audio.length / 8, 0);
  rig.model.says({ type: "speech_stopped", itemId, audioEndMs });
}

const asked = (rig: Rig) => rig.trace.filter((line) => line.startsWith("model: respond"));

Deno.test("a caller who speaks for long after a tool has answered is neither bridged nor given up", async () => {
  const track = slowTool("track");
  const rig = rigWith({ tools: [track.tool] });
  calls(rig, "track");
  passes(rig, 600);
  starts(rig, "c1");
  await track.finish();
  passes(rig, TWENTY_SECONDS + 5000);
  assertEquals(rig.all("agent.line"), []);
  assertEquals(rig.all("call.ending"), []);
});

Deno.test("after a tool that took as long as it may, the model still has its time to speak", async () => {
  const track = slowTool("track");
  const rig = rigWith({ tools: [track.tool] });
  calls(rig, "track");
  passes(rig, TWENTY_SECONDS + 1000);
  await track.finish();
  passes(rig, 1000);
  assertEquals(rig.all("call.ending"), []);
  assertEquals(asked(rig), ["model: respond tool"]);
});

Deno.test("O-10 a result that comes while the model is away is told to the next session in words", async () => {
  const track = slowTool("track");
  const rig = rigWith({ tools: [track.tool] });
  calls(rig, "track");
  rig.model.says({ type: "lost", failure: LOST });
  await track.finish();
  rig.clock.advance(1000);
  rig.model.ready();
  assertEquals(rig.trace, ["model: tell", "model: respond recovery"]);
  assertStringIncludes(rig.model.tell_[0]!, '{"eta":"15:40"}');
});

Deno.test("O-10 a tool that outlives its session is not called again, and its result is told in words", async () => {
  const book = slowTool("book");
  const rig = rigWith({ tools: [book.tool] });
  calls(rig, "book");
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(1000);
  rig.model.ready();
  assertStringIncludes(rig.model.tell_[0]!, "Do not call it again");
  rig.trace.length = 0;
  await book.finish();
  assertEquals(rig.trace, ["model: tell", "model: respond tool"]);
});

Deno.test("O-10 a session that is lost before it spoke of a tool's answer does not leave a silence", () => {
  const rig = rigWith();
  calls(rig, "no_such_tool");
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(1000);
  rig.model.ready();
  assertEquals(asked(rig).at(-1), "model: respond recovery");
});

Deno.test("O-12 a session is not changed while a tool works, though the caller is typing", () => {
  const track = slowTool("track");
  const rig = startRig({ greeting: "" }, undefined, {
    briefing: sampleBriefing({ ...AGENT, greeting: "" }, { tools: [track.tool] }),
  });
  rig.model.ready(rig.clock.wall() + 60_000);
  passes(rig, 54_000);
  calls(rig, "track");
  rig.call.listener.digit("4");
  passes(rig, 1000);
  assertEquals(rig.upstreams.length, 1);
});

Deno.test("a tool that waits for a yes while the call is handed over is told to be gone", async () => {
  const book = slowTool("book", true);
  const later = slowTool("later");
  const next = sampleBriefing({ ...AGENT, greeting: "" }, { tools: [later.tool] });
  const rig = rigWith(
    { tools: [book.tool], handover: [{ id: "b", name: "B", when: "" }] },
    { briefAgain: () => Promise.resolve(next) },
  );
  calls(rig, "book");
  passes(rig, 600);
  starts(rig, "c1");
  stops(rig, "c1");
  calls(rig, "book", "{}", "t2");
  calls(rig, "route_to_agent", '{"agent":"b","intent":"billing"}', "t3");
  await settle();
  rig.model.says({ type: "caller_text", itemId: "c1", text: "yes" });
  await settle();
  const gone = rig.all("tool.finished").find(({ toolCallId }) => toolCallId === "t2");
  assertEquals(gone?.result, "The tool is no longer there");
  // What never ends would keep the model from speaking of any other tool.
  calls(rig, "later", "{}", "t4");
  rig.trace.length = 0;
  await later.finish();
  assertEquals(asked(rig), ["model: respond tool"]);
});

Deno.test("of two tools that wait for one yes the second is refused, and the first runs", async () => {
  const book = slowTool("book", true);
  const rig = rigWith({ tools: [book.tool] });
  calls(rig, "book");
  passes(rig, 600);
  starts(rig, "c1");
  stops(rig, "c1");
  calls(rig, "book", "{}", "t2");
  calls(rig, "book", "{}", "t3");
  rig.model.says({ type: "caller_text", itemId: "c1", text: "yes" });
  await book.finish();
  const ends = rig.all("tool.finished").map(({ toolCallId, ok }) => [toolCallId, ok]);
  assertEquals(ends, [["t1", false], ["t3", false], ["t2", true]]);
});

Deno.test("a remote tool waits for the words of a yes that is still being transcribed", () => {
  const rig = rigWith();
  const asks = (approvalId: string) => {
    rig.model.says({ type: "response_started", responseId: approvalId, cause: "turn" });
    rig.model.says({ type: "approval_asked", approvalId, server: "s", name: "pay", args: "{}" });
    rig.model.done(approvalId);
  };
  asks("a1");
  passes(rig, 600);
  starts(rig, "c1");
  stops(rig, "c1");
  asks("a2");
  assertEquals(rig.trace.at(-1), "model: approve a1 false");
  rig.model.says({ type: "caller_text", itemId: "c1", text: "Yes, please." });
  assertEquals(rig.trace.at(-1), "model: approve a2 true");
});

Deno.test("agents who hand a silent call to and fro are made to speak", async () => {
  const handover = [{ id: "b", name: "B", when: "" }];
  const next = sampleBriefing({ ...AGENT, greeting: "" }, { handover });
  const rig = rigWith({ handover }, { briefAgain: () => Promise.resolve(next) });
  for (let i = 0; i < 8; i++) {
    calls(rig, "route_to_agent", '{"agent":"b","intent":"billing"}', `t${i}`);
    await settle();
  }
  const { tools } = rig.model.wishes.at(-1)!;
  assertEquals([rig.model.wishes[0]?.tools, tools], [undefined, "none"]);
});

Deno.test("an answer that begins during the farewell is cancelled, and the goodbye asked for again", () => {
  const rig = rigWith();
  calls(rig, "end_conversation_successfully", '{"summary":"settled"}');
  assertEquals(asked(rig), ["model: respond farewell"]);
  rig.trace.length = 0;
  rig.model.says({ type: "response_started", responseId: "r9", cause: "turn" });
  assertEquals(rig.trace, ["model: cancel", "model: respond farewell"]);
  rig.model.answers("bye", 800, { cause: "farewell" });
  rig.trace.length = 0;
  rig.model.says({ type: "response_started", responseId: "r10", cause: "turn" });
  assertEquals(rig.trace, ["model: cancel"]);
});

Deno.test("a tool that is called during the farewell does not run", () => {
  const book = slowTool("book");
  const rig = rigWith({ tools: [book.tool] });
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  const ends = { name: "end_conversation_successfully", args: "{}", toolCallId: "t1" };
  rig.model.says({ type: "tool_call", responseId: "r1", ...ends });
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    name: "book",
    args: "{}",
    toolCallId: "t2",
  });
  assertEquals(book.ran, []);
  assertEquals(rig.all("tool.finished").map(({ ok }) => ok), [true, false]);
});

Deno.test("a caller who has begun to type is not said goodbye to", () => {
  const rig = rigWith();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.call.listener.digit("4");
  const ends = { name: "end_conversation_successfully", args: "{}", toolCallId: "t1" };
  rig.model.says({ type: "tool_call", responseId: "r1", ...ends });
  assertEquals(rig.all("call.ending"), []);
});

Deno.test("O-10 a session that goes on with a call knows what the caller has typed", () => {
  const rig = rigWith();
  rig.call.listener.digit("7");
  rig.call.listener.digit("#");
  rig.model.answers("r1", 500, { cause: "digits" });
  passes(rig, 1000);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(1000);
  const { seed } = rig.model.settings;
  assertEquals(seed.filter(({ text }) => text.includes("pressed the key 7")).length, 1);
});
