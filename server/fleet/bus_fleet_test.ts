// Several instances in one process: who knows what of whom, when one goes, and what they say to each other.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { FleetError, type FleetLine } from "./fleet.ts";
import { FleetKit, type KitInstance } from "./testing/fleet_kit.ts";

async function withKit(test: (kit: FleetKit) => Promise<void>): Promise<void> {
  const kit = new FleetKit();
  try {
    await test(kit);
  } finally {
    await kit.stop();
  }
}

function watched({ fleet }: KitInstance): string[] {
  const log: string[] = [];
  fleet.onFound((id) => log.push(`found ${id}`));
  fleet.onGone((id) => log.push(`gone ${id}`));
  fleet.onLeads((leads) => log.push(leads ? "leads" : "leads no more"));
  return log;
}

const shown = ({ fleet }: KitInstance) =>
  fleet.status()!.instances.map(({ name, me, heard }) =>
    `${name}${me ? " me" : ""}${heard ? "" : " unheard"}`
  );
const code = async (promise: () => Promise<unknown>) =>
  (await assertRejects(promise, FleetError)).code;

Deno.test("instances find each other, one leads, and each shows all", () =>
  withKit(async (kit) => {
    const [a, b, c] = await kit.open("a", "b", "c");
    assertEquals(shown(a), ["a me", "b", "c"]);
    assertEquals(shown(b), ["b me", "a", "c"]);
    assertEquals(c.fleet.others().toSorted(), [a.fleet.me, b.fleet.me].toSorted());
    assertEquals([a, b, c].map(({ fleet }) => fleet.leads), [true, false, false]);
    a.facts = { ...a.facts, calls: 7 };
    await kit.run(2100);
    const seen = c.fleet.status()!.instances.find(({ id }) => id === a.fleet.me);
    assertEquals([seen?.calls, seen?.version, seen?.maxCalls], [7, "1.0.0", 100]);
  }));

Deno.test("P-03 one that is killed is gone within ten seconds, and another leads", async () => {
  for (let diesAtMs = 20_000; diesAtMs < 22_000; diesAtMs += 500) {
    await withKit(async (kit) => {
      const [a, b] = await kit.open("a", "b");
      await kit.run(diesAtMs);
      const log = watched(b);
      a.die();
      await kit.run(9_900);
      assertEquals(log, ["leads", `gone ${a.fleet.me}`]);
      assertEquals(shown(b), ["b me"]);
      assertEquals(await code(() => b.fleet.ask(a.fleet.me, "x", 1, 100)), "gone");
    });
  }
});

Deno.test("one that stops is gone at once, and its lead is free", () =>
  withKit(async (kit) => {
    const [a, b] = await kit.open("a", "b");
    const log = watched(b);
    const stopped = a.fleet.stop();
    await kit.settle();
    assertEquals(log, [`gone ${a.fleet.me}`]);
    await kit.run(2100);
    await stopped;
    assertEquals(log, [`gone ${a.fleet.me}`, "leads"]);
    assertEquals(a.fleet.leads, false);
    assertEquals(kit.leases.alive(), [b.fleet.me]);
  }));

Deno.test("one that is cut off the bus is shown as not heard, lives, and is found again", () =>
  withKit(async (kit) => {
    const [a, b, c] = await kit.open("a", "b", "c");
    await kit.run(12_000);
    const log = watched(c);
    a.bus.cut();
    await kit.run(7000);
    assertEquals(shown(c), ["c me", "a unheard", "b"]);
    assertEquals(shown(a), ["a me", "b unheard", "c unheard"]);
    assertEquals(a.fleet.status()?.busConnected, false);
    assertEquals(await code(() => c.fleet.ask(a.fleet.me, "x", 1, 100)), "gone");
    await kit.run(20_000);
    assertEquals(log, []);
    a.bus.mend();
    await kit.settle();
    assertEquals(log, [`found ${a.fleet.me}`]);
    assertEquals(shown(a), ["a me", "b", "c"]);
    assert(b.fleet.others().includes(a.fleet.me));
  }));

