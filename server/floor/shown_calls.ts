// What people may be shown: calls as their published events make them, of all instances. Live ones with their events,
// ended ones as summaries. Pure state; knows nothing of stores, readers or time.
import type { CallSummary } from "../contract/call.ts";
import { foldCall } from "../contract/fold_call.ts";
import { type CallEvent, PASSING } from "../contract/event.ts";

/** Ended calls that stay on the floor. */
export const ENDED_SHOWN = 50;
/** Events of a live call that are held in memory; earlier ones are in the store. */
const EVENTS_HELD = 2000;
/** The same of another instance's call: what its store may not have taken yet. */
const EVENTS_HELD_OF_OTHERS = 200;

export interface ShownCall {
  readonly call: CallSummary;
  /** The latest events, in order, without passing ones; none once the call has ended. */
  readonly events: readonly CallEvent[];
  /** Whether `events` are all there are. */
  readonly whole: boolean;
}

interface Held extends ShownCall {
  call: CallSummary;
  events: CallEvent[];
  whole: boolean;
}

export class ShownCalls {
  readonly #instance: string;
  readonly #live = new Map<string, Held>();
  /** In the order in which they ended. */
  readonly #ended = new Map<string, Held>();

  /** `instance`: this one's id; "": the server is alone. */
  constructor(instance: string) {
    this.#instance = instance;
  }

  /** Takes in calls that others know of; their events are in the store. */
  remember(calls: readonly CallSummary[]): void {
    const byEnd = [...calls].sort((a, b) => (a.endedAtMs ?? 0) - (b.endedAtMs ?? 0));
    for (const call of byEnd) this.hold(call);
  }

  /** A call as it is now, whatever was shown of it; events that are held stay. */
  hold(call: CallSummary): void {
    const events = this.#live.get(call.callId)?.events ?? [];
    this.#ended.delete(call.callId);
    this.#put({ call, events, whole: false });
  }

  /** False: nothing new, it was shown before. */
  apply(event: CallEvent): boolean {
    const { callId } = event;
    if (event.seq <= (this.get(callId)?.call.seq ?? -Infinity)) return false;
    const over = this.#ended.get(callId);
    if (over && event.type !== "call.started") {
      over.call = foldCall(over.call, event) ?? over.call; // an afterword: its place in the list stays
      return true;
    }
    const held = event.type === "call.started" ? undefined : this.#live.get(callId);
    const call = foldCall(held?.call ?? null, event);
    if (!call) return true;
    this.#ended.delete(callId);
    const next = held ?? { call, events: [], whole: true };
    next.call = call;
    if (!PASSING.has(event.type)) next.events.push(event);
    const most = call.instance === this.#instance ? EVENTS_HELD : EVENTS_HELD_OF_OTHERS;
    if (next.events.length > most) {
      next.events.splice(0, most / 10);
      next.whole = false;
    }
    this.#put(next);
    return true;
  }

  get(callId: string): ShownCall | undefined {
    return this.#live.get(callId) ?? this.#ended.get(callId);
  }

  forget(callId: string): void {
    this.#live.delete(callId);
    this.#ended.delete(callId);
  }

  /** Longest first. */
  live(): CallSummary[] {
    return [...this.#live.values()].map(({ call }) => call)
      .sort((a, b) => a.startedAtMs - b.startedAtMs);
  }

  /** Undefined: no live call of this name is shown. */
  liveCall(callId: string): CallSummary | undefined {
    return this.#live.get(callId)?.call;
  }

  /** Live calls, longest first; then ended ones, last first. */
  list(): CallSummary[] {
    return [...this.live(), ...[...this.#ended.values()].reverse().map(({ call }) => call)];
  }

  #put(held: Held): void {
    const { callId, endedAtMs } = held.call;
    if (endedAtMs === null) {
      this.#live.set(callId, held);
      return;
    }
    this.#live.delete(callId);
    this.#ended.set(callId, { call: held.call, events: [], whole: false });
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > ENDED_SHOWN && oldest !== undefined) this.#ended.delete(oldest);
  }
}
