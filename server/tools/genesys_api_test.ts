// Token, deadline and repetitions of requests to Genesys, over an egress that plays answers and a clock of its own.
import { assert, assertEquals, assertFalse } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { EgressAnswer, EgressRequest } from "../egress/egress.ts";
import { type ApiAnswer, type ApiRequest, createGenesysApi } from "./genesys_api.ts";
import { GENESYS_API_DEFAULTS, type GenesysApiSettings } from "./genesys_settings.ts";
import { answered, refusal } from "./tool_test_kit.ts";

const READ: ApiRequest = { path: "/api/v2/x", method: "GET", repeatable: true, maxBytes: 1000 };
const WRITE: ApiRequest = { ...READ, method: "POST", body: { a: 1 }, repeatable: false };

type Play = (request: EgressRequest, count: number) => EgressAnswer | Promise<EgressAnswer>;

/** Tokens are granted one after the other unless `token` says otherwise. */
function setUp(
  options: { api?: Play; token?: Play; settings?: Partial<GenesysApiSettings> } = {},
) {
  const clock = new ManualClock();
  const tokens: EgressRequest[] = [];
  const requests: EgressRequest[] = [];
  const grant: Play = (_, count) =>
    answered(200, { access_token: `secret-token-${count}`, expires_in: 86_400 });
  const api = createGenesysApi({
    clock,
    settings: {
      ...GENESYS_API_DEFAULTS,
      clientId: "id",
      clientSecret: "ZEBRA-42",
      ...options.settings,
    },
    async egress(request) {
      const isToken = request.url.endsWith("/oauth/token");
      const seen = isToken ? tokens : requests;
      seen.push(request);
      const play = isToken
        ? options.token ?? grant
        : options.api ?? (() => answered(200, { a: 1 }));
      return await play(request, seen.length);
    },
  });
  return { clock, tokens, requests, api };
}

/** Like a request to an address that never answers: ends by its signal only. */
function silent(request: EgressRequest): Promise<EgressAnswer> {
  return new Promise((end) =>
    request.signal?.addEventListener("abort", () => end(refusal("aborted", true)))
  );
}

