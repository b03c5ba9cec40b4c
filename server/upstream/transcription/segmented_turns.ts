// A session whose server finds the turns: all sound flows, also silence, and the server tells where somebody spoke.
// Its clock is that of the sound it was given. Talk without a silence is given some now and then: its words must not
// wait for minutes, nor its sound for longer than it is kept. Knows nothing of sockets.
import { BYTES_PER_MS, silence } from "../../audio/ulaw.ts";
import type { ServerEvent } from "../wire.ts";
import { ClockMap } from "./clock_map.ts";
import type { Desk } from "./desk.ts";
import type { Line } from "./line.ts";
import type { Utterance } from "./order_book.ts";
import { PADDING_MS, SILENCE_MS } from "./session_settings.ts";
import { spokenSpan } from "./spoken_span.ts";
import { toldOf, type Turns, type TurnsOptions } from "./turns.ts";

/** Enough for the server to find the end of what is being said. */
const CLOSING_SILENCE_MS = SILENCE_MS + 200;
const MAX_ITEMS = 100;
/** Where nobody has spoken for so long the server needs no sound at once: it goes block by block. */
const LONG_QUIET_MS = 1000;

export class SegmentedTurns implements Turns {
  readonly #options: TurnsOptions;
  readonly #desk: Desk;
  readonly #line: Line;
  readonly #map = new ClockMap();
  /** By item; those that are settled stay for a while, so that nothing is told of them twice. */
  #items = new Map<string, Utterance>();
  #takenMs: number;
  /** Whether sound was sent since the last silence of our own. */
  #sounding = false;

  constructor(options: TurnsOptions) {
    this.#options = options;
    this.#desk = options.desk;
    this.#line = options.line;
    this.#takenMs = options.fromMs;
  }

  get takenMs(): number {
    return this.#takenMs;
  }

  feed(): void {
    for (const atMs of this.#line.seams) {
      // A seam at the very place where we are came after what was sent.
      if (atMs < this.#takenMs) continue;
      this.#send(atMs);
      this.#close();
    }
    const { quietMs, blockMs, endMs } = this.#line;
    this.#send(quietMs < LONG_QUIET_MS ? endMs : blockMs);
  }

  end(): void {
    this.#send(this.#line.endMs);
    this.#close();
  }

  event(event: ServerEvent): void {
    switch (event.type) {
      case "input_audio_buffer.speech_started":
        if (!this.#items.has(event.item_id)) {
          this.#begin(event.item_id, event.audio_start_ms ?? this.#map.endMs);
        }
        return;
      case "input_audio_buffer.speech_stopped": {
        const utterance = this.#items.get(event.item_id);
        if (utterance) this.#end(utterance, event.audio_end_ms ?? this.#map.endMs);
        return;
      }
      case "input_audio_buffer.committed":
        return this.#committed(event.item_id, event.previous_item_id ?? "");
      case "conversation.item.input_audio_transcription.delta": {
        const logprobs = event.logprobs?.map(({ logprob }) => logprob);
        return this.#desk.partial(this.#item(event.item_id), event.delta, logprobs);
      }
      case "conversation.item.input_audio_transcription.completed":
        return this.#desk.words(this.#whole(event.item_id), toldOf(event));
      case "conversation.item.input_audio_transcription.failed": {
        const code = event.error?.code ?? event.error?.type ?? "";
        return this.#options.failed(this.#whole(event.item_id), code);
      }
    }
  }

  #send(untilMs: number): void {
    if (untilMs <= this.#takenMs) return;
    this.#line.read(this.#takenMs, untilMs, (audio, startMs) => {
      this.#sounding = true;
      this.#map.appended(audio.length / BYTES_PER_MS, startMs);
      this.#options.session.append(audio);
    });
    this.#takenMs = untilMs;
  }

  #close(): void {
    if (!this.#sounding) return;
    this.#sounding = false;
    this.#map.silenced(CLOSING_SILENCE_MS);
    this.#options.session.append(silence(CLOSING_SILENCE_MS));
  }

  /** An item that was told of without its beginning lies behind the one before it. */
  #item(itemId: string, previousId = ""): Utterance {
    const known = this.#items.get(itemId);
    if (known) return known;
    const before = this.#items.get(previousId) ?? [...this.#items.values()].at(-1);
    const fromMs = Math.max(before?.untilMs ?? 0, this.#options.fromMs, this.#line.startMs);
    return this.#add(itemId, Math.min(fromMs, this.#takenMs));
  }

  #whole(itemId: string): Utterance {
    const utterance = this.#item(itemId);
    if (utterance.untilMs === null) this.#end(utterance, this.#map.endMs);
    return utterance;
  }

  #committed(itemId: string, previousId: string): void {
    const utterance = this.#item(itemId, previousId);
    if (utterance.untilMs === null) this.#end(utterance, this.#map.endMs);
    // One before it that was begun and never ended will not end any more.
    for (const other of this.#items.values()) {
      if (other.untilMs === null && other.fromMs < utterance.fromMs) {
        this.#endAt(other, utterance.fromMs);
      }
    }
  }

  #begin(itemId: string, sessionMs: number): void {
    this.#add(itemId, this.#map.toLine(sessionMs, "start"));
  }

  #add(itemId: string, fromMs: number): Utterance {
    const sound = { fromMs, untilMs: this.#takenMs };
    const { startMs } = spokenSpan(sound, this.#line.stretches, PADDING);
    const utterance = this.#desk.begin(this.#options.by, { fromMs, startMs });
    this.#items.set(itemId, utterance);
    const [oldest] = this.#items.keys();
    if (this.#items.size > MAX_ITEMS) this.#items.delete(oldest!);
    return utterance;
  }

  #end(utterance: Utterance, sessionMs: number): void {
    this.#endAt(utterance, this.#map.toLine(sessionMs, "end"));
  }

  #endAt(utterance: Utterance, endMs: number): void {
    const sound = { fromMs: utterance.fromMs, untilMs: Math.max(utterance.fromMs, endMs) };
    const span = spokenSpan(sound, this.#line.stretches, PADDING);
    this.#desk.end(utterance, { untilMs: sound.untilMs, ...span });
  }
}

const PADDING = { paddingMs: PADDING_MS, silenceMs: SILENCE_MS };
