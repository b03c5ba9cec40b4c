// Tools of remote servers over a scripted socket: each phase told once, and an answer after each.
import { assertEquals } from "@std/assert";
import { Script } from "./scripted_session.ts";

const CALL = {
  type: "mcp_call",
  id: "mcp_1",
  server_label: "billing",
  name: "find_invoice",
  arguments: "",
};
const ARGS = '{"number":7}';

class McpScript extends Script {
  added(responseId: string): this {
    return this.serve({ type: "response.output_item.added", response_id: responseId, item: CALL });
  }

  began(responseId: string): this {
    return this.serve({
      type: "response.mcp_call_arguments.done",
      response_id: responseId,
      item_id: "mcp_1",
      arguments: ARGS,
    }).serve({ type: "response.mcp_call.in_progress", item_id: "mcp_1" });
  }

  ended(phase: "completed" | "failed" = "completed"): this {
    return this.serve({ type: `response.mcp_call.${phase}`, item_id: "mcp_1" });
  }

  shown(type: string, fields: Record<string, unknown>, responseId?: string): this {
    const item = { ...CALL, arguments: ARGS, ...fields };
    return this.serve({ type, item, ...(responseId ? { response_id: responseId } : {}) });
  }

  /** A response that did nothing but call. */
  called(): this {
    this.ready();
    return this.responseCreated("r").added("r").began("r").ended()
      .shown("response.output_item.done", { output: "paid" }, "r");
  }

  phases(): string[] {
    return this.of("mcp_call").map(({ phase, args, output }) => `${phase} ${args} ${output}`);
  }

  asked(): number {
    return this.socket.of("response.create").length;
  }
}

Deno.test("a remote call is told as it starts and as it ends, with what it brought", () => {
  const script = new McpScript().called();
  script.shown("conversation.item.done", { output: "paid" });
  assertEquals(script.of("mcp_call")[0], {
    type: "mcp_call",
    phase: "started",
    toolCallId: "mcp_1",
    server: "billing",
    name: "find_invoice",
    args: ARGS,
    output: "",
  });
  assertEquals(script.phases(), [`started ${ARGS} `, `completed ${ARGS} paid`]);
});

Deno.test("the output may come before the word that the call has ended, or never", () => {
  const early = new McpScript().ready();
  (early as McpScript).responseCreated("r").added("r").began("r")
    .shown("conversation.item.done", { output: "paid" }).ended();
  assertEquals(early.of("mcp_call").map(({ phase }) => phase), ["started", "completed"]);
  const never = new McpScript();
  never.ready();
  never.responseCreated("r").added("r").began("r").ended();
  assertEquals(never.phases().length, 1);
  never.wait(500);
  assertEquals(never.phases(), [`started ${ARGS} `, `completed ${ARGS} `]);
});

Deno.test("a failed call is told with its words", () => {
  const script = new McpScript();
  script.ready();
  script.responseCreated("r").added("r").began("r").ended("failed")
    .shown("response.output_item.done", { error: { message: "no such invoice" } }, "r");
  assertEquals(script.phases(), [`started ${ARGS} `, `failed ${ARGS} no such invoice`]);
});

Deno.test("after a response that only called, the answer is asked for, and the end of it says so", () => {
  const script = new McpScript().called().responseDone("r");
  assertEquals(script.of("response_done").map(({ again }) => again), [true]);
  assertEquals(script.asked(), 0);
  script.wait(300);
  assertEquals(script.asked(), 1);
  script.responseCreated("s", "1").audio("s", "i", 80).responseDone("s");
  assertEquals(script.of("response_started").map(({ cause }) => cause), ["turn", "tool"]);
  assertEquals(script.of("response_done")[1]?.again, false);
  script.wait(60_000);
  assertEquals(script.asked(), 1);
});

Deno.test("a call that outlasts its response is answered once it has ended", () => {
  const script = new McpScript();
  script.ready();
  script.responseCreated("r").added("r").began("r").responseDone("r");
  script.wait(20_000);
  assertEquals(script.asked(), 0);
  script.ended().shown("conversation.item.done", { output: "paid" });
  script.wait(300);
  assertEquals([script.phases().length, script.asked()], [2, 1]);
});

Deno.test("a provider that goes on by itself is not asked", () => {
  const inside = new McpScript().called().audio("r", "i", 80).responseDone("r");
  inside.wait(10_000);
  assertEquals([inside.of("response_done")[0]?.again, inside.asked()], [false, 0]);
  const beside = new McpScript().called().responseDone("r");
  beside.responseCreated("s").audio("s", "i", 80).responseDone("s");
  beside.wait(10_000);
  assertEquals(beside.asked(), 0);
});

