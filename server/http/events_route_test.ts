// Who may listen to the floor, how many at once, and until when.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ADMIN_TOKEN, rig } from "./rig_for_tests.ts";

async function listening() {
  const built = await rig();
  const listen = (cookie: string, headers: Record<string, string> = {}) =>
    built.ask("GET", "/api/events", { cookie, headers });
  return { ...built, listen };
}

Deno.test("events are sent as a stream that nobody buffers or keeps", async () => {
  const { listen, signIn } = await listening();
  const response = await listen(await signIn());
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("content-type"), "text/event-stream");
  assertEquals(response.headers.get("cache-control"), "no-store");
  assertEquals(response.headers.get("x-accel-buffering"), "no");
  await response.body?.cancel();
});

Deno.test("S-06 the id a browser resumes from is handed on, a hostile one cut short", async () => {
  const { listen, signIn, feed } = await listening();
  const cookie = await signIn();
  for (const id of ["e1-42", "__proto__", "x".repeat(9000)]) {
    await (await listen(cookie, { "last-event-id": id })).body?.cancel();
  }
  await (await listen(cookie)).body?.cancel();
  const ids = feed.opened.map(({ lastEventId }) => lastEventId);
  assertEquals(ids, ["e1-42", "__proto__", "x".repeat(100), null]);
});

Deno.test("a program listens with the admin token", async () => {
  const { ask } = await listening();
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const response = await ask("GET", "/api/events", { headers, address: "192.0.2.1" });
  assertEquals(response.status, 200);
  await response.body?.cancel();
});

Deno.test("a session has at most four streams; one that ends makes room", async () => {
  const { listen, signIn, feed } = await listening();
  const [cookie, other] = [await signIn(), await signIn()];
  const open = [];
  for (let i = 0; i < 4; i++) open.push(await listen(cookie));
  const fifth = await listen(cookie);
  assertEquals([fifth.status, fifth.headers.get("retry-after")], [429, "10"]);
  assertEquals((await fifth.json()).code, "too_many_requests");
  const others = await listen(other);
  assertEquals(others.status, 200);
  await open.pop()?.body?.cancel();
  assertEquals(feed.opened[3]?.cancelled, true);
  const again = await listen(cookie);
  assertEquals(again.status, 200);
  for (const response of [...open, others, again]) await response.body?.cancel();
});

Deno.test("HEAD opens no stream that nobody would close", async () => {
  const { ask, signIn, feed } = await listening();
  const response = await ask("HEAD", "/api/events", { cookie: await signIn() });
  assertEquals([response.status, feed.opened.length], [405, 0]);
});

Deno.test("S-02 a stream ends with signed_out within a minute of its session's end", async () => {
  const { listen, signIn, clock, feed } = await listening();
  const response = await listen(await signIn());
  clock.advance(59 * 60_000);
  assertEquals(feed.opened[0]?.closed, null);
  clock.advance(2 * 60_000);
  assertEquals(feed.opened[0]?.closed, "signed_out");
  assertStringIncludes(await response.text(), "event: signed_out\n");
  assertEquals(clock.pending, 0);
});

Deno.test("S-02 signing out ends all streams of that session at once and no other's", async () => {
  const { ask, listen, signIn, clock, feed } = await listening();
  const [leaving, staying] = [await signIn(), await signIn()];
  const ended = [await listen(leaving), await listen(leaving)];
  const stays = await listen(staying);
  assertEquals((await ask("DELETE", "/api/session", { cookie: leaving })).status, 204);
  assertEquals(feed.opened.map(({ closed }) => closed), ["signed_out", "signed_out", null]);
  for (const response of ended) assertStringIncludes(await response.text(), "event: signed_out\n");
  assertEquals((await listen(leaving)).status, 401);
  await stays.body?.cancel();
  assertEquals(clock.pending, 0);
});

Deno.test("S-02 over a real socket: a browser that signs out sees its stream say so and end", async () => {
  const { app, signIn, feed } = await listening();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request, info) => {
    return app.fetch(request, { remoteAddress: info.remoteAddr.hostname });
  });
  const base = `http://localhost:${server.addr.port}`;
  try {
    const cookie = await signIn();
    const stream = await fetch(`${base}/api/events`, { headers: { cookie } });
    assertEquals(stream.status, 200);
    const left = await fetch(`${base}/api/events`, { headers: { cookie } });
    const leaver = left.body!.getReader();
    assertStringIncludes(new TextDecoder().decode((await leaver.read()).value), "event: snapshot");
    const headers = { cookie, origin: base };
    const out = await fetch(`${base}/api/session`, { method: "DELETE", headers });
    assertEquals([out.status, await out.text()], [204, ""]);
    assertEquals(
      await stream.text(),
      "event: snapshot\ndata: {}\n\nevent: signed_out\ndata: {}\n\n",
    );
    await leaver.cancel();
    assert(feed.opened.every(({ closed }) => closed === "signed_out"));
    const after = await fetch(`${base}/api/events`, { headers: { cookie } });
    assertEquals([after.status, (await after.json()).code], [401, "signed_out"]);
  } finally {
    await server.shutdown();
  }
});

Deno.test("S-04 over a real socket: a browser that goes away frees its place", async () => {
  const { app, signIn, feed, clock } = await listening();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    return app.fetch(request, { remoteAddress: "127.0.0.1" });
  });
  try {
    const headers = { cookie: await signIn() };
    const url = `http://localhost:${server.addr.port}/api/events`;
    for (let i = 0; i < 6; i++) {
      const response = await fetch(url, { headers });
      assertEquals(response.status, 200);
      await response.body?.cancel();
      await feed.opened[i]?.whenCancelled;
    }
    assertEquals([feed.opened.length, clock.pending], [6, 0]);
  } finally {
    await server.shutdown();
  }
});
