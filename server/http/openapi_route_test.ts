// The OpenAPI document names every route and its refusals.
import { assert, assertEquals } from "@std/assert";
import { rig } from "./rig_for_tests.ts";

interface Operation {
  summary?: string;
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
  parameters?: { in: string; name: string }[];
  responses: Record<string, unknown>;
}

async function document() {
  const { ask, signIn, app } = await rig();
  const response = await ask("GET", "/api/openapi.json", { cookie: await signIn() });
  assertEquals(response.status, 200);
  const text = await response.text();
  const parsed: {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, unknown> };
  } = JSON.parse(text);
  return { parsed, text, app };
}

Deno.test("every route of the API is described, with its answers", async () => {
  const { parsed, app } = await document();
  assertEquals(parsed.openapi, "3.1.0");
  const routes = app.routes
    .filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/"))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  const described = Object.entries(parsed.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`)
  );
  assertEquals(described.sort(), [...new Set(routes)].sort());
  for (const operations of Object.values(parsed.paths)) {
    for (const { summary, responses } of Object.values(operations)) {
      assert(summary);
      assert(Object.keys(responses).some((status) => /^(2|302|101)/.test(status)));
      assertEquals("400" in responses && "success" in Object(responses["400"]), false);
    }
  }
});

Deno.test("bodies and headers of an edit are described, and each reference leads somewhere", async () => {
  const { parsed, text } = await document();
  const save = parsed.paths["/api/agents/{id}/draft"]?.["put"];
  assertEquals(save?.requestBody?.content["application/json"]?.schema, {
    $ref: "#/components/schemas/AgentConfig",
  });
  assertEquals(save?.parameters?.map(({ name }) => name).sort(), ["If-Match", "id"]);
  const expected = ["200", "400", "401", "403", "404", "412", "413", "422", "428", "507"];
  assertEquals(Object.keys(save?.responses ?? {}), expected);
  const remove = parsed.paths["/api/agents/{id}"]?.["delete"];
  assertEquals(Object.keys(remove?.responses ?? {}), ["204", "401", "403", "404", "409", "507"]);
  const preview = parsed.paths["/api/preview"]?.["post"];
  assertEquals(preview?.requestBody?.content["application/json"]?.schema, {
    $ref: "#/components/schemas/PreviewRequest",
  });
  const references = new Set(text.match(/#\/components\/schemas\/\w+/g));
  assert(references.size >= 6);
  for (const reference of references) {
    const name = reference.split("/").at(-1)!;
    assert(Object.hasOwn(parsed.components.schemas, name), reference);
  }
});
