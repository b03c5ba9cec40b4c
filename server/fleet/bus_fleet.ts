// The fleet over a bus and a store that is shared: beats over both, and what one instance says to the others. Who belongs
// to it is membership.ts (pure); this performs it. Knows neither NATS nor PostgreSQL.
import type { Bus } from "../bus/bus.ts";
import { MESSAGE_BYTES } from "../bus/bus.ts";
import { type Cancel, type Clock, within } from "../clock.ts";
import type { FleetInstance, FleetStatus, InstanceFacts } from "../contract/fleet.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { SharedStore } from "../store/store.ts";
import { askOver } from "./asking.ts";
import { type Fleet, FleetError } from "./fleet.ts";
import { HeldUp } from "./held_up.ts";
import { ClockWatch } from "./clock_watch.ts";
import { Lines } from "./lines.ts";
import { beatEveryMs, leads, LEASE_MS, mayJudge } from "./membership.ts";
import { ALONE, type Learned, type Membership, step } from "./membership.ts";
import { jsonBytes, readFacts, readJson, readWord, type Word, wordBytes } from "./wire.ts";

/** What changes while an instance runs. */
export type FleetFacts = Omit<InstanceFacts, "id" | "name" | "version" | "startedAtMs">;

export interface BusFleetOptions {
  bus: Bus;
  /** What `status()` calls it. */
  kind: FleetStatus["bus"];
  shared: SharedStore;
  clock: Clock;
  log: Log;
  /** Of its own after each start. */
  id: string;
  name: string;
  version: string;
}

export interface BusFleet extends Fleet {
  /** From here on it is seen by the others. */
  start(facts: () => FleetFacts): void;
}

const LOOK_MS = 1000;
/** A store that does not answer in this time does not hold up the next beat. */
const BEAT_WITHIN_MS = 4000;
/** Beats that hang in the store at once. */
const HANGING = 3;
/** While another is heard all the time its place in the membership need not be written at each word. */
const HEARD_EVERY_MS = 1000;
const STOP_WITHIN_MS = 1000;
const ODD_EVERY_MS = 60_000;

