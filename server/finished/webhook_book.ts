// Holds the receivers of signed posts and their secrets: reads from memory, edits on disk before anybody sees them.
// The one of the environment is among them and cannot be edited. Knows nothing of what is sent.
import type { Clock } from "../clock.ts";
import type { EditWebhook, Webhook } from "../contract/webhook.ts";
import {
  ENVIRONMENT_WEBHOOK,
  WEBHOOK_LIMITS,
  type WebhookEvent,
} from "../contract/webhook_limits.ts";
import { faultPlace, guarded } from "../guard.ts";
import { oneByOne } from "../one_by_one.ts";
import type { Log } from "../observe/log.ts";
import type { Store, WebhookRow } from "../store/store.ts";
import type { Receiver } from "./delivery.ts";
import { readWebhookSecret } from "./sign_webhook.ts";

export type WebhookEdit =
  | { ok: true; webhook: Webhook }
  | { ok: false; why: "unknown" | "environment" | "not_saved" }
  | { ok: false; why: "conflict"; current: Webhook };

/** `secret`: the only time it is told. */
export type MadeWebhook =
  | { ok: true; webhook: Webhook; secret: string }
  | { ok: false; why: "unknown" | "environment" | "not_saved" | "full" };

export interface WebhookBook {
  /** That of the environment first, then the oldest first. */
  list(): Webhook[];
  get(id: string): Webhook | undefined;
  receiver(id: string): Receiver | undefined;
  /** Those that are on and want it, by id. */
  wanting(event: WebhookEvent): string[];
  add(edit: EditWebhook): Promise<MadeWebhook>;
  save(id: string, ifRevision: number, edit: EditWebhook): Promise<WebhookEdit>;
  /** Replaces its secret. */
  newSecret(id: string): Promise<MadeWebhook>;
  remove(id: string): Promise<"removed" | "unknown" | "environment" | "not_saved">;
  /** Told after each edit. */
  onChange(listener: () => void): void;
  /** Another instance has edited some: holds what the store does. False: it cannot be read. Never rejects. */
  reload(): Promise<boolean>;
}

export interface WebhookBookOptions {
  store: Pick<Store, "webhooks" | "putWebhook" | "deleteWebhook">;
  clock: Clock;
  log: Log;
  /** Of WEBHOOK_URL and WEBHOOK_SECRET; null: they are not set. */
  environment: { url: string; secret: string } | null;
  newId?: () => string;
  newSecret?: () => string;
}

/** @throws what the store throws where they cannot be read. */
export async function openWebhookBook(options: WebhookBookOptions): Promise<WebhookBook> {
  return new Book(options, await options.store.webhooks());
}

const SECRET_BYTES = 24;
/** Of an edit that another instance overtakes. */
const MOST_TRIES = 3;

class Book implements WebhookBook {
  readonly #options: WebhookBookOptions;
  readonly #rows = new Map<string, WebhookRow>();
  readonly #listeners: (() => void)[] = [];
  /** Each edit begins where the one before has ended. */
  readonly #inTurn = oneByOne();

  constructor(options: WebhookBookOptions, stored: readonly WebhookRow[]) {
    this.#options = options;
    const { environment } = options;
    const all = environment ? [environmentRow(environment), ...stored] : stored;
    for (const row of all) this.#rows.set(row.webhook.id, row);
  }

  list(): Webhook[] {
    return [...this.#rows.values()].map(({ webhook }) => webhook).sort((a, b) =>
      Number(b.fromEnvironment) - Number(a.fromEnvironment) || a.createdAtMs - b.createdAtMs
    );
  }

  get(id: string): Webhook | undefined {
    return this.#rows.get(id)?.webhook;
  }

  receiver(id: string): Receiver | undefined {
    const row = this.#rows.get(id);
    const secret = row && readWebhookSecret(row.secret);
    return secret ? { url: row.webhook.url, secret } : undefined;
  }

  wanting(event: WebhookEvent): string[] {
    return this.list().filter(({ on, events }) => on && events.includes(event))
      .map(({ id }) => id);
  }

  add(edit: EditWebhook): Promise<MadeWebhook> {
    const { clock, newId = () => crypto.randomUUID() } = this.#options;
    return this.#inTurn(async () => {
      const own = [...this.#rows.values()].filter(({ webhook }) => !webhook.fromEnvironment);
      if (own.length >= WEBHOOK_LIMITS.webhooks) return { ok: false, why: "full" };
      const kept = { fromEnvironment: false, createdAtMs: clock.wall(), revision: 1 };
      const row = { webhook: { ...edit, id: newId(), ...kept }, secret: this.#secret() };
      return await this.#write(row, 0) ? made(row) : { ok: false, why: "not_saved" };
    });
  }

