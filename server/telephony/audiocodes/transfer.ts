// A transfer that an agent asked for, until VoiceAI Connect tells what became of it (audiocodes § 7). One at a time.
// Knows no socket.
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import type { PhoneToolResult } from "../channel.ts";
import type { TransferStatus } from "./activities.ts";

/** A phone rings for half a minute before nobody answers. */
const TRANSFER_WITHIN_MS = 45_000;

export class Transfer {
  #resolve: ((result: PhoneToolResult) => void) | null = null;
  #cancel: Cancel | null = null;

  get pending(): boolean {
    return this.#resolve !== null;
  }

  /** Never rejects. `onGivenUp`: nothing was told in time. */
  wait(
    { clock, onGivenUp, onFault }: {
      clock: Clock;
      onGivenUp(): void;
      onFault(error: unknown): void;
    },
  ): Promise<PhoneToolResult> {
    const { promise, resolve } = Promise.withResolvers<PhoneToolResult>();
    this.#resolve = resolve;
    this.#cancel = clock.after(
      TRANSFER_WITHIN_MS,
      guarded(onFault, () => {
        this.#settle({ ok: false, say: "Nobody answered in time; the caller is still here." });
        onGivenUp();
      }),
    );
    return promise;
  }

  told({ state, reason }: TransferStatus): void {
    this.#settle(
      state === "answered"
        ? { ok: true, say: "The caller was put through." }
        : { ok: false, say: `Not put through: ${reason}. The caller is still here.` },
    );
  }

  callOver(): void {
    this.#settle({ ok: false, say: "The call is over." });
  }

  #settle(result: PhoneToolResult): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#resolve?.(result);
    this.#resolve = null;
  }
}
