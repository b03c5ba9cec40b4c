// For tests: Genesys' side of a session without socket or clock.
import { type SessionInput, step } from "./client_session.ts";
import {
  createSession,
  dueAtMs,
  OFFER,
  type SessionConfig,
  type SessionEffect,
  type SessionState,
} from "./session_state.ts";
import type { ViolationCode } from "./violations.ts";

export const ID = "66666666-7777-4888-8999-aaaaaaaaaaaa";

export interface Sent {
  type: string;
  seq: number;
  serverseq: number;
  position: string;
  parameters: Record<string, unknown>;
}

/** A session without socket or clock: time is a number, messages are lists. */
export class Bench {
  state: SessionState;
  atMs = 0;
  serverSeq = 0;
  sent: Sent[] = [];
  effects: SessionEffect[] = [];

  constructor(config: Partial<SessionConfig> = {}) {
    this.state = createSession({
      sessionId: ID,
      organizationId: "11111111-2222-4333-8444-555555555555",
      conversationId: "0b5a3f7e-2f0c-4a57-9d0f-1f2e3d4c5b6a",
      participantId: "5d6c7b8a-9f0e-4d1c-8b2a-3f4e5d6c7b8a",
      ani: "tel:+15550100",
      aniName: "",
      dnis: "",
      language: "en-us",
      inputVariables: { orderNumber: "A-17" },
      ...config,
    });
    this.input({ type: "connected" });
  }

  input(input: SessionInput): this {
    const { state, effects } = step(this.state, input, this.atMs);
    this.state = state;
    for (const effect of effects) {
      this.effects.push(effect);
      if (effect.type === "send_text") this.sent.push(JSON.parse(effect.text));
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

  message(type: string, parameters: unknown = {}, fields: Record<string, unknown> = {}): this {
    this.serverSeq++;
    const clientseq = this.state.seq;
    const text = JSON.stringify(
      { version: "2", id: ID, type, seq: this.serverSeq, clientseq, parameters, ...fields },
    );
    return this.input({ type: "text", text });
  }

  opened(media: unknown = [OFFER]): this {
    return this.message("opened", { media });
  }

  audio(bytes = 1600): this {
    return this.input({ type: "binary", audio: new Uint8Array(bytes).fill(1) });
  }

  get violations(): ViolationCode[] {
    return this.effects.flatMap((effect) =>
      effect.type === "violation" ? [effect.violation.code] : []
    );
  }

  count(type: SessionEffect["type"]): number {
    return this.effects.filter((effect) => effect.type === type).length;
  }

  get types(): string[] {
    return this.sent.map(({ type }) => type);
  }
}
