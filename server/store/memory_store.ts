// A store that forgets: the same SQL in memory and on this thread. For tests, where a thread of its own
// would only cost time.
import { openDatabase, type Operations } from "./sqlite_database.ts";
import type { Store } from "./store.ts";

export function createMemoryStore(): Store {
  const { operations, close } = openDatabase(":memory:");
  const later = <K extends keyof Operations>(op: K) => {
    const operation = operations[op] as (...args: unknown[]) => unknown;
    return async (...args: unknown[]) => await operation(...args);
  };
  const promised = Object.fromEntries(
    (Object.keys(operations) as (keyof Operations)[]).map((op) => [op, later(op)]),
  ) as Omit<Store, "close" | "shared">;
  return { ...promised, shared: null, close: async () => await close() };
}
