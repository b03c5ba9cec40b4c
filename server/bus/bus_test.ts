// What every bus does, and what each does where it cannot.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { silentLog } from "../observe/log.ts";
import {
  postgresBinaries,
  type RealPostgres,
  startRealPostgres,
} from "../store/testing/real_postgres.ts";
import { type Bus, BusError } from "./bus.ts";
import { createLocalBus, LocalWire } from "./local_bus.ts";
import { openNatsBus } from "./nats_bus.ts";
import { openPostgresBus } from "./postgres_bus.ts";
import { type RealNats, startRealNats, WITHOUT_NATS } from "./testing/real_nats.ts";
import { startStallingProxy } from "./testing/stalling_proxy.ts";

// Undefined where it is left out, and so is what uses it.
let nats: RealNats;
let database: RealPostgres;
Deno.test.beforeAll(async () => {
  await Promise.all([
    WITHOUT_NATS || startRealNats().then((started) => nats = started),
    WITHOUT_POSTGRES || startRealPostgres().then((started) => database = started),
  ]);
});
Deno.test.afterAll(async () => {
  await Promise.all([WITHOUT_NATS || nats.stop(), WITHOUT_POSTGRES || database.stop()]);
});

const text = (words: string) => new TextEncoder().encode(words);
const words = (data: Uint8Array) => new TextDecoder().decode(data);

const WITHOUT_POSTGRES = postgresBinaries() === null && Deno.env.get("CI") !== "true";

async function faultOf(asked: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => asked, BusError)).code;
}

const openNats = (url: string, fleet = "fleet1") => openNatsBus({ url, fleet, log: silentLog });

const KINDS: readonly { kind: string; ignore?: boolean; open(): Promise<[Bus, Bus]> }[] = [
  {
    kind: "in process",
    open: () => {
      const wire = new LocalWire();
      return Promise.resolve([createLocalBus(wire), createLocalBus(wire)]);
    },
  },
  {
    kind: "NATS",
    ignore: WITHOUT_NATS,
    open: () =>
      Promise.all([
        openNats(nats.url),
        openNats(nats.url),
      ]),
  },
  {
    kind: "PostgreSQL",
    ignore: WITHOUT_POSTGRES,
    open: () =>
      Promise.all([
        openPostgresBus({ url: database.url, log: silentLog }),
        openPostgresBus({ url: database.url, log: silentLog }),
      ]),
  },
];

function onEachBus(name: string, test: (a: Bus, b: Bus) => Promise<void>): void {
  for (const { kind, ignore = false, open } of KINDS) {
    Deno.test({
      name: `${name} (${kind})`,
      ignore,
      async fn() {
        const [a, b] = await open();
        try {
          await test(a, b);
        } finally {
          await Promise.all([a.close(), b.close()]);
        }
      },
    });
  }
}

/** Resolves once what is subscribed to is heard: a subscription takes a moment to reach its server. */
async function settled(a: Bus, b: Bus): Promise<void> {
  const stop = b.respond("settled", (data) => Promise.resolve(data));
  for (;;) {
    try {
      await a.request("settled", text("?"), 200);
      return stop();
    } catch (error) {
      if (!(error instanceof BusError)) throw error;
    }
  }
}

onEachBus("what one server says all hear, itself too, in order", async (a, b) => {
  const heard: string[] = [];
  const last = Promise.withResolvers<void>();
  for (const [name, bus] of [["a", a], ["b", b]] as const) {
    bus.subscribe("events.*", (data, subject) => {
      heard.push(`${name} ${subject} ${words(data)}`);
      if (heard.length === 400) last.resolve();
    });
  }
  await settled(a, b);
  for (let i = 0; i < 200; i++) a.publish("events.one", text(String(i)));
  a.publish("other.one", text("not heard"));
  await last.promise;
  for (const name of ["a", "b"]) {
    assertEquals(
      heard.filter((line) => line.startsWith(name)),
      Array.from({ length: 200 }, (_, i) => `${name} events.one ${i}`),
    );
  }
});

onEachBus("a pattern stands for one word, a subject for itself", async (a, b) => {
  const heard: string[] = [];
  const end = Promise.withResolvers<void>();
  b.subscribe("calls.*", (_data, subject) => heard.push(`any ${subject}`));
  const stop = b.subscribe("calls.x", (_data, subject) => heard.push(`x ${subject}`));
  b.subscribe("end", () => end.resolve());
  await settled(a, b);
  stop();
  await settled(a, b);
  for (const subject of ["calls.x", "calls.y.z", "calls", "calls.y", "end"]) {
    a.publish(subject, text(""));
  }
  await end.promise;
  assertEquals(heard, ["any calls.x", "any calls.y"]);
});

onEachBus("a request gets its answer, of any size, and bytes stay bytes", async (a, b) => {
  b.respond("double", (data) => {
    const twice = new Uint8Array(data.byteLength * 2);
    twice.set(data);
    twice.set(data, data.byteLength);
    return Promise.resolve(twice);
  });
  await settled(a, b);
  for (const size of [0, 1, 5400, 8000, 200_000]) {
    const data = Uint8Array.from({ length: size }, (_, i) => i * 7);
    const answer = await a.request("double", data, 5000);
    assertEquals(answer.byteLength, size * 2);
    assert(answer.subarray(size).every((byte, i) => byte === data[i]));
  }
  const many = await Promise.all(
    Array.from({ length: 50 }, (_, i) => a.request("double", text(`${i},`), 5000)),
  );
  assertEquals(many.map(words), Array.from({ length: 50 }, (_, i) => `${i},${i},`));
});

