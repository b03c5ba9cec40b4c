// The live sound of a call over real sockets: who may listen, what goes each way, and when it ends.
import { assert, assertEquals } from "@std/assert";
import type { SoundListener, StepIn } from "./admin_deps.ts";
import { ADMIN_TOKEN, noCalls, rig } from "./rig_for_tests.ts";
import { serveAdmin } from "./serve_admin.ts";

interface Open {
  callId: string;
  listener: SoundListener;
  spoken: Uint8Array[];
  left: Promise<void>;
}

/** A server with one live call, "c1"; `opened` are those who came to listen. */
async function served() {
  const opened: Open[] = [];
  const commanded: { owner: string; kind: string }[] = [];
  let arrived = Promise.withResolvers<Open>();
  let full = false;
  let asking = () => Promise.resolve();
  let opening = Promise.resolve<"full" | "unreached" | null>(null);
  const live = (callId: string) => callId === "c1";
  const stepIn: StepIn = {
    ...noCalls(),
    command: (_callId, { owner, request }) => {
      commanded.push({ owner, kind: request.kind });
      return Promise.resolve("taken");
    },
    async mayListen(callId) {
      await asking();
      return live(callId) ? full ? "full" : "yes" : "not_live";
    },
    listen(callId, listener) {
      const { promise: left, resolve } = Promise.withResolvers<void>();
      const open: Open = { callId, listener, spoken: [], left };
      opened.push(open);
      arrived.resolve(open);
      return opening.then((why) =>
        why ?? ({ leave: resolve, speak: (audio) => open.spoken.push(audio) })
      );
    },
  };
  const built = await rig({ stepIn });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request, info) => {
    return serveAdmin(built.app, request, info.remoteAddr.hostname);
  });
  const { port } = server.addr;
  const host = `localhost:${port}`;
  const cookie = await built.signIn();

  /** Opens a socket; resolves once it is open and the call knows of it, or with how it was closed. */
  async function dial(headers: Record<string, string>, callId = "c1") {
    arrived = Promise.withResolvers<Open>();
    const socket = new WebSocket(`ws://${host}/api/calls/${callId}/sound`, { headers });
    socket.binaryType = "arraybuffer";
    const messages: (string | ArrayBuffer)[] = [];
    const waiting: ((message: string | ArrayBuffer) => void)[] = [];
    socket.onmessage = ({ data }) =>
      waiting.length > 0 ? waiting.shift()!(data) : messages.push(data);
    const closed = Promise.withResolvers<CloseEvent>();
    socket.onclose = (event) => closed.resolve(event);
    socket.onerror = () => {};
    const opens = new Promise<void>((resolve) => socket.onopen = () => resolve());
    const open = await Promise.race([
      Promise.all([arrived.promise, opens]).then(([open]) => open),
      closed.promise.then(() => null),
    ]);
    const next = () =>
      messages.length > 0
        ? Promise.resolve(messages.shift()!)
        : new Promise<string | ArrayBuffer>((resolve) => waiting.push(resolve));
    return { socket, open, next, closed: closed.promise };
  }

  const own = { cookie, origin: `http://${host}` };
  return {
    ...built,
    host,
    own,
    opened,
    commanded,
    dial,
    fill: () => full = true,
    /** The call's instance takes as long as this, and may then say no. */
    openWith: (when: typeof opening) => opening = when,
    whileAsking: (work: typeof asking) => asking = work,
    async stop() {
      await server.shutdown();
    },
  };
}

Deno.test("frames come as they are made, the state as it changes, the microphone goes the other way", async () => {
  const { dial, own, stop, clock } = await served();
  const { socket, open, next, closed } = await dial(own);
  assert(open);
  assertEquals([open.callId, open.listener.by], ["c1", "operator"]);
  open.listener.state("listener-1", false);
  assertEquals(await next(), '{"type":"state","listenerId":"listener-1","onAir":false}');
  const frame = new Uint8Array(1601).fill(7);
  open.listener.frame(frame);
  assertEquals(new Uint8Array(await next() as ArrayBuffer), frame);
  socket.send("text is nothing");
  socket.send(new Uint8Array(0));
  socket.send(new Uint8Array(160).fill(9));
  open.listener.state("listener-1", true);
  await next();
  socket.close();
  await Promise.all([closed, open.left]);
  assertEquals(open.spoken, [new Uint8Array(160).fill(9)]);
  assertEquals(clock.pending, 0);
  await stop();
});

