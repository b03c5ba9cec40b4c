// The server calls itself once a minute, while that is switched on: from the handshake of a phone system to the first
// sound of the agent, everything is as with a caller. Such a call is on no floor and in no record: only what came of
// it is remembered, for an hour. Knows no socket and no model.
import type { Cancel, Clock } from "../clock.ts";
import type { Usage } from "../contract/call.ts";
import type { CallEventBody } from "../contract/event.ts";
import type { SelfCallHealth, SelfCallResult } from "../contract/health.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";

/** What the phone learned of one call. */
export interface SelfDialled {
  /** From the answer, or from the end of the caller's own word, to the first sound; null: none was heard. */
  firstSoundMs: number | null;
  /** Why it was not answered, as a short code; null: it was. */
  refused: string | null;
}

export interface SelfCallOptions {
  clock: Clock;
  log: Log;
  on(): boolean;
  /** Why none is placed at the moment, as a short code; null: one may be. */
  notNow(): string | null;
  /**
   * The call of this name is the server's own: `onEvent` alone is told of it, until it ends.
   * @returns whether the agent speaks first, and what forgets it.
   */
  expect(
    callId: string,
    onEvent: (event: CallEventBody) => void,
  ): { agentGreets: boolean; forget: () => void };
  /** Rings until the first sound is heard, or until `signal`. Never rejects. */
  dial(callId: string, how: { agentGreets: boolean; signal: AbortSignal }): Promise<SelfDialled>;
  onUsed(used: { model: string; usage: Usage }): void;
}

export interface SelfCall {
  readonly health: SelfCallHealth;
  /** What the last one that was placed came to; null: none was. */
  facts(): { lastAtMs: number; ok: boolean; code: string | null } | null;
  readonly answerMs: number | null;
  /** Whether this is the session of a call of ours. */
  isOwn(callId: string): boolean;
  /** It was switched on or off. */
  changed(): void;
  stop(): void;
}

const EVERY_MS = 60_000;
/** After it was switched on, or the server began: once it listens. */
const FIRST_MS = 2_000;
const LONGEST_MS = 20_000;
const RESULTS = 60;

export function createSelfCall(options: SelfCallOptions): SelfCall {
  const { clock, log } = options;
  let results: SelfCallResult[] = [];
  let okSinceMs: number | null = null;
  let next: Cancel | null = null;
  let live: { callId: string; hangUp: AbortController; forgotten: boolean } | null = null;
  let stopped = false;
  const lastPlaced = () => results.findLast(({ ok }) => ok !== null);

  function wait(ms: number): void {
    next = clock.after(ms, () => {
      next = null;
      if (!options.on()) return;
      wait(EVERY_MS);
      if (!live) void turn();
    });
  }

  async function turn(): Promise<void> {
    const atMs = clock.wall();
    const code = options.notNow();
    if (code !== null) return note({ atMs, ok: null, code, answerMs: null });
    const callId = crypto.randomUUID();
    const hangUp = new AbortController();
    const mine = { callId, hangUp, forgotten: false };
    live = mine;
    const give = clock.after(LONGEST_MS, () => hangUp.abort());
    const heard = new Heard(options.onUsed);
    const { agentGreets, forget } = options.expect(callId, (event) => heard.take(event));
    try {
      const dialled = await options.dial(callId, { agentGreets, signal: hangUp.signal });
      // What was hung up because it was switched off says nothing, even where it is on again.
      if (mine.forgotten || !options.on()) return;
      note({ atMs, ...heard.verdict(dialled) });
    } catch (error) {
      log.error("self_call_fault", { place: faultPlace(error) });
    } finally {
      give();
      forget();
      live = null;
    }
  }

  function note(result: SelfCallResult): void {
    const before = lastPlaced();
    results = [...results.slice(1 - RESULTS), result];
    if (result.ok === null) return;
    okSinceMs = result.ok ? okSinceMs ?? result.atMs : null;
    // Once, not each minute.
    if (!result.ok && before?.ok !== false) log.warn("self_call_failed", { code: result.code });
    if (result.ok && before?.ok === false) log.info("self_call_answered", {});
  }

  function forgetAll(): void {
    next?.();
    next = null;
    if (live) {
      live.forgotten = true;
      live.hangUp.abort();
    }
    results = [];
    okSinceMs = null;
  }

  if (options.on()) wait(FIRST_MS);
  return {
    get health() {
      return { on: options.on(), okSinceMs, results };
    },
    facts() {
      const last = lastPlaced();
      return last ? { lastAtMs: last.atMs, ok: last.ok === true, code: last.code } : null;
    },
    get answerMs() {
      return lastPlaced()?.answerMs ?? null;
    },
    isOwn: (callId) => live?.callId === callId,
    changed() {
      if (stopped) return;
      if (!options.on()) forgetAll();
      else if (!next) wait(FIRST_MS);
    },
    stop() {
      stopped = true;
      forgetAll();
    },
  };
}

/** What the call itself told: that the agent spoke, and not a sentence of ours that says what is wrong. */
class Heard {
  readonly #onUsed: SelfCallOptions["onUsed"];
  #model = "";
  #agentSpoke = false;
  #trouble: string | null = null;

  constructor(onUsed: SelfCallOptions["onUsed"]) {
    this.#onUsed = onUsed;
  }

  take(event: CallEventBody): void {
    switch (event.type) {
      case "call.started":
        this.#model = event.model;
        return;
      case "upstream.lost":
        this.#trouble = event.code;
        return;
      case "agent.speaking":
        if (!event.itemId.startsWith("clip-")) this.#agentSpoke = true;
        return;
      case "call.ended":
        if (event.code.startsWith("E_")) this.#trouble = event.code;
        this.#onUsed({ model: this.#model, usage: event.usage });
    }
  }

  verdict({ firstSoundMs, refused }: SelfDialled): Omit<SelfCallResult, "atMs"> {
    if (this.#agentSpoke && firstSoundMs !== null) {
      return { ok: true, code: null, answerMs: Math.round(firstSoundMs) };
    }
    return { ok: false, code: this.#trouble ?? refused ?? "no_sound", answerMs: null };
  }
}