Deno.test("D-11 while the store is away for all nobody is taken for dead, nor right after", () =>
  withKit(async (kit) => {
    const [a, b] = await kit.open("a", "b");
    await kit.run(12_000);
    assertEquals([a.fleet.mayJudge, b.fleet.mayJudge], [true, true]);
    const logs = [watched(a), watched(b)];
    kit.leases.away = true;
    // Both witnesses at once, as where the bus is the store's.
    for (const { bus } of [a, b]) bus.cut();
    await kit.run(20_000);
    assertEquals([a.fleet.leads, a.fleet.mayJudge], [false, false]);
    kit.leases.away = false;
    await kit.run(1500);
    for (const { bus } of [a, b]) bus.mend();
    await kit.run(20_000);
    assertEquals(logs.flat().filter((line) => line.startsWith("gone")), []);
    assertEquals([a.fleet.mayJudge, b.fleet.mayJudge], [true, true]);
    assertEquals([a.fleet.leads, b.fleet.leads].filter(Boolean).length, 1);
  }));

Deno.test("the bus vouches for one that the store has lost", () =>
  withKit(async (kit) => {
    const [a, b] = await kit.open("a", "b");
    await kit.run(12_000);
    const log = watched(b);
    a.storeAway = true;
    await kit.run(7100);
    assertEquals(a.fleet.leads, false);
    await kit.run(13_000);
    assertEquals(log, ["leads"]);
    assertEquals(shown(b), ["b me", "a"]);
    a.bus.cut();
    await kit.run(7000);
    assertEquals(log, ["leads", `gone ${a.fleet.me}`]);
  }));

Deno.test("a store that hangs holds up no word, and has three beats waiting at most", () =>
  withKit(async (kit) => {
    let beats = 0;
    const beat = () => (beats++, new Promise<never>(() => {}));
    const hung = kit.join("hung", { shared: { beat, leave: () => Promise.resolve() } });
    const a = kit.join("a");
    for (const one of [a, hung]) one.fleet.start(() => one.facts);
    await kit.run(60_000);
    assertEquals(beats, 3);
    assertEquals(shown(a), ["a me", "hung"]);
    assertEquals([hung.fleet.leads, hung.fleet.mayJudge], [false, false]);
  }));

Deno.test("what is told arrives in order at all others, and not at oneself", () =>
  withKit(async (kit) => {
    const [a, b, c] = await kit.open("a", "b", "c");
    const heard: string[] = [];
    for (const { fleet } of [a, b, c]) {
      fleet.hear(
        "news",
        (value, from) => heard.push(`${fleet.me[0]} ${JSON.stringify(value)} of ${from[0]}`),
      );
      fleet.hear("broken", () => {
        throw new Error("must not reach the bus");
      });
    }
    const log = watched(b);
    a.fleet.tell("broken", 0);
    for (let i = 0; i < 3; i++) a.fleet.tell("news", { i });
    a.fleet.tell("news", undefined);
    await kit.run(100);
    assertEquals(heard.filter((line) => line.startsWith("b")), [
      `b {"i":0} of a`,
      `b {"i":1} of a`,
      `b {"i":2} of a`,
      `b null of a`,
    ]);
    assertEquals(heard.length, 8);
    a.fleet.tell("news", "x".repeat(600_000));
    a.fleet.tell("news", "after");
    await kit.run(3000);
    assertEquals(heard.at(-1), `c "after" of a`);
    assertEquals(log, []);
  }));

Deno.test("who missed a word finds the instance again, before the next word or by its beat", () =>
  withKit(async (kit) => {
    const [a, b] = await kit.open("a", "b");
    const log = watched(b);
    b.fleet.hear("news", (value) => log.push(`news ${value}`));
    const lose = () => {
      const wire = kit.wire.buses.get(b.bus)!;
      const ears = [...wire.ears];
      wire.ears.clear();
      a.fleet.tell("news", "lost");
      return kit.settle().then(() => ears.forEach((ear) => wire.ears.add(ear)));
    };
    await lose();
    a.fleet.tell("news", 1);
    await kit.settle();
    assertEquals(log.splice(0), [`found ${a.fleet.me}`, "news 1"]);
    await lose();
    await kit.run(2100);
    assertEquals(log.splice(0), [`found ${a.fleet.me}`]);
    b.bus.cut();
    b.bus.mend();
    await kit.settle();
    await kit.run(2100);
    assertEquals(log, [`found ${a.fleet.me}`]);
  }));

