// Test side: drives the pure session with well-formed messages and collects what it wants done.
import { CONVERSATION, type Product } from "../product.ts";
import type { Effect, Input, SessionState } from "../session_state.ts";
import { firstState } from "../session_state.ts";
import { step } from "../session_step.ts";
import { ORGANIZATION, SESSION } from "./signed_upgrade.ts";

export const PCMU = { type: "audio", format: "PCMU", channels: ["external"], rate: 8000 };
export const INTERNAL = { ...PCMU, channels: ["internal"] };
export const STEREO = { ...PCMU, channels: ["external", "internal"] };
export const NIL = "00000000-0000-0000-0000-000000000000";

export function openParameters(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    organizationId: ORGANIZATION,
    conversationId: "0b5a3f7e-2f0c-4a57-9d0f-1f2e3d4c5b6a",
    participant: {
      id: "5d6c7b8a-9f0e-4d1c-8b2a-3f4e5d6c7b8a",
      ani: "tel:+15550100",
      aniName: "",
      dnis: "tel:+15550199",
    },
    media: [PCMU],
    language: "en-us",
    inputVariables: { orderNumber: "A-17" },
    ...changes,
  };
}

export class SessionScript {
  state: SessionState;
  atMs = 0;
  mediaMs = 0;
  heardAtMs = 0;
  /** Messages that the session has sent. */
  sentSeq = 0;
  clientSeq = 0;

  constructor(product: Product = CONVERSATION) {
    const [sessionId, organizationId] = [SESSION, ORGANIZATION];
    this.state = firstState({ product, sessionId, organizationId, atMs: 0 });
  }

  /** The next message of the client; `envelope` overrides fields of it. */
  message(
    type: string,
    parameters: Record<string, unknown> = {},
    envelope: Record<string, unknown> = {},
  ): Effect[] {
    const seq = ++this.clientSeq;
    const serverseq = this.sentSeq;
    const position = "PT0.0S";
    const id = SESSION;
    const all = { version: "2", id, type, seq, serverseq, position, parameters, ...envelope };
    return this.text(JSON.stringify(all));
  }

  text(text: string): Effect[] {
    this.heardAtMs = this.atMs;
    const { atMs, sentSeq, mediaMs } = this;
    return this.input({ type: "text", text, atMs, sentSeq, mediaMs });
  }

  tick(backlogBytes = 0): Effect[] {
    return this.input({ type: "tick", atMs: this.atMs, heardAtMs: this.heardAtMs, backlogBytes });
  }

  input(input: Input): Effect[] {
    const { state, effects } = step(this.state, input);
    this.state = state;
    for (const effect of effects) {
      if (effect.do === "send" || effect.do === "send_later") this.sentSeq++;
    }
    return effects;
  }

  /** An open call. */
  static open(changes: Record<string, unknown> = {}, product?: Product): SessionScript {
    const script = new SessionScript(product);
    script.message("open", openParameters(changes));
    script.input({ type: "answered", atMs: 0 });
    return script;
  }
}

/** What was done, in short: the name, and of messages their type. */
export function names(effects: readonly Effect[]): string[] {
  return effects.map((effect) => "type" in effect ? `${effect.do} ${effect.type}` : effect.do);
}

export function find<D extends Effect["do"]>(
  effects: readonly Effect[],
  what: D,
): Extract<Effect, { do: D }> | undefined {
  return effects.find((effect): effect is Extract<Effect, { do: D }> => effect.do === what);
}
