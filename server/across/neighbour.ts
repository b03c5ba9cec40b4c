// One other instance, as the floor follows it: what it tells is shown as it comes; where something may have been missed
// it is asked for all its calls, and what it tells meanwhile waits. Knows nothing of how words travel.
import type { Cancel, Clock } from "../clock.ts";
import type { FloorAfar } from "../floor/afar.ts";

/** What one instance tells the others. */
export interface FloorWord {
  events?: readonly unknown[];
  forgotten?: readonly unknown[];
  /** It is to be asked for its calls. */
  ask?: true;
}

export interface NeighbourOptions {
  id: string;
  afar: Pick<FloorAfar, "heard" | "forgotten" | "known">;
  clock: Clock;
  /** All its calls; rejects where it does not answer. */
  calls: () => Promise<unknown[]>;
  isHeard: () => boolean;
  /** It takes calls of this instance for dead that live. */
  onContested: () => void;
}

/** It is not asked more often. */
const ASK_EVERY_MS = 2000;
/** Of events that wait while it answers. */
const MOST_WAITING = 10_000;

export class Neighbour {
  readonly #options: NeighbourOptions;
  /** Null: what it tells is shown at once. */
  #waiting: FloorWord[] | null = null;
  #waitingEvents = 0;
  #askedAtMs = -Infinity;
  #due: Cancel | null = null;
  /** Something is missing of what is shown, and more came after it. */
  #holes = false;
  #again = false;
  #left = false;

  constructor(options: NeighbourOptions) {
    this.#options = options;
  }

  take(word: FloorWord): void {
    if (this.#left) return;
    if (!this.#waiting) return this.#show(word);
    // The word itself, too: it may hold nothing.
    this.#waitingEvents += 1 + (word.events?.length ?? 0) + (word.forgotten?.length ?? 0);
    if (this.#waitingEvents <= MOST_WAITING) {
      this.#waiting.push(word);
      return;
    }
    this.#waiting = [];
    this.#waitingEvents = 0;
    this.#again = true;
  }

  /** Something of what it said was missed. */
  ask(): void {
    if (this.#left) return;
    if (this.#waiting) {
      this.#again = true;
      return;
    }
    if (this.#due) {
      this.#holes = true; // what it tells until then is shown
      return;
    }
    const { clock } = this.#options;
    const inMs = this.#askedAtMs + ASK_EVERY_MS - clock.now();
    if (inMs > 0) {
      this.#holes = true;
      this.#due = clock.after(inMs, () => {
        this.#due = null;
        this.ask();
      });
      return;
    }
    this.#ask();
  }

  leave(): void {
    this.#left = true;
    this.#due?.();
    this.#waiting = null;
  }

  async #ask(): Promise<void> {
    const { id, afar, calls, isHeard, clock } = this.#options;
    this.#askedAtMs = clock.now();
    this.#waiting = [];
    this.#waitingEvents = 0;
    this.#again = false;
    const answer = await calls().catch(() => null);
    if (this.#left) return;
    const isWhole = answer !== null && await afar.known(id, answer, { holes: this.#holes });
    if (this.#left) return;
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#holes = !isWhole;
    for (const word of waiting) this.#show(word);
    // One that is not heard any more is found anew, or gone.
    if (this.#again || (!isWhole && isHeard())) this.ask();
  }

  #show({ events, forgotten, ask }: FloorWord): void {
    const { afar, onContested } = this.#options;
    if (forgotten) afar.forgotten(forgotten);
    const heard = events && afar.heard(events);
    if (heard?.contested) onContested();
    if (heard?.ask || ask) this.ask();
  }
}