Deno.test("S-16 nobody listens without a session, from a page of another origin, or to a call that is not live", async () => {
  const { dial, host, own, opened, fill, stop, ask } = await served();
  const { cookie } = own;
  for (
    const headers of [
      {},
      { origin: `http://${host}` },
      { cookie, origin: "https://evil.example" },
      { cookie, origin: "null" },
      { cookie },
      { cookie, origin: `http://${host}`, "sec-fetch-site": "cross-site" },
      { authorization: `Bearer ${ADMIN_TOKEN}`, origin: "https://evil.example" },
      { authorization: "Bearer wrong" },
    ] as Record<string, string>[]
  ) {
    const { open } = await dial(headers);
    assertEquals(open, null, JSON.stringify(headers));
  }
  assertEquals((await dial(own, "c2")).open, null);
  fill();
  assertEquals((await dial(own)).open, null);
  assertEquals(opened, []);
  const status = async (path: string, headers: Record<string, string> = {}) => {
    const response = await ask("GET", path, { cookie, headers });
    return [response.status, (await response.json()).code];
  };
  assertEquals(await status("/api/calls/c1/sound"), [426, "not_websocket"]);
  const upgrade = { upgrade: "websocket" };
  assertEquals(await status("/api/calls/c1/sound", upgrade), [429, "too_many_requests"]);
  assertEquals(await status("/api/calls/c2/sound", upgrade), [404, "not_found"]);
  await stop();
});

Deno.test("a program listens by the token", async () => {
  const { dial, stop } = await served();
  const { socket, open, closed } = await dial({ authorization: `Bearer ${ADMIN_TOKEN}` });
  assertEquals([open?.listener.by, open?.listener.owner], ["operator", "token "]);
  socket.close();
  await Promise.all([closed, open?.left]);
  await stop();
});

Deno.test("the socket closes with the call", async () => {
  const { dial, own, stop } = await served();
  const { open, closed } = await dial(own);
  open?.listener.over();
  const { code, reason } = await closed;
  assertEquals([code, reason], [1000, "call_over"]);
  await open?.left;
  await stop();
});

Deno.test("a call of another instance: whoever has left before it has answered does not listen", async () => {
  const { dial, own, stop, openWith, noted, clock } = await served();
  const answer = Promise.withResolvers<null>();
  openWith(answer.promise);
  const { socket, open, closed } = await dial(own);
  socket.close();
  await closed;
  // Whether the session lives is not watched any more.
  while (clock.pending > 0) await new Promise((go) => setTimeout(go, 1));
  answer.resolve(null);
  await open?.left;
  assertEquals(noted.filter(({ act }) => act === "call_listened"), []);
  await stop();
});

Deno.test("a call's instance that is not heard, or not any more, is told apart from the call's end", async () => {
  const { dial, own, stop, openWith } = await served();
  const { open, closed } = await dial(own);
  open?.listener.over("unreached");
  assertEquals([(await closed).code, (await closed).reason], [4503, "unreached"]);
  await open?.left;
  for (const [why, code] of [["unreached", 4503], ["full", 4429]] as const) {
    openWith(Promise.resolve(why));
    const refused = await dial(own);
    assertEquals((await refused.closed).code, code);
  }
  await stop();
});

Deno.test("S-02 whoever signs out hears nothing more", async () => {
  const { dial, own, stop, sessions, opened } = await served();
  const { open, closed } = await dial(own);
  const id = opened[0]!.listener.owner;
  await sessions.end(id, "signed_out");
  assertEquals((await closed).code, 4401);
  await open?.left;
  await stop();
});

