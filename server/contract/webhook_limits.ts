// What webhooks can be sent, and their bounds. Plain values: the console imports them.

/** "call.finished": the record of a call that has ended; "alert.raised" and "alert.cleared". */
export const WEBHOOK_EVENTS = ["call.finished", "alert.raised", "alert.cleared"] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** Id of the one that WEBHOOK_URL names. */
export const ENVIRONMENT_WEBHOOK = "environment";

export const WEBHOOK_LIMITS = { webhooks: 20, nameChars: 80, urlChars: 2000 } as const;

export const DELIVERY_STATES = ["waiting", "delivered", "given_up"] as const;
