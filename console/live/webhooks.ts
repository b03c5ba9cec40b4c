// Webhooks in the settings: outcomes in words, which deliveries are asked for, what of a form changed. Pure.
import type { Delivery, Webhook } from "../../server/contract/webhook.ts";
import { DELIVERY_STATES } from "../../server/contract/webhook_limits.ts";
import type { EditWebhook } from "../admin_api.ts";
import { SETTINGS_WEBHOOKS_TEXTS as TEXTS } from "../texts/settings_webhooks.ts";
import { mergedFields } from "./merged_fields.ts";

export const DELIVERY_FILTERS = ["all", ...DELIVERY_STATES] as const;
export type DeliveryFilter = (typeof DELIVERY_FILTERS)[number];

export function isDeliveryFilter(name: string): name is DeliveryFilter {
  return (DELIVERY_FILTERS as readonly string[]).includes(name);
}

/** `outcome`: "taken", an HTTP status, or a short code. */
export function outcomeWords(outcome: string): string {
  if (outcome === "taken" || /^2\d\d$/.test(outcome)) return TEXTS.outcomes.taken;
  if (outcome === "410") return TEXTS.outcomes.gone;
  if (/^\d{3}$/.test(outcome)) return TEXTS.outcomes.status(outcome);
  const codes: Readonly<Record<string, string>> = TEXTS.outcomes.codes;
  return Object.hasOwn(codes, outcome) ? codes[outcome]! : TEXTS.outcomes.other(outcome);
}

export function wasTaken(outcome: string): boolean {
  return outcome === "taken" || /^2\d\d$/.test(outcome);
}

export function deliveriesQuery(filter: DeliveryFilter, before: string | null): string {
  const params = new URLSearchParams();
  if (filter !== "all") params.set("state", filter);
  if (before !== null) params.set("before", before);
  return params.toString();
}

/** What can be sent again by hand: what is not on its way by itself at this moment. */
export function canResend({ state }: Delivery): boolean {
  return state !== "waiting";
}

export function webhookForm({ name, url, events, on }: Webhook): EditWebhook {
  return { name, url, events, on };
}

/** What is in the form, with what somebody else changed meanwhile where the form had left it alone. */
export function mergedWebhook(before: Webhook, form: EditWebhook, now: Webhook): EditWebhook {
  return mergedFields(webhookForm(before), form, webhookForm(now));
}

export function isWebAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}
