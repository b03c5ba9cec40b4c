// Writes down who did what. Whatever is noted has happened already: a store in trouble stops nothing, it is tried
// again, and what cannot be kept is at least counted in the log. Knows nothing of requests.
import type { Cancel, Clock } from "../clock.ts";
import type { AuditEntry, AuditPage, AuditQuery } from "../contract/audit.ts";
import { guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Store } from "../store/store.ts";

export interface AuditOptions {
  store: Pick<Store, "appendAudit" | "audit">;
  clock: Clock;
  log: Log;
}

export interface Noted {
  act: AuditEntry["act"];
  by: AuditEntry["by"];
  target?: string;
  /** Never a secret, never a caller's words. */
  detail?: Readonly<Record<string, string>>;
  address?: string;
}

/** More that wait for a store in trouble are not kept: the oldest are lost. */
export const MOST_WAITING = 1000;
const BATCH = 100;
const TRY_AGAIN_MS = [1000, 5000, 30_000, 60_000] as const;
const DETAIL_CHARS = 200;

export function createAudit(options: AuditOptions): Audit {
  return new Audit(options);
}

export class Audit {
  readonly #options: AuditOptions;
  #waiting: Omit<AuditEntry, "seq">[] = [];
  #writing: Promise<void> | null = null;
  #failures = 0;
  #cancelRetry: Cancel | null = null;
  #stopped = false;

  constructor(options: AuditOptions) {
    this.#options = options;
  }

  /** At once; it is written soon, in this order. Never throws. */
  note({ act, by, target = "", detail = {}, address = "" }: Noted): void {
    const short = Object.entries(detail).map(([key, value]) => [key, value.slice(0, DETAIL_CHARS)]);
    const atMs = this.#options.clock.wall();
    const kept = { atMs, act, by, target, detail: Object.fromEntries(short), address };
    this.#waiting.push(kept);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#options.log.error("audit_lost", { entries: 1 });
    }
    if (!this.#cancelRetry) this.#write();
  }

  /** What was noted before is in it, unless the store is in trouble. */
  async page(asked: AuditQuery): Promise<AuditPage> {
    await this.#writing;
    return await this.#options.store.audit(asked);
  }

  /** Writes what waits, once more. */
  async stop(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    await this.#writing;
    this.#stopped = true;
    this.#write();
    await this.#writing;
    if (this.#waiting.length > 0) {
      this.#options.log.error("audit_lost", { entries: this.#waiting.length });
    }
  }

  #write(): void {
    if (this.#writing || this.#waiting.length === 0) return;
    this.#writing = this.#writeAll().finally(() => this.#writing = null);
  }

  async #writeAll(): Promise<void> {
    const { store, log } = this.#options;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH);
      try {
        await store.appendAudit(batch);
      } catch {
        log.error("audit_not_written", { waiting: this.#waiting.length });
        return this.#tryAgain();
      }
      this.#failures = 0;
      // Some may have been lost from the front meanwhile.
      const written = new Set(batch);
      this.#waiting = this.#waiting.filter((entry) => !written.has(entry));
    }
  }

  #tryAgain(): void {
    if (this.#stopped) return;
    const ms = TRY_AGAIN_MS[Math.min(this.#failures++, TRY_AGAIN_MS.length - 1)]!;
    const onFault = () => this.#options.log.error("audit_fault");
    this.#cancelRetry = this.#options.clock.after(
      ms,
      guarded(onFault, () => {
        this.#cancelRetry = null;
        this.#write();
      }),
    );
  }
}
