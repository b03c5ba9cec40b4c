// The API as a whole: nothing stands open, every refusal has one shape, no answer holds a secret.
import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { problemSchema } from "../contract/problem.ts";
import { StoreError } from "../store/store_error.ts";
import { ADMIN_TOKEN, CONFIG, files, rig } from "./rig_for_tests.ts";

const OPEN_ROUTES = new Set([
  "GET /api/session",
  "POST /api/session",
  "POST /api/session/link",
  "POST /api/session/password",
  "GET /api/session/oidc",
  "GET /api/session/oidc/callback",
]);
const OPEN_SITE = new Set(["GET /healthz", "GET /readyz", "GET /metrics", "GET /*"]);

Deno.test("S-01 without a session every route of the API answers 401 and no data", async () => {
  const { app, ask, feed } = await rig();
  const routes = new Set(
    app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) =>
      `${method} ${path}`
    ),
  );
  const closed = [...routes].filter((route) => !OPEN_ROUTES.has(route) && !OPEN_SITE.has(route));
  assert(closed.length > 50);
  for (const route of closed) {
    const [method = "", path = ""] = route.replace(":id", "default").split(" ");
    const tries = [
      {},
      { cookie: "hookline=; __Host-hookline=" },
      { cookie: "hookline=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
      { headers: { authorization: "Basic YWRtaW46YWRtaW4=" } },
      { headers: { authorization: "Bearer " } },
    ];
    for (const asked of tries) {
      const response = await ask(method, path, {
        ...asked,
        ...(method === "GET" ? {} : { body: {} }),
      });
      const problem = problemSchema.parse(await response.json());
      assertEquals([response.status, problem.code], [401, "signed_out"], route);
      assertEquals(Object.keys(problem).sort(), ["code", "message"], route);
    }
  }
  assertEquals(feed.opened, []);
});

Deno.test("S-01 a stranger learns nothing of which addresses exist, however they are spelt", async () => {
  const { ask } = await rig({ staticFiles: files({ "index.html": "<base href='/'>" }) });
  for (const path of ["/api", "/api/", "/api/nothing", "/api//agents", "/%61pi/agents"]) {
    assertEquals((await ask("GET", path)).status, 401, path);
  }
  for (const path of ["//api/agents", "/API/agents", "/x/../api/agents/"]) {
    const response = await ask("GET", path, { headers: { accept: "text/html" } });
    assertFalse((await response.text()).includes("prompt"), path);
  }
});

Deno.test("the admin token opens the API as a bearer; a wrong one is slowed down per address", async () => {
  const { ask } = await rig();
  const bearer = (token: string, address = "203.0.113.9") =>
    ask("GET", "/api/agents", { headers: { authorization: `Bearer ${token}` }, address });
  assertEquals((await bearer(ADMIN_TOKEN)).status, 200);
  for (let i = 0; i < 5; i++) assertEquals((await bearer("guess")).status, 401);
  const slowed = await bearer(ADMIN_TOKEN);
  assertEquals([slowed.status, slowed.headers.get("retry-after")], [429, "12"]);
  assertEquals((await bearer(ADMIN_TOKEN, "203.0.113.10")).status, 200);
});

Deno.test("with no admin token set, no bearer opens the API", async () => {
  for (const adminToken of [undefined, ""]) {
    const { ask } = await rig({ adminToken });
    for (const authorization of ["Bearer", "Bearer ", "Bearer undefined", "Bearer x"]) {
      assertEquals((await ask("GET", "/api/agents", { headers: { authorization } })).status, 401);
    }
    const response = await ask("POST", "/api/session", { body: { token: "undefined" } });
    assertEquals(response.status, 401);
  }
});

Deno.test("a proxy's own Authorization does not keep a signed-in person out", async () => {
  const { ask, signIn } = await rig();
  const cookie = await signIn();
  for (let i = 0; i < 10; i++) {
    const headers = { authorization: "Bearer the-proxys-own" };
    assertEquals((await ask("GET", "/api/status", { cookie, headers })).status, 200);
  }
});

