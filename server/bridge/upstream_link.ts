// Keeps one call connected to the model: dials, dials again, changes over to a fresh session before the
// provider's limit. Knows when and how often, not what is said.
import type { Cancel, Clock } from "../clock.ts";
import { nextAttempt } from "../upstream/retry.ts";
import type {
  OpenUpstream,
  SessionSettings,
  Upstream,
  UpstreamEvent,
  UpstreamFailure,
} from "../upstream/upstream.ts";

export interface UpstreamLinkOptions {
  open: OpenUpstream;
  /** Asked anew for each session: its seed grows with the call. */
  settings(): SessionSettings;
  safetyIdentifier: string;
  clock: Clock;
  random(): number;
  /** Faults in callbacks must reach the call, not the process. */
  guard<A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void;
  onReady(ready: Ready): void;
  onEvent(event: Exclude<UpstreamEvent, { type: "ready" | "lost" }>): void;
  onLost(lost: { failure: UpstreamFailure; retrying: boolean }): void;
}

export interface Ready {
  kind: "first" | "again" | "rolled";
  upstream: Upstream;
  sessionId: string;
  model: string;
  voice: string;
  /** Milliseconds from dialling, the failed attempts included. */
  connectMs: number;
  attempt: number;
}

/** How long a caller can be kept waiting for a first connection, and for a new one in mid-call. */
const BUDGET_MS = { first: 8000, again: 15_000 };
/** A session is left this long before its end; of a shorter life, at eleven twelfths. */
const ROLL_BEFORE_MS = 5 * 60_000;
const FULL_LIFE_MS = 60 * 60_000;
/** However the clocks differ, sessions are not changed more often than this. */
const SHORTEST_LIFE_MS = 10_000;

export class UpstreamLink {
  readonly #options: UpstreamLinkOptions;
  #current: Upstream | null = null;
  #pending: Upstream | null = null;
  #everReady = false;
  #attempt = 0;
  #dialledAtMs = 0;
  #rollAtMs = Infinity;
  #retry: Cancel | null = null;
  #closed = false;

  constructor(options: UpstreamLinkOptions) {
    this.#options = options;
  }

  /** The session that is ready to talk; null while there is none. */
  get upstream(): Upstream | null {
    return this.#current;
  }

  start(): void {
    this.#attempt = 0;
    this.#dialledAtMs = this.#options.clock.now();
    this.#dial(this.#everReady ? "again" : "first");
  }

  /** Sound came: what was connected works, so a later loss begins with fresh patience. */
  proven(): void {
    this.#attempt = 0;
  }

  /** Whether the session nears its end. */
  get due(): boolean {
    return this.#current !== null && this.#pending === null &&
      this.#options.clock.now() >= this.#rollAtMs;
  }

  /** Changes over to a fresh session; the old one carries the call until the new one is ready. */
  rollOver(): void {
    if (this.#closed || this.#pending) return;
    this.#dialledAtMs = this.#options.clock.now();
    this.#dial("rolled");
  }

  close(): void {
    this.#closed = true;
    this.#retry?.();
    this.#retry = null;
    this.#pending?.close();
    this.#current?.close();
    this.#pending = this.#current = null;
  }

  #dial(kind: Ready["kind"]): void {
    if (this.#closed) return;
    this.#attempt += kind === "rolled" ? 0 : 1;
    const { open, settings, safetyIdentifier, guard } = this.#options;
    const listen = guard((event: UpstreamEvent) => this.#onEvent(upstream, kind, event));
    const upstream: Upstream = open(settings(), safetyIdentifier, (event) => listen(event));
    this.#pending = upstream;
  }

  #onEvent(from: Upstream, kind: Ready["kind"], event: UpstreamEvent): void {
    if (this.#closed || (from !== this.#pending && from !== this.#current)) return;
    if (event.type === "ready") this.#onReady(from, kind, event);
    else if (event.type === "lost") this.#onLost(from, kind, event.failure);
    else if (from === this.#current) this.#options.onEvent(event);
  }

  #onReady(
    upstream: Upstream,
    kind: Ready["kind"],
    event: UpstreamEvent & { type: "ready" },
  ): void {
    const { clock } = this.#options;
    this.#current?.close();
    this.#current = upstream;
    this.#pending = null;
    this.#everReady = true;
    const lifeMs = event.expiresAtMs - clock.wall();
    const life = lifeMs > 0 && lifeMs <= FULL_LIFE_MS ? lifeMs : FULL_LIFE_MS;
    this.#rollAtMs = clock.now() +
      Math.max(SHORTEST_LIFE_MS, life - Math.min(ROLL_BEFORE_MS, life / 12));
    const { sessionId, model, voice } = event;
    const connectMs = Math.round(clock.now() - this.#dialledAtMs);
    this.#options.onReady({
      kind,
      upstream,
      sessionId,
      model,
      voice,
      connectMs,
      attempt: this.#attempt,
    });
  }

  #onLost(from: Upstream, kind: Ready["kind"], failure: UpstreamFailure): void {
    const { clock, random, guard, onLost } = this.#options;
    const wasCurrent = from === this.#current;
    if (wasCurrent) this.#current = null;
    else this.#pending = null;
    if (kind === "rolled" && !wasCurrent) {
      // The old session still carries the call; try again in a minute, or when it is lost.
      this.#rollAtMs = clock.now() + 60_000;
      return;
    }
    if (wasCurrent && this.#pending) return; // A fresh session is under way already.
    if (wasCurrent && this.#attempt <= 1) {
      this.#attempt = 0;
      this.#dialledAtMs = clock.now();
    }
    const next = this.#everReady ? "again" : "first";
    const elapsedMs = clock.now() - this.#dialledAtMs;
    const attempt = Math.max(1, this.#attempt);
    const waitMs = nextAttempt({ attempt, failure, elapsedMs, budgetMs: BUDGET_MS[next], random });
    onLost({ failure, retrying: waitMs !== null });
    if (waitMs === null || this.#closed) return;
    this.#retry = clock.after(waitMs, guard(() => this.#dial(next)));
  }
}
