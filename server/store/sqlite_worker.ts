// The store's own thread: takes requests one after the other, so that a slow disk stops nothing but them.
// Only started by sqlite_store.ts; knows nothing of calls.
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { openDatabase, openReading, type Operations } from "./sqlite_database.ts";
import { sqliteFault } from "./sqlite_fault.ts";
import type { StoreReply, StoreRequest } from "./sqlite_wire.ts";
import { StoreError } from "./store_error.ts";

let path = "";
let database: { operations: Partial<Operations>; close(): void } | null = null;

function perform(request: StoreRequest): unknown {
  switch (request.op) {
    case "open":
      path = request.args[0];
      database = request.args[1] === "all" ? openDatabase(path) : openReading(path);
      return;
    case "close":
      database?.close();
      database = null;
      return;
    default: {
      if (!database) throw new StoreError("closed", "Cannot use the store: it is not open");
      // The compiler cannot see that `args` belongs to `op`; sqlite_wire.ts says so.
      const operation = database.operations[request.op] as
        | ((...args: unknown[]) => unknown)
        | undefined;
      if (!operation) {
        throw new StoreError("failed", `Cannot ${request.op}: this thread only reads`);
      }
      return operation(...request.args);
    }
  }
}

function reply(request: StoreRequest): StoreReply {
  try {
    return { id: request.id, ok: true, value: perform(request) };
  } catch (error) {
    const { code, message } = sqliteFault(error, path);
    return { id: request.id, ok: false, code, message };
  }
}

self.addEventListener("message", (event: MessageEvent<StoreRequest>) => {
  self.postMessage(reply(event.data));
});
