// One simulated call on any protocol: what goes in and what is told of it afterwards. Types only; how a protocol
// carries it is that protocol's business.
import type { Clock } from "../../clock.ts";
import type { Speech } from "../speech.ts";
import type { Script } from "./caller_script.ts";

export interface PhoneCallOptions {
  /** Where the server answers, for instance ws://127.0.0.1:8080/audiocodes or tcp://127.0.0.1:9092 */
  url: string;
  /** Bearer or path token, where the protocol has one. */
  token?: string;
  /** What the caller does; "parcel" when neither a script nor audio is given. */
  script?: Script;
  /** Mono mu-law at 8 kHz: what the caller says; in a script it is the recording "wav". */
  audio?: Uint8Array;
  /** What the phone system tells of the call, over the script's. */
  variables?: Readonly<Record<string, string>>;
  /** Pressed after the agent has spoken for the first time, before the script goes on. */
  digits?: string;
  caller?: string;
  called?: string;
  language?: string;
  /** Name of the call at the phone system; a UUID by default. */
  conversationId?: string;
  /** Whether the phone system lets the caller interrupt, where it has a say. Default: yes. */
  bargeIn?: boolean;
  /** Sends its messages or frames in pieces, where the transport is a stream; else splits samples. Default: no. */
  split?: boolean;
  /** Loses its socket after so long and resumes, where the protocol can. */
  loseSocketAfterMs?: number;
  /** Name of the sound's format, in the protocol's words, or of several that are offered; its default without. */
  format?: string;
  /** Hangs up; before the call is answered the promise may reject with the reason. */
  signal?: AbortSignal;
  /** A line of the running account. */
  onEvent?(line: string): void;
  clock?: Clock;
  speech?: Speech;
}

/** A breach of the protocol by the server. */
export interface Breach {
  /** Short name of the rule. */
  rule: string;
  /** What was received, and what would have been right. Never holds sound. */
  detail: string;
}

export interface PhoneCallReport {
  callId: string;
  breaches: Breach[];
  /** What the caller heard since the call was answered, mono mu-law at 8 kHz, with silence where there was silence. */
  heard: Uint8Array;
  /** What the caller said, on the same timeline. */
  said: Uint8Array;
  /** How often the server silenced the phone. */
  bargeIns: number;
  /** Stretches of agent sound. */
  playbacks: number;
  /** Agent audio that was queued and never heard because the call ended. */
  cutMs: number;
  /** From dialling to the answer; null when it never came. */
  answeredMs: number | null;
  /** From the answer to the first agent sound (not silence); null when there was none. */
  firstAudioMs: number | null;
  /** For each time the caller stopped speaking and the agent answered: until the agent's first sound. */
  answerMs: number[];
  durationMs: number;
  endedBy: "caller" | "server" | "violation" | "server_lost" | "dropped";
  /** Where the server put the caller through to; null: it did not. */
  transferredTo: string | null;
  /** Lines of talk that the server told the phone system, in order. */
  told: { role: "caller" | "agent"; text: string }[];
  /**
   * Arrival of agent sound at the phone, for jitter and gaps: when, since dialling, and how much. Silence that keeps
   * flowing is left out; the breath between words is not.
   */
  arrivals: { atMs: number; soundMs: number }[];
  /** Why the script could not be followed to its end, or what it expects and did not come; null when all is well. */
  scriptError: string | null;
}

/** Rejects when the call could not be placed at all, with an Error that says what to do. */
export type PlacePhoneCall = (options: PhoneCallOptions) => Promise<PhoneCallReport>;
