// The store as the rest of the server sees it: promises on this thread, the work on another. Knows no database and
// nothing of calls; one that hangs makes promises late and stops nothing else.
import type { Clock } from "../clock.ts";
import type { Log } from "../observe/log.ts";
import type { SharedStore, Store } from "./store.ts";
import { type StoreThread, ThreadLink } from "./thread_link.ts";
import type { Operations } from "./thread_wire.ts";

export interface ThreadStoreOptions {
  /** What the thread opens: a file, or an address. */
  path: string;
  /** Whether several servers can use what the thread opens. */
  shared: boolean;
  /** Whether what may take long gets a thread of its own, since it would hold up what is written. */
  readsApart: boolean;
  log: Log;
  clock: Clock;
  start: () => StoreThread;
}

/** Held to the port by the compiler. */
const OPERATIONS = Object.keys(
  {
    agents: true,
    putAgent: true,
    deleteAgent: true,
    versions: true,
    append: true,
    calls: true,
    call: true,
    unfinished: true,
    lastSeq: true,
    searchCalls: true,
    indexCalls: true,
    deleteCall: true,
    deleteOldCalls: true,
    sweep: true,
    sessions: true,
    session: true,
    putSession: true,
    touchSession: true,
    deleteSession: true,
    people: true,
    putPerson: true,
    deletePerson: true,
    tokens: true,
    tokenOf: true,
    putToken: true,
    touchToken: true,
    deleteToken: true,
    appendAudit: true,
    audit: true,
    deleteOldAudit: true,
    setting: true,
    putSetting: true,
    replaceSetting: true,
    addToCounter: true,
    webhooks: true,
    putWebhook: true,
    deleteWebhook: true,
    putDelivery: true,
    delivery: true,
    deliveries: true,
    dueDeliveries: true,
    waitingDeliveries: true,
    forgetDeliveries: true,
  } satisfies Record<Exclude<keyof Operations, keyof SharedStore>, true>,
) as (keyof Operations)[];

/** They only read. */
const MAY_TAKE_LONG: readonly (keyof Operations)[] = ["searchCalls", "audit"];

/** @throws StoreError with a message for the terminal, where the database cannot be used as it is. */
export async function openThreadStore(options: ThreadStoreOptions): Promise<Store> {
  const link = new ThreadLink({ ...options, use: "all" });
  /** Started by the first search: most servers are seldom asked for one. */
  let reading: ThreadLink | null = null;
  let closed = false;

  function searching(): ThreadLink {
    if (!options.readsApart || closed) return link;
    if (!reading) {
      reading = new ThreadLink({ ...options, use: "reading" });
      reading.opened().catch((error: unknown) => {
        options.log.error("store_reading_not_opened", { message: String(error) });
      });
    }
    return reading;
  }

  function asked<K extends keyof Operations>(op: K) {
    return (...args: Parameters<Operations[K]>) =>
      (MAY_TAKE_LONG.includes(op) ? searching() : link).ask(op, args);
  }

  try {
    await link.opened();
  } catch (error) {
    link.terminate();
    throw error;
  }
  const operations = Object.fromEntries(OPERATIONS.map((op) => [op, asked(op)]));
  return {
    ...operations as unknown as Omit<Store, "close" | "shared">,
    shared: options.shared ? { beat: asked("beat"), leave: asked("leave") } : null,
    /** Carries out what was asked before, then lets go of the database. Idempotent. */
    async close() {
      if (closed) return;
      closed = true;
      // A long search is not waited for: nobody will read its answer.
      reading?.terminate();
      await link.close();
    },
  };
}
