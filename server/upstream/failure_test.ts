import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  failed,
  fatalError,
  pauseInMessage,
  responseFailure,
  socketFailure,
  withoutKey,
} from "./failure.ts";
import type { SocketEnd } from "./socket.ts";
import type { UpstreamFailure } from "./upstream.ts";

const verdict = ({ code, retry }: UpstreamFailure) => `${code} ${retry ? "retry" : "give up"}`;
const of = (end: SocketEnd) => verdict(socketFailure(end, { wallMs: 0, last: null }));
const http = (status: number, { retryAfter = null, body = "" }: {
  retryAfter?: string | null;
  body?: string;
} = {}): SocketEnd => ({ how: "refused", status, retryAfter, body });

Deno.test("HTTP statuses of a refused handshake have one verdict each", () => {
  const verdicts: Record<number, string> = {
    200: "E_UP_CONFIG give up",
    302: "E_UP_CONFIG give up",
    400: "E_UP_CONFIG give up",
    401: "E_UP_AUTH give up",
    403: "E_UP_MODEL give up",
    404: "E_UP_MODEL give up",
    408: "E_UP_TIMEOUT retry",
    429: "E_UP_LIMIT retry",
    500: "E_UP_5XX retry",
    503: "E_UP_5XX retry",
  };
  for (const [status, expected] of Object.entries(verdicts)) {
    assertEquals(of(http(Number(status))), expected, status);
  }
});

Deno.test("the code in a refusal's body says more than its status", () => {
  const body = '{"error":{"code":"insufficient_quota","message":"pay"}}';
  assertEquals(of(http(429, { body })), "E_UP_QUOTA give up");
  for (const odd of ["<html>", "null", '{"error":null}', '{"error":{"code":7}}']) {
    assertEquals(of(http(429, { body: odd })), "E_UP_LIMIT retry", odd);
  }
});

Deno.test("O-06 Retry-After is read as seconds and as a date", () => {
  const wait = (retryAfter: string) =>
    socketFailure(http(429, { retryAfter }), { wallMs: Date.UTC(2026, 0, 1), last: null })
      .retryAfterMs;
  assertEquals(wait("0.5"), 500);
  assertEquals(wait("30"), 30_000);
  assertEquals(wait("Thu, 01 Jan 2026 00:00:02 GMT"), 2000);
  assertEquals(wait("Wed, 31 Dec 2025 00:00:00 GMT"), 0);
  assertEquals(wait("soon"), undefined);
});

Deno.test("F06 F42 close codes have one verdict each, named by their reason", () => {
  const close = (code: number, reason = "") => of({ how: "closed", code, reason });
  assertEquals(close(3000), "E_UP_AUTH give up");
  assertEquals(close(4000), "E_UP_CONFIG give up");
  assertEquals(close(4000, "invalid_request_error.missing_model"), "E_UP_MODEL give up");
  assertEquals(close(4000, "insufficient_quota.insufficient_quota"), "E_UP_QUOTA give up");
  assertEquals(close(4004), "E_UP_MODEL give up");
  for (const code of [0, 1000, 1001, 1005, 1006, 1011, 1012, 1013]) {
    assertEquals(close(code), "E_UP_LOST retry", String(code));
  }
  assertEquals(
    close(1001, "Your session hit the maximum duration of 60 minutes."),
    "E_UP_EXPIRED retry",
  );
});

Deno.test("an error event before the close names its cause", () => {
  const failure = socketFailure({ how: "closed", code: 1000, reason: "" }, {
    wallMs: 0,
    last: { code: "model_not_found", message: "no such model" },
  });
  assertEquals(verdict(failure), "E_UP_MODEL give up");
  assertStringIncludes(failure.detail, "no such model");
});

Deno.test("O-01 O-02 O-03 errors of the system have one verdict each", () => {
  const error = (code: string, message = "") => of({ how: "error", code, message });
  assertEquals(error("ENOTFOUND"), "E_UP_DNS retry");
  assertEquals(error("EAI_AGAIN"), "E_UP_DNS retry");
  assertEquals(error("", "failed to lookup address information"), "E_UP_DNS retry");
  assertEquals(error("ECONNREFUSED"), "E_UP_CONNECT retry");
  assertEquals(error("EHOSTUNREACH"), "E_UP_CONNECT retry");
  assertEquals(
    error("", "failed to connect to WebSocket: tcp connect error"),
    "E_UP_CONNECT retry",
  );
  assertEquals(error("ETIMEDOUT"), "E_UP_TIMEOUT retry");
  assertEquals(error("", "Opening handshake has timed out"), "E_UP_TIMEOUT retry");
  assertEquals(error("", "invalid peer certificate: UnknownIssuer"), "E_UP_TLS retry");
  assertEquals(error("DEPTH_ZERO_SELF_SIGNED_CERT"), "E_UP_TLS retry");
  assertEquals(error("ECONNRESET"), "E_UP_LOST retry");
});

Deno.test("an error event is fatal only by the closed list", () => {
  assertEquals(fatalError({ code: "unknown_parameter" }), null);
  assertEquals(fatalError({ code: null, type: "server_error" }), null);
  assertEquals(fatalError({ code: "constructor" }), null);
  assertEquals(verdict(fatalError({ code: "invalid_api_key" })!), "E_UP_AUTH give up");
  assertEquals(verdict(fatalError({ code: "session_expired" })!), "E_UP_EXPIRED retry");
  assertEquals(verdict(fatalError({ code: "credit_balance_exhausted" })!), "E_UP_QUOTA give up");
});

Deno.test("failed responses are told apart by what may pass", () => {
  assertEquals(verdict(responseFailure({ code: "rate_limit_exceeded" })), "E_UP_LIMIT retry");
  assertEquals(
    verdict(responseFailure({ code: "inference_rate_limit_exceeded" })),
    "E_UP_LIMIT retry",
  );
  assertEquals(verdict(responseFailure({ code: null, type: "server_error" })), "E_UP_5XX retry");
  assertEquals(verdict(responseFailure({ code: "insufficient_quota" })), "E_UP_QUOTA give up");
  assertEquals(verdict(responseFailure(null)), "E_UP_ERROR retry");
});

Deno.test("the pause that a limit's message asks for is understood", () => {
  assertEquals(pauseInMessage("Rate limit reached. Please try again in 1.2s. Visit"), 1200);
  assertEquals(pauseInMessage("try again in 850ms"), 850);
  assertEquals(pauseInMessage("try later"), 0);
  assertEquals(pauseInMessage(null), 0);
});

Deno.test("no key stays in a text, whole or masked", () => {
  const text = withoutKey(
    "key ek_live_99 or sk-b***. or azurekey123; Bearer abc.def",
    "azurekey123",
  );
  for (const secret of ["ek_live", "sk-b", "azurekey", "abc.def"]) {
    assert(!text.includes(secret), text);
  }
  assertEquals(withoutKey("ask the desk to skip", ""), "ask the desk to skip");
});

Deno.test("a detail is cut to a length that a log line can bear", () => {
  assertEquals(failed("E_UP_LOST", "x".repeat(5000)).detail.length, 300);
});
