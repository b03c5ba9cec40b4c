// The floor at work: numbers events, folds them, hands them to the recorder, and shows people only what has been
// published.
import type { CallSummary } from "../contract/call.ts";
import { foldCall } from "../contract/fold_call.ts";
import type { Afterword, CallEvent } from "../contract/event.ts";
import type { ServerStatus, Snapshot } from "../contract/feed.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Adoption, CallRecord } from "../store/store.ts";
import { Afar, type FloorAfar } from "./afar.ts";
import type { Floor, FloorOptions, UsedTokens } from "./floor.ts";
import type { FeedStream, Shown } from "./hub.ts";
import { LiveCalls, type Said } from "./live_calls.ts";
import { mergeEvents, mergePage } from "./merge_calls.ts";
import { orphanEnd } from "./orphans.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { Redactor } from "./redactor.ts";
import { ShownCalls } from "./shown_calls.ts";
import { usageBetween } from "./usage_between.ts";

/**
 * Of another instance's call something that passes by may have been shown elsewhere that was never heard here: its end
 * must come after that everywhere.
 */
const UNHEARD = 1000;
/** What the store says of the dead must not be older. */
const BELIEVED_MS = 1500;

export class LiveFloor implements Floor {
  readonly emit: Floor["emit"];
  readonly #fault: (error: unknown) => void;
  readonly #options: FloorOptions;
  readonly #instance: string;
  readonly #redaction: () => boolean;
  readonly #recorder: Recorder;
  readonly #live: LiveCalls;
  readonly #shown: ShownCalls;
  readonly #afar: Afar;
  #seq: number;
  /** Calls to which something was added from outside that has not been published yet, as it makes them. */
  readonly #added = new Map<string, { call: CallSummary; seq: number }>();
  #storeTrouble: string | null = null;
  readonly #onEnded = new Set<(call: CallSummary) => void>();
  readonly #onUsed = new Set<(used: UsedTokens) => void>();
  /** Ended at the start, before anybody could listen. */
  readonly #orphans: CallSummary[] = [];
  #closed = false;

