// Receivers of signed posts, what they are sent, and the log of it. Whatever fails here, no call notices.
import type { Cancel, Clock } from "../clock.ts";
import type { AlertPost } from "../contract/alert.ts";
import type { Alert } from "../contract/alert_kinds.ts";
import type { CallSummary } from "../contract/call.ts";
import type { DeliveriesPage, Delivery, TestedWebhook } from "../contract/webhook.ts";
import type { Egress } from "../egress/egress.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { DeliveryRow, Store } from "../store/store.ts";
import { createDeliveries, type Message } from "./deliveries.ts";
import { createDeliver, type DeliverOptions, post } from "./delivery.ts";
import type { OtherSenders, SenderWord } from "./one_sends.ts";
import type { Trouble } from "./receiver_troubles.ts";
import type { DeliveryOutcome } from "./retry_plan.ts";
import { openWebhookBook, type WebhookBook, type WebhookBookOptions } from "./webhook_book.ts";

export interface WebhooksOptions extends Pick<WebhookBookOptions, "environment" | "newSecret"> {
  store: Store;
  egress: Egress;
  record: DeliverOptions["record"];
  clock: Clock;
  log: Log;
  random: () => number;
  /** Servers of the same store, of which one sends; absent: this one does. */
  others?: OtherSenders;
  /** `waiting` is another. */
  onChange: () => void;
}

export type Resent =
  | { ok: true; delivery: Delivery }
  | { ok: false; why: "unknown" | "off" };

export interface Webhooks extends
  Pick<
    WebhookBook,
    "list" | "get" | "add" | "save" | "newSecret" | "reload"
  > {
  /** What it was sent goes with it. */
  remove: WebhookBook["remove"];
  /** Messages that have not been taken yet. */
  readonly waiting: number;
  /** Receivers that take nothing at the moment, with their names. */
  readonly troubles: readonly (Trouble & { name: string })[];
  /** A call has ended: its record is posted `withinMs` from now at the latest. Never throws. */
  callFinished(callId: string, withinMs: number): void;
  /** Its record has all it will have. */
  hasten(callId: string): void;
  /** What another server ended and did not live to put down is posted, too. Never throws. */
  serverDied(instance: string): void;
  /** `once`: unless it was told of before, maybe by another server. Never throws. */
  alert(type: AlertPost["type"], alert: Alert, options?: { once: boolean }): void;
  /** Newest first. Null: there is no such webhook, or `before` is none of ours. */
  log(
    webhookId: string,
    asked: { state?: Delivery["state"] | undefined; before?: string | undefined; limit: number },
  ): Promise<DeliveriesPage | null>;
  /** As it is now, under the same name. */
  resend(webhookId: string, id: string): Promise<Resent>;
  /** Sends a sample and waits for the answer. "busy": too many do. */
  test(webhookId: string): Promise<TestedWebhook | "unknown" | "busy">;
  /** What another server tells. */
  hear(word: SenderWord): void;
  /** Tells the others what only the one that sends knows, where that is this one. */
  tellState(): void;
  close(): Promise<void>;
}

const TESTS_AT_ONCE = 3;
const FORGET_ROWS = 200;
/** By then whoever gave a dead server's calls their end has put down what is to be posted of them, or is dead as well. */
const MADE_UP_AFTER_MS = 20_000;
/** Ended longer ago it was put down, or nobody waits for it any more. */
const MADE_UP_MS = 3_600_000;
const MADE_UP_CALLS = 200;
const MOST_PAGES = 10;

