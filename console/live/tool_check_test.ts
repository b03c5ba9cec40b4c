import { assertEquals } from "@std/assert";
import type { HttpTool } from "../../server/contract/agent_tools.ts";
import { test } from "../testing.ts";
import { richConfig } from "./rich_config.ts";
import { checkDataAction, checkHttpTool, checkMcpServer, looksSecret } from "./tool_check.ts";

const { tools } = richConfig();
const pathsOf = (change: Partial<HttpTool>) =>
  checkHttpTool({ ...tools.http[0]!, ...change }).map(({ path }) => path);

test("a whole tool has nothing wrong with it", () => {
  assertEquals(checkHttpTool(tools.http[0]!), []);
  assertEquals(checkMcpServer(tools.mcp[0]!), []);
  assertEquals(checkDataAction(tools.dataActions[0]!), []);
});

test("each fault is told at its field", () => {
  const cases: [string, Partial<HttpTool>][] = [
    ["name", { name: "order status" }],
    ["name", { name: "wait_for_user" }],
    ["url", { url: "api.test/orders" }],
    ["url", { url: "ftp://api.test" }],
    ["url", { url: "https://me:word@api.test" }],
    ["description", { description: " " }],
    ["headers.0.name", { headers: [{ name: "a b", value: "" }] }],
    ["headers.0.value", { headers: [{ name: "a", value: "one\ntwo" }] }],
    ["parameters", { parameters: "{" }],
    ["parameters", { parameters: '{"type":"array"}' }],
    ["parameters", { parameters: `{"type":"object","x":"${"x".repeat(17_000)}"}` }],
    ["timeoutMs", { timeoutMs: NaN }],
  ];
  for (const [path, change] of cases) assertEquals(pathsOf(change), [path], JSON.stringify(change));
});

test("an argument may stand anywhere in the address", () => {
  assertEquals(pathsOf({ url: "https://{region}.api.test/{id}?q={word}" }), []);
});

test("a key in the open is noticed, a named secret and a plain word are not", () => {
  const open = ["Bearer abc", "basic dXNlcg==", "sk_live_0123456789abcdefghij"];
  assertEquals(open.map(looksSecret), [true, true, true]);
  const fine = ["Bearer {{secret.CRM_KEY}}", "application/json", ""];
  assertEquals(fine.map(looksSecret), [false, false, false]);
});
