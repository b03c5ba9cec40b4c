// Every instance shows the whole floor: what each tells, what was missed, and what becomes of a dead one's calls.
import { assert, assertEquals } from "@std/assert";
import type { CallEvent, CallEventBody } from "../contract/event.ts";
import type { ServerStatus, Snapshot } from "../contract/feed.ts";
import { joinFloor } from "./floor.ts";
import { FleetKit, type KitInstance } from "../fleet/testing/fleet_kit.ts";
import { createFloor, type Floor } from "../floor/floor.ts";
import { createHub } from "../floor/hub.ts";
import { parseSse, readAvailable } from "../floor/read_sse.ts";
import { SAMPLE_STATUS } from "../floor/sample_status.ts";
import { silentLog } from "../observe/log.ts";
import { createMemoryStore } from "../store/memory_store.ts";
import { CALL_ENDED, CALL_STARTED, callerLine } from "../store/sample_rows.ts";
import type { Store } from "../store/store.ts";

interface Place extends KitInstance {
  floor: Floor;
  emit(callId: string, ...bodies: CallEventBody[]): void;
  /** What this console's stream holds now. */
  read(): Promise<{ names: string[]; calls: CallEvent[]; status: ServerStatus | undefined }>;
  ended: string[];
  /** What it writes never reaches the store. */
  cannotSave: boolean;
}

interface Scene {
  kit: FleetKit;
  a: Place;
  b: Place;
  store: Store;
  open(name: string): Promise<Place>;
}

/** One store for all, as PostgreSQL is: calls go to who adopts them, unless their owner lives; away for all at once. */
function sharedStore(kit: FleetKit): Store {
  const store = createMemoryStore();
  const adopted = new Map<string, string>();
  const reached = async <T>(ask: () => Promise<T>): Promise<T> => {
    await Promise.resolve();
    if (kit.leases.away) throw new Error("The store cannot be reached");
    return await ask();
  };
  return {
    ...store,
    append: (...args) => reached(() => store.append(...args)),
    call: (callId) => reached(() => store.call(callId)),
    calls: (page) => reached(() => store.calls(page)),
    unfinished: (by) =>
      reached(async () => {
        const alive = kit.leases.alive();
        const open = await store.unfinished();
        if (!by) return open;
        return open.filter(({ callId, instance }) => {
          const owner = adopted.get(callId) ?? instance;
          if (owner !== by.instance && (alive.includes(owner) || by.spare.includes(owner))) {
            return false;
          }
          if (owner === by.instance && !adopted.has(callId)) return false;
          adopted.set(callId, by.instance);
          return true;
        });
      }),
  };
}

async function inFleet(test: (scene: Scene) => Promise<void>): Promise<void> {
  const kit = new FleetKit();
  const store = sharedStore(kit);
  const places: (Place & { close(): Promise<void> })[] = [];
  const open = async (name: string): Promise<Place> => {
    const instance = kit.join(name);
    const place = Object.assign(instance, { cannotSave: false }) as typeof places[number];
    const { fleet } = instance;
    let isDead = false;
    const clock = {
      now: () => kit.clock.now(),
      wall: () => kit.clock.wall(),
      after: (ms: number, fn: () => void) => kit.clock.after(ms, () => isDead || fn()),
    };
    const hub = createHub({ clock, log: silentLog, epoch: name });
    const floor = await createFloor({
      store: {
        ...store,
        append: (...args) =>
          isDead || place.cannotSave ? new Promise(() => {}) : store.append(...args),
      },
      hub,
      clock,
      log: silentLog,
      status: () => ({ ...SAMPLE_STATUS, fleet: fleet.status() ?? undefined }),
      instance: fleet.me,
    });
    const part = joinFloor({ floor, fleet, clock, log: silentLog });
    const { stream } = floor.open({ lastEventId: null });
    const ended: string[] = [];
    floor.onEnded(({ callId, endCode }) => ended.push(`${callId} ${endCode}`));
    Object.assign(place, {
      floor,
      ended,
      emit(callId: string, ...bodies: CallEventBody[]) {
        for (const body of bodies) floor.emit(callId, body, 0);
      },
      async read() {
        const { events } = parseSse(await readAvailable(stream));
        const data = <T>(name: string) =>
          events.filter(({ event }) => event === name).map(({ data }) => data as T);
        return {
          names: events.map(({ event }) => event),
          calls: data<CallEvent>("call"),
          status: events.flatMap(({ event, data }) => {
            if (event === "snapshot") return [(data as Snapshot).status];
            return event === "status" ? [data as ServerStatus] : [];
          }).at(-1),
        };
      },
      async close() {
        part();
        if (!isDead) await floor.close();
      },
    });
    const { die } = instance;
    instance.die = () => {
      isDead = true;
      die();
    };
    fleet.start(() => instance.facts);
    places.push(place);
    await kit.run(100);
    return place;
  };
  const scene = { kit, store, open, a: await open("a"), b: await open("b") };
  await test(scene);
  kit.leases.away = false;
  await kit.run(6000);
  for (const { close } of places) await close();
  await kit.stop();
  await store.close();
}

