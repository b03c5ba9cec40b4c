// What the floor screen shows of the floor: held still while paused, cards in a calm order.
// Knows no components.
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { CallSummary } from "../../server/contract/call.ts";
import { attention } from "./attention.ts";
import { arrange, type CardOrder, EMPTY_ORDER, type Placed } from "./card_order.ts";
import type { Floor, FloorCall } from "./floor.ts";
import type { Marks } from "./marks.ts";
import { pausable } from "./pausable.ts";

export interface FloorView {
  live: ReadonlySignal<readonly FloorCall[]>;
  ended: ReadonlySignal<readonly CallSummary[]>;
  order: ReadonlySignal<CardOrder>;
  /** Pointer or focus is among the cards. */
  held: Signal<boolean>;
  reorder(): void;
  stop(): void;
}

export function createFloorView(
  options: {
    floor: Pick<Floor, "live" | "ended" | "status">;
    nowMs: ReadonlySignal<number>;
    paused: ReadonlySignal<boolean>;
    marks: ReadonlySignal<Marks>;
  },
): FloorView {
  const { floor, nowMs, paused, marks } = options;
  const live = pausable(floor.live, paused);
  const ended = pausable(floor.ended, paused);
  const held = signal(false);
  const order = signal(EMPTY_ORDER);

  function placed(): Placed[] {
    const fleet = floor.status.value?.fleet;
    return live.value.map(({ call }) => ({
      callId: call.callId,
      startedAtMs: call.startedAtMs,
      level: attention(call, { nowMs: nowMs.value, marks: marks.value, fleet }).level,
    }));
  }

  const stop = effect(() => {
    const now = { nowMs: nowMs.value, held: held.value || paused.value };
    order.value = arrange(order.peek(), placed(), now);
  });

  return {
    live,
    ended,
    order,
    held,
    stop,
    reorder() {
      order.value = arrange(order.peek(), placed(), {
        nowMs: nowMs.peek(),
        held: false,
        force: true,
      });
    },
  };
}
