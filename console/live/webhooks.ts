// Webhooks in the settings: outcomes in words, which deliveries are asked for, what of a form changed. Pure.
import type { Delivery, Webhook } from "../../server/contract/webhook.ts";
import type { EditWebhook } from "../admin_api.ts";
import { SETTINGS_WEBHOOKS_TEXTS as TEXTS } from "../texts/settings_webhooks.ts";
import { same } from "./same.ts";

export const DELIVERY_FILTERS = ["all", "waiting", "delivered", "given_up"] as const;
export type DeliveryFilter = (typeof DELIVERY_FILTERS)[number];

export function isDeliveryFilter(name: string): name is DeliveryFilter {
  return (DELIVERY_FILTERS as readonly string[]).includes(name);
}

/** As in server/contract/webhook.ts, which brings zod along. */
export const EVENTS = [
  "call.finished",
  "alert.raised",
  "alert.cleared",
] as const satisfies readonly Webhook["events"][number][];

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
  const [was, is] = [webhookForm(before), webhookForm(now)];
  return {
    name: form.name === was.name ? is.name : form.name,
    url: form.url === was.url ? is.url : form.url,
    events: same(form.events, was.events) ? is.events : form.events,
    on: form.on === was.on ? is.on : form.on,
  };
}

export function isWebAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}
