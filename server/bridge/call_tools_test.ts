import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Briefing } from "./briefing.ts";
import type { CallTool, ToolOutcome } from "./call_tool.ts";
import { AGENT, type Rig, sampleBriefing, startRig } from "./fake_call_test_kit.ts";

const DONE: ToolOutcome = { ok: true, output: '{"eta":"15:40"}', shown: '{"eta":"[REDACTED]"}' };

/** A tool whose end the test decides. */
function slowTool(name = "track", confirm = false) {
  const ran: string[] = [];
  let finish: (outcome: ToolOutcome) => void = () => {};
  const tool: CallTool = {
    definition: { name, description: "", parameters: { type: "object" } },
    confirm,
    shownArgs: (args) => args.replaceAll("4711", "[REDACTED]"),
    run(args, { signal }) {
      ran.push(args);
      const { promise, resolve } = Promise.withResolvers<ToolOutcome>();
      finish = resolve;
      signal.addEventListener("abort", () => ran.push("aborted"));
      return promise;
    },
  };
  return { tool, ran, finish: (outcome = DONE) => finish(outcome) };
}

function rigWith(briefing: Partial<Briefing>, agent = {}): Rig {
  const config = { ...AGENT, summary: { ...AGENT.summary, inCall: false }, ...agent };
  const rig = startRig(agent, undefined, { briefing: sampleBriefing(config, briefing) });
  rig.model.ready();
  rig.trace.length = 0;
  return rig;
}

function calls(rig: Rig, name: string, args: string, id = "t1", responseId = "r1"): void {
  rig.model.says({ type: "response_started", responseId, cause: "turn" });
  rig.model.says({ type: "tool_call", responseId, toolCallId: id, name, args });
  rig.model.done(responseId);
}

/** The caller says something that began at `startMs` on the call's clock. */
function says(rig: Rig, text: string, itemId = "c1"): void {
  rig.clock.advance(500);
  for (let i = 0; i < 3; i++) rig.call.listener.audio(new Uint8Array(1600));
  const at = rig.model.appended.reduce((sum, audio) => sum + audio.length / 8, 0);
  rig.model.says({ type: "speech_started", itemId, audioStartMs: at });
  rig.model.says({ type: "speech_stopped", itemId, audioEndMs: at + 300 });
  rig.model.says({ type: "caller_text", itemId, text });
}

const settle = async () => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};

Deno.test("a tool's result goes to the model, which then speaks; people see it redacted", async () => {
  const { tool, ran, finish } = slowTool();
  const rig = rigWith({ tools: [tool] });
  calls(rig, "track", '{"number":"4711"}');
  assertEquals(ran, ['{"number":"4711"}']);
  assertEquals(rig.only("tool.called").args, '{"number":"[REDACTED]"}');
  assertEquals(rig.trace, []);
  rig.clock.advance(1200);
  finish();
  await settle();
  assertEquals(rig.trace, ['model: result t1 {"eta":"15:40"}', "model: respond tool"]);
  const { ok, tookMs, result } = rig.only("tool.finished");
  assertEquals([ok, tookMs, result], [true, 1200, '{"eta":"[REDACTED]"}']);
});

Deno.test("a caller who waits for a slow tool hears that it takes a moment, and the call does not end", () => {
  const { tool } = slowTool();
  const rig = rigWith({ tools: [tool] });
  calls(rig, "track", "{}");
  rig.clock.advance(4500);
  assertEquals(rig.all("agent.line").map(({ text }) => text), ["One moment, please."]);
  rig.clock.advance(25_000);
  assertEquals(rig.all("call.ended"), []);
});

Deno.test("the model speaks once all the tools of a turn have answered", async () => {
  const one = slowTool("one");
  const two = slowTool("two");
  const rig = rigWith({ tools: [one.tool, two.tool] });
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  for (const [id, name] of [["t1", "one"], ["t2", "two"]] as const) {
    rig.model.says({ type: "tool_call", responseId: "r1", toolCallId: id, name, args: "{}" });
  }
  rig.model.done("r1");
  one.finish();
  await settle();
  assertEquals(rig.trace.filter((line) => line.startsWith("model: respond")), []);
  two.finish();
  await settle();
  assertEquals(rig.trace.filter((line) => line.startsWith("model: respond")), [
    "model: respond tool",
  ]);
});

Deno.test("a tool that breaks its promise not to fail is an error for the model, not the end of the call", async () => {
  const tool: CallTool = { ...slowTool().tool, run: () => Promise.reject(new Error("bug")) };
  const rig = rigWith({ tools: [tool] });
  calls(rig, "track", "{}");
  await settle();
  assertEquals(rig.only("tool.finished").ok, false);
  assertEquals(rig.trace.at(-1), "model: respond tool");
});

