// Several instances in one process for tests: a bus and a table of leases on a manual clock, and the ways in which an
// instance goes: it stops, it dies, it is cut off the bus, it cannot reach the store.
import { createLocalBus, type LocalBus, LocalWire } from "../../bus/local_bus.ts";
import { type Clock, ManualClock } from "../../clock.ts";
import { type Log, silentLog } from "../../observe/log.ts";
import type { SharedStore } from "../../store/store.ts";
import { type BusFleet, createBusFleet, type FleetFacts } from "../bus_fleet.ts";

export const QUIET_FACTS: FleetFacts = {
  calls: 0,
  maxCalls: 100,
  lagMs: 1,
  residentBytes: 100_000_000,
  readers: 0,
  draining: false,
  alerts: [],
};

/** Leases as the store keeps them, by the kit's clock. */
export class FakeLeases {
  readonly rows = new Map<string, { facts: string; untilMs: number }>();
  leader: string | null = null;
  /** For all: every beat rejects. */
  away = false;

  constructor(readonly clock: Clock) {}

  alive(): string[] {
    return [...this.rows].flatMap(([id, { untilMs }]) => untilMs > this.clock.now() ? [id] : []);
  }

  /** As one instance reaches it. */
  view(reachable: () => boolean): SharedStore {
    const reach = async () => {
      await Promise.resolve();
      if (this.away || !reachable()) throw new Error("The store cannot be reached");
    };
    return {
      beat: async ({ instance, facts, leaseMs }) => {
        await reach();
        const nowMs = this.clock.now();
        const was = this.rows.get(instance);
        this.rows.set(instance, { facts, untilMs: nowMs + leaseMs });
        const alive = this.alive();
        if (this.leader === null || !alive.includes(this.leader)) this.leader = instance;
        return {
          alive: alive.map((id) => ({ instance: id, facts: this.rows.get(id)!.facts })),
          leads: this.leader === instance,
          kept: !was || was.untilMs > nowMs,
          nowMs: this.clock.wall(),
        };
      },
      leave: async (instance) => {
        await reach();
        this.rows.delete(instance);
        if (this.leader === instance) this.leader = null;
      },
    };
  }
}

export interface KitInstance {
  fleet: BusFleet;
  bus: LocalBus;
  /** What it tells of itself from the next beat on. */
  facts: FleetFacts;
  /** Of this instance alone. */
  storeAway: boolean;
  /** Its timers do not come; those that were due come with the end of it. */
  heldUp: boolean;
  /** As with kill -9: its fleet's timers stop, nothing gets out or in, nobody is told. */
  die(): void;
}

/**
 * ```ts
 * const kit = new FleetKit();
 * const [a, b] = await kit.open("a", "b"); // they have found each other; a leads
 * b.die();
 * await kit.run(10_000);
 * await kit.stop();
 * ```
 */
export class FleetKit {
  readonly clock: ManualClock;
  readonly wire: LocalWire;
  readonly leases: FakeLeases;
  readonly #log: Log;
  readonly #instances: (KitInstance & { dead(): boolean })[] = [];
  #made = 0;

  constructor(options: { clock?: ManualClock; log?: Log } = {}) {
    this.clock = options.clock ?? new ManualClock();
    this.#log = options.log ?? silentLog;
    this.wire = new LocalWire(this.clock);
    this.leases = new FakeLeases(this.clock);
  }

  /** Started; they have found each other. The names are also what `fleet.me` begins with. */
  async open<const N extends readonly string[]>(
    ...names: N
  ): Promise<{ [K in keyof N]: KitInstance }> {
    const opened = names.map((name) => {
      const instance = this.join(name);
      instance.fleet.start(() => instance.facts);
      return instance;
    });
    await this.run(100);
    return opened as unknown as { [K in keyof N]: KitInstance };
  }

  /** Not started yet: for what has to be joined to the fleet first (`fleet.start(() => instance.facts)`). */
  join(name: string, options: { shared?: SharedStore } = {}): KitInstance {
    let isDead = false;
    const bus = createLocalBus(this.wire);
    const clock: Clock = {
      now: () => this.clock.now(),
      wall: () => this.clock.wall(),
      after: (ms, fn) => {
        const fire = (): unknown =>
          isDead || (instance.heldUp ? cancel = this.clock.after(100, fire) : fn());
        let cancel = this.clock.after(ms, fire);
        return () => cancel();
      },
    };
    const instance: KitInstance & { dead(): boolean } = {
      fleet: createBusFleet({
        bus,
        kind: "nats",
        shared: options.shared ?? this.leases.view(() => !isDead && !instance.storeAway),
        clock,
        log: this.#log,
        id: `${name}${String(++this.#made).padStart(Math.max(1, 8 - name.length), "0")}`,
        name,
        version: "1.0.0",
      }),
      bus,
      facts: QUIET_FACTS,
      storeAway: false,
      heldUp: false,
      die() {
        isDead = true;
        bus.cut();
      },
      dead: () => isDead,
    };
    this.#instances.push(instance);
    return instance;
  }

  /** Lets time pass, in steps in which words arrive and are answered. */
  async run(ms: number, stepMs = 100): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.clock.advance(Math.min(stepMs, ms - passed));
      await this.settle();
    }
    if (ms === 0) await this.settle();
  }

  /** What is under way without time passing. */
  async settle(): Promise<void> {
    for (let i = 0; i < 50; i++) await Promise.resolve();
  }

  async stop(): Promise<void> {
    for (const { fleet, dead } of this.#instances) {
      if (dead()) continue;
      const stopped = fleet.stop();
      await this.run(1000);
      await stopped;
    }
  }
}
