// The toolbox of a call against the stand-in for Genesys' API, over real connections.
import { assert, assertEquals, assertFalse } from "@std/assert";
import { type Clock, ManualClock, systemClock } from "../clock.ts";
import type { BriefingNote } from "../bridge/briefing.ts";
import type { CallTool } from "../bridge/call_tool.ts";
import type { AgentTools, DataAction } from "../contract/agent_tools.ts";
import { createEgress } from "../egress/http_egress.ts";
import { silentLog } from "../observe/log.ts";
import type { Fault, GenesysApi, SimulatedAction } from "../simulator/genesys_api/api_types.ts";
import { startGenesysApi } from "../simulator/genesys_api/genesys_api.ts";
import { createDataActions } from "./data_actions.ts";
import {
  GENESYS_API_DEFAULTS,
  type GenesysApiSettings,
  TOOL_LIMITS,
  type ToolLimits,
} from "./genesys_settings.ts";
import { createToolbox, type Toolbox } from "./toolbox.ts";
import { toolContext } from "./tool_test_kit.ts";

const DRAFT_4 = "http://json-schema.org/draft-04/schema#";
const LOOK_UP: SimulatedAction = {
  id: "custom_-_look-up",
  name: "Look up customer",
  requestType: "GET",
  input: {
    $schema: DRAFT_4,
    title: "Customer",
    type: "object",
    properties: {
      number: { type: "string", description: "Customer number" },
      year: { type: "integer" },
    },
    required: ["number"],
    additionalProperties: false,
  },
  success: {
    $schema: DRAFT_4,
    type: "object",
    properties: { name: { type: "string" }, cards: { type: "array" } },
  },
  answer: ({ number }) => ({
    name: `Customer ${number}`,
    cards: [{ iban: "DE1" }, { iban: "DE2" }],
  }),
};
const BOOK: SimulatedAction = {
  ...LOOK_UP,
  id: "custom_-_book",
  name: "Look up customer",
  requestType: "POST",
  answer: () => ({ booked: true }),
};

const NO_TOOLS: AgentTools = { http: [], mcp: [], dataActions: [] };
const use = (id: string, more: Partial<DataAction> = {}): DataAction => ({
  id,
  description: "",
  confirm: false,
  ...more,
});

interface World {
  api: GenesysApi;
  toolbox: Toolbox;
  clock: ManualClock;
  notes: BriefingNote[];
  tools(...dataActions: DataAction[]): Promise<CallTool[]>;
}

interface WorldOptions {
  actions?: SimulatedAction[];
  faults?: Fault[];
  settings?: Partial<GenesysApiSettings>;
  limits?: Partial<ToolLimits>;
  /** Of the tools, in place of the manual one. */
  toolClock?: Clock;
}

async function inWorld(options: WorldOptions, test: (world: World) => Promise<void>) {
  const manual = new ManualClock();
  const clock = options.toolClock ?? manual;
  const actions = options.actions ?? [LOOK_UP, BOOK];
  const api = startGenesysApi({ actions, faults: options.faults ?? [], clock });
  const egress = createEgress({ allowPrivate: true, allowedHosts: [], clock });
  const settings: GenesysApiSettings = {
    ...GENESYS_API_DEFAULTS,
    clientId: "client",
    clientSecret: "secret",
    baseUrl: api.url,
    ...options.settings,
  };
  const toolbox = createToolbox({
    egress,
    secrets: new Map([["B_KEY", "ZEBRA-42"], ["A_KEY", "x"]]),
    dataActions: createDataActions({ egress, clock, log: silentLog, settings }),
    clock,
    log: silentLog,
    limits: { ...TOOL_LIMITS, ...options.limits },
  });
  const notes: BriefingNote[] = [];
  const tools = (...dataActions: DataAction[]) =>
    toolbox.forCall({ ...NO_TOOLS, dataActions }, { dataActions: [] }, notes);
  try {
    await test({ api, toolbox, clock: manual, notes, tools });
    assertEquals(manual.pending, 0);
  } finally {
    await api.close();
  }
}

const first = (tools: CallTool[]): CallTool => {
  assert(tools[0], "expected a tool");
  return tools[0];
};
const said = (text: string) => JSON.parse(text);

Deno.test("a data action is a tool with the name, the schema and the answer that Genesys has for it", async () => {
  await inWorld({}, async ({ api, tools, notes }) => {
    const tool = first(await tools(use(LOOK_UP.id)));
    assertEquals(tool.definition, {
      name: "genesys_data_action_Look_up_customer",
      description: 'Genesys data action "Look up customer". Answers with: name, cards.',
      parameters: {
        type: "object",
        properties: LOOK_UP.input.properties,
        required: ["number"],
        additionalProperties: false,
      },
    });
    const outcome = await tool.run('{"number":"7"}', toolContext());
    assertEquals(said(outcome.output), {
      status: "success",
      result: { name: "Customer 7", cards: [{ iban: "DE1" }, { iban: "DE2" }] },
    });
    const executed = api.requests.filter(({ endpoint }) => endpoint === "execute");
    assertEquals(executed, [{
      endpoint: "execute",
      method: "POST",
      path: `/api/v2/integrations/actions/${LOOK_UP.id}/execute`,
      body: { number: "7" },
    }]);
    assertEquals([api.tokensIssued, api.violations, notes], [1, [], []]);
  });
});

