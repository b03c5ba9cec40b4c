// One try to hand a finished call over: POST, signed. Knows nothing of queues, retries or time to come.
import type { Clock } from "../clock.ts";
import type { Egress } from "../egress/egress.ts";
import type { CallRecord, DeliveryRow } from "../store/store.ts";
import { finishedCall } from "./finished_call.ts";
import type { DeliveryOutcome } from "./retry_plan.ts";
import { signWebhook } from "./sign_webhook.ts";

export interface Webhook {
  url: string;
  secret: Uint8Array;
}

export interface DeliverOptions {
  webhook: Webhook;
  egress: Egress;
  record: (callId: string) => Promise<CallRecord | undefined>;
  clock: Clock;
}

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES = 64 * 1024;

export type Deliver = (row: DeliveryRow, signal: AbortSignal) => Promise<DeliveryOutcome>;

/** A `Deliver` that rejects only where the record cannot be read. */
export function createDeliver(options: DeliverOptions): Deliver {
  const { webhook, egress, clock } = options;
  return async ({ id, callId }, signal) => {
    const record = await options.record(callId);
    const finished = record && finishedCall(id, record);
    if (!finished) return { kind: "unwanted", detail: "no_record" };
    const body = JSON.stringify(finished);
    const signed = signWebhook({ id, atMs: clock.wall(), body, secret: webhook.secret });
    const answer = await egress({
      url: webhook.url,
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
  };
}
