// Tests of who is let in: step tests, no socket.
import { assert, assertEquals } from "@std/assert";
import { FaultPlan } from "./faults.ts";
import { judgeHandshake, type Verdict } from "./handshake.ts";
import type { Scenario } from "./scenario.ts";

const GOOD = { authorization: "Bearer sk-good" };

function judge(
  pathAndQuery: string,
  headers: Record<string, string> = GOOD,
  scenario: Scenario = {},
): Verdict {
  const url = new URL(pathAndQuery, "http://stand-in");
  return judgeHandshake(
    { url, headers: new Headers({ upgrade: "websocket", ...headers }) },
    { scenario, faults: new FaultPlan(scenario), connection: 1 },
  );
}

const MODEL = "/v1/realtime?model=gpt-realtime-2.1";
const faulty = (name: "F03" | "F04" | "F05" | "F06" | "F07" | "F08" | "F43", rest = {}) =>
  judge(MODEL, GOOD, { faults: [{ name, ...rest }] });

function closedWith(verdict: Verdict): [code: string, closeCode: number] {
  assert(verdict.type === "refused", `Expected a refusal, received ${verdict.type}`);
  return [verdict.code, verdict.closeCode];
}

function status(verdict: Verdict): number {
  assert(verdict.type === "http", `Expected a status, received ${verdict.type}`);
  return verdict.status;
}

Deno.test("a key and a model of today are let in", () => {
  assertEquals(judge(MODEL), {
    type: "welcome",
    kind: "conversation",
    model: "gpt-realtime-2.1",
  });
  const inProtocol = { "sec-websocket-protocol": "realtime, openai-insecure-api-key.sk-good" };
  assertEquals(judge(MODEL, inProtocol).type, "welcome");
});

Deno.test("a wrong key is told so on the socket, which closes with 3000", () => {
  assertEquals(closedWith(judge(MODEL, { authorization: "Bearer sk-bad1" })), [
    "invalid_api_key",
    3000,
  ]);
});

Deno.test("no key, a key in two places and a key in the wrong header get a status", () => {
  assertEquals(status(judge(MODEL, {})), 401);
  assertEquals(status(judge(MODEL, { "api-key": "sk-good" })), 401);
  const both = { ...GOOD, "sec-websocket-protocol": "openai-insecure-api-key.sk-good" };
  assertEquals(status(judge(MODEL, both)), 400);
});

Deno.test("models that are missing, unknown, gone or not permitted close with their codes", () => {
  assertEquals(closedWith(judge("/v1/realtime")), ["missing_model", 4000]);
  assertEquals(closedWith(judge("/v1/realtime?model=gpt-5")), ["invalid_model", 4000]);
  assertEquals(closedWith(judge("/v1/realtime?intent=translation")), ["invalid_model", 4000]);
  assertEquals(closedWith(judge("/v1/realtime?model=gpt-4o-realtime-preview")), [
    "model_not_found",
    4004,
  ]);
  assertEquals(closedWith(judge(MODEL, GOOD, { models: ["gpt-realtime-2"] })), [
    "model_not_found",
    4004,
  ]);
});

Deno.test("a transcription needs no model, and one that names a model is a conversation", () => {
  const transcription = { type: "welcome", kind: "transcription" } as const;
  assertEquals(judge("/v1/realtime?intent=transcription"), transcription);
  assertEquals(
    judge("/openai/v1/realtime?intent=transcription", { "api-key": "k" }),
    transcription,
  );
  assertEquals(judge(`${MODEL}&intent=transcription`), judge(MODEL));
});

Deno.test("a beta header or sub-protocol closes with 4000", () => {
  const expected: [string, number] = ["beta_api_shape_disabled", 4000];
  assertEquals(closedWith(judge(MODEL, { ...GOOD, "openai-beta": "realtime=v1" })), expected);
  const offered = { ...GOOD, "sec-websocket-protocol": "realtime, openai-beta.realtime-v1" };
  assertEquals(closedWith(judge(MODEL, offered)), expected);
});

Deno.test("no credit closes with 4000", () => {
  assertEquals(closedWith(judge(MODEL, { authorization: "Bearer sk-broke" })), [
    "insufficient_quota",
    4000,
  ]);
  assertEquals(closedWith(faulty("F43", { variant: "connect" })), ["insufficient_quota", 4000]);
});

Deno.test("Azure's path takes either header and any deployment, but no api-version", () => {
  const path = "/openai/v1/realtime?model=phone-bot";
  assertEquals(judge(path, { "api-key": "k" }), {
    type: "welcome",
    kind: "conversation",
    model: "phone-bot",
  });
  assertEquals(judge(path).type, "welcome");
  assertEquals(status(judge(`${path}&api-version=2025-04-01`)), 400);
});

Deno.test("other paths do not exist, and this one wants a socket", () => {
  for (const path of ["/v1/live/sessions", "/v1/realtime/translations?model=x", "/"]) {
    assertEquals(status(judge(path)), 404);
  }
  assertEquals(status(judge(MODEL, { ...GOOD, upgrade: "h2c" })), 426);
});

Deno.test("F03 F04 F05 F06 F07 F08 refuse at the door in the way they say", () => {
  assertEquals(faulty("F03", { value: 2 }), {
    type: "http",
    status: 429,
    code: "rate_limit_exceeded",
    message: "Rate limit reached. Please try again.",
    retryAfter: "2",
  });
  assert(!("retryAfter" in faulty("F04", { variant: "bare" })));
  assertEquals(closedWith(faulty("F05")), ["invalid_api_key", 3000]);
  assertEquals(status(faulty("F05", { variant: "http" })), 401);
  assertEquals(closedWith(faulty("F06")), ["invalid_model", 4000]);
  assertEquals(closedWith(faulty("F06", { variant: "model_not_found" })), [
    "model_not_found",
    4004,
  ]);
  assertEquals(status(faulty("F07")), 503);
  assertEquals(status(faulty("F07", { value: 502 })), 502);
  assertEquals(faulty("F08", { variant: "tcp" }), { type: "silence" });
  assertEquals(faulty("F08").type, "welcome");
});
