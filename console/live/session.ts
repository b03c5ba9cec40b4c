// Who is signed in at this browser, and what they may do. Knows the API and no page.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Me } from "../../server/contract/person.ts";
import type { Permission } from "../../server/contract/role.ts";
import type { Api, Proof, Refusal, Result, SessionFacts } from "../api.ts";
import type { Timers } from "./timers.ts";

/**
 * "signed_out" with `lost`: the server let somebody go who did not ask for it. Their page stays as it is under the
 * sign-in, with all that was typed.
 */
export type SessionState =
  | { kind: "asking" }
  | { kind: "unreachable" }
  | { kind: "signed_out"; facts: SessionFacts | null; lost: boolean }
  | { kind: "signed_in"; facts: SessionFacts };

export interface Session {
  state: ReadonlySignal<SessionState>;
  /** Who is signed in, or was when the session was lost. */
  me: ReadonlySignal<Me | null>;
  /** Read while drawing: follows what changes. */
  may(permission: Permission): boolean;
  check(): Promise<void>;
  signIn(proof: Proof): Promise<Refusal | null>;
  setPassword(code: string, password: string): Promise<Refusal | null>;
  signOut(): Promise<void>;
  lost(): void;
}

const ASK_AGAIN_MS = 3000;

export function createSession(
  options: {
    api: Pick<Api, "session" | "signIn" | "setPassword" | "signOut">;
    timers: Timers;
    onSignedIn: () => void;
    onSignedOut: () => void;
    /** Somebody else came in where a session was lost: what is on the page is not theirs. */
    onSomebodyElse: () => void;
  },
): Session {
  const { api, timers } = options;
  const state = signal<SessionState>({ kind: "asking" });
  const me = signal<Me | null>(null);
  const allowed = computed(() => new Set(me.value?.may ?? []));
  /** What answers later than a newer question says nothing. */
  let asked = 0;

  async function check(): Promise<void> {
    const mine = ++asked;
    const result = await api.session();
    if (mine !== asked) return;
    if (!result.ok) {
      const { kind } = state.peek();
      // A server that is away for a moment does not sign anybody out.
      if (kind === "signed_in" || kind === "signed_out") return;
      state.value = { kind: "unreachable" };
      timers.after(ASK_AGAIN_MS, () => void check());
    } else if (result.value.signedIn) takeIn(result.value);
    else letGo({ facts: result.value, lost: true });
  }

  function takeIn(facts: SessionFacts): void {
    const was = state.peek().kind;
    const before = me.peek();
    if (before && facts.me && nameOf(before) !== nameOf(facts.me)) return options.onSomebodyElse();
    me.value = facts.me;
    state.value = { kind: "signed_in", facts };
    if (was !== "signed_in") options.onSignedIn();
  }

  /** `lost` counts only for somebody who was in. */
  function letGo(how: { facts: SessionFacts | null; lost: boolean }): void {
    asked++;
    const now = state.peek();
    const known = "facts" in now ? now.facts : null;
    const wasLost = now.kind === "signed_in" || now.kind === "signed_out" && now.lost;
    const lost = how.lost && wasLost;
    if (!lost) me.value = null;
    state.value = { kind: "signed_out", facts: how.facts ?? known, lost };
    if (now.kind === "signed_in") options.onSignedOut();
  }

  async function enter(trying: Promise<Result<null>>): Promise<Refusal | null> {
    const result = await trying;
    if (!result.ok) return result.refusal;
    await check();
    return null;
  }

  return {
    state,
    me,
    may: (permission) => allowed.value.has(permission),
    check,
    signIn: (proof) => enter(api.signIn(proof)),
    setPassword: (code, password) => enter(api.setPassword(code, password)),
    async signOut() {
      await api.signOut();
      letGo({ facts: null, lost: false });
    },
    lost: () => letGo({ facts: null, lost: true }),
  };
}

function nameOf({ personId, name }: Me): string {
  return personId ?? `by the server: ${name}`;
}
