// The browser's sound for whoever listens to a call: both sides as they come, each as loud as one likes.
import { type AudioCard, audioCard } from "./audio_card.ts";
import { type Gains, LISTENER, type ListenerReport } from "./worklet_messages.ts";

export interface SoundCard extends AudioCard<ListenerReport> {
  /** Live sound as it came; the buffer is given away. */
  play(frame: ArrayBuffer): void;
  gains(gains: Gains): void;
}

export function browserSoundCard(): SoundCard {
  const { post, ...card } = audioCard<ListenerReport>(LISTENER);
  return {
    ...card,
    play: (frame) => post({ frame }, [frame]),
    gains: (gains) => post({ gains }),
  };
}
