import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createApi } from "./api.ts";
import { test } from "./testing.ts";

function setUp(answer: (request: Request) => Response | Promise<Response>) {
  const asked: Request[] = [];
  let signedOut = 0;
  const api = createApi({
    fetch: (input, init) => {
      const request = new Request(new URL(String(input), "http://console.test"), init);
      asked.push(request);
      return Promise.resolve(answer(request));
    },
    onSignedOut: () => void signedOut++,
  });
  return { api, asked, signedOut: () => signedOut };
}

test("an edit carries the revision it began from, quoted", async () => {
  const { api, asked } = setUp(() => Response.json({ id: "a", revision: 5 }));
  const result = await api.publish("a/b", 4, "Clearer greeting");
  assert(result.ok);
  const request = asked[0]!;
  assertEquals(request.headers.get("if-match"), '"4"');
  assertEquals(new URL(request.url).pathname, "/api/agents/a%2Fb/publish");
  assertEquals(await request.json(), { note: "Clearer greeting" });
});

test("a refusal keeps the server's sentence, fields and current state", async () => {
  const fields = [{ path: "prompt", message: "must not be empty" }];
  const { api } = setUp(() =>
    Response.json(
      { code: "conflict", message: "Changed meanwhile", fields, current: { id: "a" } },
      {
        status: 412,
      },
    )
  );
  const result = await api.publish("a", 4, "x");
  assert(!result.ok);
  assertEquals(result.refusal, {
    code: "conflict",
    message: "Changed meanwhile",
    fields,
    current: { id: "a" },
  });
});

test("a lost session is noticed on any request but the question itself", async () => {
  const refused = () => Response.json({ code: "signed_out", message: "Sign in" }, { status: 401 });
  const { api, signedOut } = setUp(refused);
  await api.signIn({ token: "wrong" });
  assertEquals(signedOut(), 0);
  await api.agents();
  assertEquals(signedOut(), 1);
});

test("no answer and a stranger's answer are told apart", async () => {
  const silent = setUp(() => Promise.reject(new TypeError("failed")));
  const dead = await silent.api.agents();
  assertEquals(dead.ok || dead.refusal.code, "unreachable");
  assertEquals(await silent.api.alive(), false);
  const strange = await setUp(() => new Response("<html>", { status: 502 })).api.agents();
  assertEquals(strange.ok || strange.refusal.code, "unclear");
  const odd = await setUp(() => Response.json([1], { status: 500 })).api.agents();
  assertStringIncludes(odd.ok ? "" : odd.refusal.message, "HTTP 500");
});

test("an empty answer is no error, and a page of calls is asked for by its start", async () => {
  const { api } = setUp(() => new Response(null, { status: 204 }));
  assertEquals(await api.signOut(), { ok: true, value: null });
  const paged = setUp(() => Response.json({ calls: [] }));
  assertEquals(await paged.api.calls({ limit: 50, beforeMs: 123 }), { ok: true, value: [] });
  assertEquals(new URL(paged.asked[0]!.url).search, "?limit=50&before=123");
});

test("routes are saved with their revision, agents are made and deleted at their addresses", async () => {
  const { api, asked } = setUp(() => Response.json({}));
  await api.saveRoutes(9, { defaultAgentId: "default", routes: [] });
  await api.createAgent("Night", "default");
  await api.deleteAgent("a b");
  const told = asked.map((request) => [
    request.method,
    new URL(request.url).pathname,
    request.headers.get("if-match"),
  ]);
  assertEquals(told, [
    ["PUT", "/api/routes", '"9"'],
    ["POST", "/api/agents", null],
    ["DELETE", "/api/agents/a%20b", null],
  ]);
  assertEquals(await asked[1]!.json(), { name: "Night", copyOf: "default" });
});

test("a test call names its agent, and why there is none is told in the server's words", async () => {
  const { api, asked } = setUp(() => Response.json({ callId: "c" }, { status: 202 }));
  await api.placeTestCall();
  await api.placeTestCall({ agentId: "night", draft: true });
  assertEquals(await Promise.all(asked.map((request) => request.json())), [
    {},
    { agentId: "night", draft: true },
  ]);
  const why = (code: string, status: number) =>
    setUp(() => Response.json({ code, message: `Because ${code}.` }, { status }))
      .api.whyNoTestCall("a b");
  assertEquals(await why("draining", 503), "Because draining.");
  assertStringIncludes(await why("not_websocket", 426), "proxy");
});

test("a command and its retraction go to the call's own address", async () => {
  const { api, asked } = setUp(({ method }) =>
    method === "DELETE"
      ? new Response(null, { status: 204 })
      : Response.json({ commandId: "c" }, { status: 202 })
  );
  const request = { kind: "whisper", text: "Offer a refund", when: "now" } as const;
  const given = await api.command("a/b", request);
  assert(given.ok && given.value.commandId === "c");
  assert((await api.retract("a/b", "c/d")).ok);
  assertEquals(asked.map(({ method, url }) => `${method} ${new URL(url).pathname}`), [
    "POST /api/calls/a%2Fb/commands",
    "DELETE /api/calls/a%2Fb/commands/c%2Fd",
  ]);
  assertEquals(await asked[0]!.json(), request);
});
