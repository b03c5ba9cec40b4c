// The bus of tests that run several servers in one process. Any of them can be cut off.
import { type Clock, systemClock } from "../clock.ts";
import {
  away,
  type Bus,
  BusError,
  hears,
  late as lateError,
  MESSAGE_BYTES,
  tooLarge,
} from "./bus.ts";

interface Ear {
  pattern: string;
  hear: (data: Uint8Array, subject: string) => void;
}

/** What several buses of one process share. */
export class LocalWire {
  /** For each bus that is open: who hears and who answers there. */
  readonly buses = new Map<LocalBus, { ears: Set<Ear>; answers: Map<string, Answer> }>();
  constructor(readonly clock: Clock = systemClock) {}
}

type Answer = (data: Uint8Array) => Promise<Uint8Array>;

export interface LocalBus extends Bus {
  /** As when its cable is pulled: nothing gets out or in. */
  cut(): void;
  mend(): void;
}

export function createLocalBus(wire: LocalWire = new LocalWire()): LocalBus {
  const ears = new Set<Ear>();
  const answers = new Map<string, Answer>();
  const listeners = new Set<(connected: boolean) => void>();
  let connected = true;

  function set(now: boolean): void {
    if (connected === now) return;
    connected = now;
    for (const listener of [...listeners]) listener(now);
  }

  const bus: LocalBus = {
    get connected() {
      return connected;
    },

    publish(subject, data) {
      if (!connected || !wire.buses.has(bus) || data.byteLength > MESSAGE_BYTES) return;
      const copy = data.slice();
      queueMicrotask(() => {
        for (const [other, { ears }] of [...wire.buses]) {
          if (!other.connected) continue;
          for (const { pattern, hear } of [...ears]) {
            if (hears(pattern, subject)) hear(copy, subject);
          }
        }
      });
    },

    subscribe(pattern, hear) {
      const ear = { pattern, hear };
      ears.add(ear);
      return () => ears.delete(ear);
    },

    async request(subject, data, withinMs) {
      if (data.byteLength > MESSAGE_BYTES) throw tooLarge(data.byteLength);
      if (!connected || !wire.buses.has(bus)) throw away();
      const asked = [...wire.buses].find(([other, { answers }]) =>
        other.connected && answers.has(subject)
      );
      if (!asked) throw new BusError("nobody", `No server answers on "${subject}"`);
      const { promise: late, reject } = Promise.withResolvers<never>();
      const cancel = wire.clock.after(withinMs, () => reject(lateError(subject, withinMs)));
      const answered = asked[1].answers.get(subject)!(data.slice()).then(
        (answer) => asked[0].connected && connected ? answer : late,
        () => {
          throw new BusError("failed", `"${subject}" could not be answered`);
        },
      );
      try {
        return await Promise.race([answered, late]);
      } finally {
        cancel();
      }
    },

    respond(subject, answer) {
      answers.set(subject, answer);
      return () => {
        if (answers.get(subject) === answer) answers.delete(subject);
      };
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    close() {
      wire.buses.delete(bus);
      return Promise.resolve();
    },

    cut: () => set(false),
    mend: () => set(true),
  };
  wire.buses.set(bus, { ears, answers });
  return bus;
}
