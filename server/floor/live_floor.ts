// The floor at work: numbers events, folds them, hands them to the recorder, and shows people only what has been
// published.
import { AFTERWORDS, type CallSummary, foldCall } from "../contract/call.ts";
import type { Afterword, CallEvent, CallEventBody } from "../contract/event.ts";
import type { ServerStatus, Snapshot } from "../contract/feed.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { CallRecord } from "../store/store.ts";
import type { Floor, FloorOptions, UsedTokens } from "./floor.ts";
import type { FeedStream } from "./hub.ts";
import { mergeEvents, mergePage } from "./merge_calls.ts";
import { orphanEnd } from "./orphans.ts";
import { endsLine, isPartial, PartialPacer } from "./partial_pacer.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { Redactor } from "./redactor.ts";
import { ShownCalls } from "./shown_calls.ts";
import { usageBetween } from "./usage_between.ts";

interface Times {
  atMs: number;
  offsetMs: number;
}

/** A call as its emitted events make it, which is ahead of what people are shown. */
interface LiveCall {
  call: CallSummary;
  answeredAtMs: number;
  partials: PartialPacer;
  redactor: Redactor;
}

export class LiveFloor implements Floor {
  readonly emit: Floor["emit"];
  readonly #fault: (error: unknown) => void;
  readonly #options: FloorOptions;
  readonly #recorder: Recorder;
  readonly #live = new Map<string, LiveCall>();
  readonly #shown = new ShownCalls();
  #seq: number;
  #shownSeq: number;
  #storeTrouble: string | null = null;
  #whenEmpty: (() => void)[] = [];
  readonly #onEnded = new Set<(call: CallSummary) => void>();
  readonly #onUsed = new Set<(used: UsedTokens) => void>();
  /** Ended at the start, before anybody could listen. */
  readonly #orphans: CallSummary[] = [];
  #closed = false;

