// What a session of AudioCodes' Bot API remembers, what can happen to it and what it wants done.
// Types and the first state only.
import type { ChannelClosed, Ending } from "../channel.ts";
import type { StartFacts, TransferStatus, Wish } from "./activities.ts";
import type { Message, Outgoing, ViolationCode } from "./message.ts";

/**
 * starting: accepted, the `start` activity is due · answering: our side decides · open · ending: we asked for the
 * end, `session.end` is due · parting: the caller is put through, our side's own wish to end is due · leaving: the
 * socket is being closed · over: nothing is left.
 */
export type Phase =
  | "starting"
  | "answering"
  | "open"
  | "ending"
  | "parting"
  | "leaving"
  | "over";

export interface SessionState {
  phase: Phase;
  conversationId: string;
  /** Of what the caller says, as accepted. */
  mediaFormat: string;
  /** Where callers are put through to by our own ending; "" nowhere. */
  transferTarget: string;
  /** How long the call outlives its socket. */
  resumeMs: number;
  /** Whether there is a socket, and since when there is none. */
  attached: boolean;
  detachedAtMs: number;
  /** When this phase, or being detached, has lasted too long. */
  deadlineAtMs: number;
  /** Whether a listener is told of this call, and whether its end was told. */
  answered: boolean;
  told: boolean;
  /** Whether `start` came; and whether it, or anything, told the language. */
  started: boolean;
  languageKnown: boolean;
  /** Participants whose userStream is open. */
  streams: readonly string[];
  /** What a resumed session must hear again, once our side has said goodbye. */
  goodbye: Wish | null;
  /** What the listener will be told once `session.end` has come. */
  farewell: ChannelClosed | null;
  /** A transfer that a tool asked for: VoiceAI Connect tells what became of it. */
  transfer: "none" | "asked" | "done";
}

export type Input =
  /** Everything but chunks. */
  | { type: "message"; message: Message; atMs: number }
  | { type: "broken"; code: ViolationCode; detail: string; atMs: number }
  | { type: "oversize"; detail: string; atMs: number }
  | { type: "answered" | "fault" | "tick"; atMs: number }
  | { type: "refused"; code: string; atMs: number }
  | { type: "end"; ending: Ending; atMs: number }
  /** A tool asks for a transfer, or has waited too long for one. */
  | { type: "transfer_asked" | "transfer_given_up"; atMs: number }
  | { type: "socket_lost"; code: number; atMs: number }
  /** On a new socket, which replaces the old one if that is still there. */
  | { type: "socket_back"; atMs: number };

/** Done in order. */
export type Effect =
  | { do: "send"; message: Outgoing }
  | { do: "close_socket"; code: number; reason: string }
  /** Our side has to decide; `answered` or `refused` follows. */
  | { do: "answer"; start: StartFacts | null }
  /** There is a listener now: what came too early is told first. */
  | { do: "tell_early" }
  | { do: "listen" | "deafen"; participant: string }
  /** Ends the play stream that is open, in order; nothing is played afterwards. */
  | { do: "finish_playing" }
  /** Nothing more is sent, not even that end. */
  | { do: "drop_playing" }
  /** The streams of both directions died with their socket. */
  | { do: "streams_gone" }
  /** There is a socket again for what waits to be played. */
  | { do: "play_on" }
  | { do: "digit"; digit: string }
  | { do: "language"; tag: string }
  | { do: "playback_completed" }
  | { do: "held" }
  | { do: "resumed"; gapMs: number }
  | { do: "transfer_status"; status: TransferStatus }
  /** `once`: told only the first time. */
  | { do: "note"; code: string; detail: string; once?: true }
  | { do: "violation"; code: ViolationCode; detail: string }
  | { do: "ended"; how: ChannelClosed }
  /** Nothing more will come of this session: let go of everything. */
  | { do: "forget" };

export interface Step {
  state: SessionState;
  effects: Effect[];
}

/** The `start` activity carries whom the caller dialled; without it the call is answered all the same. */
const START_WITHIN_MS = 1_500;
/** From `hangup` or `transfer` to `session.end`. */
export const END_WITHIN_MS = 5_000;
/** From a transfer that succeeded to our side's own end of the call. */
export const PART_WITHIN_MS = 1_000;
export const LEAVE_WITHIN_MS = 2_000;

export interface SessionSettings {
  conversationId: string;
  mediaFormat: string;
  transferTarget: string;
  resumeMs: number;
}

export function firstState(settings: SessionSettings, atMs: number): SessionState {
  return {
    ...settings,
    phase: "starting",
    attached: true,
    detachedAtMs: atMs,
    deadlineAtMs: atMs + START_WITHIN_MS,
    answered: false,
    told: false,
    started: false,
    languageKnown: false,
    streams: [],
    goodbye: null,
    farewell: null,
    transfer: "none",
  };
}

export function accepted({ mediaFormat }: Pick<SessionState, "mediaFormat">): Outgoing {
  return { type: "session.accepted", mediaFormat };
}

/** Whether a new socket may take the call over. */
export function isResumable({ phase }: SessionState): boolean {
  return phase !== "parting" && phase !== "leaving" && phase !== "over";
}

/** When a `tick` is due; Infinity: not at all. */
export function dueAtMs({ phase, attached, deadlineAtMs }: SessionState): number {
  if (phase === "over" || phase === "answering") return Infinity;
  return phase === "open" && attached ? Infinity : deadlineAtMs;
}
