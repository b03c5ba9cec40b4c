// What is kept of one call between people while it is written down, what happens to it and what is done then.
// Types, and the words that the rules have in common. Pure; the rules are listening_step.ts.
import type { EndReason } from "../contract/call.ts";
import type { CallEventBody } from "../contract/event.ts";
import type { ChannelClosed, Ending } from "../telephony/channel.ts";
import type { Speaker, TranscriptLine } from "../telephony/transcript_channel.ts";
import type { EarEvent, HeardWords } from "../upstream/transcription/ear.ts";

/** One channel of the call. */
export interface Side {
  speaker: Speaker;
  /** Spoken here, as named or as heard; "": not known. */
  language: string;
  /** Another one that was heard in the last line. Twice in a row, and it is spoken from then on. */
  otherLanguage: string;
  /** Code of what its ear is lost for; "": it hears. */
  trouble: string;
  /** Its ear will hear nothing more. */
  deaf: boolean;
}

/** A line that was heard and waits for its translation, or for one before it. */
export interface WaitingLine {
  itemId: string;
  channel: number;
  words: HeardWords;
  /** What is sent instead where there is no translation in time. */
  untilMs: number;
  state: "queued" | "asked" | "ready";
  translation: string | null;
}

/** The last lines are being waited for. */
export interface Finishing {
  /** The ears' part of it is over. */
  heard: boolean;
  untilMs: number;
}

export interface Listening {
  /**
   * "closing": the phone system waits for the last lines; "flushed": it has been told that there are no more;
   * "leaving": it has gone, and the last lines are for our own record.
   */
  phase: "live" | "closing" | "flushed" | "leaving" | "over";
  sides: readonly Side[];
  /** Language that the phone system named; "": none, so that ears find it out. */
  named: string;
  held: boolean;
  /** In the order in which they were heard. */
  waiting: readonly WaitingLine[];
  finishing: Finishing | null;
  /** Why the call ends or ended, as far as it is known; the first reason counts. */
  end: { reason: EndReason; code: string } | null;
  /** Nobody waits for last words. */
  quick: boolean;
  closedAtMs: number | null;
  costUsd: number;
  /** Some of it was written down by a model whose price is not known. */
  unpriced: boolean;
}

export type ListeningInput =
  | { type: "ear"; channel: number; event: EarEvent }
  | { type: "held" }
  | { type: "resumed"; gapMs: number }
  | { type: "language"; tag: string }
  | { type: "translated"; itemId: string; text: string | null }
  | { type: "tick" }
  | { type: "closing"; withinMs: number }
  /** The ears have told all that they could. */
  | { type: "finished" }
  | { type: "fail"; reason: EndReason; code: string; quick: boolean }
  | { type: "closed"; how: ChannelClosed };

export type Effect =
  | { do: "emit"; event: CallEventBody }
  | { do: "send"; line: TranscriptLine }
  | { do: "translate"; itemId: string; text: string; from: string; to: string }
  /** It is too late for that translation. */
  | { do: "giveUp"; itemId: string }
  | { do: "pauseEars" }
  /** `channel` null: on both. Empty: detected. */
  | { do: "setLanguages"; channel: number | null; tags: readonly string[] }
  | { do: "languageChanged"; tag: string }
  | { do: "cost"; model: string; seconds: number }
  | { do: "finishEars"; withinMs: number }
  /** The last line has been sent. */
  | { do: "done" }
  | { do: "end"; ending: Ending }
  | { do: "wake"; atMs: number }
  | { do: "finish" };

/** What the rules have to know besides. */
export interface Circumstances {
  /** Milliseconds since the call was answered. */
  nowMs: number;
  /** Language of the lines that go to the phone system; "": whichever was spoken. */
  translateTo: string;
  /** Unfinished lines go to the phone system, too. */
  interims: boolean;
  /** What the server says it understands: tags with regions. */
  supportedLanguages: readonly string[];
  itemId(channel: number, utteranceId: string): string;
  /** End of the last sound on a channel, on the clock of the line. */
  heardUntilMs(channel: number): number;
}

export interface Step {
  listening: Listening;
  effects: readonly Effect[];
}

export function newListening(speakers: readonly Speaker[], language: string): Listening {
  return {
    phase: "live",
    sides: speakers.map((speaker) => ({
      speaker,
      language,
      otherLanguage: "",
      trouble: "",
      deaf: false,
    })),
    named: language,
    held: false,
    waiting: [],
    finishing: null,
    end: null,
    quick: false,
    closedAtMs: null,
    costUsd: 0,
    unpriced: false,
  };
}

export const stay = (listening: Listening): Step => ({ listening, effects: [] });
export const emit = (event: CallEventBody): Effect => ({ do: "emit", event });

/** One rule after another; the second sees what the first has changed. */
export function and(before: Step, rule: (listening: Listening) => Step): Step {
  const after = rule(before.listening);
  return { listening: after.listening, effects: [...before.effects, ...after.effects] };
}
