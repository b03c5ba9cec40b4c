// Names and bounds of what a supervisor may ask of a call. Plain values: the console imports them.

export const COMMAND_KINDS = [
  "whisper",
  "say",
  "end",
  "transfer",
  "take_over",
  "hand_back",
] as const;
export type CommandKind = (typeof COMMAND_KINDS)[number];

/** What can be done with a call besides watching it: commands, and hearing it live. */
export const CALL_ABILITIES = ["listen", ...COMMAND_KINDS] as const;
export type CallAbility = (typeof CALL_ABILITIES)[number];

/**
 * When a whisper reaches the agent. "now": at once, and it speaks of it where nobody speaks; "after_caller": when the
 * caller has finished what is being said; "next_turn": with its next answer, whenever that is.
 */
export const WHISPER_MOMENTS = ["now", "after_caller", "next_turn"] as const;
export type WhisperMoment = (typeof WHISPER_MOMENTS)[number];

/**
 * "sent": the call has it and it waits; "delivered": the model was told; "used": an answer that began after that was
 * heard; "not_used": the call ended before; "done": it has happened; "refused": it cannot be, `detail` says why;
 * "retracted": taken back before it was delivered. The last five are final.
 */
export const COMMAND_STATES = [
  "sent",
  "delivered",
  "used",
  "not_used",
  "done",
  "refused",
  "retracted",
] as const;
export type CommandState = (typeof COMMAND_STATES)[number];

export const COMMAND_LIMITS = {
  whisperChars: 1000,
  sayChars: 500,
  targetChars: 200,
  /** Of one call at a time. */
  waiting: 20,
} as const;