const states = ({ floor }: Place) =>
  floor.snapshot().calls.map(({ callId, state, endCode }) => `${callId} ${endCode ?? state}`);
const partial = (text: string): CallEventBody => (
  { type: "agent.partial", itemId: "i", responseId: "r", text }
);

Deno.test("R-07 a console on one instance shows a call on another, event by event, under its owner's name", () =>
  inFleet(async ({ kit, a, b }) => {
    await b.read();
    a.emit("one", CALL_STARTED, callerLine("1"));
    await kit.run(100);
    assertEquals((await b.read()).calls.map(({ type }) => type), ["call.started", "caller.line"]);
    assertEquals(b.floor.snapshot().calls, a.floor.snapshot().calls);
    assertEquals(b.floor.instanceOf("one"), a.fleet.me);
    assertEquals((await b.floor.call("one"))?.events.length, 2);
    // What drains, alarms and counts is each instance's own.
    assertEquals([a.floor.liveCount, b.floor.liveCount, b.floor.live().length], [1, 0, 0]);
    a.emit("one", CALL_ENDED);
    await kit.run(100);
    assertEquals(states(b), ["one "]);
    assertEquals([a.ended, b.ended], [["one "], []], "it is summed up and posted once");
    assertEquals(await b.floor.call("one"), await a.floor.call("one"));
  }));

Deno.test("an afterword and a deletion reach every console, whoever made them", () =>
  inFleet(async ({ kit, a, b, store }) => {
    a.emit("one", CALL_STARTED, CALL_ENDED);
    await kit.run(100);
    const said = b.floor.afterword("one", { type: "call.summary", text: "Hi", source: "in_call" });
    await kit.run(100);
    await said;
    assertEquals(a.floor.snapshot().calls[0]?.summary, "Hi");
    await store.deleteCall("one", kit.clock.wall());
    await a.read();
    b.floor.forget(["one"]);
    await kit.run(100);
    assertEquals((await a.read()).names, ["deleted"]);
    assertEquals([states(a), states(b)], [[], []]);
  }));

Deno.test("words in the making are told ten times a second for each call, finals always", () =>
  inFleet(async ({ kit, a, b }) => {
    await b.read();
    a.emit("one", CALL_STARTED);
    for (let i = 0; i < 400; i++) {
      a.emit("one", partial(`words ${i}`));
      if (i % 40 === 39) {
        a.emit("one", { type: "agent.line", itemId: "i", responseId: "r", text: `line ${i}` });
      }
      await kit.run(10, 10);
    }
    await kit.run(100);
    const { calls } = await b.read();
    const made = calls.filter(({ type }) => type === "agent.partial").length;
    assert(made <= 40 && made > 20, `${made} in four seconds`);
    assertEquals(calls.filter(({ type }) => type === "agent.line").length, 10);
  }));

