// Notices a server that still answers pings but writes nothing down any more: where words are due and nothing at all
// comes, it is asked for a sign of life. Pure: step(state, input) → {state, act}.

const SILENT_MS = 5000;
const ANSWER_MS = 3000;

export interface Watch {
  /** Since when something is due and nothing came. */
  readonly sinceMs: number | null;
  readonly asked: boolean;
}

export const CALM: Watch = { sinceMs: null, asked: false };

/** `due`: words are waited for; `heard`: something came just now. */
export function stepWatch(
  state: Watch,
  { nowMs, due, heard }: { nowMs: number; due: boolean; heard: boolean },
): { state: Watch; act: "none" | "ask" | "dead" } {
  if (!due) return { state: CALM, act: "none" };
  if (heard || state.sinceMs === null) {
    return { state: { sinceMs: nowMs, asked: false }, act: "none" };
  }
  if (nowMs < dueMs(state)!) return { state, act: "none" };
  if (state.asked) return { state: CALM, act: "dead" };
  return { state: { sinceMs: nowMs, asked: true }, act: "ask" };
}

/** When to look again; null: not before something is due. */
export function dueMs({ sinceMs, asked }: Watch): number | null {
  return sinceMs === null ? null : sinceMs + (asked ? ANSWER_MS : SILENT_MS);
}