Deno.test("a question has its answer, or one of three faults", () =>
  withKit(async (kit) => {
    const [a, b] = await kit.open("a", "b");
    b.fleet.answer("double", (value, from) => Promise.resolve([Number(value) * 2, from[0]]));
    b.fleet.answer("breaks", () => Promise.reject(new Error("inside")));
    b.fleet.answer("hangs", () => new Promise(() => {}));
    assertEquals(await a.fleet.ask(b.fleet.me, "double", 21, 1000), [42, "a"]);
    assertEquals(await code(() => a.fleet.ask(b.fleet.me, "breaks", 1, 1000)), "failed");
    assertEquals(await code(() => a.fleet.ask(b.fleet.me, "nothing", 1, 1000)), "gone");
    assertEquals(await code(() => a.fleet.ask("nobody", "double", 1, 1000)), "gone");
    const late = code(() => a.fleet.ask(b.fleet.me, "hangs", 1, 1000));
    await kit.run(1000);
    assertEquals(await late, "late");
  }));

Deno.test("what was asked while an instance was held up is not done late, when it was asked once more", () =>
  withKit(async (kit) => {
    const [a, b] = await kit.open("a", "b");
    const done: unknown[] = [];
    b.fleet.answer("do", (value) => Promise.resolve(done.push(value)), { neverLate: true });
    for (const heldUpMs of [900, 3000]) {
      await kit.run(2000);
      b.heldUp = true;
      await kit.run(heldUpMs);
      const asked = a.fleet.ask(b.fleet.me, "do", heldUpMs, 2000).catch(({ code }) => code);
      await kit.settle();
      b.heldUp = false;
      await asked;
    }
    assertEquals(done, [900]);
    await kit.run(1500);
    assertEquals(await a.fleet.ask(b.fleet.me, "do", "again", 2000), 2);
  }));

Deno.test("what cannot be read is left out", () =>
  withKit(async (kit) => {
    const [a, b] = await kit.open("a", "b");
    const heard: unknown[] = [];
    b.fleet.hear("news", (value) => heard.push(value));
    const bytes = (text: string) => new TextEncoder().encode(text);
    for (
      const odd of ["", "null", "[]", "{", `["tell",1]`, `["beat",1,{"id":"../.."}]`, "[1,2,3]"]
    ) {
      a.bus.publish(`word.${a.fleet.me}`, bytes(odd));
    }
    a.bus.publish(`word.stranger`, bytes(`["tell",1,"news","of nobody"]`));
    for (const odd of [[], [0], [0, 0, 0, 0, 1, 200, 65], [9, 0, 0, 0, 1, 0]]) {
      a.bus.publish(`piece.${b.fleet.me}`, Uint8Array.from(odd));
    }
    const subjects = new Set<string>();
    a.bus.subscribe("piece.*", (_data, subject) => subjects.add(subject));
    // Names that are no names of instances would become parts of subjects.
    b.fleet.onLine("odd", () => true);
    for (
      const odd of ["{}", `["a b","a b.1","odd"]`, `["*","*.1","odd"]`, `["fair1","x.1","odd"]`]
    ) {
      assertEquals(await a.bus.request(`line.${b.fleet.me}`, bytes(odd), 100), bytes("false"));
    }
    for (const odd of ["a b.1", "*.1", "x\r\nPUB y 0\r\n.1"]) {
      const name = bytes(odd);
      const piece = Uint8Array.of(0, 0, 0, 0, 1, name.length, ...name, 65);
      a.bus.publish(`piece.${b.fleet.me}`, piece);
    }
    a.fleet.tell("news", "good");
    await kit.settle();
    assertEquals(heard, ["good"]);
    assertEquals([...subjects], [`piece.${b.fleet.me}`]);
    // A neighbour of another version: unknown fields stay, bad ones have a value.
    const facts = { id: "neighbour1", calls: "many", newFigure: 3, alerts: [{ id: 1 }, null] };
    a.bus.publish("word.neighbour1", bytes(JSON.stringify(["beat", 0, facts, "more"])));
    await kit.settle();
    const seen = b.fleet.status()!.instances.find(({ id }) => id === "neighbour1");
    assertEquals(
      JSON.stringify(seen),
      JSON.stringify({
        id: "neighbour1",
        calls: 0,
        newFigure: 3,
        alerts: [],
        name: "neighbour1",
        version: "",
        startedAtMs: 0,
        maxCalls: 0,
        lagMs: 0,
        residentBytes: 0,
        readers: 0,
        draining: false,
        heard: true,
        me: false,
      }),
    );
  }));