Deno.test("a tool is stopped when the caller hangs up, and its result goes nowhere", async () => {
  const { tool, ran, finish } = slowTool();
  const rig = rigWith({ tools: [tool] });
  calls(rig, "track", "{}");
  rig.call.listener.closed({ by: "phone", detail: "end" });
  assertEquals(ran.at(-1), "aborted");
  finish();
  await settle();
  assertEquals(rig.all("tool.finished"), []);
});

Deno.test("more than three tools at once are refused in words", () => {
  const tools = ["a", "b", "c", "d"].map((name) => slowTool(name));
  const rig = rigWith({ tools: tools.map(({ tool }) => tool) });
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  for (const name of ["a", "b", "c", "d"]) {
    rig.model.says({ type: "tool_call", responseId: "r1", toolCallId: name, name, args: "{}" });
  }
  assertEquals(tools.map(({ ran }) => ran.length), [1, 1, 1, 0]);
  assertStringIncludes(rig.only("tool.finished").result ?? "", "Too many tools");
});

Deno.test("wait_for_user says nothing and asks for nothing", () => {
  const rig = rigWith({});
  calls(rig, "wait_for_user", "{}");
  assert(!rig.trace.some((line) => line.startsWith("model: respond")), rig.trace.join());
  rig.clock.advance(10_000);
  assertEquals(rig.all("agent.line"), []);
});

Deno.test("a tool that changes something runs only after a yes to the same arguments", () => {
  const { tool, ran } = slowTool("cancel_order", true);
  const rig = rigWith({ tools: [tool] });
  calls(rig, "cancel_order", '{"id":1,"why":"x"}');
  assertEquals(ran, []);
  assertEquals(rig.only("tool.awaits_yes").name, "cancel_order");
  says(rig, "Yes, please.");
  calls(rig, "cancel_order", '{"id":2,"why":"x"}', "t2", "r2");
  assertEquals(ran, [], "a yes to one order is none to another");
  says(rig, "Yes.", "c2");
  calls(rig, "cancel_order", '{"why":"x","id":2}', "t3", "r3");
  assertEquals(ran, ['{"why":"x","id":2}']);
});

Deno.test("a no, or a yes from before the question, lets nothing run", () => {
  const { tool, ran } = slowTool("cancel_order", true);
  const rig = rigWith({ tools: [tool] });
  says(rig, "Yes.", "c0");
  calls(rig, "cancel_order", "{}");
  says(rig, "No, leave it.");
  calls(rig, "cancel_order", "{}", "t2", "r2");
  assertEquals(ran, []);
  assertStringIncludes(rig.all("tool.finished").at(-1)?.result ?? "", "has not said yes");
});

Deno.test("a yes that is still being transcribed is waited for", () => {
  const { tool, ran } = slowTool("cancel_order", true);
  const rig = rigWith({ tools: [tool] });
  calls(rig, "cancel_order", "{}");
  rig.clock.advance(1000);
  rig.call.listener.audio(new Uint8Array(1600));
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 200 });
  rig.model.says({ type: "speech_stopped", itemId: "c1", audioEndMs: 400 });
  calls(rig, "cancel_order", "{}", "t2", "r2");
  assertEquals(ran, []);
  rig.model.says({ type: "caller_text", itemId: "c1", text: "Ja, genau." });
  assertEquals(ran, ["{}"]);
});

Deno.test("a yes that is never transcribed counts as none", () => {
  const { tool, ran } = slowTool("cancel_order", true);
  const rig = rigWith({ tools: [tool] });
  calls(rig, "cancel_order", "{}");
  rig.clock.advance(1000);
  rig.call.listener.audio(new Uint8Array(1600));
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 200 });
  rig.model.says({ type: "speech_stopped", itemId: "c1", audioEndMs: 400 });
  calls(rig, "cancel_order", "{}", "t2", "r2");
  rig.clock.advance(3500);
  assertEquals(ran, []);
  assertEquals(rig.all("tool.finished").at(-1)?.ok, false);
});

Deno.test("a remote server's tool is allowed only after a yes", () => {
  const rig = rigWith({});
  const asks = (approvalId: string) =>
    rig.model.says({
      type: "approval_asked",
      approvalId,
      server: "crm",
      name: "erase",
      args: "{}",
    });
  asks("a1");
  assert(rig.trace.includes("model: approve a1 false"));
  says(rig, "Yes, do it.");
  asks("a2");
  assert(rig.trace.includes("model: approve a2 true"));
});