/** Takes up what an earlier process could not deliver. @throws what the store throws where it cannot be read. */
export async function openWebhooks(options: WebhooksOptions): Promise<Webhooks> {
  const { store, clock, log } = options;
  const book = await openWebhookBook(options);
  const on = () => book.list().filter((webhook) => webhook.on).map(({ id }) => id);
  const deliveries = createDeliveries({
    ...options,
    webhookIds: on,
    deliver: createDeliver({ ...options, receiver: (id) => book.receiver(id) }),
  });
  book.onChange(() => deliveries.webhooksChanged());
  const stop = new AbortController();
  const making = new Set<Cancel>();
  let testing = 0;

  function send(
    message: Omit<Message, "webhookId">,
    withinMs = 0,
  ): void {
    for (const webhookId of book.wanting(message.event)) {
      deliveries.add({ ...message, webhookId }, withinMs);
    }
  }

  async function sendOnce(message: Omit<Message, "webhookId">): Promise<void> {
    for (const webhookId of book.wanting(message.event)) {
      const before = await store.delivery({ webhookId, id: message.id }).catch(() => undefined);
      if (!before && !stop.signal.aborted) deliveries.add({ ...message, webhookId }, 0);
    }
  }

  /** Calls that a dead server may have ended, the newest first. */
  async function* endedBy(instance: string): AsyncGenerator<CallSummary> {
    const sinceMs = clock.wall() - MADE_UP_MS;
    let before = Infinity;
    for (let page = 0; page < MOST_PAGES; page++) {
      const calls = await store.calls({ limit: MADE_UP_CALLS, before });
      for (const call of calls) {
        // Its own, and those it gave their end.
        const mayBe = call.instance === instance || call.endReason === "crashed";
        if (mayBe && call.endedAtMs !== null && call.endedAtMs > sinceMs) yield call;
      }
      if (calls.length < MADE_UP_CALLS) return;
      before = calls.at(-1)!.startedAtMs;
    }
  }

  async function makeUp(instance: string): Promise<void> {
    if (options.others?.leads === false) return;
    try {
      for await (const call of endedBy(instance)) await makeUpFor(call);
    } catch (error) {
      log.warn("deliveries_not_made_up_for", { place: faultPlace(error) });
    }
  }

  async function makeUpFor(call: CallSummary): Promise<void> {
    const id = finishedId(call.callId);
    for (const webhookId of book.wanting("call.finished")) {
      const isNewer = (book.get(webhookId)?.createdAtMs ?? 0) > (call.endedAtMs ?? 0);
      if (isNewer || await store.delivery({ webhookId, id }) || stop.signal.aborted) continue;
      log.info("delivery_made_up_for", { callId: call.callId, webhook: webhookId });
      deliveries.add({ webhookId, id, event: "call.finished", callId: call.callId, body: "" }, 0);
    }
  }

  async function forget(webhookId: string): Promise<void> {
    try {
      const asked = { beforeMs: Infinity, limit: FORGET_ROWS, webhookId };
      while (await store.forgetDeliveries(asked) && !stop.signal.aborted);
    } catch (error) {
      // They are never sent, and leave by their age.
      log.warn("deliveries_not_forgotten", { place: faultPlace(error) });
    }
  }

  return {
    list: () => book.list(),
    get: (id) => book.get(id),
    add: (edit) => book.add(edit),
    save: (id, ifRevision, edit) => book.save(id, ifRevision, edit),
    newSecret: (id) => book.newSecret(id),
    reload: () => book.reload(),
    async remove(id) {
      const removed = await book.remove(id);
      if (removed === "removed") void forget(id);
      return removed;
    },
    get waiting() {
      return deliveries.waiting;
    },
    get troubles() {
      return deliveries.troubles.map((trouble) => ({
        ...trouble,
        name: book.get(trouble.webhookId)?.name ?? "",
      }));
    },
    callFinished(callId, withinMs) {
      const id = finishedId(callId);
      send({ id, event: "call.finished", callId, body: "" }, withinMs);
    },
    hasten: (callId) => deliveries.hasten(callId),
    serverDied(instance) {
      if (stop.signal.aborted) return;
      const cancel = clock.after(MADE_UP_AFTER_MS, () => {
        making.delete(cancel);
        void makeUp(instance);
      });
      making.add(cancel);
    },
    alert(type, alert, { once } = { once: false }) {
      const body: AlertPost = { type, timestamp: isoTime(clock), data: alert };
      const id = `${type.replace(".", "_")}_${alert.id}`;
      const callId = alert.facts["callId"] ?? "";
      const message = { id, event: type, callId, body: JSON.stringify(body) };
      if (once) void sendOnce(message);
      else send(message);
    },
    async log(webhookId, { state, before, limit }) {
      const place = before === undefined ? undefined : readPlace(before);
      if (!book.get(webhookId) || place === null) return null;
      const rows = await store.deliveries({ webhookId, state, before: place, limit: limit + 1 });
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        deliveries: shown.map(shownDelivery),
        next: last ? `${last.createdAtMs}_${last.id}` : null,
      };
    },
    async resend(webhookId, id) {
      const webhook = book.get(webhookId);
      if (!webhook) return { ok: false, why: "unknown" };
      if (!webhook.on) return { ok: false, why: "off" };
      const row = await deliveries.resend({ webhookId, id });
      return row ? { ok: true, delivery: shownDelivery(row) } : { ok: false, why: "unknown" };
    },
    async test(webhookId) {
      const receiver = book.receiver(webhookId);
      if (!receiver) return "unknown";
      if (testing >= TESTS_AT_ONCE) return "busy";
      testing++;
      const begunAtMs = clock.now();
      try {
        const id = `test_${crypto.randomUUID()}`;
        const body = JSON.stringify(sampleAlert(clock));
        const outcome = await post({ id, body, receiver, signal: stop.signal }, options);
        return { outcome: wordOf(outcome), tookMs: Math.round(clock.now() - begunAtMs) };
      } finally {
        testing--;
      }
    },
    hear: (word) => deliveries.hear(word),
    tellState: () => deliveries.tellState(),
    async close() {
      stop.abort();
      for (const cancel of making) cancel();
      await deliveries.close();
    },
  };
}

function sampleAlert(clock: Clock): AlertPost {
  const data: Alert = { id: "test", kind: "model_down", sinceMs: clock.wall(), facts: {} };
  return { type: "alert.raised", timestamp: isoTime(clock), test: true, data };
}

function finishedId(callId: string): string {
  return `call_finished_${callId}`;
}

function isoTime(clock: Clock): string {
  return new Date(clock.wall()).toISOString();
}

function wordOf(outcome: DeliveryOutcome): string {
  return "detail" in outcome ? outcome.detail : outcome.kind === "taken" ? "taken" : "aborted";
}

function shownDelivery(row: DeliveryRow): Delivery {
  const { id, webhookId, event, callId, state, createdAtMs, tries } = row;
  const nextAtMs = state === "waiting" ? row.nextAtMs : null;
  return { id, webhookId, event, callId, state, createdAtMs, nextAtMs, tries };
}

/** Null: nothing that we gave out. */
function readPlace(text: string): { createdAtMs: number; id: string } | null {
  const [, digits, id] = /^(\d{1,15}(?:\.\d+)?)_(.+)$/.exec(text) ?? [];
  return digits !== undefined && id !== undefined ? { createdAtMs: Number(digits), id } : null;
}
