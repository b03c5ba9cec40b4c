// What a conversation is made of: the state of one call, what can happen to it, what is then to be done.
// Types and the empty state; the rules are in talk_step.ts and its neighbours. All times: ms since the answer.
import type { AgentConfig } from "../contract/agent.ts";
import { type EndReason, NO_USAGE, type Usage } from "../contract/call.ts";
import type { CallEventBody } from "../contract/event.ts";
import type { ChannelClosed, Ending, TurnReport } from "../telephony/channel.ts";
import type { ResponseCause, UpstreamEvent, UpstreamFailure } from "../upstream/upstream.ts";
import { type Commands, type GivenCommand, NO_COMMANDS } from "./command_state.ts";
import type { HandsOver } from "./abilities.ts";
import type { HandoverTarget } from "./briefing.ts";
import type { CallTool, ToolOutcome } from "./call_tool.ts";
import type { EndWish } from "./end_tools.ts";
import type { HandedOver } from "./output_variables.ts";
import type { Leaving } from "./talk_leaving.ts";
import type { Consent } from "./talk_consent.ts";
import type { DigitState } from "./talk_digits.ts";
import type { AnsweredHand, Hand } from "./talk_hand.ts";
import type { Moderated } from "./moderation.ts";
import type { CheckedWords, Checks } from "./talk_moderation.ts";
import type { Patience } from "./talk_patience.ts";
import type { Doubt } from "./talk_turns.ts";

/** One turn of the caller that is not yet transcribed. */
export interface OpenTurn {
  startMs: number;
  endMs: number | null;
  partial: string;
  /** Some of an answer to it was heard. */
  answered: boolean;
}

export interface ActiveResponse {
  responseId: string;
  cause: ResponseCause;
  /** Some of it was heard or is about to be. */
  audible: boolean;
  /** The caller spoke or typed over it: its end is no trouble. */
  interrupted: boolean;
  /** It called a tool: it may do without words. */
  calledTool: boolean;
  /** What came of its tools, or will, is still to be spoken of. */
  answerDue: boolean;
  /** Its words, as far as they are final. */
  text: string;
}

/** The caller waits for sound: since when, how long that is normal, how often we bridged it. */
export interface Owed {
  sinceMs: number;
  patienceMs: number;
  holds: number;
}

export interface HeldTool {
  toolCallId: string;
  name: string;
  args: string;
  /** A remote server's: the provider runs it once it is allowed, and `toolCallId` is that of the request. */
  remote: boolean;
  /** Then it is decided with what is known. */
  untilMs: number;
}

export interface AgentName {
  id: string;
  name: string;
  version: number;
}

export type Phase =
  | "connecting" // answered; the model is being dialled
  | "live"
  | "farewell" // the model wants to end; its last words are made or heard
  | "failing" // it cannot go on; our last words are heard
  | "ending" // the phone system was told
  | "closing" // the phone is gone; the last transcripts are awaited
  | "ended";

export interface Talk {
  phase: Phase;
  /** The first words were asked for. */
  greeted: boolean;
  callerItemId: string | null;
  turns: Readonly<Record<string, OpenTurn>>;
  /** Words of the agent's items so far. */
  drafts: Readonly<Record<string, string>>;
  active: ActiveResponse | null;
  owed: Owed | null;
  /** The model went away while the caller waited for it. */
  interruptedAnswer: boolean;
  /** Answers in a row that failed, broke off or never came. */
  troubles: number;
  digits: DigitState;
  patience: Patience;
  /** A sound of the caller over the agent's that may be a cough; null: there is none. */
  doubt: Doubt | null;
  /** Items of the caller that turned out to be no speech. */
  coughs: readonly string[];
  checks: Checks;
  /** The phone system has paused the audio. */
  onHold: boolean;
  wish: (EndWish & { responseId: string; askedAgain: boolean }) | null;
  /** Names of our tools that run, by toolCallId. */
  running: Readonly<Record<string, string>>;
  /** Of these, what a session called that is gone: the one of today does not know of it. */
  orphans: readonly string[];
  /** What the next session must be told before it speaks. */
  news: readonly string[];
  /** Answers in a row that called tools and said nothing. */
  wordless: number;
  /** A tool that waits until what the caller said is transcribed: then it is a yes, or not. */
  held: HeldTool | null;
  consent: Consent | null;
  /** What the model asks the supervisors and waits for. */
  hand: Hand | null;
  /** So many so far. */
  handsRaised: number;
  /** The caller's last final line. */
  lastLine: { itemId: string; text: string; startMs: number } | null;
  handover: { first: HandedOver; last: HandedOver } | null;
  /** A tool of the phone system that ends the call here; null: none is wished for. */
  leaving: Leaving | null;
  commands: Commands;
  /** What was asked of the model in writing at the end; `text` null: not answered yet. */
  summary: { askedAtMs: number; text: string | null } | null;
  /** When the last sample of the farewell had been heard. */
  drainedAtMs: number | null;
  /** What the phone system was told, or would have been. */
  outputs: Readonly<Record<string, string>> | null;
  /** Waiting for the last sample; then `ending` is sent. */
  draining: boolean;
  ending: { reason: EndReason; code: string } | null;
  closed: ChannelClosed | null;
  closedAtMs: number;
  usage: Usage;
}

