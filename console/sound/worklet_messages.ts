// What the page and its sound worklet tell each other. Types and names only.

export const LISTENER = "hookline-listener";
export const SPEAKER = "hookline-speaker";
export const PLAYER = "hookline-player";
/** Built beside the page by server/dev/build.ts. */
export const WORKLET_URL = "/sound_worklet.js";

/** To the listener: live sound as it came, or how loud each side is to be (0 to 1). */
export type ToListener = { frame: ArrayBuffer } | { gains: Gains };

export interface Gains {
  caller: number;
  agent: number;
}

/** From the listener, ten times a second: shares of a meter, before the gains. */
export interface ListenerReport {
  caller: number;
  agent: number;
  /** False while it waits for sound. */
  playing: boolean;
}

/** From the speaker: what the microphone heard, for the line, and its share of a meter. */
export interface SpeakerReport {
  /** Mono mu-law at 8 kHz. */
  piece: Uint8Array<ArrayBuffer>;
  level: number;
}

/** To the player: mono mu-law of the agent as it came; or, drop what was not played. */
export type ToPlayer = { audio: ArrayBuffer } | { clear: true };

/** From the player: ten times a second its share of a meter; and at once that all has been played. */
export type PlayerReport = { level: number } | { ranDry: true };
