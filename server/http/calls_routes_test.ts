// Reading calls, placing a test call, and the server's status.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { rig, summary } from "./rig_for_tests.ts";
import type { AdminDeps } from "./admin_deps.ts";

async function signedIn(changes: Partial<AdminDeps> = {}) {
  const built = await rig(changes);
  const cookie = await built.signIn();
  return {
    ...built,
    get: (path: string) => built.ask("GET", path, { cookie }),
    post: (path: string, body: unknown) => built.ask("POST", path, { cookie, body }),
  };
}

Deno.test("calls come in pages of at most 200, newest first from where one was", async () => {
  const pages: { limit: number; before?: number }[] = [];
  const { get } = await signedIn({
    floor: {
      call: () => Promise.resolve(undefined),
      calls(page) {
        pages.push(page);
        return Promise.resolve([summary("c1")]);
      },
    },
  });
  assertEquals(await (await get("/api/calls")).json(), { calls: [summary("c1")], next: null });
  await get("/api/calls?limit=200&before=1700000000000.5");
  assertEquals(pages, [{ limit: 50 }, { limit: 200, before: 1700000000000.5 }]);
  for (
    const query of ["limit=0", "limit=201", "limit=1.5", "limit=x", "before=-1", "limit=1&limit=2"]
  ) {
    const response = await get(`/api/calls?${query}`);
    const { code, fields } = await response.json();
    assertEquals([response.status, code], [422, "invalid_field"], query);
    assertEquals(fields[0].path, query.split("=")[0]);
  }
  assertEquals(pages.length, 2);
});

Deno.test("one call comes with its events; ids like parts of an object find nothing", async () => {
  const { get } = await signedIn();
  assertEquals(await (await get("/api/calls/c1")).json(), { call: summary("c1"), events: [] });
  for (
    const id of ["c2", "__proto__", "constructor", "hasOwnProperty", "%2e%2e", "x".repeat(5000)]
  ) {
    const response = await get(`/api/calls/${id}`);
    assertEquals([response.status, (await response.json()).code], [404, "not_found"]);
  }
});

Deno.test("a test call is placed and named", async () => {
  const { post } = await signedIn();
  const response = await post("/api/test-calls", {});
  assertEquals([response.status, await response.json()], [202, { callId: "test-1" }]);
  assertEquals((await post("/api/test-calls", { to: "+15550100" })).status, 422);
});

Deno.test("a test call is for an agent or its draft where one is named, else for whom the routes choose", async () => {
  const asked: unknown[] = [];
  const placeTestCall = (whom: unknown) => {
    asked.push(whom);
    return Promise.resolve({ callId: "test-1" });
  };
  const { post } = await signedIn({ placeTestCall });
  for (
    const body of [{}, { agentId: "default" }, { agentId: "default", draft: true }, { draft: true }]
  ) {
    assertEquals((await post("/api/test-calls", body)).status, 202);
  }
  assertEquals(asked, [
    null,
    { agentId: "default", draft: false },
    { agentId: "default", draft: true },
    { agentId: "default", draft: true },
  ]);
  const unknown = await post("/api/test-calls", { agentId: "nobody", draft: true });
  assertEquals([unknown.status, (await unknown.json()).fields[0].path], [422, "agentId"]);
});

Deno.test("while draining no test call is placed, and the answer says why", async () => {
  let placed = 0;
  const placeTestCall = () => {
    placed++;
    return Promise.resolve({ refused: "draining" });
  };
  const { post, status } = await signedIn({ placeTestCall });
  status.draining = true;
  const early = await post("/api/test-calls", {});
  assertEquals([early.status, (await early.json()).code, placed], [503, "draining", 0]);
  status.draining = false;
  const late = await post("/api/test-calls", {});
  assertEquals([late.status, (await late.json()).code, placed], [503, "draining", 1]);
});

Deno.test("a test call that is refused for another reason may be tried again", async () => {
  const placeTestCall = () => Promise.resolve({ refused: "E_FULL" });
  const { post } = await signedIn({ placeTestCall });
  const response = await post("/api/test-calls", {});
  assertEquals([response.status, response.headers.get("retry-after")], [429, "5"]);
  assertStringIncludes((await response.json()).message, "E_FULL");
});

Deno.test("the status is the server's own", async () => {
  const { get, status } = await signedIn();
  assertEquals(await (await get("/api/status")).json(), status);
});
