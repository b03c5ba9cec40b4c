// Past calls as they were found: page after page, kept while somebody looks into one and comes back.
// Knows the API and no page.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { FoundCall } from "../../server/contract/history_filters.ts";
import type { Api } from "../api.ts";
import { type Asked, historyQuery, writeAsked } from "./history_address.ts";
import type { Timers } from "./timers.ts";

export type Older = "ready" | "asking" | "no_more" | { failed: string };

export type HistoryState =
  | { kind: "asking" }
  | { kind: "not_found"; why: string }
  | {
    kind: "found";
    calls: readonly FoundCall[];
    older: Older;
    /** Older calls that searches do not find yet. */
    unindexed: number;
    atMs: number;
    /** Calls that have ended since: some may fit. */
    endedSince: number;
    /** Another question was asked; these are the answer to the last one. */
    searching: boolean;
  };

export interface History {
  state: ReadonlySignal<HistoryState>;
  /** Where somebody was when the page was left; null: at the top. */
  place: { scrollY: number; callId: string | null } | null;
  /** Shows what `asked` finds: what is held, where it is young and the same question. */
  show(asked: Asked): Promise<void>;
  /** The same question anew. */
  again(): Promise<void>;
  /** The page after the last; what is there stays. */
  older(): Promise<void>;
  /** "" where it is gone, or why it is not. */
  remove(callId: string): Promise<string>;
  /** Somebody deleted it, here or elsewhere. */
  forget(callId: string): void;
  /** A call has ended: what is held may lack it. Where nothing was found, it is looked for. */
  callEnded(): void;
}

/** Older than this, what is held is asked for anew. */
const YOUNG_MS = 5 * 60_000;
const PAGE = 50;
/** Calls end one after the other: not each is worth a search. */
const LOOK_AGAIN_AFTER_MS = 1000;

export function createHistory(
  { api, timers }: {
    api: Pick<Api, "findCalls" | "deleteCall">;
    timers: Pick<Timers, "wallMs" | "after">;
  },
): History {
  const state = signal<HistoryState>({ kind: "asking" });
  let asked: Asked = {};
  let heldFor: string | null = null;
  let next: string | null = null;
  /** Answers to an earlier question come too late. */
  let question = 0;
  let lookingAgain = false;

  async function load(): Promise<void> {
    const mine = ++question;
    history.place = null;
    heldFor = writeAsked(asked);
    const held = state.peek();
    state.value = held.kind === "found" ? { ...held, searching: true } : { kind: "asking" };
    const result = await api.findCalls({ query: historyQuery(asked), limit: PAGE });
    if (mine !== question) return;
    if (!result.ok) {
      heldFor = null;
      state.value = { kind: "not_found", why: result.refusal.message };
      return;
    }
    const { calls, unindexed } = result.value;
    next = result.value.next;
    const older = next === null ? "no_more" : "ready";
    const atMs = timers.wallMs();
    const endedSince = 0;
    state.value = { kind: "found", calls, older, unindexed, atMs, endedSince, searching: false };
  }

  function callEnded(): void {
    const held = state.peek();
    if (held.kind !== "found") return;
    state.value = { ...held, endedSince: held.endedSince + 1 };
    if (held.calls.length > 0 || lookingAgain) return;
    lookingAgain = true;
    timers.after(LOOK_AGAIN_AFTER_MS, () => {
      lookingAgain = false;
      const now = state.peek();
      if (now.kind === "found" && now.calls.length === 0) void load();
    });
  }

  function forget(callId: string): void {
    const held = state.peek();
    if (held.kind !== "found") return;
    const calls = held.calls.filter((call) => call.callId !== callId);
    if (calls.length < held.calls.length) state.value = { ...held, calls };
  }

  const history: History = {
    state,
    place: null,
    async show(now) {
      const held = state.peek();
      // Who comes back from a call finds the page as it was, and is told what has ended since.
      const back = history.place !== null && history.place.callId !== null;
      const young = held.kind === "found" && timers.wallMs() - held.atMs < YOUNG_MS;
      const whole = held.kind === "found" && (held.endedSince === 0 || back);
      const same = heldFor === writeAsked(now);
      asked = now;
      if (same && ((young && whole) || held.kind === "asking")) return;
      if (!young) state.value = { kind: "asking" };
      await load();
    },
    again: load,
    async older() {
      const held = state.peek();
      if (held.kind !== "found" || held.searching || next === null) return;
      if (held.older === "asking") return;
      const mine = question;
      state.value = { ...held, older: "asking" };
      const result = await api.findCalls({
        query: historyQuery(asked),
        limit: PAGE,
        cursor: next,
      });
      const now = state.peek();
      if (mine !== question || now.kind !== "found") return;
      if (!result.ok) {
        state.value = { ...now, older: { failed: result.refusal.message } };
        return;
      }
      next = result.value.next;
      const known = new Set(now.calls.map(({ callId }) => callId));
      const fresh = result.value.calls.filter(({ callId }) => !known.has(callId));
      state.value = {
        ...now,
        calls: [...now.calls, ...fresh],
        older: next === null ? "no_more" : "ready",
        unindexed: result.value.unindexed,
      };
    },
    async remove(callId) {
      const result = await api.deleteCall(callId);
      // Somebody else may have been quicker.
      if (!result.ok && result.refusal.code !== "not_found") return result.refusal.message;
      forget(callId);
      return "";
    },
    forget,
    callEnded,
  };
  return history;
}
