// What the caller hears when the model cannot speak: short recordings of ours, headerless mu-law.

/** A recording and its words. */
export interface Clip {
  text: string;
  audio: Uint8Array;
}

export interface Clips {
  /** Bridges a wait. */
  comfort: Clip;
  /** Asks again when an answer broke off or never came. */
  apology: Clip;
  /** Says that the call cannot go on here. */
  failure: Clip;
}