/** Lets what is on its way come to its next wait, then time pass. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  const settle = async () => {
    for (let i = 0; i < 100; i++) await Promise.resolve();
  };
  await settle();
  clock.advance(ms);
  await settle();
}

function failureOf(answer: ApiAnswer) {
  assertFalse(answer.ok);
  if (answer.ok) throw new Error("unreachable");
  assertFalse(JSON.stringify(answer).includes("ZEBRA-42"));
  assertFalse(JSON.stringify(answer).includes("secret-token"));
  return answer.failure;
}

Deno.test("a token is asked for once and serves many requests", async () => {
  const { api, tokens, requests } = setUp();
  const answers = await Promise.all([api(READ), api(READ), api(READ)]);
  assertEquals(answers, Array(3).fill({ ok: true, value: { a: 1 } }));
  assertEquals(tokens.length, 1);
  const [token] = tokens;
  assertEquals(token?.url, "https://login.mypurecloud.com/oauth/token");
  assertEquals(token?.body, "grant_type=client_credentials");
  assertEquals(token?.headers?.authorization, `Basic ${btoa("id:ZEBRA-42")}`);
  assertEquals(requests[0]?.url, "https://api.mypurecloud.com/api/v2/x");
  assertEquals(requests[0]?.headers?.authorization, "Bearer secret-token-1");
});

const LIVES: [expiresIn: number, ttl: number, usedUntilMs: number][] = [
  [86_400, 2400, 2_340_000],
  [600, 2400, 540_000],
  [60, 2400, 30_000],
  [100, 2400, 50_000],
];
for (const [expiresIn, tokenCacheTtlSeconds, usedUntilMs] of LIVES) {
  Deno.test(`a token of ${expiresIn} s is used for ${usedUntilMs / 1000} s`, async () => {
    const { api, tokens, clock } = setUp({
      token: () => answered(200, { access_token: "secret-token-1", expires_in: expiresIn }),
      settings: { tokenCacheTtlSeconds },
    });
    await api(READ);
    clock.advance(usedUntilMs - 1);
    await api(READ);
    assertEquals(tokens.length, 1);
    clock.advance(1);
    await api(READ);
    assertEquals(tokens.length, 2);
  });
}

Deno.test("a token that is refused is renewed once, also for a writing", async () => {
  const { api, tokens, requests } = setUp({
    api: (_, count) => count === 1 ? answered(401) : answered(200, { a: 1 }),
  });
  assert((await api(WRITE)).ok);
  assertEquals([tokens.length, requests.length], [2, 2]);
});

Deno.test("a token that is refused twice is an error in words", async () => {
  const { api, requests } = setUp({ api: () => answered(401, { code: "bad.credentials" }) });
  assertEquals(failureOf(await api(READ)).type, "auth_error");
  assertEquals(requests.length, 2);
});

const NO_TOKEN: [what: string, answer: EgressAnswer, type: string][] = [
  ["refused", answered(400, { error: "invalid_client" }), "auth_error"],
  ["not JSON", answered(200, "<html>"), "auth_error"],
  ["without a token", answered(200, { expires_in: 5 }), "auth_error"],
  ["at a private address", refusal("private_address"), "not_allowed"],
];
for (const [what, answer, type] of NO_TOKEN) {
  Deno.test(`a login that is ${what} is told in words`, async () => {
    const { api, requests } = setUp({ token: () => answer });
    assertEquals(failureOf(await api(READ)).type, type);
    assertEquals(requests.length, 0);
  });
}

Deno.test("a login that has too much to do is asked again after the pause it asks for", async () => {
  const { api, tokens, clock } = setUp({
    token: (_, count) =>
      count === 1
        ? answered(429, {}, { "retry-after": "2" })
        : answered(200, { access_token: "secret-token-1" }),
  });
  const answer = api(READ);
  await pass(clock, 1999);
  assertEquals(tokens.length, 1);
  await pass(clock, 1);
  assert((await answer).ok);
  assertEquals([tokens.length, clock.pending], [2, 0]);
});

Deno.test("a reading is repeated with growing pauses, and then its last answer counts", async () => {
  const { api, requests, clock } = setUp({ api: () => answered(503) });
  const answer = api(READ);
  const counts: number[] = [];
  for (const ms of [249, 1, 500, 1000]) {
    await pass(clock, ms);
    counts.push(requests.length);
  }
  assertEquals(counts, [1, 2, 3, 4]);
  const failure = failureOf(await answer);
  assertEquals([failure.type, failure.status], ["http_error", 503]);
  assertEquals(clock.pending, 0);
});

for (const answer of [answered(503), refusal("connect", true)]) {
  const what = answer.ok ? `${answer.status}` : "a broken connection";
  Deno.test(`a writing is not repeated after ${what}, and the model is told to be careful`, async () => {
    const { api, requests } = setUp({ api: () => answer });
    const failure = failureOf(await api(WRITE));
    assert(failure.words.includes("not known whether it was carried out"), failure.words);
    assertEquals(requests.length, 1);
  });
}

Deno.test("a writing that never left is repeated", async () => {
  const { api, requests, clock } = setUp({
    api: (_, count) => count === 1 ? refusal("connect") : answered(200, { a: 1 }),
  });
  const answer = api(WRITE);
  await pass(clock, 250);
  assert((await answer).ok);
  assertEquals(requests.length, 2);
});

Deno.test("a pause that would outlast the deadline is not begun", async () => {
  const { api, clock } = setUp({ api: () => answered(429, {}, { "retry-after": "30" }) });
  assertEquals(failureOf(await api(READ)).status, 429);
  assertEquals(clock.pending, 0);
});

Deno.test("O-28: the deadline is for all attempts together", async () => {
  const { api, clock, requests } = setUp({
    api: (request, count) => count === 1 ? answered(500) : silent(request),
  });
  const answer = api(READ);
  for (const ms of [250, 9749, 1]) await pass(clock, ms);
  const failure = failureOf(await answer);
  assertEquals([failure.type, requests.length], ["timeout", 2]);
  assertEquals(failure.detail, "no answer of Genesys within 10 s");
  assertEquals(clock.pending, 0);
});

Deno.test("the deadline counts the wait for a token too", async () => {
  const { api, clock, requests } = setUp({ token: () => new Promise(() => {}) });
  const answer = api(WRITE);
  await pass(clock, 10_000);
  const failure = failureOf(await answer);
  assertEquals([failure.type, requests.length], ["timeout", 0]);
  assertFalse(failure.words.includes("not known"), "nothing was sent");
});

Deno.test("of a writing that was cut off by the deadline the model is told to be careful", async () => {
  const { api, clock } = setUp({ api: silent });
  const answer = api(WRITE);
  await pass(clock, 10_000);
  assert(failureOf(await answer).words.includes("not known whether it was carried out"));
});

Deno.test("the end of the call calls a request off", async () => {
  const { api, clock } = setUp({ api: silent });
  const call = new AbortController();
  const answer = api({ ...READ, signal: call.signal });
  await pass(clock, 10);
  call.abort();
  assertEquals(failureOf(await answer).type, "aborted");
  assertEquals(clock.pending, 0);
  assertEquals(failureOf(await api({ ...READ, signal: call.signal })).type, "aborted");
});

Deno.test("an empty answer is nothing, one that is not JSON is a json_error", async () => {
  const { api } = setUp({ api: (_, count) => answered(200, count === 1 ? "" : "<html>") });
  assertEquals(await api(READ), { ok: true, value: null });
  assertEquals(failureOf(await api(READ)).type, "json_error");
});

Deno.test("Genesys' own words of an error go to the model, its code and context id to people", async () => {
  const body = {
    message: "amount is not a number",
    code: "bad.request",
    status: 400,
    contextId: "c-1",
  };
  const { api } = setUp({ api: () => answered(400, body) });
  const failure = failureOf(await api(READ));
  assertEquals(failure.body, body);
  assertEquals(failure.shownBody, { code: "bad.request", status: 400, contextId: "c-1" });
});
