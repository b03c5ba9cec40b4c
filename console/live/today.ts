// How many calls began today, by this browser's midnight: those the feed tells, and the earlier ones from the store.
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { CallSummary } from "../../server/contract/call.ts";
import type { Api } from "../api.ts";
import type { Floor } from "./floor.ts";

export interface Today {
  /** `more`: there are more than were counted. Null: not counted yet. */
  count: ReadonlySignal<{ calls: number; more: boolean } | null>;
  stop(): void;
}

const PAGE = 200;
/** Beyond so many nobody counts along. */
const PAGES = 5;

export function createToday(
  { api, floor, nowMs }: {
    api: Pick<Api, "calls">;
    floor: Pick<Floor, "calls" | "generation">;
    nowMs: ReadonlySignal<number>;
  },
): Today {
  const midnightMs = computed(() => new Date(nowMs.value).setHours(0, 0, 0, 0));
  const earlier = signal<{ ids: ReadonlySet<string>; more: boolean } | null>(null);
  const count = computed(() => {
    if (!earlier.value) return null;
    const fresh = [...floor.calls.value.values()].filter(({ call }) =>
      call.startedAtMs >= midnightMs.value && !earlier.value?.ids.has(call.callId)
    ).length;
    return { calls: earlier.value.ids.size + fresh, more: earlier.value.more };
  });
  let asked = 0;
  // What was fetched before a snapshot may have missed something, and a new day counts anew.
  const stop = effect(() => {
    floor.generation.value;
    void ask(midnightMs.value, ++asked);
  });

  async function ask(sinceMs: number, mine: number): Promise<void> {
    const ids = new Set<string>();
    let beforeMs: number | undefined;
    for (let page = 0; page < PAGES; page++) {
      const result = await api.calls({
        limit: PAGE,
        ...(beforeMs !== undefined && { beforeMs }),
      });
      // A figure that could not be had is left as it was.
      if (!result.ok || mine !== asked) return;
      const ofToday = result.value.filter((call: CallSummary) => call.startedAtMs >= sinceMs);
      for (const { callId } of ofToday) ids.add(callId);
      if (ofToday.length < PAGE) {
        earlier.value = { ids, more: false };
        return;
      }
      beforeMs = ofToday.at(-1)?.startedAtMs;
    }
    earlier.value = { ids, more: true };
  }

  return {
    count,
    stop() {
      asked++;
      stop();
    },
  };
}
