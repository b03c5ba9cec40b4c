// The port between one phone protocol and the bridge: our end of one telephony session.
// A telephony folder implements Channel and calls ChannelListener; it knows nothing of the model.

/** What is known of a call when the phone system asks us to answer it. */
export interface Invitation {
  /** Our name for the call; unique, and the session id of the protocol where it has one. */
  callId: string;
  /** By which the operator's own servers know the call, where that is another name. */
  knownAs?: string;
  protocol: string;
  /** The caller's address as given, "" when withheld. */
  caller: string;
  called: string;
  /** The phone system's name for the whole conversation, for looking it up there. */
  conversationId: string;
  organizationId: string;
  /** Path and query that were dialled: what a route may choose an agent by. */
  address: string;
  /** BCP 47 tag as given, "" when none was. */
  language: string;
  variables: Readonly<Record<string, string>>;
  origin: "phone" | "test";
}

/** How audio may be handed to a channel. All sizes are bytes of mu-law, 8 per millisecond. */
export interface Pacing {
  /** Smallest first piece of an answer: latency counts more than size. */
  firstBytes: number;
  /** Smallest later piece, but for the last of an answer. */
  chunkBytes: number;
  /** Largest piece. */
  maxBytes: number;
  /** How far the handed-over audio may run ahead of what the caller hears. */
  aheadMs: number;
}

/** Why and how our side ends a call. `outputs` reach the phone system where the protocol has a place. */
export interface Ending {
  outcome: "completed" | "error";
  /** The caller is to be put through to a person, where the phone system can. */
  handover?: boolean;
  /** Short code of a fault, for instance "E_UP_AUTH"; "" when completed. */
  code: string;
  outputs: Readonly<Record<string, string>>;
}

/** How the phone side came to its end. */
export interface ChannelClosed {
  by:
    | "phone" // it said goodbye; `detail` is its reason
    | "phone_error" // it said goodbye because of an error; `detail` is its code
    | "phone_lost" // the socket broke or fell silent
    | "protocol" // it broke the protocol; `detail` is our code, for instance "E_SEQ"
    | "us"; // we ended it and it has confirmed, or did not in time
  detail: string;
}

/** What a channel tells the bridge. Implementations must not throw; a channel guards against it all the same. */
export interface ChannelListener {
  /** Caller audio: mono mu-law at 8 kHz, any length above zero. The array is the listener's to keep. */
  audio(frame: Uint8Array): void;
  digit(digit: string): void;
  /** The phone began to play what was sent; its queue ran dry. Hints: they may be lost or doubled. */
  playbackStarted(): void;
  playbackCompleted(): void;
  /** The phone system paused the audio; and went on after `gapMs` of media time. */
  held(): void;
  resumed(gapMs: number): void;
  language(tag: string): void;
  /** Something was ignored, dropped or repaired. `detail` never holds a caller's words or a secret. */
  note(code: string, detail: string): void;
  /** Exactly once, the last call. Nothing may be sent afterwards. */
  closed(how: ChannelClosed): void;
}

/** A turn as Genesys' bot reporting wants it (audiohook § 9.6). */
export interface TurnReport {
  disposition: "match" | "no_match" | "no_input";
  text?: string;
}

/** What is known of the talk, for phone systems that want to know. Words are whole, not pieces. */
export type TalkNotice =
  | { type: "caller_started" | "caller_stopped" | "caller_committed" }
  | { type: "caller_words"; text: string; final: boolean }
  /** What the agent says, as the model wrote it; some of it may not be heard in the end. */
  | { type: "agent_words"; text: string }
  /** Something is wrong on our side though the call goes on; a short code. */
  | { type: "trouble"; code: string };

/** Something that only this phone system can do, on offer to the agent as a tool. */
export interface PhoneTool {
  name: string;
  description: string;
  /** JSON schema of the arguments: an object. */
  parameters: Readonly<Record<string, unknown>>;
  /**
   * What becomes of the call where it succeeds. "goes_on": it runs beside the talk. Else the agent's last words are
   * heard to their end before it runs, and `end` follows its success; after a failure the talk goes on.
   */
  then: "goes_on" | "completed" | "handed_over";
  /** Of one that puts the caller through: which arguments say where to, and why. A supervisor uses it by them. */
  targetArgument?: string;
  reasonArgument?: string;
  /** Never rejects, bounded in time by itself. `args`: as the model wrote them, an object. */
  run(args: Readonly<Record<string, unknown>>): Promise<PhoneToolResult>;
}

/** `say`: in words for the model what was done, or what went wrong and what to do. No caller's words, no secret. */
export interface PhoneToolResult {
  ok: boolean;
  say: string;
}

export interface Channel {
  readonly pacing: Pacing;
  /** The phone says when its queue ran dry: at a call's end that is worth waiting for. */
  readonly reportsPlayback?: boolean;
  /** The caller can be put through by how the call ends: an `Ending` with `handover`. */
  readonly handsOver?: boolean;
  /** Fixed when the call is answered. */
  readonly tools?: readonly PhoneTool[];
  /**
   * Sends audio in order, as soon as the protocol's rate allows; never drops it.
   * mono mu-law 8 kHz, at most `pacing.maxBytes`. Ignored once the call is ending or closed.
   */
  play(audio: Uint8Array): void;
  /** All there is for now was handed to `play`: what is played next begins another answer. */
  rest?(): void;
  /**
   * Bytes handed to `play` that have not left yet, though they should have: while there are any no more is handed
   * over, and the clock of what was heard stands still. Nothing that a channel keeps back to pace it counts.
   */
  readonly unsentBytes: number;
  /** Makes the phone drop what it has not played, and drops what has not left; returns those bytes' number. */
  clear(): number;
  report(turn: TurnReport): void;
  tell?(notice: TalkNotice): void;
  /** Says goodbye. Audio must have been heard before; nothing is sent after it. Idempotent. */
  end(ending: Ending): void;
}

/** Answers a call by local decision alone, at once, or says with a short code why not. */
export type Answer = (
  invitation: Invitation,
  channel: Channel,
) => ChannelListener | { refused: string };
