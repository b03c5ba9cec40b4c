// Deliveries over a store and receivers that do as they are told. For tests.
import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { type Log, type LogFields, silentLog } from "../observe/log.ts";
import type { Store } from "../store/store.ts";
import { createDeliveries, type Deliveries } from "./deliveries.ts";
import { passTime } from "./pass_time.ts";
import type { DeliveryOutcome } from "./retry_plan.ts";

export const FAILED: DeliveryOutcome = { kind: "failed", detail: "500" };
export const HOUR = 3_600_000;

export interface Sent {
  webhookId: string;
  callId: string;
  atMs: number;
  settle: (outcome: DeliveryOutcome) => void;
}

export interface SetUp {
  clock?: ManualClock;
  outcome?: DeliveryOutcome;
  webhookIds?: string[];
}

/** Count, and when the first is due, over all webhooks. */
export async function waiting(store: Store) {
  const all = await store.waitingDeliveries();
  return {
    count: all.reduce((sum, { count }) => sum + count, 0),
    nextAtMs: all.length === 0 ? null : Math.min(...all.map(({ nextAtMs }) => nextAtMs)),
  };
}

export function setUpOver<S extends Store>(store: S, options: SetUp) {
  const clock = options.clock ?? new ManualClock();
  const sent: Sent[] = [];
  const logged: [string, LogFields | undefined][] = [];
  const log: Log = {
    ...silentLog,
    warn: (code, fields) => logged.push([code, fields]),
    error: (code, fields) => logged.push([code, fields]),
  };
  const told: number[] = [];
  let stopped = 0;
  const deliveries: Deliveries = createDeliveries({
    store,
    webhookIds: () => options.webhookIds ?? ["crm"],
    deliver: ({ webhookId, callId }, signal) => {
      const { promise, resolve } = Promise.withResolvers<DeliveryOutcome>();
      sent.push({ webhookId, callId, atMs: clock.now(), settle: resolve });
      signal.addEventListener("abort", () => {
        stopped++;
        resolve({ kind: "not_tried" });
      });
      if (options.outcome) resolve(options.outcome);
      return promise;
    },
    clock,
    log,
    random: () => 0.5,
    onChange: () => told.push(deliveries.waiting),
  });
  const add = (callId: string, withinMs: number, webhookId = "crm") => {
    const id = `call_finished_${callId}`;
    deliveries.add({ webhookId, id, event: "call.finished", callId, body: "" }, withinMs);
  };
  /** Closes and leaves the store to the next. */
  const close = async () => {
    const closed = deliveries.close();
    await passTime(clock, 1);
    await closed;
    assertEquals(clock.pending, 0);
  };
  return { store, clock, sent, logged, told, deliveries, add, close, stopped: () => stopped };
}

export const ids = (sent: readonly Sent[]) => sent.map(({ callId }) => callId);
