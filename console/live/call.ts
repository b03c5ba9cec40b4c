// One call, live or past: its stored events and the ones that arrive, folded by the contract's folds.
// The same model for both; knows nothing of how it is drawn.
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { CallSummary } from "../../server/contract/call.ts";
import { foldCall } from "../../server/contract/fold_call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import {
  EMPTY_TRANSCRIPT,
  foldTranscript,
  type Transcript,
  transcriptOf,
} from "../../server/contract/transcript.ts";
import type { Api, Refusal } from "../api.ts";
import type { Feed } from "./feed.ts";
import type { Cancel, Timers } from "./timers.ts";

export interface CallView {
  call: CallSummary | null;
  transcript: Transcript;
  /** All but the passing ones, in order. */
  events: readonly CallEvent[];
}

export type CallLoading = "loading" | "ready" | Refusal;

export interface LiveCall {
  view: ReadonlySignal<CallView>;
  loading: ReadonlySignal<CallLoading>;
  load(): Promise<void>;
  stop(): void;
}

/** What could not be fetched anew is asked for again, later each time: until then something may be missing. */
const AGAIN_MS = { first: 1000, most: 15_000 } as const;

const EMPTY: CallView = { call: null, transcript: EMPTY_TRANSCRIPT, events: [] };

/** The same as folding all events into nothing, in a time that grows with their number only. */
function viewOf(events: readonly CallEvent[]): CallView {
  const call = events.reduce<CallSummary | null>(foldCall, null);
  return { call, transcript: transcriptOf(events), events: events.filter(isKept) };
}

/** Adds events in order of their numbers; those already folded in are passed over. */
export function foldView(view: CallView, events: readonly CallEvent[]): CallView {
  let { call, transcript } = view;
  const kept: CallEvent[] = [];
  let lastSeq = Math.max(call?.seq ?? 0, view.events.at(-1)?.seq ?? 0);
  for (const event of events) {
    if (event.seq <= lastSeq) continue;
    lastSeq = event.seq;
    call = foldCall(call, event);
    transcript = foldTranscript(transcript, event);
    if (isKept(event)) kept.push(event);
  }
  // Of the same events the same list: most that arrive are words that pass by.
  return { call, transcript, events: kept.length > 0 ? [...view.events, ...kept] : view.events };
}

/**
 * What arrived here and is not in the record yet: whoever answers may have heard less of a live call than we have. The
 * record of a call that has ended is whole.
 */
function newerThan(stored: CallView, known: CallView): readonly CallEvent[] {
  if (stored.call?.endedAtMs !== null) return [];
  const lastSeq = stored.events.at(-1)?.seq ?? 0;
  const newer = known.events.filter(({ seq }) => seq > lastSeq);
  // An end that does not hold: its instance was wrongly taken to be dead. One that does comes again.
  const end = newer.findIndex(({ type }) => type === "call.ended");
  return end === -1 ? newer : newer.slice(0, end);
}

function isKept({ type }: CallEvent): boolean {
  return !type.endsWith(".partial");
}

export function createLiveCall(
  options: {
    callId: string;
    api: Pick<Api, "call">;
    feed: Pick<Feed, "listen">;
    timers: Pick<Timers, "after">;
    /** Rises when the stream began anew, so that what was missed is fetched. */
    generation: ReadonlySignal<number>;
  },
): LiveCall {
  const { callId, api } = options;
  const view = signal(EMPTY);
  const loading = signal<CallLoading>("loading");
  let waiting: CallEvent[] | null = [];
  let asked = 0;
  let failed = 0;
  let due: Cancel = () => {};

  async function load(): Promise<void> {
    const ours = ++asked;
    due();
    waiting ??= [];
    const result = await api.call(callId);
    if (ours !== asked) return;
    if (result.ok) {
      failed = 0;
      const stored = viewOf(result.value.events);
      view.value = foldView(stored, [...newerThan(stored, view.peek()), ...waiting]);
      // A call whose first events were lost still has its summary.
      if (!view.peek().call) view.value = { ...view.peek(), call: result.value.call };
    } else if (view.peek().call) {
      // A failed refresh keeps what is known; one that is gone for good is not asked for again.
      view.value = foldView(view.peek(), waiting);
      if (result.refusal.code !== "not_found") {
        due = options.timers.after(Math.min(AGAIN_MS.most, AGAIN_MS.first * 2 ** failed++), load);
      }
    }
    waiting = null;
    loading.value = result.ok || view.peek().call ? "ready" : result.refusal;
  }

  const unlisten = options.feed.listen((message) => {
    if (message.event !== "call" || message.data.callId !== callId) return;
    if (waiting) waiting.push(message.data);
    else if (view.peek().call) view.value = foldView(view.peek(), [message.data]);
    else {
      // The call was asked for before it had begun: now there is something to fetch.
      waiting = [message.data];
      load();
    }
  });
  const stopWatching = effect(() => {
    // Loads at once, and again with every new generation.
    options.generation.value;
    load();
  });

  return {
    view,
    loading,
    load,
    stop() {
      asked++;
      due();
      unlisten();
      stopWatching();
    },
  };
}
