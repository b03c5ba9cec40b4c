// The toolbox where Genesys is not connected: names, trying a tool, what the console is told.
import { assert, assertEquals } from "@std/assert";
import type { BriefingNote } from "../bridge/briefing.ts";
import { ManualClock } from "../clock.ts";
import { silentLog } from "../observe/log.ts";
import { createToolbox, type Toolbox } from "./toolbox.ts";

const ACTION = { id: "a", description: "", confirm: false };

function plainToolbox(): Toolbox {
  const clock = new ManualClock();
  return createToolbox({
    egress: () =>
      Promise.resolve({ ok: true, status: 200, headers: new Headers(), text: '{"a":1}' }),
    secrets: new Map([["B_KEY", "ZEBRA-42"], ["A_KEY", "x"]]),
    dataActions: null,
    clock,
    log: silentLog,
  });
}

const HTTP_TOOL = {
  name: "wait_for_user",
  description: "",
  method: "GET" as const,
  url: "https://crm.example/",
  headers: [],
  parameters: '{"type":"object"}',
  timeoutMs: 5000,
  confirm: false,
  redact: ["a"],
};

Deno.test("without credentials data actions are left out, and the rest works", async () => {
  const notes: BriefingNote[] = [];
  const tools = { mcp: [], http: [HTTP_TOOL, HTTP_TOOL], dataActions: [ACTION] };
  const made = await plainToolbox().forCall(tools, { dataActions: [] }, notes);
  assertEquals(made.map(({ definition }) => definition.name), [
    "wait_for_user_2",
    "wait_for_user_3",
  ]);
  assertEquals(notes.map(({ code }) => code), ["data_actions_off"]);
});

Deno.test("trying an HTTP tool tells what the model would be told", async () => {
  const tried = await plainToolbox().tryTool({ kind: "http", tool: HTTP_TOOL, args: "{}" });
  assertEquals(tried, { ok: true, output: '{"status":"success","result":{"a":1}}', tookMs: 0 });
});

Deno.test("trying a data action without credentials says what to set", async () => {
  const request = { kind: "data_action" as const, tool: ACTION, args: "{}" };
  const tried = await plainToolbox().tryTool(request);
  assert(!tried.ok && tried.output.includes("GENESYS_CLIENT_ID"), tried.output);
});

Deno.test("the console is told the names of secrets, not their values", () => {
  const facts = plainToolbox().facts();
  assertEquals(facts, { secretNames: ["A_KEY", "B_KEY"], dataActions: false });
});
