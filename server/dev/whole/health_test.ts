// Health and the steps of the first run, told by a whole server after real calls over real sockets.
import { assert, assertEquals } from "@std/assert";
import { type ServerHealth, serverHealthSchema } from "../../contract/health.ts";
import type { ServerStatus } from "../../contract/feed.ts";
import { readWav } from "../../audio/wav.ts";
import { createMemoryStore } from "../../store/memory_store.ts";
import { runApp, type RunningApp, script } from "./running_app.ts";

/** Hears the greeting and hangs up. */
const SHORT = script("greeting", { do: "hear", ms: 300 }, { do: "hang_up" });

async function healthOf(app: RunningApp): Promise<ServerHealth> {
  return serverHealthSchema.parse(await (await app.api("/api/health")).json());
}
async function stepsOf(app: RunningApp): Promise<ServerStatus["firstRun"]> {
  return (await (await app.api("/api/status")).json()).firstRun;
}

Deno.test("calls, refusals and the model's sessions show in the health of each part", async () => {
  const app = await runApp({ paceX: 8, phones: true });
  const fresh = await healthOf(app);
  assertEquals(fresh.doors.map(({ door, open }) => [door, open]), [
    ["audiohook", true],
    ["audiocodes", true],
    ["avr", true],
    ["audiosocket", true],
    ["asterisk", true],
  ]);
  assertEquals([fresh.model.sessions, fresh.model.lastReadyAtMs], [0, null]);

  await app.ring({ script: SHORT });
  await app.ringPhone("audiosocket", { script: SHORT });
  const wrong = await fetch(app.url.replace("ws", "http"), { headers: { "x-api-key": "CANARY" } });
  await wrong.body?.cancel();
  const { doors, model, store } = await healthOf(app);
  const [audiohook, , , audiosocket, asterisk] = doors;
  const counts = [audiohook, audiosocket, asterisk].map((door) => door?.handshakes);
  assertEquals(counts, [1, 1, 0]);
  assert(audiohook!.lastHandshakeAtMs! > fresh.atMs - 1000);
  assertEquals(audiohook?.refusals, 1);
  assertEquals(typeof audiohook?.lastRefusal?.code, "string");
  assert(model.sessions >= 2 && model.lastConnectMs! >= 0);
  assertEquals(store.trouble, null);
  assertEquals(JSON.stringify({ doors, model }).includes("CANARY"), false);
  await app.stop();
});

Deno.test("the first steps tick themselves, and a restart keeps them", async () => {
  const store = createMemoryStore();
  const kept = { ...store, close: () => Promise.resolve() };
  const first = await runApp({ paceX: 8, store: kept });
  assertEquals(Object.values(await stepsOf(first)), [false, false, false, false]);
  await first.ring({ script: SHORT });
  assertEquals((await stepsOf(first)).simulatedCall, true);
  const published = await first.api("/api/agents/default/publish", {
    method: "POST",
    headers: { "content-type": "application/json", "if-match": '"1"' },
    body: JSON.stringify({ note: "Night line" }),
  });
  assertEquals(published.status, 200);
  await published.body?.cancel();
  await first.stop();

  const second = await runApp({ store: kept });
  assertEquals(await stepsOf(second), {
    keyAccepted: false,
    simulatedCall: true,
    realSocket: false,
    published: true,
  });
  await second.stop();
  await store.close();
});

Deno.test("a session with a real model ticks that the key was accepted; the stand-in does not", async () => {
  const app = await runApp({ paceX: 8, paid: true });
  await app.ring({ script: SHORT });
  assertEquals((await stepsOf(app)).keyAccepted, true);
  await app.stop();
});

Deno.test("the server calls itself: it is answered, takes no caller's place, and nobody sees it", async () => {
  const app = await runApp({
    paceX: 8,
    env: { SELF_CALL: "true", MAX_CALLS: "1" },
    scenario: { faults: [{ name: "F09", value: 1500 }] },
  });
  await until(app, ({ doors }) => doors[0]?.sockets === 1);
  const caller = await app.ring({ script: SHORT });
  assertEquals([caller.violations, caller.disconnect], [[], null]);
  const health = await until(app, ({ selfCall }) => selfCall.results.length > 0);
  const [result] = health.selfCall.results;
  assertEquals([result?.ok, result?.code, health.selfCall.on], [true, null, true]);
  assert(result!.answerMs! > 0);
  // There is the caller, and nobody else.
  assertEquals([health.doors[0]?.handshakes, health.answerTimes.answers], [1, 0]);
  const { calls } = await (await app.api("/api/calls")).json();
  assertEquals(calls.map(({ callId }: { callId: string }) => callId), [caller.sessionId]);
  await until(app, ({ doors }) => doors[0]?.sockets === 0);
  await app.stop();
});

Deno.test("a voice is heard as on the phone", async () => {
  const app = await runApp({ paceX: 8 });
  const ask = (voice: string) =>
    app.api(`/api/voices/${voice}/sample`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "gpt-realtime-2.1", language: "de" }),
    });
  const made = await ask("cedar");
  assertEquals([made.status, made.headers.get("content-type")], [200, "audio/wav"]);
  const sound = readWav(new Uint8Array(await made.arrayBuffer()));
  assert(sound.length > 8000 && sound.some((byte) => byte !== 0xff));
  const unknown = await ask("nobody");
  assertEquals((await unknown.json()).code, "not_found");
  await app.stop();
});

async function until(
  app: RunningApp,
  holds: (health: ServerHealth) => boolean,
): Promise<ServerHealth> {
  for (;;) {
    const health = await healthOf(app);
    if (holds(health)) return health;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