interface Ended {
  data: (string | number[])[];
  closed: string[];
}

function listened(line: FleetLine): Ended {
  const ended: Ended = { data: [], closed: [] };
  line.onData = (data) => ended.data.push(typeof data === "string" ? data : [...data]);
  line.onClose = (code, reason) => ended.closed.push(`${code} ${reason}`);
  return ended;
}

async function openedLine(kit: FleetKit) {
  const [a, b] = await kit.open("a", "b");
  let far: FleetLine | null = null;
  let there: Ended | null = null;
  b.fleet.onLine("sound", (line, value, from) => {
    if (value !== "good" || from !== a.fleet.me) return false;
    far = line;
    there = listened(line);
    line.send("at once");
    return true;
  });
  const near = await a.fleet.openLine(b.fleet.me, "sound", "good");
  // Even where it is taken a while after it has opened.
  await kit.settle();
  const here = listened(near);
  await kit.settle();
  return { a, b, near, here, far: far! as FleetLine, there: there! as Ended };
}

Deno.test("a line carries words and sound both ways, in order, until one side closes it", () =>
  withKit(async (kit) => {
    const { near, here, far, there } = await openedLine(kit);
    const frame = new Uint8Array(1600).fill(7);
    near.send("{}");
    near.send(frame);
    near.send(new Uint8Array());
    far.send(Uint8Array.of(1, 2, 255));
    await kit.settle();
    assertEquals(there.data, ["{}", [...frame], []]);
    assertEquals(here.data, ["at once", [1, 2, 255]]);
    await kit.run(60_000);
    assertEquals([here.closed, there.closed], [[], []]);
    far.close(4001, "done");
    far.close(4002, "again");
    far.send("too late");
    assertEquals(there.closed, []);
    await kit.settle();
    assertEquals([here.closed, there.closed], [["4001 done"], ["4001 done"]]);
    assertEquals(here.data.length, 2);
  }));

Deno.test("a line that is refused, or that nobody takes, is no line", () =>
  withKit(async (kit) => {
    const { a, b } = await openedLine(kit);
    assertEquals(await code(() => a.fleet.openLine(b.fleet.me, "sound", "bad")), "failed");
    assertEquals(await code(() => a.fleet.openLine(b.fleet.me, "other", "good")), "failed");
    assertEquals(await code(() => a.fleet.openLine("nobody", "sound", "good")), "gone");
    b.bus.cut();
    const late = code(() => a.fleet.openLine(b.fleet.me, "sound", "good"));
    await kit.run(2000);
    assertEquals(await late, "gone");
  }));

const LOSSES: Record<string, (kit: FleetKit, a: KitInstance, b: KitInstance) => Promise<void>> = {
  "its instance dies": (kit, _a, b) => (b.die(), kit.run(8000)),
  "the bus is away": (kit, a) => (a.bus.cut(), kit.run(8000)),
  "the bus was away, and something was said": async (kit, a) => {
    a.bus.cut();
    await kit.run(3000);
    a.bus.mend();
    await kit.run(2000);
  },
  "its instance stops": async (kit, _a, b) => {
    const stopped = b.fleet.stop();
    await kit.run(1000);
    await stopped;
  },
};
for (const [loss, lose] of Object.entries(LOSSES)) {
  Deno.test(`a line is lost on both sides where ${loss}`, () =>
    withKit(async (kit) => {
      const { a, b, near, here, there } = await openedLine(kit);
      await lose(kit, a, b);
      const lost = loss === "its instance stops" ? "1001" : "1006";
      assertEquals(here.closed.map((line) => line.split(" ")[0]), [lost]);
      if (loss !== "its instance dies") {
        assertEquals(there.closed.map((line) => line.split(" ")[0]), [lost]);
      }
      near.send("harmless");
    }));
}
