// A book of agents over a store in memory, for tests. Never imported by what ships.
import { assert } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { Agent } from "../contract/agent.ts";
import { silentLog } from "../observe/log.ts";
import { createMemoryStore } from "../store/memory_store.ts";
import type { Store } from "../store/store.ts";
import type { Edit } from "./agents.ts";
import { type AgentsBook, openAgents } from "./agents_book.ts";
import { defaultConfig } from "./default_config.ts";

export const INITIAL = defaultConfig();

/** `wrap`: operations of the store that are to fail or to be watched. */
export async function inBook(
  test: (book: AgentsBook, store: Store, clock: ManualClock) => Promise<void>,
  wrap: (store: Store) => Partial<Store> = () => ({}),
): Promise<void> {
  const memory = createMemoryStore();
  const store = { ...memory, ...wrap(memory) };
  const clock = new ManualClock();
  await test(await openAgents({ store, initial: INITIAL, clock, log: silentLog }), store, clock);
  await memory.close();
}

export function saved(edit: Edit): Agent {
  assert(edit.ok, JSON.stringify(edit).slice(0, 100));
  return edit.agent;
}
