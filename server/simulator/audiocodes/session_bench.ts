// For tests: VoiceAI Connect's side of a session without socket or clock: time is a number, messages are lists.
import type { RuleName } from "./rules.ts";
import {
  createSession,
  dueAtMs,
  type SessionConfig,
  type SessionEffect,
  type SessionState,
} from "./session_state.ts";
import { type SessionInput, step } from "./session_step.ts";

export interface Sent {
  type: string;
  conversationId: string;
  [field: string]: unknown;
}

export class Bench {
  state: SessionState;
  atMs = 0;
  sent: Sent[] = [];
  effects: SessionEffect[] = [];

  constructor(config: Partial<SessionConfig> = {}) {
    this.state = createSession({
      conversationId: "c-7f31",
      botName: "front-desk",
      caller: "+390612345678",
      callee: "5001",
      language: "it-IT",
      variables: {},
      startedAt: "2026-01-01T00:00:00.000Z",
      offered: ["raw/lpcm16", "raw/mulaw", "wav/lpcm16_8"],
      bargeIn: true,
      transferOutcome: "answered",
      split: false,
      ...config,
    });
    this.input({ type: "connected" });
  }

  input(input: SessionInput): this {
    const { state, effects } = step(this.state, input, this.atMs);
    this.state = state;
    for (const effect of effects) {
      this.effects.push(effect);
      if (effect.type === "send") this.sent.push(structuredClone(effect.message) as Sent);
    }
    return this;
  }

  /** Time passes; every deadline on the way is kept. */
  pass(ms: number): this {
    const untilMs = this.atMs + ms;
    for (;;) {
      const due = dueAtMs(this.state);
      if (due === null || due > untilMs) break;
      this.atMs = Math.max(this.atMs, due);
      this.input({ type: "tick" });
    }
    this.atMs = untilMs;
    return this;
  }

  bot(type: string, fields: object = {}): this {
    return this.input({ type: "text", text: JSON.stringify({ type, ...fields }) });
  }

  /** Accepts, and acknowledges the caller's first window. */
  accepted(mediaFormat = "raw/mulaw"): this {
    this.bot("session.accepted", { mediaFormat });
    return this.bot("userStream.started");
  }

  start(streamId: string, fields: object = {}): this {
    return this.bot("playStream.start", { streamId, mediaFormat: "raw/mulaw", ...fields });
  }

  chunk(streamId: string, ms: number): this {
    const audioChunk = new Uint8Array(ms * 8).fill(1).toBase64();
    return this.bot("playStream.chunk", { streamId, audioChunk });
  }

  stop(streamId: string): this {
    return this.bot("playStream.stop", { streamId });
  }

  activity(name: string, activityParams: object = {}, more: object = {}): this {
    return this.bot("activities", {
      activities: [{ type: "event", name, activityParams, ...more }],
    });
  }

  get breaches(): RuleName[] {
    return this.effects.flatMap((effect) => effect.type === "breach" ? [effect.rule] : []);
  }

  get types(): string[] {
    return this.sent.map(({ type }) => type);
  }

  all<T extends SessionEffect["type"]>(type: T): Extract<SessionEffect, { type: T }>[] {
    return this.effects.filter((effect): effect is Extract<SessionEffect, { type: T }> =>
      effect.type === type
    );
  }
}
