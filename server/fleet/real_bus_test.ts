// Two instances over the real buses: what they say, ask and send over a line arrives as it was said.
import { assertEquals } from "@std/assert";
import type { Bus } from "../bus/bus.ts";
import { openNatsBus } from "../bus/nats_bus.ts";
import { openPostgresBus } from "../bus/postgres_bus.ts";
import { startRealNats, WITHOUT_NATS } from "../bus/testing/real_nats.ts";
import { systemClock } from "../clock.ts";
import { silentLog } from "../observe/log.ts";
import { postgresBinaries, startRealPostgres } from "../store/testing/real_postgres.ts";
import { type BusFleet, createBusFleet } from "./bus_fleet.ts";
import { FakeLeases, QUIET_FACTS } from "./testing/fleet_kit.ts";

const log = silentLog;
const BUSES = [
  {
    kind: "nats",
    ignore: WITHOUT_NATS,
    startServer: () => startRealNats(),
    open: (url: string): Promise<Bus> => openNatsBus({ url, fleet: "fleet1", log }),
  },
  {
    kind: "postgres",
    ignore: postgresBinaries() === null && Deno.env.get("CI") !== "true",
    startServer: () => startRealPostgres(),
    open: (url: string): Promise<Bus> => openPostgresBus({ url, log }),
  },
] as const;

/** Started, and found by the other. */
async function twoFleets(kind: "nats" | "postgres", open: () => Promise<Bus>) {
  const leases = new FakeLeases(systemClock);
  const both = await Promise.all(["one", "two"].map(async (name) => {
    const shared = leases.view(() => true);
    const bus = await open();
    const id = `${name}00000`;
    const options = { bus, kind, shared, clock: systemClock, log, id, name, version: "1" };
    const fleet = createBusFleet(options);
    // Before it says that it is there: whoever has found it can ask.
    fleet.answer("echo", (value, from) => Promise.resolve({ value, from }));
    return fleet;
  })) as [BusFleet, BusFleet];
  const found = both.map((fleet) => new Promise<string>((resolve) => fleet.onFound(resolve)));
  for (const fleet of both) fleet.start(() => QUIET_FACTS);
  await Promise.all(found);
  return both;
}

for (const { kind, ignore, startServer, open } of BUSES) {
  Deno.test({
    name: `words, questions, sound and goodbyes go from one instance to the other (${kind})`,
    ignore,
    async fn() {
      const server = await startServer();
      const [a, b] = await twoFleets(kind, () => open(server.url));
      const told: unknown[] = [];
      const all = Promise.withResolvers<void>();
      b.hear("count", (value) => told.push(value) === 300 && all.resolve());
      for (let i = 0; i < 300; i++) a.tell("count", i);
      await all.promise;
      assertEquals(told, Array.from({ length: 300 }, (_, i) => i));

      const value = { words: "ü…", list: [1, null] };
      assertEquals(await a.ask(b.me, "echo", value, 5000), { value, from: a.me });

      const frame = Uint8Array.from({ length: 1600 }, (_, i) => i);
      const back = Promise.withResolvers<unknown>();
      b.onLine("sound", (line) => {
        // Before the other side even knows that it has been taken.
        for (let i = 0; i < 50; i++) line.send(frame);
        line.send("last");
        line.onData = (data) => back.resolve(data);
        return true;
      });
      const line = await a.openLine(b.me, "sound", null);
      const heard: (string | Uint8Array)[] = [];
      const last = Promise.withResolvers<void>();
      const closed = Promise.withResolvers<number>();
      line.onData = (data) => {
        heard.push(data);
        if (data === "last") last.resolve();
      };
      line.onClose = closed.resolve;
      await last.promise;
      assertEquals(heard.length, 51);
      assertEquals(heard[49], frame);
      line.send(frame.subarray(0, 320));
      assertEquals(await back.promise, frame.slice(0, 320));

      const gone = new Promise((resolve) => a.onGone(resolve));
      await b.stop();
      assertEquals([await gone, await closed.promise], [b.me, 1001]);
      await a.stop();
      await server.stop();
    },
  });
}
