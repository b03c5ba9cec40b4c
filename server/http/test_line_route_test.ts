// Calls from a browser over real sockets: who may call whom, what each refusal says, and when it ends.
import { assert, assertEquals } from "@std/assert";
import { createBrowserDoor } from "../telephony/browser/route.ts";
import { RecordingListener } from "../telephony/testing/recording_listener.ts";
import type { TestAgent } from "./admin_deps.ts";
import { ADMIN_TOKEN, rig } from "./rig_for_tests.ts";
import { serveAdmin } from "./serve_admin.ts";

/** A server whose calls are answered by a listener that writes down what it is told. */
async function served() {
  const called: TestAgent[] = [];
  const listener = new RecordingListener();
  const state: { floor: "open" | "draining" | "full"; line: { end(): void } | null } = {
    floor: "open",
    line: null,
  };
  const built = await rig({
    testLine: {
      admission: () => door.admission(),
      call(request, { agentId, draft, onOver }) {
        called.push({ agentId, draft });
        return door.call(request, { callId: "call-1", onOver });
      },
    },
  });
  const door = createBrowserDoor({
    answer: (_invitation, channel) => {
      state.line = { end: () => channel.end({ outcome: "completed", code: "", outputs: {} }) };
      channel.play(new Uint8Array(160).fill(7));
      return listener;
    },
    admission: () => state.floor,
    clock: built.clock,
    log: built.deps.log,
  });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request, info) => serveAdmin(built.app, request, info.remoteAddr.hostname),
  );
  const host = `localhost:${server.addr.port}`;
  const cookie = await built.signIn();
  const own = { cookie, origin: `http://${host}` };

  /** Resolves with the call's first two messages, or null where it was refused. */
  async function dial(headers: Record<string, string>, path = "/api/agents/default/test-call") {
    const socket = new WebSocket(`ws://${host}${path}`, { headers });
    socket.binaryType = "arraybuffer";
    const first: (string | number)[] = [];
    const closed = Promise.withResolvers<CloseEvent>();
    socket.onclose = (event) => closed.resolve(event);
    socket.onerror = () => {};
    const greeted = new Promise<typeof first>((resolve) => {
      socket.onmessage = ({ data }) => {
        first.push(typeof data === "string" ? data : data.byteLength);
        if (first.length === 2) resolve(first);
      };
    });
    const got = await Promise.race([greeted, closed.promise.then(() => null)]);
    return { socket, got, closed: closed.promise };
  }

  return {
    ...built,
    host,
    own,
    called,
    listener,
    state,
    dial,
    door,
    stop: () => server.shutdown(),
  };
}

/** Until the server has heard of it: what another task does has no promise to await. */
async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what() && tries < 2000; tries++) {
    await new Promise((go) => setTimeout(go, 1));
  }
  assert(what());
}

Deno.test("a person calls an agent's draft, is heard and hears, and hangs up", async () => {
  const { dial, own, called, listener, door, clock, stop } = await served();
  const { socket, got, closed } = await dial(own, "/api/agents/default/test-call?draft=1");
  assertEquals(got, [160, '{"type":"ready","callId":"call-1"}']);
  assertEquals(called, [{ agentId: "default", draft: true }]);
  socket.send(new Uint8Array(320).fill(9));
  socket.send('{"type":"digit","digit":"4"}');
  socket.send('{"type":"hang_up"}');
  await until(() => listener.ends.length > 0);
  clock.advance(1_000);
  assertEquals((await closed).code, 1000);
  await until(() => door.open === 0);
  assertEquals(listener.frames, [new Uint8Array(320).fill(9)]);
  assertEquals(listener.told, ["digit 4", "closed"]);
  assertEquals(clock.pending, 0);
  await stop();
});

Deno.test("without draft=1 it is the published version; a program calls by the token", async () => {
  const { dial, called, state, stop, door, clock } = await served();
  const { got, closed } = await dial({ authorization: `Bearer ${ADMIN_TOKEN}` });
  assert(got);
  assertEquals(called, [{ agentId: "default", draft: false }]);
  state.line?.end();
  clock.advance(1_000);
  assertEquals((await closed).code, 1000);
  await until(() => door.open === 0);
  await stop();
});

Deno.test("S-16 nobody calls without a session or from a page of another origin", async () => {
  const { dial, host, own, called, stop } = await served();
  const { cookie } = own;
  for (
    const headers of [
      {},
      { origin: `http://${host}` },
      { cookie },
      { cookie, origin: "https://evil.example" },
      { cookie, origin: "null" },
      { cookie, origin: `http://${host}`, "sec-fetch-site": "cross-site" },
      { authorization: `Bearer ${ADMIN_TOKEN}`, origin: "https://evil.example" },
      { authorization: "Bearer wrong" },
    ] as Record<string, string>[]
  ) assertEquals((await dial(headers)).got, null, JSON.stringify(headers));
  assertEquals(called, []);
  await stop();
});

Deno.test("asked without an upgrade, the address says why there would be no call", async () => {
  const { ask, own, state, stop } = await served();
  const why = async (id = "default") => {
    const response = await ask("GET", `/api/agents/${id}/test-call`, { cookie: own.cookie });
    return [response.status, (await response.json()).code];
  };
  assertEquals(await why(), [426, "not_websocket"]);
  assertEquals(await why("nobody"), [404, "not_found"]);
  state.floor = "full";
  assertEquals(await why(), [429, "too_many_requests"]);
  state.floor = "draining";
  assertEquals(await why(), [503, "draining"]);
  await stop();
});

Deno.test("calls from browsers leave room for callers: there are at most five", async () => {
  const { dial, own, stop, door } = await served();
  const lines = [];
  for (let i = 0; i < 5; i++) lines.push(await dial(own));
  assertEquals(lines.map(({ got }) => got !== null), Array(5).fill(true));
  assertEquals((await dial(own)).got, null);
  for (const { socket } of lines) socket.close();
  await Promise.all(lines.map(({ closed }) => closed));
  await until(() => door.open === 0);
  await stop();
});

Deno.test("S-02 whoever signs out is hung up; a call keeps its session alive", async () => {
  const { dial, own, sessions, clock, stop, listener, door } = await served();
  const { socket, closed } = await dial(own);
  const token = own.cookie.split("=")[1]!;
  for (let minute = 0; minute < 90; minute++) clock.advance(60_000);
  assertEquals(socket.readyState, WebSocket.OPEN);
  const id = sessions.find(token);
  assert(id);
  await sessions.end(id, "signed_out");
  clock.advance(1_000);
  assertEquals((await closed).code, 4401);
  await until(() => door.open === 0);
  assertEquals(listener.ends.map(({ by }) => by), ["phone"]);
  assertEquals(clock.pending, 0);
  await stop();
});
