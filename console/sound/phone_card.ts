// The browser's sound as a telephone: plays the agent as its sound comes, drops it when told so.
import { type AudioCard, audioCard } from "./audio_card.ts";
import { PLAYER, type PlayerReport } from "./worklet_messages.ts";

export interface PhoneCard extends AudioCard<PlayerReport> {
  /** Mono mu-law; the buffer is given away. */
  play(audio: ArrayBuffer): void;
  /** Drops what was not played. */
  clear(): void;
}

export function browserPhoneCard(): PhoneCard {
  const { post, ...card } = audioCard<PlayerReport>(PLAYER);
  return {
    ...card,
    play: (audio) => post({ audio }, [audio]),
    clear: () => post({ clear: true }),
  };
}
