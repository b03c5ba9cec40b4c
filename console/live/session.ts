// Whether this browser is signed in. Knows the API and no page.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api, Refusal, SessionFacts } from "../api.ts";
import type { Timers } from "./timers.ts";

export type SessionState =
  | { kind: "asking" }
  | { kind: "unreachable" }
  | { kind: "signed_out"; facts: SessionFacts | null }
  | { kind: "signed_in"; facts: SessionFacts };

export interface Session {
  state: ReadonlySignal<SessionState>;
  check(): Promise<void>;
  signIn(proof: { code: string } | { token: string }): Promise<Refusal | null>;
  signOut(): Promise<void>;
  lost(): void;
}

const ASK_AGAIN_MS = 3000;

export function createSession(
  options: {
    api: Pick<Api, "session" | "signIn" | "signOut">;
    timers: Timers;
    onSignedIn: () => void;
    onSignedOut: () => void;
  },
): Session {
  const { api, timers } = options;
  const state = signal<SessionState>({ kind: "asking" });

  async function check(): Promise<void> {
    const result = await api.session();
    if (!result.ok) {
      // A server that is away for a moment does not sign anybody out.
      if (state.peek().kind === "signed_in") return;
      state.value = { kind: "unreachable" };
      timers.after(ASK_AGAIN_MS, () => void check());
    } else if (result.value.signedIn) {
      const was = state.peek().kind;
      state.value = { kind: "signed_in", facts: result.value };
      if (was !== "signed_in") options.onSignedIn();
    } else lost(result.value);
  }

  function lost(facts: SessionFacts | null): void {
    const was = state.peek().kind;
    state.value = { kind: "signed_out", facts };
    if (was === "signed_in") options.onSignedOut();
  }

  return {
    state,
    check,
    async signIn(proof) {
      const result = await api.signIn(proof);
      if (!result.ok) return result.refusal;
      await check();
      return null;
    },
    async signOut() {
      await api.signOut();
      lost(null);
    },
    lost: () => lost(null),
  };
}
