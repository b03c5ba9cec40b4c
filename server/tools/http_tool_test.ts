// An HTTP tool from arguments to outcome, over an egress that plays answers.
import { assert, assertEquals, assertFalse } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { HttpTool } from "../contract/agent_tools.ts";
import type { EgressAnswer } from "../egress/egress.ts";
import { silentLog } from "../observe/log.ts";
import { createHttpTool } from "./http_tool.ts";
import { answered, playedEgress, refusal, toolContext } from "./tool_test_kit.ts";
import { createRunBudget } from "./tool_runs.ts";

const TOOL: HttpTool = {
  name: "find_order",
  description: "Finds an order",
  method: "GET",
  url: "https://crm.example/orders/{id}",
  headers: [{ name: "X-Key", value: "{{secret.CRM_KEY}}" }],
  parameters: JSON.stringify({
    type: "object",
    properties: { id: { type: "string" } },
    required: ["id"],
  }),
  timeoutMs: 5000,
  confirm: false,
  redact: ["id", "customer.iban", "rows.*.iban"],
};

function setUp(
  options: { tool?: Partial<HttpTool>; answers?: Parameters<typeof playedEgress>; runs?: number },
) {
  const clock = new ManualClock();
  const played = playedEgress(...(options.answers ?? [answered(200)]));
  const tool = createHttpTool({ ...TOOL, ...options.tool }, "find_order", {
    egress: played.egress,
    secrets: new Map([["CRM_KEY", "ZEBRA-42"]]),
    clock,
    log: silentLog,
    budget: createRunBudget(options.runs ?? 10),
    maxArgumentBytes: 16_384,
  });
  return { ...played, clock, tool };
}

Deno.test("the model is offered the tool as it is configured", () => {
  const { tool } = setUp({ tool: { confirm: true } });
  assertEquals(tool.definition, {
    name: "find_order",
    description: "Finds an order",
    parameters: JSON.parse(TOOL.parameters),
  });
  assertEquals(tool.confirm, true);
  assertEquals(tool.shownArgs('{"id":"7"}'), '{"id":"[REDACTED]"}');
});

Deno.test("the model gets the whole result, people get it redacted", async () => {
  const body = { customer: { name: "Ada", iban: "DE1" }, rows: [{ iban: "DE2" }] };
  const { tool, requests } = setUp({ answers: [answered(200, body)] });
  const outcome = await tool.run('{"id":"7"}', toolContext());
  assert(outcome.ok);
  assertEquals(JSON.parse(outcome.output), { status: "success", result: body });
  assertEquals(JSON.parse(outcome.shown).result, {
    customer: { name: "Ada", iban: "[REDACTED]" },
    rows: [{ iban: "[REDACTED]" }],
  });
  const [request] = requests;
  assertEquals(request?.url, "https://crm.example/orders/7");
  assertEquals(request?.headers?.["x-hookline-call"], "call-1");
  assertEquals([request?.timeoutMs, request?.maxBytes], [5000, 65_536]);
});

Deno.test("text that is not JSON goes to the model; people see it only where nothing is redacted", async () => {
  const answers = [answered(200, "All is well")] as Parameters<typeof playedEgress>;
  const hidden = await setUp({ answers }).tool.run('{"id":"7"}', toolContext());
  assertEquals(JSON.parse(hidden.output).result, "All is well");
  assertEquals(JSON.parse(hidden.shown).result, "(not JSON, 11 characters)");
  const open = await setUp({ answers, tool: { redact: [] } }).tool.run('{"id":"7"}', toolContext());
  assertEquals(JSON.parse(open.shown).result, "All is well");
});

Deno.test("a secret that the address echoes reaches neither the model nor people", async () => {
  const { tool } = setUp({ answers: [answered(200, { headers: { "x-key": "ZEBRA-42" } })] });
  const outcome = await tool.run('{"id":"7"}', toolContext());
  assertFalse((outcome.output + outcome.shown).includes("ZEBRA-42"));
});

Deno.test("arguments that do not fit are told without asking anybody", async () => {
  const { tool, requests } = setUp({});
  const outcome = await tool.run('{"id":7}', toolContext());
  assertEquals([outcome.ok, requests.length], [false, 0]);
  assertEquals(JSON.parse(outcome.output).error_type, "validation_error");
});

