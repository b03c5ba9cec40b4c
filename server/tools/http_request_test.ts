// How arguments and secrets find their place in a tool's request.
import { assert, assertEquals, assertFalse } from "@std/assert";
import type { HttpTool } from "../contract/agent_tools.ts";
import { httpRequest } from "./http_request.ts";

const TOOL: HttpTool = {
  name: "orders",
  description: "",
  method: "GET",
  url: "https://crm.example/orders",
  headers: [],
  parameters: '{"type":"object"}',
  timeoutMs: 5000,
  confirm: false,
  redact: [],
};
const secrets = new Map([["CRM_KEY", "ZEBRA-42"], ["OTHER", "x"]]);

function build(tool: Partial<HttpTool>, args: Record<string, unknown>) {
  return httpRequest({ ...TOOL, ...tool }, { args, secrets, callId: "call-1" });
}
function built(tool: Partial<HttpTool>, args: Record<string, unknown> = {}) {
  const result = build(tool, args);
  assert(result.ok, JSON.stringify(result));
  return result.value;
}

const URLS: [template: string, args: Record<string, unknown>, url: string][] = [
  ["/orders", {}, "/orders"],
  ["/orders", { q: "a b&c", n: 2, yes: true }, "/orders?q=a+b%26c&n=2&yes=true"],
  ["/orders", { tag: ["a", "b", null] }, "/orders?tag=a&tag=b"],
  ["/orders", { filter: { a: 1 }, none: null }, "/orders?filter=%7B%22a%22%3A1%7D"],
  ["/orders?fixed=1", { q: "x" }, "/orders?fixed=1&q=x"],
  ["/orders/{id}", { id: "7/8?x#y" }, "/orders/7%2F8%3Fx%23y"],
  ["/orders/{id}/rows/{row-no}", { id: 7, "row-no": 1 }, "/orders/7/rows/1"],
  ["/orders/{id}/{id}", { id: "a" }, "/orders/a/a"],
  ["/orders?q={q}&page={page}", { q: "a&b=c", more: 1 }, "/orders?q=a%26b%3Dc&page=&more=1"],
  ["/orders/{id}", { id: "Grüße" }, "/orders/Gr%C3%BC%C3%9Fe"],
  ["/orders/{id}", { id: "\ud800" }, "/orders/%EF%BF%BD"],
  ["/orders/{id}", { id: "{id}" }, "/orders/%7Bid%7D"],
  ["/orders/{id}", { id: "%2e%2e" }, "/orders/%252e%252e"],
  ["/orders/{id}#part", { id: "a" }, "/orders/a"],
];
for (const [template, args, url] of URLS) {
  Deno.test(`${template} with ${JSON.stringify(args)} asks ${url}`, () => {
    assertEquals(
      built({ url: `https://crm.example${template}` }, args).url,
      `https://crm.example${url}`,
    );
  });
}

const REFUSED: [template: string, args: Record<string, unknown>, type: string][] = [
  ["https://crm.example/orders/{id}", {}, "validation_error"],
  ["https://crm.example/orders/{id}", { id: "" }, "validation_error"],
  ["https://crm.example/orders/{id}", { id: null }, "validation_error"],
  ["https://crm.example/orders/{id}", { id: ".." }, "validation_error"],
  ["https://crm.example/orders/{a}{b}/x", { a: ".", b: "." }, "validation_error"],
  ["https://{host}/orders", { host: "evil.example" }, "configuration_error"],
  ["https://{host}.crm.example/orders", { host: "a" }, "configuration_error"],
  ["https://crm.example:{port}/", { port: 22 }, "configuration_error"],
];
for (const [url, args, type] of REFUSED) {
  Deno.test(`${url} with ${JSON.stringify(args)} is not asked`, () => {
    const result = build({ url }, args);
    assert(!result.ok);
    assertEquals(result.failure.type, type);
  });
}

Deno.test("with POST the arguments that have no place in the URL are the body", () => {
  const request = built({ method: "POST", url: "https://crm.example/orders/{id}" }, {
    id: "7",
    count: 2,
    rows: [{ a: null }],
  });
  assertEquals(request.url, "https://crm.example/orders/7");
  assertEquals(request.method, "POST");
  assertEquals(request.body, '{"count":2,"rows":[{"a":null}]}');
  assertEquals(request.headers?.["content-type"], "application/json");
});

Deno.test("with DELETE the other arguments are query and there is no body", () => {
  const request = built({ method: "DELETE" }, { id: "7" });
  assertEquals([request.url, request.body], ["https://crm.example/orders?id=7", undefined]);
});

Deno.test("secrets are put into headers, and the call is named", () => {
  const headers = [
    { name: "Authorization", value: "Bearer {{secret.CRM_KEY}}" },
    { name: "X-Both", value: "{{ secret.OTHER }}-{{secret.CRM_KEY}}" },
    { name: "X-Plain", value: "{{name}}" },
    { name: "X-Hookline-Call", value: "mine" },
    { name: "Content-Type", value: "application/vnd.crm+json" },
  ];
  const request = built({ headers, method: "PUT" });
  assertEquals(request.headers, {
    accept: "application/json, text/plain;q=0.9, */*;q=0.1",
    "user-agent": "Hookline",
    authorization: "Bearer ZEBRA-42",
    "x-both": "x-ZEBRA-42",
    "x-plain": "{{name}}",
    "x-hookline-call": "call-1",
    "content-type": "application/vnd.crm+json",
  });
});

Deno.test("a secret that is not set is told to people by its setting, not to the model", () => {
  const result = build({ headers: [{ name: "X-Key", value: "{{secret.GONE}}" }] }, {});
  assert(!result.ok);
  assertEquals(result.failure.type, "configuration_error");
  assert(result.failure.detail?.includes("SECRET_GONE"), result.failure.detail);
  assertFalse(result.failure.words.includes("SECRET"));
});
