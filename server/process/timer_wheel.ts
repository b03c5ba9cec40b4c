// A clock whose timers share one real one. A call sets and cancels dozens of timers a second; waking the
// event loop for each would cost more than forwarding the call's sound.
import type { Cancel, Clock } from "../clock.ts";

interface Slot {
  /** Number of the slot: its time divided by the width. */
  at: number;
  timers: Set<() => void>;
}

/** Timers of `clock` rounded up to slots of `slotMs`; within a slot they fire in the order they were set. */
export class TimerWheel implements Clock {
  readonly #clock: Clock;
  readonly #slotMs: number;
  readonly #slots = new Map<number, Slot>();
  /** Slot numbers as a binary heap, the earliest first. */
  readonly #heap: number[] = [];
  #armedFor = Infinity;
  #disarm: Cancel = () => {};

  constructor(clock: Clock, slotMs = 10) {
    this.#clock = clock;
    this.#slotMs = slotMs;
  }

  now(): number {
    return this.#clock.now();
  }

  wall(): number {
    return this.#clock.wall();
  }

  after(ms: number, fn: () => void): Cancel {
    const at = Math.ceil((this.#clock.now() + Math.max(0, ms)) / this.#slotMs);
    let slot = this.#slots.get(at);
    if (!slot) {
      slot = { at, timers: new Set() };
      this.#slots.set(at, slot);
      push(this.#heap, at);
      if (at < this.#armedFor) this.#arm(at);
    }
    // A fresh closure, so that the same function can be set twice.
    const timer = () => fn();
    const { timers } = slot;
    timers.add(timer);
    return () => {
      timers.delete(timer);
      if (timers.size === 0) this.#forget();
    };
  }

  /** With nothing left to wait for, nothing is left behind: no real timer outlives the last of ours. */
  #forget(): void {
    while (this.#heap.length > 0 && this.#slots.get(this.#heap[0]!)!.timers.size === 0) {
      this.#slots.delete(pop(this.#heap));
    }
    if (this.#heap.length > 0) return;
    this.#disarm();
    this.#armedFor = Infinity;
  }

  #arm(at: number): void {
    this.#disarm();
    this.#armedFor = at;
    const ms = Math.max(0, at * this.#slotMs - this.#clock.now());
    this.#disarm = this.#clock.after(ms, () => this.#fire());
  }

  #fire(): void {
    // Whoever sets a timer meanwhile must not arm for it: an earlier one may wait already.
    this.#armedFor = -Infinity;
    const due = Math.floor(this.#clock.now() / this.#slotMs + 1e-6);
    while (this.#heap.length > 0 && this.#heap[0]! <= due) {
      const { timers } = this.#slots.get(this.#heap[0]!)!;
      this.#slots.delete(pop(this.#heap));
      for (const timer of timers) {
        timers.delete(timer);
        try {
          timer();
        } catch (error) {
          // One timer's fault must not cost the others their turn; it surfaces where the last resort sees it.
          reportError(error);
        }
      }
    }
    this.#armedFor = Infinity;
    if (this.#heap.length > 0) this.#arm(this.#heap[0]!);
    else this.#disarm();
  }
}

function push(heap: number[], value: number): void {
  let at = heap.push(value) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]! <= value) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = value;
}

function pop(heap: number[]): number {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
    if (heap[child]! >= last) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}
