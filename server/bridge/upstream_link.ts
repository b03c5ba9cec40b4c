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
  /** Opened instead, for the rest of the call, once `open` is beyond hope; null: there is none. */
  openFallback: OpenUpstream | null;
  /** Asked anew for each session: its seed grows with the call. */
  settings(): SessionSettings;
  safetyIdentifier: string;
  clock: Clock;
  random(): number;
  /** Faults in callbacks must reach the call, not the process. */
  guard<A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void;
  /** For how long nobody has spoken or waited; 0 in the middle of a conversation. */
  quietMs(): number;
  onReady(ready: Ready): void;
  onEvent(event: Exclude<UpstreamEvent, { type: "ready" | "lost" }>): void;
  /** The fallback is dialled from here on; `code` says why. */
  onFallback(code: string): void;
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
/** The same where something else can take over: sooner. */
const SHORT_BUDGET_MS = { first: 4000, again: 6000 };
/** A session is left this long before its end; of a shorter life, at eleven twelfths. */
const ROLL_BEFORE_MS = 5 * 60_000;
const FULL_LIFE_MS = 60 * 60_000;
/** However the clocks differ, sessions are not changed more often than this. */
const SHORTEST_LIFE_MS = 10_000;

/** A session that has lived this long works, whether it spoke or not. */
const STABLE_MS = 30_000;
/** When a change of sessions met a conversation, or failed, the next try comes this much later. */
const ROLL_RETRY_MS = 5000;

export class UpstreamLink {
  readonly #options: UpstreamLinkOptions;
  #current: Upstream | null = null;
  #pending: { upstream: Upstream; kind: Ready["kind"]; dialledAtMs: number } | null = null;
  #everReady = false;
  #readyAtMs = 0;
  /** Failures in a row, and since when; what is connected but never spoke does not end the row (O-13). */
  #failures = 0;
  #troubleSinceMs = 0;
  #rollAtMs = Infinity;
  #timer: Cancel | null = null;
  #closed = false;
  #fallenBack = false;

  constructor(options: UpstreamLinkOptions) {
    this.#options = options;
  }

  /** The session that is ready to talk; null while there is none. */
  get upstream(): Upstream | null {
    return this.#current;
  }

  start(): void {
    this.#troubleSinceMs = this.#options.clock.now();
    this.#dial("first");
  }

  /** Sound came: what is connected works, so a later loss begins with fresh patience. */
  proven(): void {
    this.#failures = 0;
  }

  /** Whether the session nears its end. */
  get due(): boolean {
    return this.#current !== null && this.#pending === null &&
      this.#options.clock.now() >= this.#rollAtMs;
  }

