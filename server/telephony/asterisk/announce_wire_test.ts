// Real HTTP: announcements, and what a dialplan's author is told when one is not taken.
import { assert, assertEquals } from "@std/assert";
import { AsteriskServer, TOKEN } from "./testing/asterisk_server.ts";
import { AsteriskPeer } from "./testing/asterisk_peer.ts";
import { CALL_UUID } from "./testing/audiosocket_rig.ts";

const BEARER = { authorization: `Bearer ${TOKEN}` };

function post(server: AsteriskServer, init: RequestInit): Promise<Response> {
  const url = `http://127.0.0.1:${server.httpPort}/asterisk/calls`;
  return fetch(url, { method: "POST", ...init });
}

async function refusal(response: Response): Promise<[number, string]> {
  assertEquals(response.headers.get("content-type"), "application/problem+json");
  const body = await response.json();
  assertEquals(body.status, response.status);
  return [response.status, body.detail];
}

Deno.test("CURL() of a dialplan posts a form, or JSON that calls itself one: both are taken", async () => {
  await using server = new AsteriskServer();
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const bodies = [
    `uuid=${CALL_UUID}&from=2000&shop=north+side`,
    JSON.stringify({ uuid: CALL_UUID, payload: { from: "2000", shop: "north side" } }),
  ];
  for (const [i, body] of bodies.entries()) {
    const response = await post(server, { headers: { ...BEARER, ...type }, body });
    assertEquals(response.status, 202);
    await response.body?.cancel();
    using _peer = await AsteriskPeer.call(server.tcpPort);
    await server.until(() => server.calls.length > i);
    const { caller, variables } = server.calls[i]!.invitation;
    assertEquals([caller, variables["shop"]], ["2000", "north side"]);
  }
});

Deno.test("A-15 without the token nothing is announced, and no token is said or logged", async () => {
  await using server = new AsteriskServer();
  const attempts: HeadersInit[] = [
    {},
    { authorization: "Bearer wrong" },
    { authorization: `Basic ${TOKEN}` },
    { authorization: `Bearer ${TOKEN}x` },
  ];
  for (const headers of attempts) {
    const response = await post(server, { headers, body: `uuid=${CALL_UUID}` });
    const [status, detail] = await refusal(response);
    assertEquals([status, response.headers.get("www-authenticate")], [401, "Bearer"]);
    assert(!detail.includes(TOKEN));
  }
  assert(!JSON.stringify(server.log.lines).includes(TOKEN));
});

Deno.test("what cannot be read is told with what was received and what to send", async () => {
  await using server = new AsteriskServer();
  const bodies: [string, string][] = [
    ["{", "1 characters that are no JSON object"],
    ["{}", "uuid: received nothing"],
    ["", "uuid: received nothing"],
    ["caller=1", "uuid: received nothing"],
    ['{"uuid":7}', "uuid: received number"],
    ['{"uuid":"abc"}', "uuid: received 3 characters, no UUID"],
    [`{"uuid":"${CALL_UUID}","payload":[]}`, "payload: received an array"],
    [`{"uuid":"${CALL_UUID}","payload":null}`, "payload: received null"],
  ];
  for (const [body, expected] of bodies) {
    const [status, detail] = await refusal(await post(server, { headers: BEARER, body }));
    assertEquals(status, 422);
    assert(detail.includes(expected), detail);
  }
});

Deno.test("a body beyond 64 KiB is refused, and one that does not come is not waited for", async () => {
  await using server = new AsteriskServer();
  const large = await post(server, { headers: BEARER, body: "x".repeat(70_000) });
  assertEquals((await refusal(large))[0], 413);
  using slow = await Deno.connect({ hostname: "127.0.0.1", port: server.httpPort });
  const head = `POST /asterisk/calls HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\n`;
  await slow.write(new TextEncoder().encode(`${head}content-length: 100\r\n\r\nuuid=`));
  await server.until(() => server.clock.pending > 0);
  server.clock.advance(5_000);
  const answer = new Uint8Array(1_024);
  const count = await slow.read(answer);
  const text = new TextDecoder().decode(answer.subarray(0, count ?? 0));
  assert(text.startsWith("HTTP/1.1 408 "), text);
});

Deno.test("while calls are not taken they cannot be announced", async () => {
  await using server = new AsteriskServer();
  for (const floor of ["draining", "full"] as const) {
    server.floor = floor;
    const response = await post(server, { headers: BEARER, body: `uuid=${CALL_UUID}` });
    assertEquals(response.headers.get("retry-after"), "2");
    assertEquals((await refusal(response))[0], 503);
  }
});

Deno.test("other methods, other paths and browsers are told so", async () => {
  await using server = new AsteriskServer();
  const base = `http://127.0.0.1:${server.httpPort}`;
  const get = await fetch(`${base}/asterisk/calls`, { headers: BEARER });
  assertEquals([(await refusal(get))[0], get.headers.get("allow")], [405, "POST"]);
  assertEquals((await refusal(await fetch(`${base}/asterisk/other`)))[0], 404);
  const browser = { ...BEARER, origin: "https://example.com" };
  const body = `uuid=${CALL_UUID}`;
  assertEquals((await refusal(await post(server, { headers: browser, body })))[0], 403);
});

Deno.test("without ASTERISK_TOKEN there is nothing at these addresses", async () => {
  await using server = new AsteriskServer({ token: "" });
  for (const path of ["/asterisk/calls", "/asterisk/media", "/asterisk/media/"]) {
    const url = `http://127.0.0.1:${server.httpPort}${path}`;
    const headers = { authorization: "Bearer " };
    assertEquals((await refusal(await fetch(url, { method: "POST", headers })))[0], 404);
  }
});
