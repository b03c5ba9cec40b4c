// AudioCodes dials again and reaches another instance than the one that has its call: over real sockets, two doors.
import { assertEquals } from "@std/assert";
import { createFleetResume } from "./resume.ts";
import { FleetKit, type KitInstance } from "../fleet/testing/fleet_kit.ts";
import { silentLog } from "../observe/log.ts";
import { placeAudioCodesCall } from "../simulator/audiocodes/call.ts";
import { Script } from "../simulator/caller/caller_script.ts";
import { loadSpeech } from "../simulator/speech.ts";
import { AudioCodesServer, TOKEN } from "../telephony/audiocodes/testing/audiocodes_server.ts";
import { VaicClient } from "../telephony/audiocodes/testing/vaic_client.ts";

const { connected, dial, opened } = VaicClient;

interface Door {
  server: AudioCodesServer;
  instance: KitInstance;
}

/** `here` has a call, "c-1", unless `idle`; the gateway dials again at `there`. */
async function twoDoors({ idle = false } = {}) {
  const kit = new FleetKit();
  const doors = (await kit.open("a", "b")).map((instance): Door => {
    const resume = createFleetResume({ fleet: instance.fleet, log: silentLog });
    const server = new AudioCodesServer({ elsewhere: resume.elsewhere });
    resume.serve(server.audiocodes);
    return { server, instance };
  });
  const [there, here] = doors as [Door, Door];
  const first = idle ? null : await opened(here.server.port, "c-1");
  if (!idle) await here.server.told(() => here.server.calls.length === 1);
  /** The gateway's socket breaks. */
  async function cut() {
    first?.terminate();
    await here.server.told(() => here.server.calls[0]!.listener.told.includes("held"));
  }
  return {
    kit,
    there,
    here,
    cut,
    first,
    async stop() {
      for (const { server } of doors) {
        await server.told(() => server.audiocodes.open === 0);
        await server[Symbol.asyncDispose]();
      }
      await kit.stop();
    },
  };
}

async function resumes({ server }: Door) {
  const client = await connected(server.port);
  client.say({ type: "session.resume", conversationId: "c-1" });
  return client;
}

Deno.test("C-05 a call is resumed at an instance that does not have it, and knows nothing of it", async () => {
  const { there, here, cut, stop } = await twoDoors();
  await cut();
  here.server.clock.advance(2_000);
  const client = await resumes(there);
  assertEquals(await client.expect("session.accepted"), {
    type: "session.accepted",
    mediaFormat: "raw/mulaw",
  });
  const { channel, listener } = here.server.calls[0]!;
  client.say({ type: "userStream.start" });
  await client.expect("userStream.started");
  client.say({ type: "userStream.chunk", audioChunk: new Uint8Array(160).toBase64() });
  client.sendBinary(new Uint8Array(3));
  channel.play(new Uint8Array(800));
  await client.expect("playStream.start 1");
  await client.expect("playStream.chunk 1");
  channel.rest?.();
  await client.expect("playStream.stop 1");
  await here.server.told(() => listener.notes.some((note) => note.startsWith("binary_frame")));
  assertEquals(listener.frames.map(({ length }) => length), [160]);
  channel.end({ outcome: "completed", code: "", outputs: {} });
  await client.expect("hangup");
  client.say({ type: "session.end", reasonCode: "bot-disconnected" });
  assertEquals(await client.closed(), 1000);
  assertEquals(there.server.calls, []);
  await stop();
  assertEquals(listener.told, ["held", "resumed 2000", "closed"]);
  assertEquals([there.server.clock.pending, here.server.clock.pending], [0, 0]);
});

