// What one call is made of. Types only.
import type { Clock } from "../clock.ts";
import type { AgentConfig } from "../contract/agent.ts";
import type { CallEventBody } from "../contract/event.ts";
import type { Log } from "../observe/log.ts";
import type { Channel } from "../telephony/channel.ts";
import type { OpenUpstream } from "../upstream/upstream.ts";
import type { BriefAgain, Briefing } from "./briefing.ts";
import type { KeepSound } from "./call_recording.ts";
import type { Clips } from "./clips.ts";
import type { Moderate } from "./moderation.ts";

export interface CallOptions {
  callId: string;
  channel: Channel;
  conversationId: string;
  /** What the call begins with; a promise must settle within the caller's patience and not reject. */
  briefing: Briefing | Promise<Briefing>;
  /** The agent's settings until then. */
  agent: AgentConfig;
  briefAgain: BriefAgain;
  safetyIdentifier: string;
  openUpstream: OpenUpstream;
  /** Takes over where the realtime model cannot be had; null: the call fails then. */
  openFallback: OpenUpstream | null;
  /** Checks words; null: nobody can, and agents that want it are told so by a note. */
  moderate: Moderate | null;
  /** Keeps the sound of calls whose agent wants it; null: nobody does. */
  keepSound: KeepSound | null;
  clips: Clips;
  clock: Clock;
  log: Log;
  random(): number;
  emit(event: CallEventBody): void;
  onEnded(): void;
}
