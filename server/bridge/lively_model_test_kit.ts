// A model that does what it is asked, one response at a time, in small steps that a test drives: for tests of whatever
// happens between them. It keeps to the rules of the port: see upstream/upstream.ts.
import type { ResponseCause, UpstreamEvent } from "../upstream/upstream.ts";
import { FakeUpstream } from "./fake_call_test_kit.ts";

interface Wish {
  cause: ResponseCause;
  must: boolean;
}

export class LivelyModel extends FakeUpstream {
  /** It answers turns by itself. */
  answersTurns = true;
  /** How many of the next responses come to nothing. */
  empty = 0;
  lost = false;
  #isReady = false;
  #waiting: Wish[] = [];
  #asked: (Wish & { cancelled: boolean }) | null = null;
  #active: { id: string; cancelled: boolean; detail: string } | null = null;
  #callerSpeaks = false;
  #count = 0;
  static #models = 0;
  readonly #name = `m${++LivelyModel.#models}`;

  override says(event: UpstreamEvent): void {
    if (event.type === "ready") this.#isReady = true;
    if (event.type === "lost") this.lost = true;
    super.says(event);
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  override respond(wish: { cause: ResponseCause; must?: boolean }): void {
    super.respond(wish);
    this.#waiting.push({
      cause: wish.cause,
      must: wish.must === true || wish.cause === "farewell",
    });
  }

  override cancel(): void {
    super.cancel();
    this.#waiting = [];
    if (this.#asked) this.#asked.cancelled = true;
    if (this.#active) this.#active.cancelled = true;
  }

  callerStarts(itemId: string): void {
    this.#callerSpeaks = true;
    if (this.answersTurns) {
      this.#waiting = this.#waiting.filter(({ must }) => must);
      if (this.#asked && !this.#asked.must) this.#asked.cancelled = true;
      if (this.#active) Object.assign(this.#active, { cancelled: true, detail: "turn_detected" });
    }
    this.says({ type: "speech_started", itemId, audioStartMs: 0 });
  }

  callerStops(itemId: string): void {
    this.#callerSpeaks = false;
    this.says({ type: "speech_stopped", itemId, audioEndMs: 500 });
    if (this.answersTurns) this.#waiting.unshift({ cause: "turn", must: false });
    this.says({ type: "committed", itemId, previousItemId: null });
    this.says({ type: "caller_text", itemId, text: `words of ${itemId}` });
  }

  /** Goes on by one step: asks, begins, ends. */
  goOn(ms: number): void {
    if (this.lost || this.closed || !this.#isReady) return;
    if (this.#active) return this.#end(this.#active, ms);
    if (this.#asked) return this.#begin(this.#asked);
    const at = this.#waiting.findIndex(({ must }) => must || !this.#callerSpeaks);
    if (at < 0) return;
    const wish = this.#waiting[at]!;
    // What was asked for plainly beside it is satisfied by it.
    this.#waiting = this.#waiting.filter((other) => other !== wish && other.must);
    this.#asked = { ...wish, cancelled: false };
  }

  #begin(wish: Wish & { cancelled: boolean }): void {
    const id = `${this.#name}-${++this.#count}`;
    this.#asked = null;
    this.#active = { id, cancelled: wish.cancelled, detail: "" };
    this.says({ type: "response_started", responseId: id, cause: wish.cause });
  }

  #end(active: { id: string; cancelled: boolean; detail: string }, ms: number): void {
    const { id } = active;
    const ids = { responseId: id, itemId: `${id}-item` };
    this.#active = null;
    const says = !active.cancelled && this.empty-- <= 0;
    if (says) {
      this.says({ type: "audio", ...ids, audio: new Uint8Array(ms * 8).fill(1) });
      this.says({ type: "audio_done", ...ids });
      this.says({ type: "agent_text", ...ids, text: "words" });
    }
    this.says({
      type: "response_done",
      responseId: id,
      status: active.cancelled ? "cancelled" : "completed",
      detail: active.detail,
      again: false,
      usage: { ...this.usage },
    });
  }
}
