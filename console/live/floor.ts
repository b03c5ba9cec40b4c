// All calls as the feed tells them: a snapshot, then one event after another.
// Knows the fold of the contract and nothing of how a call is drawn.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { CallSummary } from "../../server/contract/call.ts";
import { foldCall } from "../../server/contract/fold_call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import type { FeedMessage, ServerStatus, Snapshot } from "../../server/contract/feed.ts";
import type { Notice } from "../../server/contract/notice_limits.ts";
import type { Speaker } from "./speakers.ts";

/** A call, and what a list shows of it beyond its summary. */
export interface FloorCall {
  call: CallSummary;
  /** Words of each side that are forming now; they pass by and are never kept. */
  forming: Forming;
}

type Forming = Readonly<Partial<Record<Speaker, string>>>;

export interface Floor {
  calls: ReadonlySignal<ReadonlyMap<string, FloorCall>>;
  live: ReadonlySignal<readonly FloorCall[]>;
  /** Newest end first. */
  ended: ReadonlySignal<readonly CallSummary[]>;
  status: ReadonlySignal<ServerStatus | null>;
  /** The notice board, newest first. */
  board: ReadonlySignal<readonly Notice[]>;
  /** Rises with every snapshot: what was fetched before may have missed something. */
  generation: ReadonlySignal<number>;
  /** Number of the last event of the stream. */
  seq: ReadonlySignal<number>;
  apply(message: FeedMessage): void;
  /** How many calls have ended while the stream was lost, as a snapshot that is not applied yet tells. */
  endsMissed(snapshot: Pick<Snapshot, "calls">): number;
  /** Adds calls from the store, older than those the feed knows. */
  addEarlier(calls: readonly CallSummary[]): void;
}

/** Ended calls kept in memory; beyond these the store is asked again. */
export const ENDED_KEPT = 400;

export function createFloor(): Floor {
  // Changed in place, and copied only when somebody looks: a busy floor has thousands of events a second.
  let known = new Map<string, FloorCall>();
  const changes = signal(0);
  const changesOfEnded = signal(0);
  const status = signal<ServerStatus | null>(null);
  const board = signal<readonly Notice[]>([]);
  const generation = signal(0);
  const seq = signal(0);

  const calls = computed<ReadonlyMap<string, FloorCall>>(() => {
    changes.value;
    return new Map(known);
  });
  const live = computed(() => {
    changes.value;
    return [...known.values()].filter(({ call }) => call.endedAtMs === null);
  });
  const ended = computed(() => {
    changesOfEnded.value;
    return [...known.values()].map(({ call }) => call)
      .filter((call) => call.endedAtMs !== null)
      .sort((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0));
  });

  function changed(alsoEnded: boolean): void {
    changes.value = changes.peek() + 1;
    if (alsoEnded) changesOfEnded.value = changesOfEnded.peek() + 1;
  }

  function apply(message: FeedMessage): void {
    switch (message.event) {
      case "snapshot": {
        const { data } = message;
        known = new Map(data.calls.map((call) => [call.callId, { call, forming: NONE }]));
        changed(true);
        status.value = data.status;
        board.value = data.notices ?? [];
        seq.value = data.seq;
        generation.value++;
        return;
      }
      case "call":
        return applyEvent(message.data);
      case "status":
        status.value = message.data;
        return;
      case "notices":
        board.value = message.data;
        return;
      case "deleted":
        if (known.delete(message.data.callId)) changed(true);
    }
  }

  function applyEvent(event: CallEvent): void {
    // The stream counts for itself: an event's own number is that of its call.
    seq.value++;
    const old = known.get(event.callId);
    // A replay may overlap the snapshot; counting an event twice would double its tokens.
    if (old && event.seq <= old.call.seq) return;
    const call = foldCall(old?.call ?? null, event);
    if (!call) return;
    known.set(event.callId, { call, forming: forming(old?.forming ?? NONE, event) });
    if (!old) dropEldest(known);
    changed((call.endedAtMs ?? old?.call.endedAtMs ?? null) !== null);
  }

  return {
    calls,
    live,
    ended,
    status,
    board,
    generation,
    seq,
    apply,
    // Before the first snapshot nothing was missed.
    endsMissed: ({ calls }) =>
      generation.peek() === 0
        ? 0
        : calls.filter(({ callId, endedAtMs }) =>
          endedAtMs !== null && (known.get(callId)?.call.endedAtMs ?? null) === null
        ).length,
    addEarlier(earlier) {
      for (const call of earlier) {
        if (!known.has(call.callId)) known.set(call.callId, { call, forming: NONE });
      }
      changed(true);
    },
  };
}

const NONE: Forming = {};

/** People may speak at once; of an agent and its caller only the side that came last is shown. */
function forming(old: Forming, event: CallEvent): Forming {
  switch (event.type) {
    case "caller.partial":
      return { caller: event.text };
    case "agent.partial":
      return { agent: event.text };
    case "speech.partial":
      return { ...old, [event.speaker]: event.text };
    case "speech.line":
    case "speech.dropped":
      return without(old, event.speaker);
    case "caller.line":
    case "caller.not_transcribed":
      return without(old, "caller");
    case "agent.line":
    case "agent.heard":
      return without(old, "agent");
    case "call.ended":
      return NONE;
    default:
      return old;
  }
}

function without(old: Forming, speaker: Speaker): Forming {
  const { [speaker]: _done, ...others } = old;
  return others;
}

function dropEldest(calls: Map<string, FloorCall>): void {
  if (calls.size <= ENDED_KEPT) return;
  const ended = [...calls.values()].filter(({ call }) => call.endedAtMs !== null)
    .sort((a, b) => (a.call.endedAtMs ?? 0) - (b.call.endedAtMs ?? 0));
  for (const { call } of ended.slice(0, calls.size - ENDED_KEPT)) calls.delete(call.callId);
}