Deno.test("every answer carries the strict policy and its companions", async () => {
  const { ask, signIn } = await rig();
  const cookie = await signIn();
  const paths = ["/", "/healthz", "/metrics", "/api/status", "/api/nothing", "/none.js", "/readyz"];
  for (const path of paths) {
    for (const asked of [{ cookie }, {}]) {
      const { headers } = await ask("GET", path, asked);
      assertEquals(
        headers.get("content-security-policy"),
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
          "font-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; " +
          "frame-ancestors 'none'",
        path,
      );
      assertEquals(headers.get("x-content-type-options"), "nosniff");
      assertEquals(headers.get("referrer-policy"), "no-referrer");
      assertEquals(headers.get("cross-origin-opener-policy"), "same-origin");
      assertEquals(headers.get("cross-origin-resource-policy"), "same-origin");
      assertEquals(headers.get("x-frame-options"), "DENY");
      assertEquals(
        headers.get("permissions-policy"),
        "microphone=(self), camera=(), geolocation=()",
      );
      assertEquals(headers.get("access-control-allow-origin"), null);
      if (path.startsWith("/api")) assertEquals(headers.get("cache-control"), "no-store");
    }
  }
});

Deno.test("a method that an address does not take is answered with those it takes", async () => {
  const { ask, signIn } = await rig();
  const cookie = await signIn();
  const cases: [string, string, string][] = [
    ["PATCH", "/api/session", "GET, HEAD, POST, DELETE"],
    ["PATCH", "/api/agents/default", "GET, HEAD, DELETE"],
    ["GET", "/api/agents/default/publish", "POST"],
    ["GET", "/api/test-calls", "POST"],
    ["OPTIONS", "/api/agents", "GET, HEAD, POST"],
    ["POST", "/api/routes", "GET, HEAD, PUT"],
    ["GET", "/api/tools/try", "POST"],
    ["POST", "/healthz", "GET, HEAD"],
    ["PUT", "/index.html", "GET, HEAD"],
  ];
  for (const [method, path, allow] of cases) {
    const response = await ask(method, path, { cookie });
    assertEquals(
      [response.status, response.headers.get("allow")],
      [405, allow],
      `${method} ${path}`,
    );
    assertEquals((await response.json()).code, "method_not_allowed");
  }
  assertEquals((await ask("POST", "/api/nothing", { cookie, body: {} })).status, 404);
  assertEquals((await ask("HEAD", "/api/agents", { cookie })).status, 200);
});

Deno.test("a fault inside is logged by its place and answered without its message", async () => {
  const secret = "sk-CANARY and the caller's words";
  const floor = {
    call: () => Promise.reject(new Error(secret)),
    calls: () => Promise.reject(new TypeError(secret)),
  };
  const { ask, signIn, logged } = await rig({ floor });
  const cookie = await signIn();
  for (const path of ["/api/calls", "/api/calls/c1"]) {
    const response = await ask("GET", path, { cookie });
    const text = await response.text();
    assertEquals([response.status, JSON.parse(text).code], [500, "internal"]);
    assertFalse(text.includes("CANARY"));
  }
  const faults = logged.filter(({ code }) => code === "http_fault");
  assertEquals(faults.length, 2);
  assertStringIncludes(String(faults[0]?.fields["at"]), "TypeError");
  assertFalse(JSON.stringify(logged).includes("CANARY"));
});

Deno.test("D-11 while the store cannot be used, an answer says so", async () => {
  const fails = () => Promise.reject(new StoreError("unreachable", "postgres://CANARY"));
  const floor = { call: fails, calls: fails };
  const { ask, signIn, logged } = await rig({ floor });
  const response = await ask("GET", "/api/calls", { cookie: await signIn() });
  const text = await response.text();
  assertEquals([response.status, JSON.parse(text).code], [503, "store_unavailable"]);
  assertFalse(text.includes("CANARY"));
  assertEquals(logged.filter(({ code }) => code === "http_fault"), []);
});

Deno.test("no answer and no log line holds the admin token, a session's token or a code", async () => {
  const { app, ask, signIn, deps, logged, links } = await rig();
  const cookie = await signIn();
  await ask("POST", "/api/session/link");
  const secrets = [ADMIN_TOKEN, cookie.split("=")[1]!, links[0]!.split("code=")[1]!];
  const wrong = deps.signInCode.issue() + "x";
  for (const { method, path } of app.routes) {
    if (method === "ALL" || path === "/api/events") continue;
    for (const body of [{ code: wrong }, { token: `${ADMIN_TOKEN}x` }, CONFIG]) {
      const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, "if-match": '"1"' };
      const init = method === "GET" ? { headers } : { headers, body };
      const response = await ask(method, path.replace(":id", "default"), init);
      const text = await response.text() + JSON.stringify([...response.headers]);
      for (const secret of [...secrets, wrong]) assertFalse(text.includes(secret), path);
    }
  }
  assert(logged.length > 0);
  const log = JSON.stringify(logged);
  for (const secret of [...secrets, wrong]) assertFalse(log.includes(secret));
});