Deno.test("C-05 a full instance lets it through where another has the call, which may be draining", async () => {
  const { there, here, cut, stop } = await twoDoors();
  there.server.floor = "full";
  here.server.floor = "draining";
  assertEquals(await dial(there.server.port), 503);
  const other = { headers: { "ac-conversation-id": "c-2" } };
  assertEquals(await dial(there.server.port, other), 503);
  // By its name it is found before its old socket is known to be gone.
  const named = await connected(there.server.port, { headers: { "ac-conversation-id": "c-1" } });
  named.close();
  await cut();
  const client = await resumes(there);
  await client.expect("session.accepted");
  await client.hangUp();
  await stop();
});

Deno.test("C-05 a new call is no way in past a full house", async () => {
  const { there, cut, stop } = await twoDoors();
  await cut();
  there.server.floor = "full";
  const client = await connected(there.server.port);
  client.say({ type: "session.initiate", conversationId: "c-9" });
  await client.expect("session.error");
  await client.closed();
  const back = await resumes(there);
  await back.expect("session.accepted");
  await back.hangUp();
  await stop();
});

Deno.test("C-05 a socket whose call nobody has: not found; an instance that does not answer may have it: again", async () => {
  const { kit, there, here, stop } = await twoDoors({ idle: true });
  const client = await resumes(there);
  assertEquals((await client.expect("session.error")).reason, "conversation not found");
  assertEquals(await client.closed(), 1000);
  assertEquals(there.server.violations, ["E_CONVERSATION"]);
  here.instance.bus.cut();
  const again = await resumes(there);
  await there.server.told(() => there.server.audiocodes.open === 1);
  let code = 0;
  const closed = again.closed().then((given) => code = given);
  // As long as it takes: until the question has been asked there is nothing to run out.
  while (code === 0) {
    await kit.run(1_100);
    await new Promise((go) => setTimeout(go, 0));
  }
  assertEquals(await closed, 1013);
  await stop();
});

Deno.test("C-05 the instance between gateway and call stops: the call waits, and the gateway dials again", async () => {
  const { there, here, cut, stop } = await twoDoors();
  await cut();
  const client = await resumes(there);
  await client.expect("session.accepted");
  there.server.audiocodes.closeAll("E_DRAIN");
  assertEquals(await client.closed(), 1001);
  const { listener } = here.server.calls[0]!;
  await here.server.told(() => listener.told.length === 3);
  const back = await resumes(here);
  await back.expect("session.accepted");
  await back.hangUp();
  await stop();
  assertEquals(listener.told, ["held", "resumed 0", "held", "resumed 0", "closed"]);
});

Deno.test("C-05 the instance with the call dies: the gateway's socket is closed, for it to dial again", async () => {
  const { kit, there, here, cut, stop } = await twoDoors();
  await cut();
  const client = await resumes(there);
  await client.expect("session.accepted");
  here.instance.die();
  await kit.run(8_000);
  assertEquals(await client.closed(), 1011);
  // What is left of it here lives on without a network.
  here.server.audiocodes.closeAll("E_DRAIN");
  for (let i = 0; i < 3; i++) here.server.clock.advance(10_000);
  await stop();
});

Deno.test("C-05 the simulated gateway loses its socket and goes on at another instance, by the book", async () => {
  const { there, here, stop } = await twoDoors({ idle: true });
  const doors = [here, there];
  const front = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => doors.shift()!.server.audiocodes.handle(request, "127.0.0.1"),
  );
  const report = await placeAudioCodesCall({
    url: `ws://127.0.0.1:${front.addr.port}/audiocodes`,
    token: TOKEN,
    speech: await loadSpeech(),
    loseSocketAfterMs: 100,
    script: Script.parse({
      name: "resumes",
      steps: [{ do: "pause", ms: 500 }, { do: "hang_up" }],
    }),
  });
  assertEquals([report.breaches, report.endedBy], [[], "caller"]);
  assertEquals([doors.length, there.server.calls.length], [0, 0]);
  const { listener } = here.server.calls[0]!;
  assertEquals(listener.told.map((told) => told.split(" ")[0]), ["held", "resumed", "closed"]);
  assertEquals(listener.ends, [{ by: "phone", detail: "client-disconnected" }]);
  await stop();
  await front.shutdown();
});
