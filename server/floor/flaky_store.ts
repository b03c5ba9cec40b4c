// A store for tests whose disk does as it is told: works, refuses, hangs, or loses its answers.
import { createMemoryStore } from "../store/memory_store.ts";
import type { Store } from "../store/store.ts";

export type DiskMode = "works" | "refuses" | "write_refused" | "hangs" | "answer_lost";

export interface FlakyStore extends Store {
  /** Setting it lets writes that hang go on. */
  mode: DiskMode;
  /** Numbers of all events that are on disk. */
  readonly onDisk: ReadonlySet<number>;
  /** Events of each write that was tried. */
  readonly batches: number[];
}

export function createFlakyStore(): FlakyStore {
  const memory = createMemoryStore();
  const onDisk = new Set<number>();
  const batches: number[] = [];
  let mode: DiskMode = "works";
  let released = Promise.withResolvers<void>();
  /** Reads wait for the writes before them, as they do in the store's thread. */
  let written: Promise<unknown> = Promise.resolve();

  async function writable(): Promise<void> {
    while (mode === "hangs") await released.promise;
    if (mode === "refuses" || mode === "write_refused") throw new Error("disk full");
  }

  async function append(...[events, calls]: Parameters<Store["append"]>): Promise<void> {
    await writable();
    await memory.append(events, calls);
    for (const event of events) onDisk.add(event.seq);
    if (mode === "answer_lost") throw new Error("the store's thread died");
  }

  return {
    ...memory,
    onDisk,
    batches,
    get mode() {
      return mode;
    },
    set mode(next) {
      mode = next;
      released.resolve();
      released = Promise.withResolvers();
    },
    append(events, calls) {
      batches.push(events.length);
      const done = append(events, calls);
      written = done.catch(() => {});
      return done;
    },
    async call(callId) {
      await written;
      if (mode === "refuses") throw new Error("disk unreadable");
      return await memory.call(callId);
    },
    async calls(page) {
      await written;
      if (mode === "refuses") throw new Error("disk unreadable");
      return await memory.calls(page);
    },
    async putDelivery(delivery) {
      await writable();
      await memory.putDelivery(delivery);
    },
    async dueDeliveries(due) {
      if (mode === "refuses") throw new Error("disk unreadable");
      return await memory.dueDeliveries(due);
    },
    async replaceSetting(...asked) {
      await writable();
      return await memory.replaceSetting(...asked);
    },
    async putSetting(name, value) {
      await writable();
      await memory.putSetting(name, value);
    },
    async addToCounter(name, amount) {
      await writable();
      return await memory.addToCounter(name, amount);
    },
  };
}