Deno.test("S-02 an idle hour ends listening, speaking with a caller is no idleness", async () => {
  const { dial, own, stop, clock } = await served();
  const { socket, open, closed } = await dial(own);
  for (let minute = 0; minute < 90; minute++) {
    const seen = open!.spoken.length;
    socket.send(new Uint8Array(160));
    while (open!.spoken.length === seen) await new Promise((go) => setTimeout(go, 1));
    clock.advance(60_000);
  }
  assertEquals(socket.readyState, WebSocket.OPEN);
  clock.advance(61 * 60_000);
  assertEquals((await closed).code, 4401);
  await open?.left;
  assertEquals(clock.pending, 0);
  await stop();
});

Deno.test("a frame of more than 2 KiB ends it, it is no microphone's", async () => {
  const { dial, own, stop } = await served();
  const { socket, open, closed } = await dial(own);
  socket.send(new Uint8Array(2049));
  assertEquals((await closed).code, 1009);
  await open?.left;
  assertEquals(open?.spoken, []);
  await stop();
});

Deno.test("S-04 one who does not take what is sent is let go, and what is sent meanwhile is bounded", async () => {
  const { host, own, opened, stop, logged } = await served();
  const [name = "", port = ""] = host.split(":");
  const slow = await Deno.connect({ hostname: name, port: Number(port) });
  const lines = [
    "GET /api/calls/c1/sound HTTP/1.1",
    `Host: ${host}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${btoa("0123456789abcdef")}`,
    `Cookie: ${own.cookie}`,
    `Origin: ${own.origin}`,
  ];
  await slow.write(new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`));
  while (opened.length === 0) await new Promise((go) => setTimeout(go, 1));
  const { listener, left } = opened[0]!;
  let gone = false;
  left.then(() => gone = true);
  let frames = 0;
  for (; !gone && frames < 5000; frames++) {
    listener.frame(new Uint8Array(16_000));
    await new Promise((go) => setTimeout(go, 0));
  }
  assert(gone, `after ${frames} frames it was still there`);
  assert(logged.some(({ code }) => code === "listener_too_slow"));
  // It comes to itself: reads all there is, and says goodbye.
  const goodbye = Uint8Array.of(0x88, 0x80, 0, 0, 0, 0);
  await slow.write(goodbye);
  const into = new Uint8Array(65_536);
  while (await slow.read(into) !== null);
  slow.close();
  await stop();
});

Deno.test("S-22 whoever loses the role, or is disabled, hears no more of a call from that moment", async () => {
  const { dial, own, stop, signInAs, people, noted, commanded, whileAsking } = await served();
  for (
    const [roles, disabled, code] of [
      [["viewer"], false, 4403],
      [["supervisor"], true, 4401],
    ] as const
  ) {
    const { person, cookie } = await signInAs(`ana-${code}`, ["supervisor"]);
    const { socket, open, closed } = await dial({ ...own, cookie });
    assertEquals(open?.listener.by, person.name);
    socket.send(new Uint8Array(160));
    // One of them speaks with the caller, who must not be left in silence.
    if (disabled) open?.listener.state("listener-1", true);
    const { id, name, revision: ifRevision } = people.get(person.id)!;
    await people.edit(id, {
      ifRevision,
      to: { name, roles: [...roles], disabled },
      byOperator: true,
    });
    assertEquals((await closed).code, code);
    await open!.left;
    const back = disabled ? [{ owner: open?.listener.owner, kind: "hand_back" }] : [];
    assertEquals(commanded, back);
  }
  // As well while another instance is being asked whether there is room.
  const { person, cookie } = await signInAs("eve", ["supervisor"]);
  const { id, name, revision: ifRevision } = people.get(person.id)!;
  whileAsking(async () => {
    const to = { name, roles: ["viewer" as const], disabled: false };
    await people.edit(id, { ifRevision, to, byOperator: true });
  });
  const eve = await dial({ ...own, cookie });
  assertEquals([(await eve.closed).code, eve.open], [4403, null]);
  assertEquals(noted.filter(({ act }) => act === "call_listened").map(({ by }) => by.name), [
    "ana-4403",
    "ana-4401",
  ]);
  await stop();
});