  /** Changes over to a fresh session in a pause; the old one carries the call until then. */
  rollOver(): void {
    if (!this.#closed && !this.#pending) this.#dial("rolled");
  }

  get canFallBack(): boolean {
    return this.#options.openFallback !== null && !this.#fallenBack && !this.#closed;
  }

  /** The session is there but of no use: the second upstream takes over. */
  fallBack(code: string): void {
    if (!this.canFallBack) return;
    this.#timer?.();
    this.#timer = null;
    for (const upstream of [this.#pending?.upstream, this.#current]) upstream?.close();
    this.#pending = this.#current = null;
    const detail = "The model gives no answers";
    const failure = { code, detail, retry: true } as UpstreamFailure;
    const next = this.#fallBack(failure);
    this.#options.onLost({ failure, retrying: next !== null });
    next?.();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.();
    this.#timer = null;
    this.#pending?.upstream.close();
    this.#current?.close();
    this.#pending = this.#current = null;
  }

  #dial(kind: Ready["kind"]): void {
    if (this.#closed) return;
    const { settings, safetyIdentifier, guard, clock } = this.#options;
    const open = this.#fallenBack ? this.#options.openFallback! : this.#options.open;
    const listen = guard((event: UpstreamEvent) => this.#onEvent(upstream, event));
    const upstream: Upstream = open(settings(), safetyIdentifier, (event) => listen(event));
    this.#pending = { upstream, kind, dialledAtMs: clock.now() };
    if (kind !== "rolled") this.#limitDial(kind);
  }

  /** However slowly an attempt fails, the caller does not wait beyond the budget. */
  #limitDial(kind: "first" | "again"): void {
    const { clock, guard } = this.#options;
    this.#timer?.();
    const leftMs = this.#budgetMs(kind) - (clock.now() - this.#troubleSinceMs);
    this.#timer = clock.after(leftMs, guard(() => this.#giveUp()));
  }

  #giveUp(): void {
    if (this.#closed || this.#current) return;
    this.#pending?.upstream.close();
    this.#pending = null;
    const detail = "The model did not become ready in time";
    const failure: UpstreamFailure = { code: "E_UP_TIMEOUT", detail, retry: true };
    const next = this.#fallBack(failure);
    this.#options.onLost({ failure, retrying: next !== null });
    next?.();
  }

  #budgetMs(kind: "first" | "again"): number {
    const hope = this.#options.openFallback !== null && !this.#fallenBack;
    return (hope ? SHORT_BUDGET_MS : BUDGET_MS)[kind];
  }

  /** Hope for the realtime model is gone: how to go on without it; null where nothing else is there. */
  #fallBack({ code }: UpstreamFailure): (() => void) | null {
    const { openFallback, onFallback, clock } = this.#options;
    if (!openFallback || this.#fallenBack || this.#closed) return null;
    this.#fallenBack = true;
    this.#failures = 0;
    this.#troubleSinceMs = clock.now();
    this.#rollAtMs = Infinity;
    return () => {
      if (this.#closed) return;
      onFallback(code);
      this.#dial(this.#everReady ? "again" : "first");
    };
  }

  #onEvent(from: Upstream, event: UpstreamEvent): void {
    if (this.#closed) return;
    if (from === this.#current) {
      if (event.type === "lost") this.#onCurrentLost(event.failure);
      else if (event.type !== "ready") this.#options.onEvent(event);
    } else if (from === this.#pending?.upstream) {
      if (event.type === "ready") this.#onReady(event);
      else if (event.type === "lost") this.#onPendingLost(event.failure);
    }
  }

  #onReady(event: UpstreamEvent & { type: "ready" }): void {
    const { clock, quietMs } = this.#options;
    const { upstream, kind, dialledAtMs } = this.#pending!;
    this.#pending = null;
    const now = clock.now();
    if (kind === "rolled" && quietMs() < now - dialledAtMs) {
      // Somebody spoke meanwhile: the fresh session does not know what, the old one does.
      upstream.close();
      this.#rollAtMs = now + ROLL_RETRY_MS;
      return;
    }
    this.#timer?.();
    this.#timer = null;
    this.#current?.close();
    this.#current = upstream;
    this.#everReady = true;
    this.#readyAtMs = now;
    const lifeMs = event.expiresAtMs - clock.wall();
    const life = lifeMs > 0 && lifeMs <= FULL_LIFE_MS ? lifeMs : FULL_LIFE_MS;
    this.#rollAtMs = this.#fallenBack
      ? Infinity
      : now + Math.max(SHORTEST_LIFE_MS, life - Math.min(ROLL_BEFORE_MS, life / 12));
    const { sessionId, model, voice } = event;
    const sinceMs = kind === "rolled" ? dialledAtMs : this.#troubleSinceMs;
    const connectMs = Math.round(now - sinceMs);
    const attempt = this.#failures + 1;
    this.#options.onReady({ kind, upstream, sessionId, model, voice, connectMs, attempt });
  }

  #onCurrentLost(failure: UpstreamFailure): void {
    const now = this.#options.clock.now();
    this.#current = null;
    // One that was being dialled for a change of sessions does not know how far this one came.
    this.#pending?.upstream.close();
    this.#pending = null;
    if (now - this.#readyAtMs >= STABLE_MS) this.#failures = 0;
    if (this.#failures === 0) this.#troubleSinceMs = now;
    else this.#troubleSinceMs += now - this.#readyAtMs;
    this.#dialAgain(failure);
  }

  #onPendingLost(failure: UpstreamFailure): void {
    const { kind } = this.#pending!;
    this.#pending = null;
    if (kind === "rolled") this.#rollAtMs = this.#options.clock.now() + ROLL_RETRY_MS;
    else this.#dialAgain(failure);
  }

  #dialAgain(failure: UpstreamFailure): void {
    const { clock, random, guard, onLost } = this.#options;
    this.#timer?.();
    this.#timer = null;
    this.#failures++;
    const kind = this.#everReady ? "again" : "first";
    const waitMs = nextAttempt({
      attempt: this.#failures,
      failure,
      elapsedMs: clock.now() - this.#troubleSinceMs,
      budgetMs: this.#budgetMs(kind),
      random,
    });
    const next = waitMs === null ? this.#fallBack(failure) : null;
    onLost({ failure, retrying: waitMs !== null || next !== null });
    next?.();
    if (waitMs === null || this.#closed) return;
    this.#timer = clock.after(waitMs, guard(() => this.#dial(kind)));
  }
}
