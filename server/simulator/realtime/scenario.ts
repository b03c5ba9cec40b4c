// What a stand-in is asked to be like: how it answers, how fast, how untidy, and what goes wrong when.
// Types and default numbers only.
import type { Range } from "./random.ts";

/** Faults by their names in realtime-stand-in § 9; what each does here is said in faults.ts. */
const FAULTS = [
  "F01",
  "F02",
  "F03",
  "F04",
  "F05",
  "F06",
  "F07",
  "F08",
  "F09",
  "F10",
  "F11",
  "F12",
  "F13",
  "F14",
  "F15",
  "F17",
  "F18",
  "F19",
  "F20",
  "F21",
  "F22",
  "F23",
  "F24",
  "F25",
  "F26",
  "F27",
  "F29",
  "F30",
  "F31",
  "F33",
  "F34",
  "F35",
  "F36",
  "F37",
  "F41",
  "F42",
  "F43",
  "F44",
  "F46",
] as const;
export type FaultName = typeof FAULTS[number];

export interface Fault {
  name: FaultName;
  /** 1-based number of the connection; absent: any. */
  connection?: number;
  /** How often it strikes; Infinity: always. Default in faults.ts: mostly once. */
  times?: number;
  at?: {
    /** 1-based number of the response on its connection; absent: the next one. */
    response?: number;
    /** The same of the committed utterance of a transcription session. */
    utterance?: number;
    /** After so many audio deltas of the response. */
    deltas?: number;
    /** For faults of the connection: so long after the first `session.updated`, whatever goes on. */
    ms?: number;
  };
  /** Which flavour of it, see faults.ts. */
  variant?: string;
  /** Its size: milliseconds, bytes, a status or a close code, see faults.ts. */
  value?: number;
}

/** A piece of an answer that a test writes itself. */
export type ScriptedPiece =
  | {
    type: "speech";
    text?: string;
    /** Mu-law; else tone.ts makes `audioMs` of recognisable bytes. */
    audio?: Uint8Array;
    audioMs?: number;
    phase?: "commentary" | "final_answer";
  }
  | { type: "call"; name: string; args: string; callId?: string }
  /** The provider calls a tool of a remote server; left out where the session has no such server. */
  | {
    type: "mcp";
    server: string;
    name: string;
    args: string;
    output?: string;
    /** It fails with these words. */
    error?: string;
    /** Whether it must be allowed first; else as the session's tool says. */
    approval?: boolean;
    /** How long it works. */
    workMs?: number;
    /** The response is over before the call is. */
    outlasts?: boolean;
  };

/** What an answer is for. All that is given must hold; texts match anywhere, whatever their case. */
export interface Match {
  /** In the instructions that count: of the response, else of the session. */
  instructionsInclude?: string;
  /** In the last thing that did not come from the model, where that is a text of the client. */
  lastTextIncludes?: string;
  /** The same, where it is the output of a function or of a remote server's tool. */
  lastToolOutputIncludes?: string;
  /** The same, where it is a turn of the caller: id of the recording in it. */
  callerRecording?: string;
  /** … or its transcript. */
  callerSays?: string;
  /** What a response out of band is for: `metadata.purpose`. Without it a rule is for those of the conversation. */
  purpose?: string;
  why?: Why;
}

/** Why a response is made: the client asked, a turn ended, or the caller was silent for too long. */
export type Why = "asked" | "turn" | "idle";

/** An answer by topic. The first that fits and is not used up counts. */
export interface Rule {
  match: Match;
  reply?: readonly ScriptedPiece[];
  /** How often; absent: always. */
  times?: number;
  /** It comes so much later. */
  afterMs?: number;
  /** The response fails with this code and says nothing. */
  fails?: string;
}

