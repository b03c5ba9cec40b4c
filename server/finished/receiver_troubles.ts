// Which receivers take nothing, and since when. In memory: after a restart the next failure tells again.
import type { DeliveryRow } from "../store/store.ts";
import type { DeliveryOutcome } from "./retry_plan.ts";

export interface Trouble {
  webhookId: string;
  /** UTC; of the first failure since it last took something. */
  sinceMs: number;
  lastAtMs: number;
  /** A status or a code. */
  reason: string;
  /** Something was given up since then. */
  givenUp: boolean;
}

export class ReceiverTroubles {
  readonly #troubles = new Map<string, Trouble>();

  /** `row`: as it stands after the try. */
  note({ webhookId, state }: DeliveryRow, outcome: DeliveryOutcome, atMs: number): void {
    if (outcome.kind === "not_tried") return;
    if (outcome.kind === "taken") {
      this.#troubles.delete(webhookId);
      return;
    }
    const before = this.#troubles.get(webhookId);
    this.#troubles.set(webhookId, {
      webhookId,
      sinceMs: before?.sinceMs ?? atMs,
      lastAtMs: atMs,
      reason: outcome.detail,
      givenUp: (before?.givenUp ?? false) || state === "given_up",
    });
  }

  /** In the place of those that are known: another server is told of them. */
  take(troubles: readonly Trouble[]): void {
    this.#troubles.clear();
    for (const trouble of troubles) this.#troubles.set(trouble.webhookId, trouble);
  }

  /** Those of webhooks that are on. */
  of(webhookIds: readonly string[]): Trouble[] {
    return webhookIds.flatMap((id) => this.#troubles.get(id) ?? []);
  }
}
