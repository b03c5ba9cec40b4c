// What the store's two threads say to each other. Types only.
import type { Operations as EveryStores } from "./sqlite_database.ts";
import type { SharedStore } from "./store.ts";
import type { StoreFault } from "./store_error.ts";

/** Those of SharedStore are asked of a thread that has them only. */
export type Operations =
  & EveryStores
  & {
    [K in keyof SharedStore]: (
      ...args: Parameters<SharedStore[K]>
    ) => Awaited<ReturnType<SharedStore[K]>>;
  };

/** "all": owns the database; "reading": a second thread, for what may take long. */
export type ThreadUse = "all" | "reading";

export type StoreRequest =
  | { id: number; op: "open"; args: [path: string, use: ThreadUse] }
  | { id: number; op: "close"; args: [] }
  | OperationRequest;

export type OperationRequest = {
  [K in keyof Operations]: { id: number; op: K; args: Parameters<Operations[K]> };
}[keyof Operations];

/** One for each request, in the same order. */
export type StoreReply =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; code: StoreFault; message: string };