Deno.test("what redaction names is hidden from the model and from people, in arrays too", async () => {
  const settings = { toolOutputRedactionFields: ["cards.iban", "number"] };
  await inWorld({ settings }, async ({ tools }) => {
    const tool = first(await tools(use(LOOK_UP.id)));
    const outcome = await tool.run('{"number":"7"}', toolContext());
    for (const text of [outcome.output, outcome.shown]) {
      assertEquals(said(text).result.cards, [{ iban: "[REDACTED]" }, { iban: "[REDACTED]" }]);
    }
    assertEquals(tool.shownArgs('{"number":"7"}'), '{"number":"[REDACTED]"}');
  });
});

Deno.test("descriptions are kept for ten minutes", async () => {
  await inWorld({}, async ({ api, clock, tools }) => {
    await tools(use(LOOK_UP.id));
    const asked = api.requests.length;
    clock.advance(599_000);
    await tools(use(LOOK_UP.id));
    assertEquals(api.requests.length, asked);
    clock.advance(1000);
    await tools(use(LOOK_UP.id));
    assertEquals(api.requests.length, asked + 3);
  });
});

Deno.test("a description that cannot be renewed is used as it was", async () => {
  await inWorld({}, async ({ api, clock, tools, notes }) => {
    await tools(use(LOOK_UP.id));
    clock.advance(600_000);
    api.addFault({ at: "action", does: { status: 404 } });
    assertEquals((await tools(use(LOOK_UP.id))).length, 1);
    assertEquals(notes, []);
  });
});

Deno.test("what was prepared at start is there without waiting", async () => {
  await inWorld({}, async ({ api, clock, toolbox, tools }) => {
    toolbox.prepare({ dataActions: [use(LOOK_UP.id)] });
    await api.seen("schema", 2);
    first(await tools(use(LOOK_UP.id)));
    const asked = api.requests.length;
    api.addFault({ at: "token", does: "hang" });
    first(await tools(use(LOOK_UP.id)));
    assertEquals([api.requests.length, clock.pending], [asked, 0]);
  });
});

Deno.test("a call waits 1.5 s for a description and goes on without the tool", async () => {
  const faults: Fault[] = [{ at: "schema", does: "hang", times: 2 }];
  await inWorld({ faults }, async ({ api, clock, tools, notes }) => {
    const made = tools(use(LOOK_UP.id));
    await api.seen("schema", 2);
    clock.advance(1500);
    assertEquals(await made, []);
    assertEquals(notes.map(({ code }) => code), ["data_action_missing"]);
    assert(notes[0]?.detail.includes(LOOK_UP.id));
    clock.advance(8500);
  });
});

Deno.test("after a failure the next calls do not wait, and later ones find it again", async () => {
  const faults: Fault[] = [{ at: "action", does: { status: 404 } }];
  await inWorld({ faults }, async ({ api, clock, tools }) => {
    assertEquals(await tools(use(LOOK_UP.id)), []);
    const asked = api.requests.length;
    assertEquals(await tools(use(LOOK_UP.id)), []);
    assertEquals(api.requests.length, asked);
    clock.advance(15_000);
    first(await tools(use(LOOK_UP.id)));
  });
});

Deno.test("an answer's schema that is missing costs a line of the description, not the tool", async () => {
  await inWorld({ actions: [{ ...LOOK_UP, success: [] as never }] }, async ({ tools }) => {
    const { definition } = first(await tools(use(LOOK_UP.id)));
    assertEquals(definition.description, 'Genesys data action "Look up customer".');
  });
});

Deno.test("actions of the agent, of the variables, allowed, doubled and too many", async () => {
  const ids = ["a", "b", "c"].map((id) => ({ ...LOOK_UP, id }));
  await inWorld({
    actions: ids,
    settings: { allowedDataActionIds: ["a", "b", "c"] },
    limits: { maxToolsPerCall: 2 },
  }, async ({ api, toolbox, notes }) => {
    const agents = { ...NO_TOOLS, dataActions: [use("a", { description: "Mine", confirm: true })] };
    const extra = [use("a", { description: "Theirs" }), use("evil"), use("b"), use("c")];
    const tools = await toolbox.forCall(agents, { dataActions: extra }, notes);
    assertEquals(tools.map(({ definition, confirm }) => [definition.name, confirm]), [
      ["genesys_data_action_Look_up_customer", true],
      ["genesys_data_action_Look_up_customer_2", false],
    ]);
    assertEquals(tools[0]?.definition.description, "Mine");
    assertEquals(notes.map(({ code }) => code), [
      "data_action_not_allowed",
      "data_actions_too_many",
    ]);
    assertFalse(api.requests.some(({ path }) => path.includes("evil")), "evil was asked for");
  });
});

