// The console's requests about people, tokens, webhooks, the server's settings and the audit. A part of api.ts.
import type { ApiToken, MadeApiToken, NewApiToken } from "../server/contract/api_token.ts";
import type { AuditPage } from "../server/contract/audit.ts";
import type { EditPerson, Invitation, NewPerson, Person } from "../server/contract/person.ts";
import type { ServerSettings, ServerSettingsAnswer } from "../server/contract/server_settings.ts";
import type { DeliveriesPage, MadeWebhook, Webhook } from "../server/contract/webhook.ts";
import type { Asked, Result } from "./api.ts";

export type EditWebhook = Pick<Webhook, "name" | "url" | "events" | "on">;

/** What came of a sample: "taken", an HTTP status, or a short code. */
export interface TestedWebhook {
  outcome: string;
  tookMs: number;
}

export interface AdminApi {
  people(): Promise<Result<Person[]>>;
  invite(person: NewPerson): Promise<Result<Invitation>>;
  /** A new link for somebody who is there; the one before stops working. */
  inviteAgain(id: string): Promise<Result<Invitation>>;
  savePerson(id: string, revision: number, person: EditPerson): Promise<Result<Person>>;
  deletePerson(id: string): Promise<Result<null>>;
  changePassword(current: string, password: string): Promise<Result<null>>;
  tokens(): Promise<Result<ApiToken[]>>;
  makeToken(token: NewApiToken): Promise<Result<MadeApiToken>>;
  deleteToken(id: string): Promise<Result<null>>;
  webhooks(): Promise<Result<Webhook[]>>;
  addWebhook(webhook: EditWebhook): Promise<Result<MadeWebhook>>;
  saveWebhook(id: string, revision: number, webhook: EditWebhook): Promise<Result<Webhook>>;
  deleteWebhook(id: string): Promise<Result<null>>;
  newWebhookSecret(id: string): Promise<Result<MadeWebhook>>;
  testWebhook(id: string): Promise<Result<TestedWebhook>>;
  /** `query`: filters as the API names them. */
  deliveries(webhookId: string, query: string): Promise<Result<DeliveriesPage>>;
  resendDelivery(webhookId: string, deliveryId: string): Promise<Result<null>>;
  serverSettings(): Promise<Result<ServerSettingsAnswer>>;
  saveServerSettings(
    revision: number,
    settings: ServerSettings,
  ): Promise<Result<ServerSettingsAnswer>>;
  /** `query`: filters as the API names them. */
  audit(query: string): Promise<Result<AuditPage>>;
}

/** A receiver may take its time to answer a sample. */
const GIVE_UP_TEST_MS = 30_000;

interface Requests {
  ask: <T>(path: string, asked?: Asked) => Promise<Result<T>>;
  /** What stands under `key` of the answer. */
  list: <T>(path: string, key: string) => Promise<Result<T[]>>;
}

export function adminApi({ ask, list }: Requests): AdminApi {
  const post = (body: unknown = {}): Asked => ({ method: "POST", body });
  const at = (kind: string, id: string) => `/api/${kind}/${encodeURIComponent(id)}`;

  return {
    people: () => list("/api/people", "people"),
    invite: (person) => ask("/api/people", post(person)),
    inviteAgain: (id) => ask(`${at("people", id)}/invitation`, post()),
    savePerson: (id, revision, person) =>
      ask(at("people", id), { method: "PUT", body: person, revision }),
    deletePerson: (id) => ask(at("people", id), { method: "DELETE" }),
    changePassword: (current, password) => ask("/api/me/password", post({ current, password })),
    tokens: () => list("/api/tokens", "tokens"),
    makeToken: (token) => ask("/api/tokens", post(token)),
    deleteToken: (id) => ask(at("tokens", id), { method: "DELETE" }),
    webhooks: () => list("/api/webhooks", "webhooks"),
    addWebhook: (webhook) => ask("/api/webhooks", post(webhook)),
    saveWebhook: (id, revision, webhook) =>
      ask(at("webhooks", id), { method: "PUT", body: webhook, revision }),
    deleteWebhook: (id) => ask(at("webhooks", id), { method: "DELETE" }),
    newWebhookSecret: (id) => ask(`${at("webhooks", id)}/secret`, post()),
    testWebhook: (id) =>
      ask(`${at("webhooks", id)}/test`, { ...post(), giveUpMs: GIVE_UP_TEST_MS }),
    deliveries: (id, query) => ask(`${at("webhooks", id)}/deliveries?${query}`),
    resendDelivery: (webhookId, id) =>
      ask(`${at("webhooks", webhookId)}/deliveries/${encodeURIComponent(id)}/resend`, post()),
    serverSettings: () => ask("/api/settings"),
    saveServerSettings: (revision, settings) =>
      ask("/api/settings", { method: "PUT", body: settings, revision }),
    audit: (query) => ask(`/api/audit?${query}`),
  };
}