  save(id: string, ifRevision: number, edit: EditWebhook): Promise<WebhookEdit> {
    return this.#inTurn(async () => {
      const row = this.#own(id);
      if (typeof row === "string") return { ok: false, why: row };
      const { webhook: current, secret } = row;
      if (current.revision !== ifRevision) return { ok: false, why: "conflict", current };
      const webhook = { ...current, ...edit, revision: ifRevision + 1 };
      if (await this.#write({ webhook, secret }, ifRevision)) return { ok: true, webhook };
      // Another instance was faster, or an earlier edit was written though its answer was lost.
      const now = this.#own(id);
      if (typeof now === "string") return { ok: false, why: now };
      return now.webhook.revision === ifRevision
        ? { ok: false, why: "not_saved" }
        : { ok: false, why: "conflict", current: now.webhook };
    });
  }

  newSecret(id: string): Promise<MadeWebhook> {
    return this.#inTurn(async () => {
      for (let tries = 1;; tries++) {
        const row = this.#own(id);
        if (typeof row === "string") return { ok: false, why: row };
        const { revision } = row.webhook;
        const next = {
          webhook: { ...row.webhook, revision: revision + 1 },
          secret: this.#secret(),
        };
        if (await this.#write(next, revision)) return made(next);
        const overtaken = this.get(id)?.revision !== revision;
        if (!overtaken || tries === MOST_TRIES) return { ok: false, why: "not_saved" };
      }
    });
  }

  remove(id: string): Promise<"removed" | "unknown" | "environment" | "not_saved"> {
    return this.#inTurn(async () => {
      const row = this.#own(id);
      if (typeof row === "string") return row;
      try {
        await this.#options.store.deleteWebhook(id);
      } catch (error) {
        return this.#notSaved(error);
      }
      this.#rows.delete(id);
      this.#changed();
      return "removed";
    });
  }

  onChange(listener: () => void): void {
    const { log } = this.#options;
    const fault = (error: unknown) => log.error("webhooks_fault", { place: faultPlace(error) });
    this.#listeners.push(guarded(fault, listener));
  }

  reload(): Promise<boolean> {
    return this.#inTurn(async () => {
      const { store, log } = this.#options;
      try {
        this.#hold(await store.webhooks());
        return true;
      } catch (error) {
        log.warn("webhooks_not_read", { place: faultPlace(error) });
        return false;
      }
    });
  }

  #own(id: string): WebhookRow | "unknown" | "environment" {
    const row = this.#rows.get(id);
    if (!row) return "unknown";
    return row.webhook.fromEnvironment ? "environment" : row;
  }

  async #write(row: WebhookRow, ifRevision: number): Promise<boolean> {
    const { store } = this.#options;
    try {
      if (!await store.putWebhook(row, ifRevision)) {
        this.#hold(await store.webhooks());
        return false;
      }
    } catch (error) {
      this.#notSaved(error);
      return false;
    }
    this.#rows.set(row.webhook.id, row);
    this.#changed();
    return true;
  }

  #hold(stored: readonly WebhookRow[]): void {
    const own = this.list().filter(({ fromEnvironment }) => !fromEnvironment);
    const revisions = (webhooks: readonly Webhook[]) =>
      JSON.stringify(webhooks.map(({ id, revision }) => [id, revision]).sort());
    if (revisions(own) === revisions(stored.map(({ webhook }) => webhook))) return;
    for (const { id } of own) this.#rows.delete(id);
    for (const row of stored) this.#rows.set(row.webhook.id, row);
    this.#changed();
  }

  #notSaved(error: unknown): "not_saved" {
    this.#options.log.warn("webhook_not_saved", { place: faultPlace(error) });
    return "not_saved";
  }

  #secret(): string {
    const { newSecret } = this.#options;
    if (newSecret) return newSecret();
    return `whsec_${crypto.getRandomValues(new Uint8Array(SECRET_BYTES)).toBase64()}`;
  }

  #changed(): void {
    for (const told of this.#listeners) told();
  }
}

function made({ webhook, secret }: WebhookRow) {
  return { ok: true, webhook, secret } as const;
}

function environmentRow({ url, secret }: { url: string; secret: string }): WebhookRow {
  return {
    webhook: {
      id: ENVIRONMENT_WEBHOOK,
      name: "WEBHOOK_URL",
      url,
      events: ["call.finished"],
      on: true,
      fromEnvironment: true,
      createdAtMs: 0,
      revision: 1,
    },
    secret,
  };
}
