// Keeps a screen from going dark while it is looked at from afar. The browser takes the lock away whenever the page
// is hidden, so it is asked for again when the page is seen.
import { type ReadonlySignal, signal } from "@preact/signals";

/** What the browser gives for as long as it holds. */
export interface HeldLock {
  release(): Promise<void>;
}

export interface WakeLock {
  /** Null: not known yet; false: the screen may go dark. */
  held: ReadonlySignal<boolean | null>;
  /** The page is seen (again). */
  ask(): Promise<void>;
  /** The page is hidden: the browser has taken it. */
  lost(): void;
  stop(): void;
}

/** `request` null: this browser has no such lock. */
export function createWakeLock(request: (() => Promise<HeldLock>) | null): WakeLock {
  const held = signal<boolean | null>(request ? null : false);
  let lock: HeldLock | null = null;
  let stopped = false;
  const release = () => {
    // One that is gone already cannot be given back: nothing follows from that.
    void lock?.release().catch(() => {});
    lock = null;
  };
  return {
    held,
    async ask() {
      if (!request || lock || stopped) return;
      try {
        const mine = await request();
        if (stopped || lock) return void mine.release().catch(() => {});
        lock = mine;
        held.value = true;
      } catch {
        // Refused, for instance to save the battery.
        held.value = false;
      }
    },
    lost() {
      lock = null;
      if (request) held.value = null;
    },
    stop() {
      stopped = true;
      release();
    },
  };
}
