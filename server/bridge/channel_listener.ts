// What a channel tells, brought to where it belongs: sound to the caller's audio, all else to the talk.
import type { CallEventBody } from "../contract/event.ts";
import type { ChannelListener } from "../telephony/channel.ts";
import type { CallerAudio } from "./caller_audio.ts";
import type { Pacer } from "./pacer.ts";
import type { TalkInput } from "./talk.ts";

export interface ChannelListenerOptions {
  callerAudio: CallerAudio;
  pacer: Pacer;
  take(input: TalkInput): void;
  emit(event: CallEventBody): void;
  /** A frame of the caller's went by. */
  onFrame(frame: Uint8Array): void;
}

export function channelListener(options: ChannelListenerOptions): ChannelListener {
  const { callerAudio, pacer, take, emit, onFrame } = options;
  return {
    audio(frame) {
      callerAudio.frame(frame);
      onFrame(frame);
    },
    digit: (digit) => take({ type: "digit", digit }),
    playbackStarted: () => pacer.playbackStarted(),
    playbackCompleted: () => pacer.playbackCompleted(),
    held: () => take({ type: "held" }),
    resumed: (gapMs) => take({ type: "resumed", gapMs }),
    language: (tag) => emit({ type: "call.note", code: "language", detail: tag.slice(0, 35) }),
    note: (code, detail) => emit({ type: "call.note", code, detail }),
    closed: (how) => take({ type: "closed", how }),
  };
}
