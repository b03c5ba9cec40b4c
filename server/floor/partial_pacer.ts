// Lets the growing text of unfinished lines through at a bounded rate: of each line the latest text wins.
// One for each call; knows nothing of numbers, stores or readers.
import type { Cancel, Clock } from "../clock.ts";
import type { CallEventBody } from "../contract/event.ts";

export type PartialBody = Extract<
  CallEventBody,
  { type: "caller.partial" | "agent.partial" | "speech.partial" }
>;

/** Ten a second is as fast as anybody reads along. */
const INTERVAL_MS = 100;

export class PartialPacer {
  readonly #clock: Clock;
  readonly #release: (body: PartialBody) => void;
  /** By item; in order of how long each line has waited. */
  readonly #waiting = new Map<string, PartialBody>();
  #nextAtMs = -Infinity;
  #cancel: Cancel | null = null;

  constructor(clock: Clock, release: (body: PartialBody) => void) {
    this.#clock = clock;
    this.#release = release;
  }

  offer(body: PartialBody): void {
    this.#waiting.set(body.itemId, body);
    this.#pump();
  }

  /** Releases at once what waits of one line, or of all. */
  flush(itemId?: string): void {
    for (const body of [...this.#waiting.values()]) {
      if (itemId === undefined || body.itemId === itemId) this.#let(body);
    }
    if (this.#waiting.size > 0) return;
    this.#cancel?.();
    this.#cancel = null;
  }

  #pump(): void {
    const [oldest] = this.#waiting.values();
    if (this.#cancel || !oldest) return;
    const waitMs = this.#nextAtMs - this.#clock.now();
    if (waitMs <= 0) {
      this.#let(oldest);
      this.#pump();
      return;
    }
    this.#cancel = this.#clock.after(waitMs, () => {
      this.#cancel = null;
      this.#pump();
    });
  }

  #let(body: PartialBody): void {
    this.#waiting.delete(body.itemId);
    this.#nextAtMs = this.#clock.now() + INTERVAL_MS;
    this.#release(body);
  }
}

export function isPartial(body: CallEventBody): body is PartialBody {
  return body.type === "caller.partial" || body.type === "agent.partial" ||
    body.type === "speech.partial";
}

type LineEnd = Extract<
  CallEventBody,
  { type: "caller.line" | "caller.not_transcribed" | "agent.line" | "speech.line" }
>;

export function endsLine(body: CallEventBody): body is LineEnd {
  return body.type === "caller.line" || body.type === "caller.not_transcribed" ||
    body.type === "agent.line" || body.type === "speech.line";
}
