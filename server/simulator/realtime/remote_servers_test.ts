// Tests of tools that the provider calls by itself (openai-realtime § 12.4).
import { assertEquals } from "@std/assert";
import type { Scenario, ScriptedPiece } from "./scenario.ts";
import { Rig } from "./session_rig.ts";

const SERVER = { type: "mcp", server_label: "crm", server_url: "https://mcp.test/" };
const PIECE: ScriptedPiece & { type: "mcp" } = {
  type: "mcp",
  server: "crm",
  name: "find",
  args: '{"id":7}',
  output: "found",
};

function rigWith(piece: Partial<ScriptedPiece & { type: "mcp" }>, scenario: Scenario = {}): Rig {
  return Rig.ready({
    scenario: { replies: [[{ ...PIECE, ...piece }]], ...scenario },
    settings: { tools: [SERVER] },
  });
}

const REMOTE = /mcp|response\.(created|done)|output_item\.done/;
const remote = (rig: Rig) => rig.types().filter((type) => REMOTE.test(type));

Deno.test("a server that is new to the session is asked for its tools, once", () => {
  const rig = rigWith({});
  rig.until("mcp_list_tools.completed");
  const listed = rig.all("conversation.item.done")[0];
  assertEquals([listed?.at("item.type"), listed?.at("item.server_label")], [
    "mcp_list_tools",
    "crm",
  ]);
  rig.send({
    type: "session.update",
    session: { type: "realtime", tools: [SERVER], instructions: "Be brief." },
  });
  rig.until("session.updated", 2);
  rig.clock.advance(5000);
  assertEquals(rig.all("mcp_list_tools.completed").length, 1);
});

Deno.test("a remote call passes through its phases and is not continued by itself", () => {
  const rig = rigWith({});
  rig.until("mcp_list_tools.completed");
  rig.ask();
  rig.until("response.done");
  assertEquals(remote(rig).slice(2).filter((type) => !type.endsWith(".delta")), [
    "response.created",
    "response.mcp_call_arguments.done",
    "response.mcp_call.in_progress",
    "response.mcp_call.completed",
    "response.output_item.done",
    "response.done",
  ]);
  assertEquals(rig.last("response.mcp_call_arguments.done").at("arguments"), '{"id":7}');
  assertEquals(rig.last("response.output_item.done").at("item.output"), "found");
  rig.clock.advance(20_000);
  assertEquals(rig.all("response.created").length, 1);
  assertEquals(rig.journal.verdict(), ["call_not_followed: no response after the output of find"]);
});

Deno.test("a call may outlast its response, and may fail", () => {
  const rig = rigWith({ outlasts: true, workMs: 4000, error: "no such customer" });
  rig.until("mcp_list_tools.completed");
  rig.ask();
  rig.until("response.mcp_call.failed");
  const types = rig.types();
  assertEquals(types.indexOf("response.done") < types.indexOf("response.mcp_call.failed"), true);
  assertEquals(rig.last("conversation.item.done").at("item.error.message"), "no such customer");
});

Deno.test("a call that needs a yes is asked for, and goes on outside of a response", () => {
  const rig = rigWith({ approval: true });
  rig.until("mcp_list_tools.completed");
  rig.ask();
  rig.until("response.done");
  const request = rig.last("response.output_item.done");
  assertEquals(request.at("item.type"), "mcp_approval_request");
  const answer = {
    type: "mcp_approval_response",
    approval_request_id: request.at("item.id"),
    approve: true,
  };
  rig.send({ type: "conversation.item.create", item: answer });
  rig.until("response.mcp_call.completed");
  assertEquals(rig.last("conversation.item.done").at("item.output"), "found");
  rig.send({ type: "conversation.item.create", item: answer });
  assertEquals(rig.last("error").at("error.param"), "item.approval_request_id");
});

Deno.test("a no ends it, and the session's own rule asks too", () => {
  const rig = Rig.ready({
    scenario: { replies: [[PIECE]] },
    settings: { tools: [{ ...SERVER, require_approval: "always" }] },
  });
  rig.until("mcp_list_tools.completed");
  rig.ask();
  rig.until("response.done");
  rig.send({
    type: "conversation.item.create",
    item: {
      type: "mcp_approval_response",
      approval_request_id: rig.last("response.output_item.done").at("item.id"),
      approve: false,
    },
  });
  rig.clock.advance(5000);
  assertEquals(rig.has("response.mcp_call.in_progress"), false);
});

Deno.test("without its list a server's tools cannot be called", () => {
  const rig = rigWith({}, { mcpFails: ["crm"] });
  rig.until("mcp_list_tools.failed");
  rig.ask();
  rig.until("response.done");
  assertEquals(rig.last("response.done").at("response.output.0"), undefined);
});
