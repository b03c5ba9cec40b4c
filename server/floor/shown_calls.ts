// What people may be shown: calls as their published events make them. Live ones with their events,
// ended ones as summaries. Pure state; knows nothing of stores, readers or time.
import { type CallSummary, foldCall } from "../contract/call.ts";
import { type CallEvent, PASSING } from "../contract/event.ts";

/** Ended calls that stay on the floor. */
export const ENDED_SHOWN = 50;
/** Events of a live call that are held in memory; earlier ones are in the store. */
const EVENTS_HELD = 2000;

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
  readonly #live = new Map<string, Held>();
  /** In the order in which they ended. */
  readonly #ended = new Map<string, Held>();

  /** Takes in calls of an earlier process, newest first; their events are in the store. */
  remember(calls: readonly CallSummary[]): void {
    const byEnd = [...calls].sort((a, b) => (a.endedAtMs ?? 0) - (b.endedAtMs ?? 0));
    for (const call of byEnd) this.#put({ call, events: [], whole: false });
  }

  apply(event: CallEvent): void {
    const { callId } = event;
    const over = this.#ended.get(callId);
    if (over && event.type !== "call.started") {
      over.call = foldCall(over.call, event) ?? over.call; // an afterword: its place in the list stays
      return;
    }
    const held = event.type === "call.started" ? undefined : this.#live.get(callId);
    const call = foldCall(held?.call ?? null, event);
    if (!call) return;
    this.#ended.delete(callId);
    const next = held ?? { call, events: [], whole: true };
    next.call = call;
    if (!PASSING.has(event.type)) next.events.push(event);
    if (next.events.length > EVENTS_HELD) {
      next.events.splice(0, EVENTS_HELD / 10);
      next.whole = false;
    }
    this.#put(next);
  }

  get(callId: string): ShownCall | undefined {
    return this.#live.get(callId) ?? this.#ended.get(callId);
  }

  /** Of a call that has ended. */
  forget(callId: string): void {
    this.#ended.delete(callId);
  }

  /** Longest first. */
  live(): CallSummary[] {
    return [...this.#live.values()].map(({ call }) => call);
  }

  /** Live calls, longest first; then ended ones, last first. */
  list(): CallSummary[] {
    return [...this.#live.values(), ...[...this.#ended.values()].reverse()].map(({ call }) => call);
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
