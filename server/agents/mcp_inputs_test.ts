import { assert, assertEquals } from "@std/assert";
import { readMcpTools } from "./mcp_inputs.ts";

const read = (...entries: unknown[]) => readMcpTools(JSON.stringify(entries));
const details = (...entries: unknown[]) => read(...entries).notes.map(({ detail }) => detail);

Deno.test("a full entry is taken over", () => {
  const { mcp, notes } = read({
    type: "mcp",
    server_label: "crm",
    server_url: "https://crm.example/mcp",
    server_description: "Customers",
    authorization: "canary-token",
    headers: { "X-Tenant": "7" },
    allowed_tools: ["find", "list"],
    require_approval: "never",
  });
  assertEquals(notes, []);
  assertEquals(mcp, [{
    label: "crm",
    url: "https://crm.example/mcp",
    description: "Customers",
    authorization: "canary-token",
    headers: { "X-Tenant": "7" },
    allowedTools: ["find", "list"],
    approval: "never",
  }]);
});

Deno.test("the address may be named in three ways, and the label may be missing", () => {
  for (const field of ["server_url", "url", "server"]) {
    assertEquals(read({ type: "mcp", [field]: "https://crm.example:8443/mcp" }).mcp, [{
      label: "crm_example",
      url: "https://crm.example:8443/mcp",
      description: "",
      authorization: "",
      headers: {},
      allowedTools: [],
      approval: "always",
    }]);
  }
  assertEquals(read({ type: "mcp", label: "a", url: "https://x.example" }).mcp[0]?.label, "a");
});

Deno.test("only a plain never goes without asking", () => {
  const rows: [rule: unknown, approval: string][] = [
    ["never", "never"],
    ["always", "always"],
    [undefined, "always"],
    [{ never: { tool_names: ["find"] } }, "always"],
  ];
  for (const [rule, approval] of rows) {
    const entry = { type: "mcp", url: "https://x.example", require_approval: rule };
    assertEquals(read(entry).mcp[0]?.approval, approval);
  }
});

Deno.test("allowed tools may be a list or an object with one", () => {
  const entry = { type: "mcp", url: "https://x.example", allowed_tools: { tool_names: ["find"] } };
  assertEquals(read(entry).mcp[0]?.allowedTools, ["find"]);
});

Deno.test("what a realtime model does not have is said and left out; the others are kept", () => {
  const { mcp, notes } = read(
    { type: "web_search" },
    { type: "mcp", url: "https://x.example" },
    "text",
    null,
  );
  assertEquals(mcp.map(({ label }) => label), ["x_example"]);
  assertEquals(notes.map(({ code, detail }) => `${code} ${detail}`), [
    'variable_ignored MCP_TOOLS_JSON[0]: type "web_search" is not supported by realtime models; only "mcp" is',
    'variable_ignored MCP_TOOLS_JSON[2]: type "undefined" is not supported by realtime models; only "mcp" is',
    'variable_ignored MCP_TOOLS_JSON[3]: type "undefined" is not supported by realtime models; only "mcp" is',
  ]);
});

Deno.test("an entry that cannot be used is named by its field, never by its value", () => {
  const url = "https://x.example";
  const rows: [entry: Record<string, unknown>, says: string][] = [
    [{ url: "http://canary.example" }, "url cannot be used"],
    [{ url: "https://user:canary@x.example" }, "url cannot be used"],
    [{ url: "canary" }, "url cannot be used"],
    [{ url, headers: { "X-A": "canary\r\nX-B: 1" } }, "headers cannot be used"],
    [{ url, headers: { "X A": "canary" } }, "headers cannot be used"],
    [{ url, authorization: "canary\n" }, "authorization cannot be used"],
    [{ url, server_label: "canary label" }, "server_label cannot be used"],
    [{ url, allowed_tools: "canary" }, "allowed_tools cannot be used"],
    [{ url, require_approval: "canary" }, "require_approval cannot be used"],
    [{}, "server_url is missing"],
  ];
  for (const [entry, says] of rows) {
    const [detail = "", ...others] = details({ type: "mcp", ...entry });
    assertEquals(others, []);
    assert(detail.startsWith(`MCP_TOOLS_JSON[0]: ${says}`), detail);
    assert(!detail.includes("canary"), detail);
  }
});

Deno.test("what is no JSON array is ignored as a whole", () => {
  for (const text of ["{", "{}", "5", '"canary"', "[canary"]) {
    assertEquals(readMcpTools(text), {
      mcp: [],
      notes: [{ code: "variable_ignored", detail: "MCP_TOOLS_JSON: must be a JSON array" }],
    });
  }
});

Deno.test("a label is there once, and servers are limited", () => {
  const server = (label: string) => ({ type: "mcp", label, url: "https://x.example" });
  assertEquals(details(server("a"), server("a")), [
    "MCP_TOOLS_JSON[1]: server_label is there twice",
  ]);
  const many = [..."abcdefgh"].map(server);
  assertEquals(read(...many).mcp.length, 5);
  assertEquals(details(...many), [
    "MCP_TOOLS_JSON[5]: more than 5 servers; the others were ignored",
  ]);
});
