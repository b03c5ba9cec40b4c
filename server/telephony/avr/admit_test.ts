import { assert, assertEquals } from "@std/assert";
import { admit } from "./admit.ts";

const UPGRADE = { upgrade: "websocket", connection: "Upgrade" };

function verdict(
  url: string,
  options: {
    method?: string;
    headers?: Record<string, string>;
    from?: string;
    token?: string;
  } = {},
): string {
  const { method = "GET", headers = UPGRADE, from = "127.0.0.1", token = "" } = options;
  const request = new Request(`http://localhost:6030${url}`, { method, headers });
  const admission = admit(request, { remoteAddress: from, token });
  return admission.ok ? admission.facts.by : admission.code;
}

Deno.test("without a token only this machine and its private network get in, and through no proxy", () => {
  for (
    const from of [
      "127.0.0.1",
      "::1",
      "10.1.2.3",
      "172.18.0.5",
      "192.168.0.9",
      "::ffff:10.0.0.1",
      "fd00::1",
    ]
  ) {
    assertEquals(verdict("/", { from }), "socket", from);
  }
  for (const from of ["8.8.8.8", "2001:4860::1", "100.64.0.1", "::ffff:8.8.8.8", ""]) {
    assertEquals(verdict("/", { from }), "auth_missing", from);
    assertEquals(verdict("/s3cret", { from, token: "s3cret" }), "socket", from);
  }
  for (const name of ["forwarded", "x-forwarded-for", "x-real-ip", "via"]) {
    const headers = { ...UPGRADE, [name]: "1.2.3.4" };
    assertEquals(verdict("/", { headers }), "auth_missing", name);
    assertEquals(verdict("/s3cret", { headers, token: "s3cret" }), "socket", name);
  }
});

Deno.test("with a token nobody gets in without it, from wherever", () => {
  assertEquals(verdict("/avr", { token: "s3cret" }), "auth_token");
  assertEquals(verdict("/avr/s3cre", { token: "s3cret" }), "auth_token");
  assertEquals(verdict("/avr/s3cret", { token: "s3cret" }), "socket");
  assertEquals(verdict("/avr?token=s3cret", { token: "s3cret" }), "socket");
});

Deno.test("a page in a browser is refused, token or not", () => {
  const headers = { ...UPGRADE, origin: "http://127.0.0.1:6030" };
  assertEquals(verdict("/", { headers }), "origin");
  assertEquals(verdict("/s3cret", { headers, token: "s3cret" }), "origin");
});

Deno.test("sound is posted to one path, as raw audio; all else is a WebSocket", () => {
  const post = { method: "POST", headers: { "content-type": "audio/x-raw" } };
  assertEquals(verdict("/speech-to-speech-stream", post), "stream");
  assertEquals(
    verdict("/speech-to-speech-stream/s3cret?from=1", { ...post, token: "s3cret" }),
    "stream",
  );
  assertEquals(verdict("/speech-to-speech-stream", { method: "POST", headers: {} }), "stream");
  assertEquals(verdict("/", post), "path");
  assertEquals(verdict("/speech-to-speech-stream"), "method");
  assertEquals(verdict("/", { method: "PUT" }), "method");
  assertEquals(verdict("/", { headers: {} }), "not_websocket");
  const json = { method: "POST", headers: { "content-type": "application/json; charset=utf-8" } };
  assertEquals(verdict("/speech-to-speech-stream", json), "media_type");
});

Deno.test("the call's id comes from X-UUID in either case, a test call from its User-Agent", () => {
  for (const name of ["X-UUID", "x-uuid"]) {
    const admission = admit(
      new Request("http://localhost/speech-to-speech-stream", {
        method: "POST",
        headers: { [name]: "u-1", "user-agent": "Hookline-Simulator/1" },
      }),
      { remoteAddress: "127.0.0.1", token: "" },
    );
    assert(admission.ok);
    assertEquals([admission.facts.coreId, admission.facts.origin], ["u-1", "test"]);
  }
});
