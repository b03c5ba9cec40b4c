// One try to hand a message to its receiver: POST, signed. Knows nothing of queues, retries or time to come.
import type { Clock } from "../clock.ts";
import type { Egress } from "../egress/egress.ts";
import type { CallRecord, DeliveryRow } from "../store/store.ts";
import { finishedCall } from "./finished_call.ts";
import type { DeliveryOutcome } from "./retry_plan.ts";
import { signWebhook } from "./sign_webhook.ts";

export interface Receiver {
  url: string;
  secret: Uint8Array;
}

export interface PostOptions {
  egress: Egress;
  clock: Clock;
}

export interface DeliverOptions extends PostOptions {
  /** Undefined: it was deleted. */
  receiver: (webhookId: string) => Receiver | undefined;
  record: (callId: string) => Promise<CallRecord | undefined>;
}

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES = 64 * 1024;

export type Deliver = (row: DeliveryRow, signal: AbortSignal) => Promise<DeliveryOutcome>;

/** A `Deliver` that rejects only where the record cannot be read. */
export function createDeliver(options: DeliverOptions): Deliver {
  return async (row, signal) => {
    const receiver = options.receiver(row.webhookId);
    if (!receiver) return { kind: "unwanted", detail: "no_webhook" };
    const body = await bodyOf(row, options.record);
    if (body === null) return { kind: "unwanted", detail: "no_record" };
    return await post({ id: row.id, body, receiver, signal }, options);
  };
}

/** `id` names the message: the same for every try. */
export async function post(
  message: { id: string; body: string; receiver: Receiver; signal: AbortSignal },
  { egress, clock }: PostOptions,
): Promise<DeliveryOutcome> {
  const { id, body, receiver, signal } = message;
  const signed = signWebhook({ id, atMs: clock.wall(), body, secret: receiver.secret });
  const answer = await egress({
    url: receiver.url,
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": "Hookline", ...signed },
    body,
    timeoutMs: TIMEOUT_MS,
    maxBytes: ANSWER_BYTES,
    signal,
  });
  if (!answer.ok && signal.aborted) return { kind: "not_tried" };
  if (!answer.ok) return { kind: "failed", detail: answer.code };
  if (answer.status >= 200 && answer.status < 300) return { kind: "taken" };
  // 410: the receiver says that it will never take it (Standard Webhooks, "Gone").
  return { kind: answer.status === 410 ? "unwanted" : "failed", detail: `${answer.status}` };
}

/** Null: there is nothing to be told any more. */
async function bodyOf(
  row: DeliveryRow,
  record: DeliverOptions["record"],
): Promise<string | null> {
  if (row.body !== "") return row.body;
  const found = await record(row.callId);
  const finished = found && finishedCall(row.id, found);
  return finished ? JSON.stringify(finished) : null;
}
