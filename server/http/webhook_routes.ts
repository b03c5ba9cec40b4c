// /api/webhooks: who gets signed posts, and the log of what they were sent. A secret is told once, when it is made;
// addresses never reach the audit: they may hold keys.
import { type Context, Hono } from "hono";
import {
  deliveriesPageSchema,
  deliveriesQuerySchema,
  type Delivery,
  deliverySchema,
  type EditWebhook,
  editWebhookSchema,
  madeWebhookSchema,
  testedWebhookSchema,
  type Webhook,
  webhookSchema,
  webhooksSchema,
} from "../contract/webhook.ts";
import { WEBHOOK_LIMITS } from "../contract/webhook_limits.ts";
import type { AdminDeps, AdminEnv, WebhookRefusal } from "./admin_deps.ts";
import { jsonAnswer } from "./json_answer.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { notSaved, refuse } from "./problems.ts";
import { conflict, ifMatch, noRevision, tag } from "./revision.ts";
import { refuseFields, validated } from "./validated.ts";

type Deps = Pick<AdminDeps, "webhooks" | "audit" | "log">;

const EXAMPLE: Webhook = {
  id: "0b9f4f0e-3f6c-4c1a-9a52-5d1f5a0c7a11",
  name: "Ticket system",
  url: "https://tickets.example/hookline",
  events: ["call.finished"],
  on: true,
  fromEnvironment: false,
  createdAtMs: 1_795_000_000_000,
  revision: 1,
};
const MADE = { webhook: EXAMPLE, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };
const EDIT_REFUSALS = [...BODY_REFUSALS, "not_saved"] as const;

export function webhookRoutes(deps: Deps) {
  const { webhooks, log } = deps;
  return new Hono<AdminEnv>()
    .get(
      "/api/webhooks",
      operation({
        summary: "Receivers of signed posts (Standard Webhooks)",
        needs: "manage",
        tag: "webhooks",
        answers: {
          200: {
            description: "All of them; one may come from WEBHOOK_URL",
            schema: webhooksSchema,
            example: { webhooks: [EXAMPLE] },
          },
        },
        refusals: ["signed_out"],
      }),
      (c) => jsonAnswer(c, { webhooks: webhooks.list() }),
    )
    .post(
      "/api/webhooks",
      operation({
        summary: "Add a receiver; its secret is told this once",
        needs: "manage",
        tag: "webhooks",
        answers: { 201: { description: "It is added", schema: madeWebhookSchema, example: MADE } },
        refusals: [...EDIT_REFUSALS, "full"],
      }),
      validated("json", editWebhookSchema),
      async (c) => {
        const edit = c.req.valid("json");
        const bad = badAddress(edit);
        if (bad) return refuseFields(c, [bad]);
        const added = await webhooks.add(edit);
        if (!added.ok) return refusal(c, added.why);
        note(c, "webhook_added", added.webhook);
        const { webhook, secret } = added;
        return jsonAnswer(c, { webhook, secret }, 201);
      },
    )
    .put(
      "/api/webhooks/:id",
      operation({
        summary:
          "Change a receiver; switched off it is sent nothing, and what waits for it waits on",
        needs: "manage",
        tag: "webhooks",
        answers: {
          200: { description: "As it is now; ETag is its revision", schema: webhookSchema },
        },
        headers: ["If-Match"],
        refusals: [
          ...EDIT_REFUSALS,
          "not_found",
          "precondition_required",
          "conflict",
          "cannot",
        ],
      }),
      validated("json", editWebhookSchema),
      async (c) => {
        const revision = ifMatch(c);
        if (revision === null) return noRevision(c);
        const edit = c.req.valid("json");
        const bad = badAddress(edit);
        if (bad) return refuseFields(c, [bad]);
        const saved = await webhooks.save(c.req.param("id"), revision, edit);
        if (saved.ok) {
          note(c, "webhook_changed", saved.webhook);
          tag(c, saved.webhook);
          return jsonAnswer(c, saved.webhook);
        }
        if (saved.why !== "conflict") return refusal(c, saved.why);
        return conflict(c, "this webhook", saved.current);
      },
    )
    .delete(
      "/api/webhooks/:id",
      operation({
        summary: "Remove a receiver and the log of what it was sent",
        needs: "manage",
        tag: "webhooks",
        answers: { 204: { description: "It is gone" } },
        refusals: ["signed_out", "forbidden_origin", "not_found", "cannot", "not_saved"],
      }),
      async (c) => {
        const id = c.req.param("id");
        const webhook = webhooks.get(id);
        const removed = await webhooks.remove(id);
        if (removed !== "removed") return refusal(c, removed);
        if (webhook) note(c, "webhook_deleted", webhook);
        return c.body(null, 204);
      },
    )
    .post(
      "/api/webhooks/:id/secret",
      operation({
        summary: "Make a new secret; the old one signs nothing from now on",
        needs: "manage",
        tag: "webhooks",
        answers: {
          200: { description: "It is told this once", schema: madeWebhookSchema, example: MADE },
        },
        refusals: ["signed_out", "forbidden_origin", "not_found", "cannot", "not_saved"],
      }),
      async (c) => {
        const made = await webhooks.newSecret(c.req.param("id"));
        if (!made.ok) return refusal(c, made.why);
        note(c, "webhook_changed", made.webhook, { secret: "new" });
        return jsonAnswer(c, { webhook: made.webhook, secret: made.secret });
      },
    );

  function note(
    c: Context<AdminEnv>,
    act: "webhook_added" | "webhook_changed" | "webhook_deleted",
    { id, name, events, on }: Webhook,
    more: Record<string, string> = {},
  ): void {
    log.info(act, { webhook: id });
    const detail = { name, events: events.join(", "), on: on ? "yes" : "no", ...more };
    noteAct(c, deps, { act, target: id, detail });
  }
}

