// Plays a score into a session in real time: frames of the wanted size, pauses, losses, language changes, the end.
// It knows the session only as a few wishes.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import type { Cancel, Clock } from "../../clock.ts";
import { type Deed, render, type Score, type Who } from "./score.ts";

/** Frames of 200 ms as in live logs, of 20 ms, or of any odd number of samples (audiohook § 8.1). */
export const FRAMINGS = ["200", "20", "odd"] as const;
export type Framing = typeof FRAMINGS[number];

/** What can be done to the session. */
export interface FeedPhone {
  audio(frame: Uint8Array): void;
  hold(on: boolean): void;
  /** Samples of one channel. */
  skip(samples: number): void;
  language(tag: string): void;
  /** Whether audio flows; the server may have paused it. */
  flows(): boolean;
  /** All has been played. */
  over(): void;
}

export interface LineFeedOptions {
  clock: Clock;
  score: Score;
  channels: readonly Who[];
  framing: Framing;
  random: () => number;
  /** Whether the media goes on in a pause. */
  pauseClock: "counts" | "stands";
  phone: FeedPhone;
  tell(line: string): void;
}

/** Sound that did not reach the server, on the clock of the media. */
export interface Unsent {
  startMs: number;
  endMs: number;
}

const MAX_ODD_SAMPLES = 2400;
/** How often a clock that stands looks whether the server lets it go on. */
const LOOK_MS = 20;
/** A server that never lets it go on must not keep the call for ever. */
const PATIENCE_MS = 120_000;

type Event = Deed | { do: "go_on"; atMs: number } | { do: "end"; atMs: number };

export class LineFeed {
  readonly #options: LineFeedOptions;
  readonly #originMs: number;
  readonly #events: Event[];
  readonly unsent: Unsent[] = [];
  /** Samples of one channel so far. */
  #at = 0;
  #frameEnd = 0;
  /** How long the media stood still. */
  #stoodMs = 0;
  #patienceMs = PATIENCE_MS;
  #cancel: Cancel | undefined;
  #over = false;

  /** Begins to play now. */
  constructor(options: LineFeedOptions) {
    this.#options = options;
    this.#originMs = options.clock.now();
    const { deeds, endMs } = options.score;
    const ends = deeds.flatMap((deed): Event[] =>
      deed.do === "pause" && options.pauseClock === "counts"
        ? [{ do: "go_on", atMs: deed.atMs + deed.ms }]
        : []
    );
    // Of what is due at once the end of a pause comes first.
    this.#events = [...ends, ...deeds, { do: "end" as const, atMs: endMs }]
      .sort((a, b) => a.atMs - b.atMs);
    this.#frameEnd = this.#frameSamples();
    this.#step();
  }

  /** Milliseconds of the media so far. */
  get mediaMs(): number {
    return this.#at / BYTES_PER_MS;
  }

  stop(): void {
    this.#over = true;
    this.#cancel?.();
  }

  #step(): void {
    const { clock } = this.#options;
    while (!this.#over) {
      const next = this.#events[0];
      const eventAt = next ? Math.round(next.atMs * BYTES_PER_MS) : Infinity;
      const until = Math.max(this.#at, Math.min(this.#frameEnd, eventAt));
      const dueMs = this.#originMs + this.#stoodMs + until / BYTES_PER_MS;
      // An early timer must not make sound of the future; a late one is caught up with at once.
      const earlyMs = dueMs - clock.now();
      if (earlyMs > 1e-3) return this.#wait(earlyMs);
      if (this.#stands()) {
        this.#stoodMs += LOOK_MS;
        this.#patienceMs -= LOOK_MS;
        if (this.#patienceMs <= 0) return void this.#perform({ do: "end", atMs: this.mediaMs });
        return this.#wait(LOOK_MS);
      }
      if (until > this.#at) this.#play(until);
      if (this.#at === this.#frameEnd) this.#frameEnd += this.#frameSamples();
      if (!next || eventAt > this.#at) continue;
      this.#events.shift();
      if (!this.#perform(next)) return;
    }
  }

  #wait(ms: number): void {
    this.#cancel = this.#options.clock.after(ms, () => this.#step());
  }

  /** The server paused a client whose clock then stands. */
  #stands(): boolean {
    return this.#options.pauseClock === "stands" && !this.#options.phone.flows();
  }

  #play(until: number): void {
    const { score, channels, phone } = this.#options;
    const frame = render(score, channels, { from: this.#at, until });
    if (!phone.flows()) this.#lost(this.#at, until);
    this.#at = until;
    phone.audio(frame);
  }

  /** Whether the media goes on at once. */
  #perform(event: Event): boolean {
    const { phone, tell, pauseClock } = this.#options;
    switch (event.do) {
      case "pause":
        tell(`paused for ${event.ms} ms`);
        phone.hold(true);
        if (pauseClock === "counts") return true;
        this.#stoodMs += event.ms;
        this.#cancel = this.#options.clock.after(event.ms, () => {
          phone.hold(false);
          this.#step();
        });
        return false;
      case "go_on":
        phone.hold(false);
        return true;
      case "discard": {
        tell(`${event.ms} ms of sound are lost`);
        const samples = Math.round(event.ms * BYTES_PER_MS);
        this.#lost(this.#at, this.#at + samples);
        this.#at += samples;
        this.#frameEnd = Math.max(this.#frameEnd, this.#at + this.#frameSamples());
        phone.skip(samples);
        return true;
      }
      case "language":
        tell(`language ${event.tag}`);
        phone.language(event.tag);
        return true;
      case "end":
        this.stop();
        phone.over();
        return false;
    }
  }

  #lost(from: number, until: number): void {
    const [startMs, endMs] = [from / BYTES_PER_MS, until / BYTES_PER_MS];
    const last = this.unsent.at(-1);
    if (last && last.endMs === startMs) last.endMs = endMs;
    else this.unsent.push({ startMs, endMs });
  }

  #frameSamples(): number {
    const { framing, random } = this.#options;
    if (framing !== "odd") return Number(framing) * BYTES_PER_MS;
    return 2 * Math.floor(random() * MAX_ODD_SAMPLES / 2) + 1;
  }
}
