// What the caller hears of us: the model's audio, our clips and a supervisor's voice, paced to the phone; and the events that say
// when it began, how much of it was heard, and that it was interrupted.
import type { HeardItem } from "../audio/playout.ts";
import type { Clock } from "../clock.ts";
import type { CallEventBody } from "../contract/event.ts";
import type { Channel } from "../telephony/channel.ts";
import type { Upstream } from "../upstream/upstream.ts";
import type { Clips } from "./clips.ts";
import { Pacer } from "./pacer.ts";
import { SupervisorVoice } from "./supervisor_voice.ts";

export interface VoiceOptions {
  channel: Channel;
  clock: Clock;
  clips: Clips;
  /** Faults in callbacks must reach the call, not the process. */
  guard<A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void;
  emit(event: CallEventBody): void;
  /** A time of the clock as milliseconds since the answer. */
  offset(atMs: number): number;
  /** The session that is told what was heard; null: there is none. */
  upstream(): Upstream | null;
  /** No more will be heard of an item. */
  onHeard(item: HeardItem): void;
  onPlayed(audio: Uint8Array): void;
  onCleared(): void;
}

/** Items of ours carry these marks: the model does not know them. */
const CLIP = "clip-";
const OURS = /^(clip|supervisor)-/;

export class Voice {
  readonly #options: VoiceOptions;
  readonly #pacer: Pacer;
  #clipCount = 0;
  /** Of whoever has taken over. */
  readonly supervisor: SupervisorVoice;

  constructor(options: VoiceOptions) {
    this.#options = options;
    const { channel, clock, guard, emit, offset } = options;
    this.#pacer = new Pacer({
      channel,
      clock,
      guard,
      onStarted: ({ itemId, responseId, startedAtMs, arrivedAtMs }) => {
        const [startMs, arrivedMs] = [offset(startedAtMs), offset(arrivedAtMs)];
        emit({ type: "agent.speaking", itemId, responseId, startMs, arrivedMs });
      },
      onFinished: (item) => this.#tellHeard(item),
      onPlayed: (audio) => options.onPlayed(audio),
      onCleared: () => options.onCleared(),
    });
    this.supervisor = new SupervisorVoice(this.#pacer, clock);
  }

  get pacer(): Pacer {
    return this.#pacer;
  }

  /**
   * Barge-in in the one right order: silence the phone, count what was heard, tell the model, tell the floor.
   * `callerItemId` null: nobody spoke, it is our doing. `cancel`: the model does not stop by itself.
   */
  interrupt(callerItemId: string | null, cancel = false): void {
    const { cut, droppedMs } = this.#pacer.interrupt();
    const upstream = this.#options.upstream();
    if (cancel) upstream?.cancel();
    for (const { itemId, heardMs, interrupted } of cut) {
      if (!interrupted || OURS.test(itemId)) continue;
      if (heardMs > 0) upstream?.truncate(itemId, heardMs);
      else upstream?.forget(itemId);
    }
    const heardMs = cut.find((item) => item.interrupted)?.heardMs ?? 0;
    if (callerItemId !== null) {
      this.#options.emit({ type: "caller.interrupted", itemId: callerItemId, heardMs, droppedMs });
    }
    for (const item of cut) this.#tellHeard(item);
  }

  /** The same without the model and the caller's doing: nothing more of what waits will be heard. */
  silence(): void {
    for (const item of this.#pacer.interrupt().cut) this.#tellHeard(item);
  }

  playClip(name: keyof Clips): void {
    const { text, audio } = this.#options.clips[name];
    const itemId = `${CLIP}${++this.#clipCount}`;
    const ids = { itemId, responseId: itemId };
    this.#options.emit({ type: "agent.line", ...ids, text });
    this.#pacer.enqueue(ids, audio);
    this.#pacer.complete(itemId);
  }

  #tellHeard(heard: HeardItem): void {
    const { startedAtMs, endedAtMs, ...item } = heard;
    const { emit, offset, onHeard } = this.#options;
    emit({
      type: "agent.heard",
      ...item,
      startMs: offset(startedAtMs),
      endMs: offset(endedAtMs),
    });
    onHeard(heard);
  }
}
