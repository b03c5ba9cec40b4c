// The document of the API is one of OpenAPI 3.1, and the rules that say so find what is wrong.
import { assertEquals } from "@std/assert";
import { openapiFaults } from "./openapi_rules_for_tests.ts";
import { rig } from "./rig_for_tests.ts";

interface Document {
  paths: Record<string, Record<string, Record<string, unknown>>>;
  components: { schemas: Record<string, Record<string, unknown>> };
}

async function document(): Promise<Document> {
  const { ask, signIn } = await rig();
  return await (await ask("GET", "/api/openapi.json", { cookie: await signIn() })).json();
}
const faultsOf = (changed: Document) =>
  openapiFaults(changed as unknown as Record<string, unknown>);

Deno.test("the API's description holds to OpenAPI 3.1, its examples to its schemas", async () => {
  const found = await document();
  assertEquals(faultsOf(found), []);
  const text = JSON.stringify(found);
  assertEquals(text.includes('"kind":"whisper"'), true, "the commands have examples");
});

Deno.test("each operation says how it refuses, and one that takes a body how it refuses a bad one", async () => {
  const { paths } = await document();
  // Who one is may be asked by anybody.
  const open = ["get /api/session"];
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, { responses, requestBody }] of Object.entries(item)) {
      const place = `${method} ${path}`;
      const statuses = Object.keys(responses as object);
      const refuses = open.includes(place) || statuses.some((status) => status.startsWith("4"));
      assertEquals(refuses, true, place);
      if (!requestBody) continue;
      const bad = ["400", "413", "422"].filter((status) => !statuses.includes(status));
      assertEquals(bad, [], place);
    }
  }
});

Deno.test("codes that share a status are all named", async () => {
  const { paths } = await document();
  const command = paths["/api/calls/{id}/commands"]?.["post"]?.["responses"];
  const { 422: cannot } = command as Record<string, { description: string }>;
  assertEquals(cannot?.description, "invalid_field, cannot");
});

const SPOILT: readonly [string, string, (document: Document) => void][] = [
  ["a reference that leads nowhere", "leads nowhere", ({ components }) => {
    delete components.schemas["Usage"];
  }],
  ["an operation without a summary", "has no summary", ({ paths }) => {
    delete paths["/api/status"]!["get"]!["summary"];
  }],
  ["an id that is used twice", "used twice", ({ paths }) => {
    paths["/api/status"]!["get"]!["operationId"] = "getApiHealth";
  }],
  ["a part of a path that is not described", "{id} is not described", ({ paths }) => {
    paths["/api/calls/{id}"]!["get"]!["parameters"] = [];
  }],
  ["a refusal that is no problem", "401 is no Problem", ({ paths }) => {
    const { responses } = paths["/api/status"]!["get"]!;
    (responses as Record<string, unknown>)["401"] = { description: "no" };
  }],
  ["a word of OpenAPI 3.0", "nullable is of another age", ({ components }) => {
    components.schemas["Usage"]!["nullable"] = true;
  }],
  ["a type that is none", "text is no type", ({ components }) => {
    components.schemas["Usage"]!["type"] = "text";
  }],
  ["an example that does not fit", "an example does not fit", ({ components }) => {
    components.schemas["CommandRequest"]!["examples"] = [{ kind: "sing" }];
  }],
  ["a required property that is not described", "is required and not", ({ components }) => {
    components.schemas["Usage"]!["required"] = ["ghost"];
  }],
];

for (const [name, words, spoil] of SPOILT) {
  Deno.test(`${name} is found`, async () => {
    const changed = await document();
    spoil(changed);
    const faults = faultsOf(changed).filter((fault) => fault.includes(words));
    assertEquals(faults.length > 0, true, name);
  });
}