const TOLD: [what: string, answer: EgressAnswer, type: string, words: string][] = [
  ["404", answered(404, { message: "no order" }), "http_error", "Nothing was found"],
  ["400", answered(400, { message: "bad" }), "http_error", "refused this (400)"],
  ["401", answered(401), "auth_error", "did not let the tool in"],
  ["403", answered(403), "auth_error", "did not let the tool in"],
  ["429", answered(429), "http_error", "too much to do"],
  ["O-28: 500", answered(500, "oops"), "http_error", "failed (500)"],
  ["O-28: a timeout", refusal("timeout", true), "timeout", "did not answer in time"],
  ["O-28: a redirect", refusal("redirect"), "configuration_error", "has moved"],
  ["O-28: a private address", refusal("private_address"), "not_allowed", "may not be asked"],
  ["O-28: an answer of 50 MB", refusal("too_large"), "limit", "too large"],
  ["no connection", refusal("connect"), "connection_error", "cannot be reached"],
  ["a call that ended", refusal("aborted"), "aborted", "called off"],
];
for (const [what, answer, type, words] of TOLD) {
  Deno.test(`${what} is told to the model in words`, async () => {
    const outcome = await setUp({ answers: [answer] }).tool.run('{"id":"7"}', toolContext());
    assertFalse(outcome.ok);
    const told = JSON.parse(outcome.output);
    assertEquals([told.status, told.error_type], ["error", type]);
    assert(told.message.includes(words), told.message);
    assertFalse(told.message.includes("crm.example"), "the model is told where things are");
  });
}

Deno.test("what an address says of an error is told to the model, and redacted to people", async () => {
  const body = { message: "no such order", customer: { iban: "DE1" } };
  const outcome = await setUp({ answers: [answered(404, body)] }).tool.run(
    '{"id":"7"}',
    toolContext(),
  );
  assertEquals(JSON.parse(outcome.output).result, body);
  assertEquals(JSON.parse(outcome.shown).result.customer, { iban: "[REDACTED]" });
});

const REPEATS: [method: HttpTool["method"], first: EgressAnswer, attempts: number][] = [
  ["GET", answered(500), 2],
  ["GET", answered(503), 2],
  ["GET", refusal("connect", true), 2],
  ["GET", refusal("dns"), 2],
  ["GET", answered(404), 1],
  ["GET", answered(429), 1],
  ["GET", refusal("redirect"), 1],
  ["POST", answered(503), 1],
  ["POST", refusal("connect"), 1],
  ["PUT", answered(500), 1],
  ["DELETE", refusal("connect", true), 1],
];
for (const [method, first, attempts] of REPEATS) {
  const what = first.ok ? first.status : first.code;
  Deno.test(`${method} after ${what} is attempted ${attempts === 2 ? "twice" : "once"}`, async () => {
    const { tool, requests } = setUp({ tool: { method }, answers: [first, answered(200)] });
    const outcome = await tool.run('{"id":"7"}', toolContext());
    assertEquals([requests.length, outcome.ok], [attempts, attempts === 2]);
  });
}

Deno.test("a second attempt has only the time that the first has left", async () => {
  const clock = new ManualClock();
  const slow = () => {
    clock.advance(4000);
    return answered(500);
  };
  const { egress, requests } = playedEgress(slow, slow, answered(200));
  const tool = createHttpTool(TOOL, "t", {
    egress,
    secrets: new Map([["CRM_KEY", "ZEBRA-42"]]),
    clock,
    log: silentLog,
    budget: createRunBudget(1),
    maxArgumentBytes: 100,
  });
  assertFalse((await tool.run('{"id":"7"}', toolContext())).ok);
  assertEquals(requests.map(({ timeoutMs }) => timeoutMs), [5000, 1000]);
});

Deno.test("of a write that may have happened the model is told to have it checked", async () => {
  for (const [sent, told] of [[true, true], [false, false]] as const) {
    const { tool } = setUp({ tool: { method: "POST" }, answers: [refusal("timeout", sent)] });
    const outcome = await tool.run('{"id":"7"}', toolContext());
    assertEquals(outcome.output.includes("not known whether it was carried out"), told);
  }
});

Deno.test("O-27: a tool that is called in a loop is stopped by the call's limit", async () => {
  const { tool, requests } = setUp({ runs: 10 });
  for (let i = 0; i < 10; i++) assert((await tool.run('{"id":"7"}', toolContext())).ok);
  const outcome = await tool.run('{"id":"7"}', toolContext());
  assertEquals(JSON.parse(outcome.output).error_type, "limit");
  assertEquals(requests.length, 10);
});

Deno.test("a fault of ours is an outcome, not an exception, and is logged without words", async () => {
  const logged: unknown[] = [];
  const tool = createHttpTool(TOOL, "t", {
    egress: () => Promise.reject(new Error("ZEBRA-42")),
    secrets: new Map([["CRM_KEY", "ZEBRA-42"]]),
    clock: new ManualClock(),
    log: { ...silentLog, error: (...line) => logged.push(line) },
    budget: createRunBudget(1),
    maxArgumentBytes: 100,
  });
  const outcome = await tool.run('{"id":"7"}', toolContext());
  assertEquals(JSON.parse(outcome.output).error_type, "internal_error");
  assertEquals(logged.length, 1);
  assertFalse(JSON.stringify([logged, outcome]).includes("ZEBRA-42"));
});