const BILLING = { id: "billing", name: "Billing", when: "Invoices" };
const TO_BILLING =
  '{"agent":"billing","intent":"billing_invoice","summary":"Wants invoice 7","urgency":"high","sentiment":"negative","confidence":0.9}';

Deno.test("another agent takes over inside the call: its prompt and tools, the same voice, told in the outputs", async () => {
  const { tool } = slowTool("invoice");
  const next = sampleBriefing({ ...AGENT, name: "Billing", voice: "cedar" }, {
    agent: { id: "billing", name: "Billing", version: 4 },
    instructions: "You are billing.",
    tools: [tool],
  });
  const rig = startRig({}, undefined, {
    briefing: sampleBriefing(AGENT, { handover: [BILLING] }),
    briefAgain: (id) => Promise.resolve(id === "billing" ? next : null),
  });
  rig.model.ready();
  rig.trace.length = 0;
  calls(rig, "route_to_agent", TO_BILLING);
  await settle();
  assertEquals(rig.trace, [
    "model: reconfigure",
    'model: result t1 {"status":"ok"}',
    "model: respond handover",
  ]);
  const [told] = rig.model.reconfigured;
  assertEquals(told?.instructions, "You are billing.");
  assert(told?.tools.some(({ name }) => name === "invoice"));
  assertEquals(rig.only("agent.changed").agent, { id: "billing", name: "Billing", version: 4 });
  rig.call.listener.closed({ by: "phone", detail: "end" });
  const { outputs } = rig.only("call.ended");
  assertEquals([outputs?.Intent, outputs?.customer_summary, outputs?.urgency], [
    "billing_invoice",
    "Wants invoice 7",
    "high",
  ]);
});

Deno.test("a session that is opened after the hand-over belongs to the new agent, in the old voice", async () => {
  const next = sampleBriefing({ ...AGENT, voice: "cedar" }, { instructions: "You are billing." });
  const rig = startRig({}, undefined, {
    briefing: sampleBriefing(AGENT, { handover: [BILLING] }),
    briefAgain: () => Promise.resolve(next),
  });
  rig.model.ready();
  calls(rig, "route_to_agent", TO_BILLING);
  await settle();
  rig.model.says({ type: "lost", failure: { code: "E_UP_LOST", detail: "gone", retry: true } });
  rig.clock.advance(1000);
  assertEquals(rig.upstreams.length, 2);
  assertEquals(rig.model.settings.instructions, "You are billing.");
  assertEquals(rig.model.settings.config.voice, "marin");
});

Deno.test("a colleague who does not exist, or cannot take over, is an error in words", async () => {
  const rig = rigWith({ handover: [BILLING] });
  calls(rig, "route_to_agent", '{"agent":"nobody","intent":"x"}');
  assertStringIncludes(rig.only("tool.finished").result ?? "", "Choose one of: billing");
  calls(rig, "route_to_agent", TO_BILLING, "t2", "r2");
  await settle();
  assertStringIncludes(rig.all("tool.finished").at(-1)?.result ?? "", "cannot take over");
  assertEquals(rig.all("agent.changed"), []);
});

Deno.test("a remote server's tool that works for long is waited for like one of ours", () => {
  const rig = rigWith({});
  const tool = { toolCallId: "m1", server: "crm", name: "find", args: "{}", output: "" };
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.model.says({ type: "mcp_call", phase: "started", ...tool });
  rig.model.says({
    type: "response_done",
    responseId: "r1",
    status: "completed",
    detail: "",
    again: true,
    usage: rig.model.usage,
  });
  rig.clock.advance(25_000);
  assertEquals(rig.all("call.ended"), []);
  rig.model.says({ type: "mcp_call", phase: "completed", ...tool, output: "x".repeat(40) });
  const { name, ok, result } = rig.only("tool.finished");
  assertEquals([name, ok], ["crm/find", true]);
  assertEquals(result, "(40 characters; arguments 2)");
});

Deno.test("a tool that was held back is explained before the model is let on, and no answer is asked for twice", () => {
  const rig = rigWith({});
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.model.says({
    type: "approval_asked",
    approvalId: "a1",
    server: "crm",
    name: "erase",
    args: "{}",
  });
  rig.model.done("r1");
  assertEquals(rig.trace, ["model: tell", "model: approve a1 false"]);
  assertEquals(rig.all("agent.line"), [], "a response that only asks is no broken one");
});