onEachBus("who cannot answer says so, and who does not is not waited for", async (a, b) => {
  b.respond("breaks", () => Promise.reject(new Error("inside")));
  b.respond("hangs", () => new Promise(() => {}));
  await settled(a, b);
  assertEquals(await faultOf(a.request("breaks", text(""), 5000)), "failed");
  assertEquals(await faultOf(a.request("hangs", text(""), 50)), "late");
  assert(["nobody", "late"].includes(await faultOf(a.request("nobody", text(""), 50))));
  assertEquals(await faultOf(a.request("breaks", new Uint8Array(600_000), 5000)), "too_large");
});

/** Each with a server of its own kind that can be lost. */
const ENGINES = [
  {
    kind: "NATS",
    ignore: WITHOUT_NATS,
    start: startRealNats,
    open: openNats,
  },
  {
    kind: "PostgreSQL",
    ignore: WITHOUT_POSTGRES,
    start: startRealPostgres,
    open: (url: string) => openPostgresBus({ url, log: silentLog }),
  },
];

/** Resolves once the bus is as wanted. */
function becomes(bus: Bus, wanted: boolean): Promise<void> {
  if (bus.connected === wanted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = bus.onChange((connected) => {
    if (connected !== wanted) return;
    stop();
    resolve();
  });
  return promise;
}

async function heardAgain(from: Bus, to: Bus): Promise<void> {
  const heard = Promise.withResolvers<string>();
  const stop = to.subscribe("again", (data) => heard.resolve(words(data)));
  await settled(from, to);
  from.publish("again", text("here"));
  assertEquals(await heard.promise, "here");
  stop();
}

for (const { kind, ignore, start, open } of ENGINES) {
  Deno.test({
    name: `a bus that goes away is noticed, and heard again when it is back (${kind})`,
    ignore,
    async fn() {
      const server: RealNats | RealPostgres = await start();
      const [a, b] = await Promise.all([open(server.url), open(server.url)]);
      const heard: string[] = [];
      b.subscribe("kept", (data) => heard.push(words(data)));
      await settled(a, b);
      await server.kill();
      await Promise.all([becomes(a, false), becomes(b, false)]);
      a.publish("kept", text("lost"));
      assertEquals(await faultOf(a.request("x", text(""), 100)), "away");
      // Whoever starts meanwhile is there without it.
      const late = await open(server.url);
      assertEquals(late.connected, false);
      late.subscribe("kept", (data) => heard.push(words(data)));
      await server.start();
      await Promise.all([a, b, late].map((bus) => becomes(bus, true)));
      await heardAgain(a, b);
      await heardAgain(b, late);
      a.publish("kept", text("here"));
      await heardAgain(a, b);
      await heardAgain(a, late);
      assertEquals(heard, ["here", "here"]);
      await Promise.all([a.close(), b.close(), late.close()]);
      await server.stop();
    },
  });
}

Deno.test({
  name: "a bus that hangs is noticed, closes none the less, and is heard again when it goes on",
  ignore: WITHOUT_NATS || WITHOUT_POSTGRES,
  async fn() {
    await Promise.all(ENGINES.map(async ({ start, open }) => {
      const server = await start();
      const url = new URL(server.url);
      const proxy = startStallingProxy(Number(url.port));
      url.port = String(proxy.port);
      const [direct, a, b] = await Promise.all(
        [server.url, url.href, url.href].map((one) => open(one)),
      );
      await settled(a!, direct!);
      proxy.stall();
      await Promise.all([becomes(a!, false), becomes(b!, false)]);
      await b!.close();
      proxy.flow();
      await becomes(a!, true);
      await heardAgain(direct!, a!);
      proxy.stall();
      // It does not know yet.
      a!.publish("kept", text("never sent"));
      await Promise.all([a!.close(), direct!.close()]);
      await proxy.close();
      await server.stop();
    }));
  },
});

Deno.test({
  name: "fleets that use the same NATS do not hear each other",
  ignore: WITHOUT_NATS,
  async fn() {
    const all = [openNats(nats.url), openNats(nats.url), openNats(nats.url, "fleet2")];
    const [a, b, other] = await Promise.all(all) as [Bus, Bus, Bus];
    const heard: string[] = [];
    b.subscribe("word.*", (data) => heard.push(words(data)));
    await settled(a, b);
    other.publish("word.x", text("theirs"));
    await settled(other, other);
    a.publish("word.x", text("ours"));
    await settled(a, b);
    assertEquals(heard, ["ours"]);
    await Promise.all([a, b, other].map((bus) => bus.close()));
  },
});

Deno.test({
  name: "NATS that wants a name and a password, or a token, gets them from the address",
  ignore: WITHOUT_NATS,
  async fn() {
    for (
      const [options, user] of [[["--user", "us", "--pass", "p@s"], "us:p%40s"], [
        ["--auth", "t0k"],
        "t0k",
      ]] as const
    ) {
      const server = await startRealNats(options);
      const port = new URL(server.url).port;
      const bus = await openNats(`nats://${user}@127.0.0.1:${port}`);
      assertEquals(bus.connected, true);
      await bus.close();
      await server.stop();
    }
  },
});
