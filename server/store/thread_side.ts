// The store's side of a thread of its own: takes requests in order and answers each. Knows no database.
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import type { StoreReply, StoreRequest, ThreadUse } from "./thread_wire.ts";
import { StoreError } from "./store_error.ts";

/** What a thread opens. Operations may answer at once or later. */
export interface Opened {
  operations: object;
  close(): void | Promise<void>;
}

export interface ThreadSideOptions {
  open(path: string, use: ThreadUse): Opened | Promise<Opened>;
  /** What it threw, as the port says it. */
  fault(error: unknown, path: string): StoreError;
}

export function serveThread({ open, fault }: ThreadSideOptions): void {
  let path = "";
  let opening: Promise<Opened> | null = null;

  async function perform(request: StoreRequest): Promise<unknown> {
    if (request.op === "open") {
      const [where, use] = request.args;
      path = where;
      opening = Promise.resolve().then(() => open(where, use));
      await opening;
      return;
    }
    if (!opening) throw new StoreError("closed", "Cannot use the store: it is not open");
    // Requests go on in the order in which they came, since all wait for the same promise.
    const opened = await opening;
    if (request.op === "close") {
      opening = null;
      await opened.close();
      return;
    }
    // The compiler cannot see that `args` belongs to `op`; thread_wire.ts says so.
    const operations = opened.operations as Record<string, (...args: unknown[]) => unknown>;
    const operation = operations[request.op];
    if (!operation) throw new StoreError("failed", `Cannot ${request.op}: this thread only reads`);
    return await operation(...request.args);
  }

  async function reply(request: StoreRequest): Promise<StoreReply> {
    try {
      return { id: request.id, ok: true, value: await perform(request) };
    } catch (error) {
      const { code, message } = fault(error, path);
      return { id: request.id, ok: false, code, message };
    }
  }

  self.addEventListener("message", (event: MessageEvent<StoreRequest>) => {
    reply(event.data).then((answer) => self.postMessage(answer));
  });
}