/** Sound is expected within this long of answering, of a turn's end, and of losing the model. */
export const PATIENCE_MS = {
  connecting: 2000,
  greeting: 1200,
  answer: 3000,
  lost: 1300,
  tool: 4000,
} as const;

export function newTalk(): Talk {
  return {
    phase: "connecting",
    greeted: false,
    callerItemId: null,
    turns: {},
    drafts: {},
    active: null,
    owed: { sinceMs: 0, patienceMs: PATIENCE_MS.connecting, holds: 0 },
    interruptedAnswer: false,
    troubles: 0,
    digits: { keys: "", lastAtMs: 0, hushedUntilMs: null, secrets: 0, pending: [] },
    patience: { quietSinceMs: null, asked: 0, warned: false, lines: [] },
    doubt: null,
    coughs: [],
    checks: { responses: [], checked: {}, refusedAtMs: null, failedAtMs: null },
    onHold: false,
    wish: null,
    running: {},
    orphans: [],
    news: [],
    wordless: 0,
    held: null,
    consent: null,
    hand: null,
    handsRaised: 0,
    lastLine: null,
    handover: null,
    leaving: null,
    commands: NO_COMMANDS,
    summary: null,
    drainedAtMs: null,
    outputs: null,
    draining: false,
    ending: null,
    closed: null,
    closedAtMs: 0,
    usage: NO_USAGE,
  };
}

export type TalkInput =
  /** From the model; speech times are already on the call's clock. Not its audio, but the first of a response. */
  | {
    type: "upstream";
    event: Exclude<UpstreamEvent, { type: "ready" | "lost" | "audio" | "audio_done" }>;
  }
  | { type: "audible"; responseId: string }
  | { type: "connected"; kind: "first" | "again" | "rolled" }
  | { type: "lost"; failure: UpstreamFailure; retrying: boolean }
  | { type: "digit"; digit: string }
  | { type: "held" }
  | { type: "resumed"; gapMs: number }
  /** What moderation says of words; `result` null: the check failed. */
  | { type: "moderated"; words: CheckedWords; result: Moderated | null }
  /** A tool of ours has come to its end. */
  | { type: "tool_done"; toolCallId: string; outcome: ToolOutcome; tookMs: number }
  /** Another agent is ready to take over; null: it cannot. */
  | {
    type: "handed_over";
    toolCallId: string;
    told: HandedOver;
    agent: AgentName | null;
    /** What the caller must be told first: with this agent the call is recorded; "": nothing. */
    recording: string;
  }
  | ({ type: "command" } & GivenCommand)
  | { type: "retract"; commandId: string }
  /** A supervisor answers what the agent asked. */
  | ({ type: "hand_answered" } & AnsweredHand)
  /** No more will be heard of an item; of anybody who speaks for us. */
  | {
    type: "heard";
    itemId: string;
    responseId: string;
    heardMs: number;
    generatedMs: number;
    interrupted: boolean;
  }
  | { type: "tick" }
  /** Everything that was to be heard has been. */
  | { type: "drained" }
  | { type: "closed"; how: ChannelClosed }
  /** Somebody or something else ends the call; `quick`: without last words. */
  | { type: "fail"; reason: EndReason; code: string; quick?: boolean };