Deno.test("an instance that comes later shows what goes on already, and its readers begin anew", () =>
  inFleet(async ({ kit, a, b, open }) => {
    for (let i = 0; i < 300; i++) {
      a.emit(`call ${i}`, CALL_STARTED, callerLine("1"));
      kit.clock.advance(1);
    }
    a.emit("call 0", CALL_ENDED);
    await kit.run(500);
    const c = await open("c");
    await kit.run(500);
    const held = (place: Place) =>
      new Set(place.floor.snapshot().calls.map(({ callId }) => callId));
    assertEquals(held(c), held(a));
    assertEquals(held(c), held(b));
    const { names } = await c.read();
    assert(names.includes("resync"), names.join(" "));
    assert(!(await b.read()).names.includes("resync"), "who missed nothing is left alone");
    assertEquals((await c.floor.call("call 7"))?.events.length, 2);
    a.emit("call 7", callerLine("2"));
    await kit.run(100);
    assertEquals(
      (await c.floor.call("call 7"))?.events.length,
      3,
      "what was before is the store's",
    );
  }));

Deno.test("S-05 what is missed while the bus is away is made good when it is back, and the status says who is unseen", () =>
  inFleet(async ({ kit, a, b }) => {
    a.emit("goes on", CALL_STARTED);
    a.emit("ends", CALL_STARTED);
    await kit.run(100);
    b.bus.cut();
    await kit.run(7000);
    a.emit("goes on", callerLine("1"));
    a.emit("ends", CALL_ENDED);
    a.emit("new", CALL_STARTED);
    await kit.run(1000);
    assertEquals(states(b), ["goes on connecting", "ends connecting"]);
    const unseen = (await b.read()).status?.fleet;
    assertEquals(unseen?.busConnected, false);
    assertEquals(unseen?.instances.map(({ heard }) => heard), [true, false]);
    assertEquals((await b.floor.call("goes on"))?.events.length, 2, "the store knows more");
    b.bus.mend();
    await kit.run(3000);
    assertEquals(states(b), ["goes on connecting", "new connecting", "ends "]);
    const { names, status } = await b.read();
    assert(names.includes("resync"));
    assertEquals(status?.fleet?.instances.map(({ heard }) => heard), [true, true]);
    assertEquals(states(a), ["goes on connecting", "new connecting", "ends "]);
  }));

Deno.test("P-03 calls of an instance that is killed are ended as crashed within ten seconds, once, on all others and in the record", () =>
  inFleet(async ({ kit, a, b, open, store }) => {
    const c = await open("c");
    await kit.run(9000);
    a.emit("one", CALL_STARTED, callerLine("1"), partial("never"));
    b.emit("other", CALL_STARTED);
    await kit.run(2000);
    a.die();
    await kit.run(9900);
    for (const place of [b, c]) {
      assertEquals(states(place), ["other connecting", "one E_CRASHED"]);
      const ends = (await place.read()).calls.filter(({ type }) => type === "call.ended");
      assertEquals(ends.map(({ callId }) => callId), ["one"]);
    }
    assertEquals([...b.ended, ...c.ended], ["one E_CRASHED"], "one of them sees to what follows");
    const record = await store.call("one");
    assertEquals(record?.events.map(({ type }) => type), [
      "call.started",
      "caller.line",
      "call.ended",
    ]);
  }));

Deno.test("P-03 an end that was told but never saved is saved by another instance once its own is dead", () =>
  inFleet(async ({ kit, a, b, store }) => {
    await kit.run(9000);
    a.emit("one", CALL_STARTED);
    await kit.run(100);
    a.cannotSave = true;
    a.emit("one", CALL_ENDED);
    await kit.run(2000);
    assertEquals(states(b), ["one "]);
    assertEquals((await store.call("one"))?.call.endedAtMs, null);
    a.die();
    await kit.run(9900);
    assertEquals((await store.call("one"))?.call.endReason, "caller_hung_up");
    assertEquals([states(b), b.ended], [["one "], ["one "]]);
  }));