export interface Scenario {
  faults?: readonly Fault[];
  /** "speech": recordings and a small conversation (the default where there are recordings); "tone": recognisable bytes. */
  answers?: "speech" | "tone";
  /** Length of an answer of tones. */
  answerMs?: number;
  /** Answers by topic; they come before `replies`. */
  when?: readonly Rule[];
  /** What the caller's turns say, in this order, whatever is heard in them. */
  hears?: readonly string[];
  /**
   * Of a transcription session, what is written where no recording is heard: "speech": "(speech, N seconds)", unless it
   * is silence (the default); "invented": words that nobody said, even for silence, with poor probabilities.
   */
  noise?: "speech" | "invented";
  /** Labels of remote servers whose tools cannot be listed. */
  mcpFails?: readonly string[];
  /** Answers of a connection in this order; when they run out, `answers` goes on. */
  replies?: readonly (readonly ScriptedPiece[])[];
  /** Short first item of answers by gpt-realtime-2*: one in three by the seed, each, or none. */
  commentary?: "seeded" | "always" | "never";
  /** Models that this account may use; absent: all that exist. */
  models?: readonly string[];
  /** Unknown fields and events here and there. On by default. */
  untidy?: boolean;
  /** Whether the closing events of an item come in any order (openai-realtime § 9). Off by default. */
  shuffleDoneGroup?: boolean;
  /** Whether `rate` inside pcmu or pcma is refused; what the real server does is unknown. On by default. */
  refuseRate?: boolean;
  /** Where the caller speaks on the clock of appended audio, in place of listening to it. */
  speechAtMs?: readonly (readonly [startMs: number, endMs: number])[];
  /** How long a session lives; an hour unless told otherwise. */
  sessionMs?: number;
  timing?: Partial<Timing>;
  tolerance?: Partial<Tolerance>;
}

/** Delays in milliseconds before pacing (realtime-stand-in § 5.1). */
export interface Timing {
  sessionCreated: Range;
  sessionUpdated: Range;
  responseCreated: Range;
  /** From `response.created`. */
  firstText: Range;
  firstAudio: Range;
  audioDelta: Range;
  firstAudioDelta: Range;
  /** How many times faster than real time audio is delivered. */
  deliveryX: Range;
  stall: Range;
  responseDone: Range;
  rateLimits: Range;
  truncated: Range;
  transcription: Range;
  /** Of a transcription session that finds the turns: from the commit to the words. */
  utterance: Range;
  /** Of one that is told the pauses: a word after its sound, and the end after the commit. */
  word: Range;
  committed: Range;
  semanticWait: Range;
  /** From `session.updated` to the list of a remote server's tools. */
  mcpList: Range;
}

export const TIMING: Timing = {
  sessionCreated: [200, 400],
  sessionUpdated: [20, 300],
  responseCreated: [10, 60],
  firstText: [250, 500],
  firstAudio: [300, 800],
  audioDelta: [50, 400],
  firstAudioDelta: [20, 100],
  deliveryX: [5, 20],
  stall: [0, 300],
  responseDone: [5, 60],
  rateLimits: [43, 43],
  truncated: [10, 80],
  transcription: [300, 1200],
  utterance: [600, 800],
  word: [300, 900],
  committed: [150, 500],
  semanticWait: [300, 800],
  mcpList: [50, 300],
};

/** From where on conduct that the real service bears in silence counts as a mistake. */
export interface Tolerance {
  /** Share by which appended audio may differ from the time that passed. */
  rate: number;
  /** Milliseconds of difference that are always forgiven: a flushed pre-buffer, a frame under way. */
  rateGraceMs: number;
  /** Milliseconds that passed without audio, beyond what the next append brought. */
  gapMs: number;
  /** Within this time after `response.created` a `response.create` crossed it on the wire. */
  raceMs: number;
  /** How long a function call may wait for its output, and its output for a `response.create`. */
  answerMs: number;
}

export const TOLERANCE: Tolerance = {
  rate: 0.1,
  rateGraceMs: 1000,
  gapMs: 200,
  raceMs: 250,
  answerMs: 10_000,
};