/** What is true around the conversation while it takes a step. */
export interface Circumstances {
  nowMs: number;
  /** Something is heard or waits to be. */
  busy: boolean;
  /** Milliseconds until all of it has been heard. */
  remainingMs: number;
  /** A session of the model is there. */
  connected: boolean;
  /** A second upstream is there and not yet in use. */
  canFallBack: boolean;
  /** While there is a doubt: how much of the line since its beginning was voice. */
  voicedMs: number;
  agent: AgentConfig;
  /** A tool of ours by its name. */
  tool(name: string): CallTool | undefined;
  handover: readonly HandoverTarget[];
  /** How the phone system can put the caller through. */
  handsOver: HandsOver;
  /** Of whoever has taken over: a connection is there; some sound has come. */
  supervisor: { present: boolean; sounded: boolean };
}

export type Effect =
  | { do: "emit"; event: CallEventBody }
  | { do: "respond"; cause: ResponseCause; words?: string; tools?: "none"; must?: boolean }
  | { do: "cancel" }
  /**
   * Silence the phone, drop what waits, tell the model what was heard. `itemId`: of the caller's turn; null: it
   * is our doing. `cancel`: the model does not stop by itself.
   */
  | { do: "interrupt"; itemId: string | null; cancel?: true }
  /** The same without the model: it is gone, or the call is over. */
  | { do: "silence" }
  | { do: "tell"; text: string }
  | { do: "toolResult"; toolCallId: string; output: string }
  /** `ofPhone`: the phone system's, whatever the agent has by that name. */
  | { do: "runTool"; toolCallId: string; name: string; args: string; ofPhone?: true }
  | { do: "handOver"; toolCallId: string; agentId: string; told: HandedOver }
  | { do: "approve"; approvalId: string; approve: boolean }
  /** Asks the model in writing for the summary of the call. */
  | { do: "summarise"; withinMs: number }
  /** Tells the phone system's reporting of a turn: it was answered, or nothing came. */
  | { do: "report"; turn: TurnReport }
  | { do: "clip"; clip: "comfort" | "apology" | "failure" }
  /** No more audio will come; say `drained` once the last sample was heard. */
  | { do: "drain" }
  /** The model hears silence from here on. */
  | { do: "mute" }
  /** The same for a while: tones are not for the model. */
  | { do: "hush"; on: boolean }
  /** A secret digit goes to the vault and nowhere else; then what was typed gets its name. */
  | { do: "press"; digit: string }
  | { do: "seal"; name: string }
  /** Takes an item of the caller out of the model's conversation. */
  | { do: "forget"; itemId: string }
  /** Has these words checked; the result comes as `moderated`. */
  | { do: "moderate"; words: CheckedWords; text: string }
  /** Brings a tick at this very time. */
  | { do: "wake"; atMs: number }
  /** The phone is gone: let the model see the end of the caller's turn, and no more audio. */
  | { do: "endTurn" }
  | { do: "closeUpstream" }
  /** The model is there but of no use: the second upstream takes over. Nothing may follow it. */
  | { do: "fallBack"; code: string }
  | { do: "end"; ending: Ending }
  /** The very last: free everything. */
  | { do: "finish" };

export interface Step {
  talk: Talk;
  effects: Effect[];
}

export const stay = (talk: Talk): Step => ({ talk, effects: [] });

/** One step after another: all effects, and the state after the last. */
export function and(first: Step, next: (talk: Talk) => Step): Step {
  const second = next(first.talk);
  return { talk: second.talk, effects: [...first.effects, ...second.effects] };
}

/** Ends what the agent says or is about to say, for another reason than the caller's words. */
export const cutOff = ({ busy }: Circumstances): Effect =>
  busy ? { do: "interrupt", itemId: null, cancel: true } : { do: "cancel" };

/** A session that is still being dialled is told when it is there, and has to speak of it by itself. */
export const withNews = (talk: Talk, text: string): Talk => (
  { ...talk, news: [...talk.news, text], interruptedAnswer: true }
);

export const emit = (event: CallEventBody): Effect => ({ do: "emit", event });