Deno.test("P-03 whoever gave a call its end may die with the word of it: the others read it from the store", () =>
  inFleet(async ({ kit, a, b, open }) => {
    const c = await open("c");
    await kit.run(9000);
    a.emit("one", CALL_STARTED);
    await kit.run(100);
    c.bus.cut(); // deaf, and alive in the store
    await kit.run(100);
    b.emit("two", CALL_STARTED);
    a.die();
    await kit.run(20_000);
    assertEquals(states(c), ["one E_CRASHED"]);
    c.bus.mend();
    await kit.run(3000);
    assertEquals(states(c), ["two connecting", "one E_CRASHED"]);
    assertEquals(b.ended.length + c.ended.length, 1);
  }));

Deno.test("D-11 a store and a bus that are away for all declare nobody dead", () =>
  inFleet(async ({ kit, a, b }) => {
    await kit.run(9000);
    a.emit("one", CALL_STARTED);
    b.emit("two", CALL_STARTED);
    await kit.run(100);
    kit.leases.away = true;
    a.bus.cut();
    b.bus.cut();
    await kit.run(20_000);
    kit.leases.away = false;
    await kit.run(300);
    // The one reaches the store again later than the other.
    a.storeAway = true;
    await kit.run(3000);
    a.storeAway = false;
    await kit.run(15_000);
    a.bus.mend();
    b.bus.mend();
    await kit.run(5000);
    for (const place of [a, b]) {
      assertEquals(states(place).sort(), ["one connecting", "two connecting"]);
      assertEquals(place.ended, []);
    }
  }));

Deno.test("an instance that was wrongly taken for dead has its calls back on every floor", () =>
  inFleet(async ({ kit, a, b, open }) => {
    const c = await open("c");
    await kit.run(9000);
    a.emit("one", CALL_STARTED, callerLine("1"));
    await kit.run(100);
    // Unseen by all, and without a lease.
    a.bus.cut();
    a.storeAway = true;
    await kit.run(16_000);
    for (const place of [b, c]) assertEquals(states(place), ["one E_CRASHED"]);
    assertEquals(states(a), ["one connecting"]);
    a.storeAway = false;
    a.bus.mend();
    await kit.run(9000);
    a.emit("one", callerLine("2"));
    await kit.run(5000);
    for (const place of [a, b, c]) {
      assertEquals(states(place), ["one connecting"]);
      assertEquals(place.floor.snapshot().calls[0]?.lastCallerLine, "words of 2");
    }
    assert((await b.read()).names.includes("resync"));
    a.emit("one", CALL_ENDED);
    await kit.run(100);
    for (const place of [a, b, c]) assertEquals(states(place), ["one "]);
  }));

Deno.test("words of a neighbour that cannot be understood disturb nothing", () =>
  inFleet(async ({ kit, a, b }) => {
    a.emit("one", CALL_STARTED);
    await kit.run(100);
    const envelope = { seq: 99, callId: "one", atMs: 1, offsetMs: 1 };
    for (
      const word of [
        null,
        "?",
        { events: "?" },
        { events: [null, 7, {}, { ...envelope, type: "call.ended" }] },
        { events: [{ ...envelope, seq: 1e400, type: "call.held" }] },
        { events: [{ ...envelope, type: "call.invented" }], forgotten: [7, null] },
      ]
    ) a.fleet.tell("floor", word);
    await kit.run(3000);
    assertEquals(states(b), ["one connecting"]);
    await b.read();
    a.fleet.tell("floor", { events: [{ ...envelope, type: "call.held", isNew: 1 }] });
    await kit.run(100);
    assertEquals((await b.read()).calls, [
      { ...envelope, type: "call.held", isNew: 1 } as CallEvent,
    ]);
  }));