  constructor(options: FloorOptions, lastSeq: number) {
    const { store, clock, log, hub } = options;
    this.#options = options;
    this.#instance = options.instance ?? "";
    this.#redaction = options.redaction ?? (() => true);
    this.#shown = new ShownCalls(this.#instance);
    this.#seq = lastSeq;
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
    this.#live = new LiveCalls({
      clock,
      log,
      onFault: this.#fault,
      redaction: this.#redaction,
      instance: this.#instance,
      record: ({ callId, before }, said) => this.#record(callId, before, said),
      afterword: (callId, body) => this.afterword(callId, body),
    });
    this.#afar = new Afar({
      instance: this.#instance,
      shown: this.#shown,
      store,
      log,
      isOwn: (callId) => this.#live.has(callId),
      publish: (message) => hub.publish(message),
      resync: (reason) => hub.resync(reason, () => this.#everything()),
    });
    this.emit = guarded(
      this.#fault,
      (...args: Parameters<Floor["emit"]>) => this.#live.emit(...args),
    );
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
      const redacted = new Redactor(this.#redaction).redacted(body);
      this.#add(call, { body: redacted, times: { atMs, offsetMs } }, 1);
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

  get afar(): FloorAfar {
    return this.#afar;
  }

  get liveCount(): number {
    return this.#live.size;
  }

  live(): readonly CallSummary[] {
    return this.#shown.live().filter(({ instance }) => instance === this.#instance);
  }

  liveByProtocol(): Record<string, number> {
    return this.#live.byProtocol();
  }

  instanceOf(callId: string): string | undefined {
    return this.#shown.liveCall(callId)?.instance;
  }

  get storeTrouble(): string | null {
    return this.#storeTrouble;
  }

  whenEmpty(): Promise<void> {
    return this.#live.whenEmpty();
  }

  status(): ServerStatus {
    return { ...this.#options.status(), storeTrouble: this.#storeTrouble };
  }

  statusChanged(): void {
    this.#options.hub.publish({ event: "status", data: this.status() });
  }

  snapshot(): Snapshot {
    return { ...this.#everything(), seq: this.#options.hub.seq };
  }

  async call(callId: string): Promise<CallRecord | undefined> {
    const shown = this.#shown.get(callId);
    const isOwn = shown?.call.instance === this.#instance;
    if (shown?.whole && isOwn) return { call: { ...shown.call }, events: [...shown.events] };
    // Both taken before the store is asked: its answer then holds all that was published here and is not here.
    const here = [...shown?.events ?? [], ...this.#recorder.unsaved(callId)];
    const call = shown?.call;
    const stored = await this.#stored(() => this.#options.store.call(callId), call !== undefined);
    // Of another instance's call the store may know more than was heard of it.
    const isAhead = stored !== undefined && !isOwn && stored.call.seq > (call?.seq ?? 0);
    const known = isAhead ? stored.call : call ?? stored?.call;
    return known && { call: known, events: mergeEvents(known.seq, stored?.events ?? [], here) };
  }

  async calls(page: { limit: number; before?: number }): Promise<CallSummary[]> {
    const stored = await this.#stored(() => this.#options.store.calls(page), true);
    return mergePage(page, stored ?? [], this.#shown.list());
  }

  forget(callIds: readonly string[]): void {
    this.#afar.forgotten(callIds);
    this.#afar.tellForgotten(callIds);
  }

  open(options: { lastEventId: string | null }): FeedStream {
    return this.#options.hub.open({ ...options, snapshot: () => this.#everything() });
  }

  flush(): Promise<boolean> {
    this.#live.flush();
    return this.#recorder.flush();
  }

  async close(): Promise<void> {
    await this.flush();
    this.#closed = true;
    this.#live.close();
    this.#recorder.close();
    this.#options.hub.closeAll();
  }

  /** Calls of the store, from before this process. */
  remember(calls: readonly CallSummary[]): void {
    this.#shown.remember(calls);
  }

  async endOrphans(by?: Adoption): Promise<void> {
    if (this.#closed) return;
    const { store, log, clock } = this.#options;
    const askedAtMs = clock.now();
    const found = await store.unfinished(by);
    // A store that was away has lost everybody's lease; these are given again once all had the time to come back.
    if (by && clock.now() - askedAtMs > BELIEVED_MS) return;
    const orphans = found.filter(({ callId, instance }) =>
      !by?.spare.includes(instance) && !this.#isEnding(callId)
    );
    if (orphans.length === 0) return;
    log.warn("calls_of_dead_process", { calls: orphans.length });
    this.remember(orphans.filter(({ callId }) => !this.#shown.get(callId)));
    for (const call of orphans) {
      const record = await this.call(call.callId) ?? { call, events: [] };
      const { body, ...times } = orphanEnd(record);
      this.#add(record.call, { body, times }, this.#instance === "" ? 1 : UNHEARD);
    }
    const keep = (call: CallSummary) => void this.#orphans.push(call);
    if (this.#onEnded.size === 0) this.#onEnded.add(keep);
    await this.#recorder.flush();
    this.#onEnded.delete(keep);
  }

  /** Of a call of this instance: the next event. Returns the state that it leads to. */
  #record(callId: string, before: CallSummary | null, said: Said): CallSummary {
    const seq = Math.max(this.#seq, before?.seq ?? 0) + 1;
    const call = this.#numbered(callId, { before, said, seq });
    this.#seq = seq;
    return call;
  }

  /** Of any other call; `after`: how far behind its last event. */
  #add(call: CallSummary, said: Said, after: number): void {
    const { callId } = call;
    const last = this.#added.get(callId);
    const before = last?.call ?? call;
    const seq = (last?.seq ?? call.seq) + after;
    this.#added.set(callId, { call: this.#numbered(callId, { before, said, seq }), seq });
  }

  #numbered(
    callId: string,
    { before, said, seq }: { before: CallSummary | null; said: Said; seq: number },
  ): CallSummary {
    const event: CallEvent = { ...said.body, seq, callId, ...said.times };
    const call = foldCall(before, event);
    if (!call) throw new Error(`"${event.type}" cannot be the first event of a call`);
    this.#recorder.add(event, call);
    const usage = usageBetween(before, call);
    if (usage) { for (const told of this.#onUsed) told({ call, usage }); }
    return call;
  }

  /** Whether its end is on its way to the store, or is not to be given from outside at all. */
  #isEnding(callId: string): boolean {
    return this.#live.has(callId) || this.#added.has(callId) ||
      this.#recorder.unsaved(callId).some(({ type }) => type === "call.ended");
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
      this.#options.hub.publish({ event: "call", data: event });
      if (this.#added.get(event.callId)?.seq === event.seq) this.#added.delete(event.callId);
      const call = event.type === "call.ended" ? this.#shown.get(event.callId)?.call : undefined;
      if (call) { for (const told of this.#onEnded) told(call); }
    }
    this.#afar.tell(events);
  }

  #everything(): Shown {
    return {
      nowMs: this.#options.clock.wall(),
      status: this.status(),
      calls: this.#shown.list(),
      notices: this.#options.notices?.() ?? [],
    };
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
