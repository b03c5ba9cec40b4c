// Other instances' calls on this floor: what they tell of them, what they say when they are asked, and what the store
// knows where nobody can be asked any more. Keeps nothing in the store; knows nothing of how instances speak.
import { AFTERWORDS, type CallSummary } from "../contract/call.ts";
import { type CallEvent, PASSING } from "../contract/event.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Store } from "../store/store.ts";
import type { Cancel } from "../clock.ts";
import { readCall, readEvent } from "./from_afar.ts";
import type { HubMessage } from "./hub.ts";
import { CRASHED } from "./orphans.ts";
import type { ShownCalls } from "./shown_calls.ts";

/** Who is told what this instance publishes, for the others. */
export interface Teller {
  published(events: readonly CallEvent[]): void;
  forgotten(callIds: readonly string[]): void;
}

/** What came of words of another instance. */
export interface Heard {
  /** It knows more of its calls than was understood here: it should be asked for them. */
  ask: boolean;
  /** It takes calls of this instance for dead, which live: everybody should ask this instance. */
  contested: boolean;
}

export interface FloorAfar {
  onTold(teller: Teller): Cancel;
  /** Published events of another instance, in order. Never throws, whatever they are. */
  heard(events: readonly unknown[]): Heard;
  /** Calls that another instance has deleted. */
  forgotten(callIds: readonly unknown[]): void;
  /** What other instances are told of this one's calls when they ask, by their ids: live ones, and the last that ended. */
  own(): CallSummary[];
  /**
   * All that `instance` says of its calls. Readers begin anew where they had missed something. `holes`: of what was shown
   * something may be missing that came before the last. False: what became of others that were shown of it could not be
   * read from the store.
   */
  known(
    instance: string,
    calls: readonly unknown[],
    options?: { holes: boolean },
  ): Promise<boolean>;
  /** Calls of other instances that are shown as live. */
  live(): CallSummary[];
  /** Shows what the store has of these beyond what is shown. Never rejects. */
  catchUp(callIds: readonly string[]): Promise<void>;
}

export interface AfarOptions {
  instance: string;
  shown: ShownCalls;
  store: Pick<Store, "call">;
  log: Log;
  /** A live call of this instance, as it is emitted. */
  isOwn: (callId: string) => boolean;
  publish: (message: HubMessage) => void;
  resync: (reason: string) => void;
}

export class Afar implements FloorAfar {
  readonly #options: AfarOptions;
  readonly #tellers = new Set<Teller>();
  #unusable = 0;

  constructor(options: AfarOptions) {
    this.#options = options;
  }

  onTold(teller: Teller): Cancel {
    this.#tellers.add(teller);
    return () => this.#tellers.delete(teller);
  }

  tell(events: readonly CallEvent[]): void {
    for (const teller of this.#tellers) teller.published(events);
  }

  tellForgotten(callIds: readonly string[]): void {
    for (const teller of this.#tellers) teller.forgotten(callIds);
  }

  heard(events: readonly unknown[]): Heard {
    const heard: Heard = { ask: false, contested: false };
    for (const value of events) {
      const event = readEvent(value);
      if (!event) {
        heard.ask ||= !isPassing(value);
        this.#note();
        continue;
      }
      if (this.#options.isOwn(event.callId)) {
        heard.contested = true;
        continue;
      }
      heard.ask = !this.#take(event) || heard.ask;
    }
    return heard;
  }

  forgotten(callIds: readonly unknown[]): void {
    const { shown, isOwn, publish } = this.#options;
    for (const callId of callIds) {
      if (typeof callId !== "string" || isOwn(callId)) continue;
      shown.forget(callId);
      publish({ event: "deleted", data: { callId } });
    }
  }

  own(): CallSummary[] {
    const { instance, shown } = this.#options;
    return shown.list().filter((call) => call.instance === instance)
      .sort((a, b) => a.callId < b.callId ? -1 : 1);
  }

  live(): CallSummary[] {
    const { instance, shown } = this.#options;
    return shown.live().filter((call) => call.instance !== instance);
  }

  async known(
    instance: string,
    calls: readonly unknown[],
    { holes }: { holes: boolean } = { holes: false },
  ): Promise<boolean> {
    const { shown, resync } = this.#options;
    const readable = calls.flatMap((value) => {
      const call = readCall(value);
      if (!call) this.#note();
      return call && call.instance === instance ? [call] : [];
    });
    const ids = new Set(readable.map(({ callId }) => callId));
    const vanished = this.live().filter((call) =>
      call.instance === instance && !ids.has(call.callId)
    );
    const found = await this.#inStore(vanished);
    let isChanged = false;
    for (const call of [...readable, ...found.calls]) {
      if (!this.#isNews(call, holes)) continue;
      shown.hold(call);
      isChanged = true;
    }
    for (const { callId } of found.nowhere) {
      shown.forget(callId);
      isChanged = true;
    }
    if (isChanged) resync("calls of another instance were missed");
    return found.complete;
  }

  async catchUp(callIds: readonly string[]): Promise<void> {
    const { shown, store, publish, log } = this.#options;
    try {
      for (const callId of callIds) {
        const record = await store.call(callId);
        if (!shown.liveCall(callId)) continue;
        if (!record) {
          this.forgotten([callId]);
          continue;
        }
        for (const event of record.events) {
          if (shown.apply(event)) publish({ event: "call", data: event });
        }
      }
    } catch (error) {
      log.warn("store_not_read", { place: faultPlace(error) });
    }
  }

  /** False: it is of a call whose beginning was missed, or that was taken to be over. */
  #take(event: CallEvent): boolean {
    const { shown, publish } = this.#options;
    const call = shown.get(event.callId)?.call;
    const isAfterword = AFTERWORDS.has(event.type);
    if (!call && event.type !== "call.started" && !isAfterword) return false;
    const isCrash = event.type === "call.ended" && event.code === CRASHED;
    if (call?.endCode === CRASHED && !isAfterword && !isCrash) return false;
    if (shown.apply(event)) publish({ event: "call", data: event });
    return true;
  }

  #isNews(call: CallSummary, holes: boolean): boolean {
    if (this.#options.isOwn(call.callId)) return false;
    const shown = this.#options.shown.get(call.callId)?.call;
    // Whoever took it for dead was wrong, whatever number that has.
    const isBack = shown?.endCode === CRASHED && call.endCode !== CRASHED;
    return !shown || call.seq > shown.seq || isBack || (holes && call.seq === shown.seq);
  }

  /** What became of calls whose instance does not know them any more. */
  async #inStore(
    calls: readonly CallSummary[],
  ): Promise<{ calls: CallSummary[]; nowhere: CallSummary[]; complete: boolean }> {
    const { store, log } = this.#options;
    const found: CallSummary[] = [];
    const nowhere: CallSummary[] = [];
    try {
      for (const call of calls) {
        const stored = (await store.call(call.callId))?.call;
        if (stored && stored.endedAtMs !== null) found.push(stored);
        else nowhere.push(call);
      }
      return { calls: found, nowhere, complete: true };
    } catch (error) {
      log.warn("store_not_read", { place: faultPlace(error) });
      return { calls: found, nowhere, complete: false };
    }
  }

  #note(): void {
    this.#unusable++;
    // One line for the first, and then the fewer the more there are.
    if ((this.#unusable & (this.#unusable - 1)) !== 0) return;
    this.#options.log.warn("words_of_another_instance_not_understood", { count: this.#unusable });
  }
}

function isPassing(value: unknown): boolean {
  const type = (value as { type?: CallEvent["type"] } | null)?.type;
  return type !== undefined && PASSING.has(type);
}
