// Receivers of signed posts (Standard Webhooks), and the log of what they were sent.
import { z } from "zod";
import { DELIVERY_STATES, WEBHOOK_EVENTS, WEBHOOK_LIMITS } from "./webhook_limits.ts";

export const webhookSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  on: z.boolean(),
  /** From WEBHOOK_URL: it is changed in the server's settings, not here. */
  fromEnvironment: z.boolean(),
  /** UTC; 0: nobody knows, it is from the environment. */
  createdAtMs: z.number(),
  revision: z.int(),
}).meta({ id: "Webhook" });
export type Webhook = z.infer<typeof webhookSchema>;

export const webhooksSchema = z.object({ webhooks: z.array(webhookSchema) });

/** Body of POST /api/webhooks, and of PUT /api/webhooks/{id} with If-Match. */
export const editWebhookSchema = z.strictObject({
  name: z.string().trim().min(1).max(WEBHOOK_LIMITS.nameChars),
  url: z.url({ protocol: /^https?$/ }).max(WEBHOOK_LIMITS.urlChars),
  events: z.array(z.enum(WEBHOOK_EVENTS)).min(1),
  on: z.boolean(),
}).meta({ id: "EditWebhook" });
export type EditWebhook = z.infer<typeof editWebhookSchema>;

/** The only time the secret is told, "whsec_" and base64; also the answer of POST /api/webhooks/{id}/secret, a new one. */
export const madeWebhookSchema = z.object({ webhook: webhookSchema, secret: z.string() })
  .meta({ id: "MadeWebhook" });
export type MadeWebhook = z.infer<typeof madeWebhookSchema>;

export const deliverySchema = z.object({
  /** The message's id, the same over all tries. */
  id: z.string(),
  webhookId: z.string(),
  event: z.enum(WEBHOOK_EVENTS),
  /** "": it is about no call. */
  callId: z.string(),
  state: z.enum(DELIVERY_STATES),
  createdAtMs: z.number(),
  /** UTC; when it is sent next; null: not any more. */
  nextAtMs: z.number().nullable(),
  /** The last ten, newest first. `outcome`: "taken", an HTTP status, or a short code. */
  tries: z.array(z.object({ atMs: z.number(), tookMs: z.number(), outcome: z.string() })),
}).meta({ id: "Delivery" });
export type Delivery = z.infer<typeof deliverySchema>;

/** GET /api/webhooks/{id}/deliveries, newest first; `next`: pass it as `before`. */
export const deliveriesPageSchema = z.object({
  deliveries: z.array(deliverySchema),
  next: z.string().nullable(),
}).meta({ id: "DeliveriesPage" });
export type DeliveriesPage = z.infer<typeof deliveriesPageSchema>;

/** Query of it. */
export const deliveriesQuerySchema = z.strictObject({
  state: z.enum(DELIVERY_STATES).optional(),
  before: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** Answer of POST /api/webhooks/{id}/test, which sends a sample at once. `outcome`: as of a delivery's try. */
export const testedWebhookSchema = z.object({ outcome: z.string(), tookMs: z.number() })
  .meta({ id: "TestedWebhook" });
export type TestedWebhook = z.infer<typeof testedWebhookSchema>;