export function createBusFleet(options: BusFleetOptions): BusFleet {
  const { bus, kind, shared, clock, log, id: me, name, version } = options;
  const startedAtMs = clock.wall();
  const hearers = new Map<string, Set<(value: unknown, from: string) => void>>();
  const onChange = new Set<() => void>();
  const onFound = new Set<(instance: string) => void>();
  const onGone = new Set<(instance: string) => void>();
  const onLeads = new Set<(leads: boolean) => void>();
  /** Of each other the number of its last word, and when the membership last heard of it. */
  const numbers = new Map<string, { number: number; toldAtMs: number }>();
  let state: Membership = ALONE;
  let facts: (() => FleetFacts) | null = null;
  let told = 0;
  let beatAtMs = -Infinity;
  let hanging = 0;
  let beating: Promise<void> = Promise.resolve();
  let isBeating = false;
  let shown = "";
  let led = false;
  let stopped = false;
  let odd = 0;
  let oddAtMs = -Infinity;
  let cancelLook: Cancel = () => {};
  const heldUp = new HeldUp(LOOK_MS);

  function guard(fn: () => void): void {
    try {
      fn();
    } catch (error) {
      log.error("fleet_fault", { at: faultPlace(error) });
    }
  }
  const all = <T>(listeners: ReadonlySet<(value: T) => void>, value: T) => {
    for (const listener of [...listeners]) guard(() => listener(value));
  };
  function onOdd(): void {
    odd++;
    if (clock.now() - oddAtMs < ODD_EVERY_MS) return;
    oddAtMs = clock.now();
    log.warn("fleet_odd_words", { count: odd });
  }

  const clocks = new ClockWatch({ clock, log });
  const lines = new Lines({ me, bus, clock, guard, onOdd });
  const stops = [
    bus.subscribe("word.*", (data, subject) => {
      const from = subject.slice("word.".length);
      if (from === me || stopped) return;
      const word = readWord(data);
      if (word) take(from, word);
      else onOdd();
    }),
    bus.onChange((connected) => {
      if (stopped) return;
      // Others wait for a word of this one to know it again.
      if (connected) {
        learn({ kind: "bus_back" });
        sayBeat();
      } else settle();
    }),
  ];

  function ownFacts(): InstanceFacts | null {
    return facts && { ...facts(), id: me, name, version, startedAtMs };
  }

  function say(word: Word): boolean {
    const data = wordBytes(word);
    if (data.byteLength > MESSAGE_BYTES) return false;
    bus.publish(`word.${me}`, data);
    return true;
  }

  function sayBeat(): void {
    guard(() => {
      const own = ownFacts();
      if (own && !stopped) say({ kind: "beat", number: told, facts: own });
    });
  }

  function take(from: string, word: Word): void {
    const nowMs = clock.now();
    if (word.kind === "bye") {
      numbers.delete(from);
      return learn({ kind: "bye", from });
    }
    if (word.kind === "beat" && word.facts.id !== from) return onOdd();
    const last = numbers.get(from);
    const expected = last && last.number + (word.kind === "tell" ? 1 : 0);
    const missed = expected !== undefined && word.number !== expected;
    if (last && !missed && word.kind === "tell" && nowMs - last.toldAtMs < HEARD_EVERY_MS) {
      last.number = word.number;
    } else {
      const facts = word.kind === "beat" ? word.facts : null;
      // Nobody before its first beat: what it tells until then it will be asked for.
      if (!facts && !state.others.has(from)) return;
      const isNew = !state.others.get(from)?.heard;
      numbers.set(from, { number: word.number, toldAtMs: nowMs });
      learn({ kind: "heard", from, facts, missed });
      // Of one that has said goodbye, or is one too many.
      if (!state.others.has(from)) return void numbers.delete(from);
      // It may know as little of this one.
      if (isNew) sayBeat();
    }
    if (word.kind === "tell" && state.others.has(from)) {
      for (const hear of [...hearers.get(word.topic) ?? []]) guard(() => hear(word.value, from));
    }
  }

  function learn(learned: Learned): void {
    const next = step(state, learned, clock.now());
    state = next.state;
    for (const instance of next.gone) {
      numbers.delete(instance);
      lines.loseTo(instance);
    }
    settle();
    for (const instance of next.gone) {
      log.info("instance_gone", { instance });
      all(onGone, instance);
    }
    for (const instance of next.found) {
      log.info("instance_found", { instance });
      all(onFound, instance);
    }
  }

  /** Tells what is different from what was told last. */
  function settle(): void {
    const now = leads(state, clock.now()) && !stopped;
    if (now !== led) {
      led = now;
      log.info(now ? "fleet_leads" : "fleet_leads_no_more");
      all(onLeads, now);
    }
    const seen = JSON.stringify([
      bus.connected,
      now,
      others().map(({ id, name, version, heard, draining, alerts }) => [
        ...[id, name, version, heard, draining],
        ...alerts.map((alert) => alert.id),
      ]),
    ]);
    if (seen === shown) return;
    shown = seen;
    for (const listener of [...onChange]) guard(listener);
  }

  function others(): FleetInstance[] {
    return [...state.others.values()]
      .map(({ facts, heard }) => ({ ...facts, heard, me: false }))
      .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  }

  function look(): void {
    cancelLook = clock.after(LOOK_MS, () => guard(look));
    const nowMs = clock.now();
    heldUp.tick(nowMs);
    // A timer may come a little early.
    if (nowMs - beatAtMs >= beatEveryMs(state, nowMs) - 50) {
      beatAtMs = nowMs;
      sayBeat();
      beatStore();
    }
    lines.look();
    learn({ kind: "time" });
  }

  function beatStore(): void {
    const own = ownFacts();
    if (!own || isBeating || hanging >= HANGING) return;
    isBeating = true;
    hanging++;
    const sentAtMs = clock.now();
    const { promise: done, resolve: end } = Promise.withResolvers<void>();
    beating = done;
    let given = false;
    const cancel = clock.after(BEAT_WITHIN_MS, () => {
      given = true;
      isBeating = false;
      end();
    });
    shared.beat({ instance: me, facts: JSON.stringify(own), leaseMs: LEASE_MS }).then(
      ({ alive, leads, kept, nowMs }) => {
        if (given || stopped) return;
        clocks.compare(nowMs, clock.now() - sentAtMs);
        if (!kept) log.warn("lease_lost");
        const known = alive.filter(({ instance }) => instance !== me)
          .flatMap(({ instance, facts }) => readFacts(withId(readJson(facts), instance)) ?? []);
        learn({ kind: "beaten", sentAtMs, alive: known, leads, kept });
      },
      (error) => log.warn("fleet_beat_failed", { why: faultPlace(error) }),
    ).finally(() => {
      hanging--;
      cancel();
      if (!given) isBeating = false;
      end();
    });
  }

  return {
    me,
    status() {
      const own = ownFacts();
      return {
        bus: kind,
        busConnected: bus.connected,
        instances: [...own ? [{ ...own, me: true, heard: true }] : [], ...others()],
      };
    },
    onChange: (listener) => added(onChange, listener),
    others: () => [...state.others].flatMap(([id, { heard }]) => heard ? [id] : []),
    onFound: (listener) => added(onFound, listener),
    onGone: (listener) => added(onGone, listener),
    get mayJudge() {
      return mayJudge(state, clock.now());
    },
    get leads() {
      return leads(state, clock.now()) && !stopped;
    },
    onLeads: (listener) => added(onLeads, listener),

    tell(topic, value) {
      if (stopped) return;
      // Whoever comes has missed it, which the number tells; a fleet of one costs nothing.
      if (state.others.size === 0) return void told++;
      guard(() => {
        if (say({ kind: "tell", number: told + 1, topic, value })) told++;
        else log.error("fleet_word_too_large", { topic });
      });
    },
    hear(topic, hear) {
      const those = hearers.get(topic) ?? new Set();
      hearers.set(topic, those);
      return added(those, hear);
    },
    async ask(instance, topic, value, withinMs) {
      if (!state.others.get(instance)?.heard) throw unheard(instance);
      const subject = `ask.${instance}.${topic}`;
      return await askOver(bus, { subject, data: jsonBytes([me, value]), withinMs });
    },
    answer(topic, answer, { neverLate } = { neverLate: false }) {
      let failedAtMs = -Infinity;
      return bus.respond(`ask.${me}.${topic}`, async (data) => {
        const read = readJson(data);
        const [from, value] = Array.isArray(read) ? read as unknown[] : [];
        if (typeof from !== "string") {
          onOdd();
          throw new Error("Nobody asked");
        }
        if (neverLate && heldUp.was(clock.now())) throw new Error("It may have been given up");
        try {
          return jsonBytes(await answer(value, from));
        } catch (error) {
          if (clock.now() - failedAtMs >= ODD_EVERY_MS) {
            failedAtMs = clock.now();
            log.warn("fleet_answer_failed", { topic, at: faultPlace(error) });
          }
          throw error;
        }
      });
    },
    async openLine(instance, topic, value) {
      if (!state.others.get(instance)?.heard) throw unheard(instance);
      return await lines.open({ instance, topic, value });
    },
    onLine: (topic, take) => lines.onLine(topic, take),

    start(given) {
      facts = given;
      look();
    },
    async stop() {
      if (stopped) return;
      cancelLook();
      lines.closeAll();
      say({ kind: "bye", number: told });
      stopped = true;
      settle();
      for (const stop of stops) stop();
      // A beat that is on its way would put this instance into the table again.
      const gone = beating.then(() => shared.leave(me)).catch((error) =>
        log.warn("fleet_leave_failed", { why: faultPlace(error) })
      );
      await within(Promise.all([gone, bus.close()]), { clock, ms: STOP_WITHIN_MS });
    },
  };
}

function unheard(instance: string): FleetError {
  return new FleetError("gone", `Instance ${instance} is not heard`);
}

/** The table knows best whose facts they are. */
function withId(facts: unknown, id: string): unknown {
  return typeof facts === "object" && facts !== null ? { ...facts, id } : { id };
}

function added<T>(listeners: Set<T>, listener: T): Cancel {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