Deno.test("the caller's next turn answers for what a remote call brought", () => {
  const script = new McpScript().called();
  script.serve({ type: "input_audio_buffer.speech_started", item_id: "u", audio_start_ms: 0 });
  script.responseDone("r", "cancelled");
  script.wait(10_000);
  assertEquals(script.asked(), 0);
});

Deno.test("F14 silence means nothing while a remote tool works, up to thirty seconds", () => {
  const script = new McpScript();
  script.ready();
  script.responseCreated("r").added("r").began("r");
  script.wait(29_999);
  assertEquals(script.notes(), []);
  script.wait(1);
  assertEquals(script.notes(), ["response_stalled"]);
});

Deno.test("F14 after the work silence counts again", () => {
  const script = new McpScript().called();
  script.wait(5000);
  assertEquals(script.notes(), ["response_stalled"]);
});

const REQUEST = {
  type: "mcp_approval_request",
  id: "mcpr_1",
  server_label: "billing",
  name: "pay",
  arguments: ARGS,
};

function requested(): McpScript {
  const script = new McpScript();
  script.ready();
  script.responseCreated("r");
  const begun = { ...REQUEST, arguments: "" };
  script.serve({ type: "response.output_item.added", response_id: "r", item: begun })
    .serve({ type: "conversation.item.added", item: begun });
  assertEquals(script.of("approval_asked"), []);
  script.serve({ type: "response.output_item.done", response_id: "r", item: REQUEST })
    .serve({ type: "conversation.item.done", item: REQUEST })
    .responseDone("r");
  return script;
}

Deno.test("a request to be allowed is told once and waits for its answer", () => {
  const script = requested();
  assertEquals(script.of("approval_asked"), [{
    type: "approval_asked",
    approvalId: "mcpr_1",
    server: "billing",
    name: "pay",
    args: ARGS,
  }]);
  script.wait(60_000);
  assertEquals([script.of("response_done")[0]?.again, script.asked()], [false, 0]);
});

Deno.test("after a yes the call is awaited and answered", () => {
  const script = requested();
  script.upstream.approve("mcpr_1", true);
  assertEquals(script.socket.of("conversation.item.create")[0]?.item, {
    type: "mcp_approval_response",
    approval_request_id: "mcpr_1",
    approve: true,
  });
  script.wait(2000);
  script.serve({ type: "response.mcp_call.in_progress", item_id: "mcp_1" });
  script.wait(10_000);
  assertEquals(script.asked(), 0);
  script.ended().shown("conversation.item.done", { output: "paid" });
  script.wait(300);
  assertEquals(script.asked(), 1);
});

Deno.test("a yes that the provider does nothing about, and a no, are answered by the model", () => {
  const idle = requested();
  idle.upstream.approve("mcpr_1", true);
  idle.wait(3299);
  assertEquals(idle.asked(), 0);
  idle.wait(1);
  assertEquals(idle.asked(), 1);
  const refused = requested();
  refused.upstream.approve("mcpr_1", false);
  refused.wait(300);
  assertEquals(refused.asked(), 1);
});

Deno.test("tools that cannot be listed are noted with the server's name", () => {
  const script = new McpScript();
  script.ready();
  const item = { type: "mcp_list_tools", id: "mcpl_1", server_label: "billing" };
  script.serve({ type: "conversation.item.added", item })
    .serve({ type: "mcp_list_tools.failed", item_id: "mcpl_1" });
  assertEquals(script.of("note").map(({ code, detail }) => [code, detail.includes("billing")]), [
    ["mcp_list_failed", true],
  ]);
});

Deno.test("a remote call that works when the session is lost has failed before that is told", () => {
  const script = new McpScript().ready();
  (script as McpScript).responseCreated("r").added("r").began("r");
  script.socket.listener.ended({ how: "closed", code: 1006, reason: "" });
  const told = script.events.map((event) => event.type === "mcp_call" ? event.phase : event.type);
  assertEquals(told.slice(-2), ["failed", "lost"]);
});

Deno.test("a remote call whose end is never told fails by itself", () => {
  const script = new McpScript().ready();
  (script as McpScript).responseCreated("r").added("r").began("r");
  script.wait(29_000);
  assertEquals(script.phases(), [`started ${ARGS} `]);
  script.wait(1000);
  assertEquals(script.phases(), [`started ${ARGS} `, `failed ${ARGS} `]);
});