  constructor(options: FloorOptions, lastSeq: number) {
    const { store, clock, log } = options;
    this.#options = options;
    this.#seq = lastSeq;
    this.#shownSeq = lastSeq;
    this.#recorder = createRecorder({
      store,
      clock,
      log,
      publish: (events) => this.#publish(events),
      onTrouble: (message) => {
        this.#storeTrouble = message;
        this.statusChanged();
      },
    });
    this.#fault = (error) => log.error("floor_fault", { place: faultPlace(error) });
    this.emit = guarded(this.#fault, (...args: Parameters<Floor["emit"]>) => this.#emit(...args));
  }

  async afterword(callId: string, body: Afterword): Promise<void> {
    try {
      const call = await this.#endedCall(callId);
      if (this.#closed || !call) {
        this.#options.log.warn("event_out_of_place", { callId, type: body.type });
        return;
      }
      const atMs = this.#options.clock.wall();
      const offsetMs = Math.max(0, atMs - call.startedAtMs);
      this.#record(callId, call, this.#redactor().redacted(body), { atMs, offsetMs });
      await this.#recorder.flush();
    } catch (error) {
      this.#fault(error);
    }
  }

  onEnded(listener: (call: CallSummary) => void): () => void {
    const told = guarded(this.#fault, listener);
    this.#onEnded.add(told);
    for (const call of this.#orphans) told(call);
    return () => this.#onEnded.delete(told);
  }

  onUsed(listener: (used: UsedTokens) => void): () => void {
    const told = guarded(this.#fault, listener);
    this.#onUsed.add(told);
    return () => this.#onUsed.delete(told);
  }

  get liveCount(): number {
    return this.#live.size;
  }

  live(): readonly CallSummary[] {
    return this.#shown.live();
  }

  liveByProtocol(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { call } of this.#live.values()) {
      counts[call.protocol] = (counts[call.protocol] ?? 0) + 1;
    }
    return counts;
  }

  get storeTrouble(): string | null {
    return this.#storeTrouble;
  }

  whenEmpty(): Promise<void> {
    if (this.#live.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenEmpty.push(resolve));
  }

  status(): ServerStatus {
    return { ...this.#options.status(), storeTrouble: this.#storeTrouble };
  }

  statusChanged(): void {
    this.#options.hub.publish({ event: "status", data: this.status() });
  }

  snapshot(): Snapshot {
    return {
      seq: this.#shownSeq,
      nowMs: this.#options.clock.wall(),
      status: this.status(),
      calls: this.#shown.list(),
      notices: this.#options.notices?.() ?? [],
    };
  }

  async call(callId: string): Promise<CallRecord | undefined> {
    const shown = this.#shown.get(callId);
    if (shown?.whole) return { call: { ...shown.call }, events: [...shown.events] };
    // Both taken before the store is asked: its answer then holds all that was published and is not here.
    const here = [...shown?.events ?? [], ...this.#recorder.unsaved(callId)];
    const call = shown?.call;
    const stored = await this.#stored(() => this.#options.store.call(callId), call !== undefined);
    const known = call ?? stored?.call;
    return known && { call: known, events: mergeEvents(known.seq, stored?.events ?? [], here) };
  }

  async calls(page: { limit: number; before?: number }): Promise<CallSummary[]> {
    const stored = await this.#stored(() => this.#options.store.calls(page), true);
    return mergePage(page, stored ?? [], this.#shown.list());
  }

  forget(callIds: readonly string[]): void {
    for (const callId of callIds) {
      this.#shown.forget(callId);
      this.#options.hub.publish({ event: "deleted", data: { callId } });
    }
  }

  open(options: { lastEventId: string | null }): FeedStream {
    return this.#options.hub.open({ ...options, snapshot: () => this.snapshot() });
  }

  flush(): Promise<boolean> {
    for (const { partials } of this.#live.values()) partials.flush();
    return this.#recorder.flush();
  }

  async close(): Promise<void> {
    await this.flush();
    this.#closed = true;
    this.#recorder.close();
    this.#options.hub.closeAll();
  }

  /** Ended calls of the store, from before this process. */
  remember(calls: readonly CallSummary[]): void {
    this.#shown.remember(calls);
  }

  /** Gives calls of a dead process their end. */
  async endOrphans(): Promise<void> {
    const { store, log } = this.#options;
    const orphans = await store.unfinished();
    if (orphans.length === 0) return;
    log.warn("calls_of_dead_process", { calls: orphans.length });
    this.remember(orphans);
    for (const call of orphans) {
      const record = await store.call(call.callId) ?? { call, events: [] };
      const { body, ...times } = orphanEnd(record);
      this.#record(call.callId, call, body, times);
    }
    const stop = this.onEnded((call) => this.#orphans.push(call));
    await this.#recorder.flush();
    stop();
  }

  #emit(callId: string, said: CallEventBody, answeredAtMs: number): void {
    const live = this.#live.get(callId);
    const redactor = live?.redactor ?? this.#redactor();
    const body = redactor.redacted(said);
    if (!live && isAfterword(body)) {
      this.afterword(callId, body);
    } else if (this.#closed || (body.type === "call.started") === (live !== undefined)) {
      this.#options.log.warn("event_out_of_place", { callId, type: body.type });
    } else if (!live) {
      this.#begin(callId, { body, redactor }, answeredAtMs);
    } else if (isPartial(body)) {
      live.partials.offer(body);
    } else if (body.type === "call.ended") {
      live.partials.flush();
      this.#next(live, body);
      this.#end(callId);
    } else {
      if (endsLine(body)) live.partials.flush(body.itemId);
      this.#next(live, body);
    }
  }

  #redactor(): Redactor {
    return new Redactor(this.#options.redaction ?? (() => true));
  }

  #begin(
    callId: string,
    { body, redactor }: { body: CallEventBody; redactor: Redactor },
    answeredAtMs: number,
  ): void {
    const next = guarded(this.#fault, (partial: CallEventBody) => this.#next(live, partial));
    const call = this.#record(callId, null, body, this.#times(answeredAtMs));
    const live: LiveCall = {
      call,
      answeredAtMs,
      redactor,
      partials: new PartialPacer(this.#options.clock, next),
    };
    this.#live.set(callId, live);
  }

  #next(live: LiveCall, body: CallEventBody): void {
    live.call = this.#record(live.call.callId, live.call, body, this.#times(live.answeredAtMs));
  }

  #end(callId: string): void {
    this.#live.delete(callId);
    if (this.#live.size > 0) return;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }

  #times(answeredAtMs: number): Times {
    const { clock } = this.#options;
    return { atMs: clock.wall(), offsetMs: Math.round(clock.now() - answeredAtMs) };
  }

  /** Numbers the event, and returns the state that it leads to. */
  #record(
    callId: string,
    before: CallSummary | null,
    body: CallEventBody,
    times: Times,
  ): CallSummary {
    const event: CallEvent = { ...body, seq: this.#seq + 1, callId, ...times };
    const call = foldCall(before, event);
    if (!call) throw new Error(`"${body.type}" cannot be the first event of a call`);
    this.#seq = event.seq;
    this.#recorder.add(event, call);
    const usage = usageBetween(before, call);
    if (usage) { for (const told of this.#onUsed) told({ call, usage }); }
    return call;
  }

  /** As all its events make it, published or not; undefined: it is unknown or has no end. */
  async #endedCall(callId: string): Promise<CallSummary | undefined> {
    if (!isOver(this.#shown.get(callId)?.call)) await this.#recorder.flush(); // its end is on its way
    const shown = this.#shown.get(callId)?.call;
    if (isOver(shown)) return shown;
    const stored = (await this.#options.store.call(callId))?.call ?? null;
    const call = this.#recorder.unsaved(callId).reduce(foldCall, stored) ?? undefined;
    return isOver(call) ? call : undefined;
  }

  #publish(events: readonly CallEvent[]): void {
    for (const event of events) {
      this.#shown.apply(event);
      this.#shownSeq = event.seq;
      this.#options.hub.publish({ event: "call", data: event });
      const call = event.type === "call.ended" ? this.#shown.get(event.callId)?.call : undefined;
      if (call) { for (const told of this.#onEnded) told(call); }
    }
  }

  /** `otherwise`: whether the asker can do without an answer where the store is in trouble. */
  async #stored<T>(ask: () => Promise<T>, otherwise: boolean): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (!otherwise) throw error;
      this.#options.log.warn("store_not_read", { place: faultPlace(error) });
      return undefined;
    }
  }
}

function isOver(call: CallSummary | undefined): boolean {
  return call !== undefined && call.endedAtMs !== null;
}

function isAfterword(body: CallEventBody): body is Afterword {
  return AFTERWORDS.has(body.type);
}