export function deliveryRoutes(deps: Deps) {
  const { webhooks } = deps;
  return new Hono<AdminEnv>()
    .get(
      "/api/webhooks/:id/deliveries",
      operation({
        summary: "What a receiver was sent in the last thirty days, newest first, and each try",
        needs: "manage",
        tag: "webhooks",
        answers: { 200: { description: "One page of the log", schema: deliveriesPageSchema } },
        refusals: ["signed_out", "not_found", "invalid_field"],
      }),
      validated("query", deliveriesQuerySchema),
      async (c) => {
        const page = await webhooks.log(c.req.param("id"), c.req.valid("query"));
        return page ? jsonAnswer(c, page) : refusal(c, "unknown");
      },
    )
    .post(
      "/api/webhooks/:id/deliveries/:deliveryId/resend",
      operation({
        summary: "Send it again, whatever became of it: of a call the record as it is now",
        needs: "manage",
        tag: "webhooks",
        answers: { 202: { description: "It is on its way", schema: deliverySchema } },
        refusals: ["signed_out", "forbidden_origin", "not_found", "cannot"],
      }),
      async (c) => {
        const { id, deliveryId } = c.req.param();
        const resent = await webhooks.resend(id, deliveryId);
        if (resent.ok) {
          noteResent(c, resent.delivery);
          return jsonAnswer(c, resent.delivery, 202);
        }
        return resent.why === "off"
          ? refuse(c, "cannot", "The webhook is switched off. Switch it on first.")
          : refuse(c, "not_found", "There is no such delivery, or no longer.");
      },
    )
    .post(
      "/api/webhooks/:id/test",
      operation({
        summary: "Send a sample at once and tell what the receiver said; it is marked as a test",
        needs: "manage",
        tag: "webhooks",
        answers: {
          200: {
            description: "What came of it",
            schema: testedWebhookSchema,
            example: { outcome: "taken", tookMs: 83 },
          },
        },
        refusals: ["signed_out", "forbidden_origin", "not_found", "too_many_requests"],
      }),
      async (c) => {
        const id = c.req.param("id");
        const tested = await webhooks.test(id);
        if (tested === "unknown") return refusal(c, tested);
        if (tested === "busy") {
          const message = "Other tests are still waiting for their receivers.";
          return refuse(c, "too_many_requests", message);
        }
        const { name = "" } = webhooks.get(id) ?? {};
        const detail = { name, outcome: tested.outcome };
        noteAct(c, deps, { act: "webhook_tested", target: id, detail });
        return jsonAnswer(c, tested);
      },
    );

  function noteResent(c: Context<AdminEnv>, { id, webhookId, event, callId }: Delivery): void {
    const detail = { event, delivery: id, ...(callId !== "" && { call: callId }) };
    noteAct(c, deps, { act: "delivery_resent", target: webhookId, detail });
  }
}

/** What egress would refuse each time is told now. */
function badAddress({ url }: EditWebhook): { path: string; message: string } | null {
  const { username, password } = new URL(url);
  if (username === "" && password === "") return null;
  return { path: "url", message: "must not hold a user name or password: posts are signed" };
}

function refusal(c: Context, why: WebhookRefusal | "full"): Response {
  switch (why) {
    case "unknown":
      return refuse(c, "not_found", "There is no such webhook, or no longer.");
    case "environment":
      return refuse(
        c,
        "cannot",
        "This webhook is set by WEBHOOK_URL in the server's environment. Change it there.",
      );
    case "full":
      return refuse(
        c,
        "full",
        `There are ${WEBHOOK_LIMITS.webhooks} webhooks already. Remove one first.`,
      );
    case "not_saved":
      return notSaved(c);
  }
}
