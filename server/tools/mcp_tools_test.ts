// MCP servers as the provider takes them.
import { assertEquals } from "@std/assert";
import type { BriefingNote } from "../bridge/briefing.ts";
import type { McpServer } from "../contract/agent_tools.ts";
import { mcpTools } from "./mcp_tools.ts";

const SERVER: McpServer = {
  label: "billing",
  url: "https://mcp.example/sse",
  description: "Bills",
  allowedTools: ["find"],
  approval: "spoken_yes",
  secret: "MCP_KEY",
};

Deno.test("a server gets its secret, and a spoken yes means that each call asks first", () => {
  const notes: BriefingNote[] = [];
  const [first, second] = mcpTools(
    [SERVER, { ...SERVER, secret: "", approval: "never", allowedTools: [] }],
    { secrets: new Map([["MCP_KEY", "ZEBRA-42"]]), notes },
  );
  assertEquals(first, {
    label: "billing",
    url: "https://mcp.example/sse",
    description: "Bills",
    allowedTools: ["find"],
    approval: "always",
    authorization: "ZEBRA-42",
    headers: {},
  });
  assertEquals(
    [second?.label, second?.approval, second?.authorization, second?.allowedTools],
    ["billing_2", "never", "", []],
  );
  assertEquals(notes, []);
});

Deno.test("a server whose secret is not set is left out, and the call's log says why", () => {
  const notes: BriefingNote[] = [];
  assertEquals(mcpTools([SERVER], { secrets: new Map(), notes }), []);
  assertEquals(notes, [{
    code: "mcp_secret_missing",
    detail: "the MCP server billing is left out: the setting SECRET_MCP_KEY is not set",
  }]);
});