Deno.test("O-27: all tools of a call share its limit of runs, another call has its own", async () => {
  await inWorld({ limits: { maxRunsPerCall: 2 } }, async ({ tools }) => {
    const [read, book] = await tools(use(LOOK_UP.id), use(BOOK.id));
    assert(read && book);
    assert((await read.run('{"number":"7"}', toolContext())).ok);
    assert((await book.run('{"number":"7"}', toolContext())).ok);
    assertEquals(
      said((await read.run('{"number":"7"}', toolContext())).output).error_type,
      "limit",
    );
    const again = first(await tools(use(LOOK_UP.id)));
    assert((await again.run('{"number":"7"}', toolContext())).ok);
  });
});

const FAULTS: [what: string, id: string, does: Fault["does"], type: string, attempts: number][] = [
  ["O-28: a reading that fails for good", LOOK_UP.id, { status: 503 }, "http_error", 4],
  ["O-28: a writing that fails", BOOK.id, { status: 500 }, "http_error", 1],
  ["a reading whose connection breaks", LOOK_UP.id, "cut", "connection_error", 4],
  ["a writing whose connection breaks", BOOK.id, "cut", "connection_error", 1],
  ["too many requests", BOOK.id, { status: 429 }, "http_error", 4],
  ["an answer that is not JSON", BOOK.id, { malformed: "<html>" }, "json_error", 1],
  ["half an answer", LOOK_UP.id, { malformed: '{"name":' }, "json_error", 1],
];
for (const [what, id, does, type, attempts] of FAULTS) {
  Deno.test(`${what} is a ${type} after ${attempts} attempts`, async () => {
    const settings = { httpRetryBackoffSeconds: 0 };
    await inWorld({ settings, toolClock: systemClock }, async ({ api, tools }) => {
      const tool = first(await tools(use(id)));
      for (let i = 0; i < attempts; i++) api.addFault({ at: "execute", does });
      const outcome = await tool.run('{"number":"7"}', toolContext());
      assertFalse(outcome.ok);
      assertEquals(said(outcome.output).error_type, type);
      assertEquals(
        api.requests.filter(({ endpoint }) => endpoint === "execute").length,
        attempts,
      );
    });
  });
}

Deno.test("a spoken yes makes an action a writing one, even if Genesys only reads", async () => {
  await inWorld({}, async ({ api, tools }) => {
    const tool = first(await tools(use(LOOK_UP.id, { confirm: true })));
    api.addFault({ at: "execute", does: { status: 503 } });
    assertFalse((await tool.run('{"number":"7"}', toolContext())).ok);
    assertEquals(api.requests.filter(({ endpoint }) => endpoint === "execute").length, 1);
  });
});

Deno.test("O-28: an action that never answers ends at the deadline", async () => {
  await inWorld({}, async ({ api, clock, tools }) => {
    const tool = first(await tools(use(BOOK.id)));
    api.addFault({ at: "execute", does: "hang" });
    const running = tool.run('{"number":"7"}', toolContext());
    await api.seen("execute");
    clock.advance(10_000);
    const told = said((await running).output);
    assertEquals(told.error_type, "timeout");
    assert(told.message.includes("not known whether it was carried out"), told.message);
  });
});

Deno.test("a token that Genesys no longer takes is renewed inside the call", async () => {
  await inWorld({}, async ({ api, tools }) => {
    const tool = first(await tools(use(BOOK.id)));
    api.expireTokens();
    assert((await tool.run('{"number":"7"}', toolContext())).ok);
    assertEquals(api.tokensIssued, 2);
  });
});

Deno.test("in strict mode the model sees every field as required, Genesys gets what was given", async () => {
  await inWorld({ settings: { toolsStrictMode: true } }, async ({ api, tools }) => {
    const tool = first(await tools(use(LOOK_UP.id)));
    assertEquals(tool.definition.parameters.required, ["number", "year"]);
    assertEquals(tool.definition.parameters.additionalProperties, false);
    assert((await tool.run('{"number":"7","year":null}', toolContext())).ok);
    assertEquals(api.requests.at(-1)?.body, { number: "7" });
    const incomplete = await tool.run('{"number":"7"}', toolContext());
    assertEquals(said(incomplete.output).error_type, "validation_error");
  });
});

Deno.test("wrong credentials leave the tool out", async () => {
  await inWorld({ settings: { clientSecret: "wrong" } }, async ({ api, tools, notes }) => {
    assertEquals(await tools(use(LOOK_UP.id)), []);
    assertEquals(notes.map(({ code }) => code), ["data_action_missing"]);
    assertEquals(api.tokensIssued, 0);
  });
});

Deno.test("trying a data action runs it; one that is not allowed or unknown is told", async () => {
  const settings = { allowedDataActionIds: [LOOK_UP.id, "gone"] };
  await inWorld({ settings }, async ({ toolbox }) => {
    const tryIt = (id: string) =>
      toolbox.tryTool({ kind: "data_action", tool: use(id), args: '{"number":"7"}' });
    assertEquals(said((await tryIt(LOOK_UP.id)).output).result.name, "Customer 7");
    assert((await tryIt(BOOK.id)).output.includes("GENESYS_ALLOWED_DATA_ACTION_IDS"));
    assert((await tryIt("gone")).output.includes("has not described"));
  });
});
