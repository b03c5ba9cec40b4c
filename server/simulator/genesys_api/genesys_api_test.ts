// The stand-in for Genesys' API is strict: what the real one would refuse, it refuses and notes.
import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import type { GenesysApi, SimulatedAction } from "./api_types.ts";
import { startGenesysApi } from "./genesys_api.ts";

const ACTION: SimulatedAction = {
  id: "custom_-_1",
  name: "Look up",
  requestType: "GET",
  input: {
    type: "object",
    properties: { id: { type: "string" } },
    required: ["id"],
    additionalProperties: false,
  },
  success: { type: "object" },
  answer: (args) => ({ got: args }),
};
const PATH = "/api/v2/integrations/actions/custom_-_1";
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const BASIC = { authorization: `Basic ${btoa("client:secret")}` };
const JSON_BODY = { "content-type": "application/json" };

async function withApi(
  options: Partial<Parameters<typeof startGenesysApi>[0]>,
  test: (api: GenesysApi) => Promise<void>,
): Promise<void> {
  const api = startGenesysApi({ actions: [ACTION], ...options });
  try {
    await test(api);
  } finally {
    await api.close();
  }
}

async function ask(
  url: string,
  init: RequestInit = {},
): Promise<[number, Record<string, unknown>]> {
  const response = await fetch(url, init);
  return [response.status, await response.json()];
}

async function signIn(api: GenesysApi): Promise<{ authorization: string }> {
  const [, token] = await ask(`${api.url}/oauth/token`, {
    method: "POST",
    headers: { ...FORM, ...BASIC },
    body: "grant_type=client_credentials",
  });
  return { authorization: `Bearer ${token.access_token}` };
}

const TOKENS: [what: string, init: RequestInit, error: string, violation: boolean][] = [
  [
    "a wrong secret",
    {
      headers: { ...FORM, authorization: `Basic ${btoa("client:wrong")}` },
      body: "grant_type=client_credentials",
    },
    "invalid_client",
    false,
  ],
  ["no secret", { headers: FORM, body: "grant_type=client_credentials" }, "invalid_client", false],
  ["JSON", { headers: { ...JSON_BODY, ...BASIC }, body: "{}" }, "invalid_request", true],
  [
    "another grant",
    { headers: { ...FORM, ...BASIC }, body: "grant_type=password" },
    "unsupported_grant_type",
    true,
  ],
];
for (const [what, init, error, violation] of TOKENS) {
  Deno.test(`a token request with ${what} is refused`, async () => {
    await withApi({}, async (api) => {
      const [status, body] = await ask(`${api.url}/oauth/token`, { method: "POST", ...init });
      assertEquals([status, body.error], [400, error]);
      assertEquals(api.violations.length, violation ? 1 : 0);
    });
  });
}

Deno.test("with a token an action, its schemas and its execution are to be had", async () => {
  await withApi({}, async (api) => {
    const headers = await signIn(api);
    const [, action] = await ask(`${api.url}${PATH}?includeConfig=true`, { headers });
    assertEquals(action.name, "Look up");
    assertEquals((action.config as Record<string, unknown>).request, { requestType: "GET" });
    const [, plain] = await ask(api.url + PATH, { headers });
    assertEquals(plain.config, undefined);
    const [, input] = await ask(`${api.url}${PATH}/schemas/inputschema.json`, { headers });
    assertEquals(input, ACTION.input);
    const [, success] = await ask(`${api.url}${PATH}/schemas/successschema.json`, { headers });
    assertEquals(success, ACTION.success);
    const executed = await ask(`${api.url}${PATH}/execute`, {
      method: "POST",
      headers: { ...headers, ...JSON_BODY },
      body: '{"id":"7"}',
    });
    assertEquals(executed, [200, { got: { id: "7" } }]);
    assertEquals(api.violations, []);
    assertEquals(api.requests.map(({ endpoint }) => endpoint), [
      "token",
      "action",
      "action",
      "schema",
      "schema",
      "execute",
    ]);
  });
});

const REFUSED: [
  what: string,
  path: string,
  init: RequestInit,
  status: number,
  violation: boolean,
][] = [
  ["an unknown action", "/api/v2/integrations/actions/other", {}, 404, false],
  ["the author's test run", `${PATH}/test`, { method: "POST", body: "{}" }, 404, true],
  ["a wrong method", `${PATH}/execute`, {}, 405, true],
  ["another address", "/api/v2/users/me", {}, 404, true],
  ["an unknown schema", `${PATH}/schemas/x.json`, {}, 404, true],
  ["arguments as text", `${PATH}/execute`, { method: "POST", body: '{"id":"7"}' }, 415, true],
  [
    "missing arguments",
    `${PATH}/execute`,
    { method: "POST", headers: JSON_BODY, body: "{}" },
    400,
    false,
  ],
  [
    "surplus arguments",
    `${PATH}/execute`,
    {
      method: "POST",
      headers: JSON_BODY,
      body: '{"id":"7","x":1}',
    },
    400,
    false,
  ],
  [
    "arguments that are a list",
    `${PATH}/execute`,
    {
      method: "POST",
      headers: JSON_BODY,
      body: "[]",
    },
    400,
    false,
  ],
];
for (const [what, path, init, status, violation] of REFUSED) {
  Deno.test(`${what} is refused with ${status}`, async () => {
    await withApi({}, async (api) => {
      const headers = { ...await signIn(api), ...init.headers as Record<string, string> };
      const [told, body] = await ask(api.url + path, { ...init, headers });
      assertEquals([told, body.status, typeof body.contextId], [status, status, "string"]);
      assertEquals(api.violations.length, violation ? 1 : 0, api.violations.join());
    });
  });
}

Deno.test("a token ends when its time is over, or when it is told to", async () => {
  const clock = new ManualClock();
  await withApi({ clock, expiresInSeconds: 100 }, async (api) => {
    const headers = await signIn(api);
    const get = async () => (await ask(api.url + PATH, { headers }))[0];
    assertEquals(await get(), 200);
    clock.advance(100_000);
    assertEquals(await get(), 401);
    const fresh = await signIn(api);
    api.expireTokens();
    assertEquals((await ask(api.url + PATH, { headers: fresh }))[0], 401);
    assertEquals(api.violations, []);
  });
});

Deno.test("a request without a token is a violation", async () => {
  await withApi({}, async (api) => {
    assertEquals((await ask(api.url + PATH))[0], 401);
    assertEquals(api.violations, ["no bearer token"]);
  });
});

Deno.test("a fault strikes as often as it is told, where it is told", async () => {
  const does = { status: 429, retryAfterSeconds: 3 };
  await withApi({ faults: [{ at: "action", does, times: 2 }] }, async (api) => {
    const headers = await signIn(api);
    for (const expected of ["3", "3", null]) {
      const response = await fetch(api.url + PATH, { headers });
      await response.body?.cancel();
      assertEquals(response.headers.get("retry-after"), expected);
    }
  });
});

Deno.test("what hangs is let go when the stand-in is closed", async () => {
  const api = startGenesysApi({ actions: [ACTION], faults: [{ at: "token", does: "hang" }] });
  const answer = fetch(`${api.url}/oauth/token`, { method: "POST" });
  await api.seen("token");
  await api.close();
  const response = await answer;
  await response.body?.cancel();
  assert(response.status === 503);
});
