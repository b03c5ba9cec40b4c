// The connection probe: what Genesys does when an administrator activates the integration (audiohook § 4.1).
import { type Clock, systemClock } from "../../clock.ts";
import { DEFAULT_ORGANIZATION, handshakeHeaders, USER_AGENT } from "./handshake.ts";
import { offersFor } from "./offers.ts";
import type { Disconnect, Media } from "./server_message.ts";
import { SessionRunner } from "./session_runner.ts";
import { NIL_ID } from "./session_state.ts";
import type { Violation } from "./violations.ts";

export interface ProbeOptions {
  url: string;
  apiKey: string;
  /** The client secret, base64; unsigned without one. */
  secret?: string;
  organizationId?: string;
  sessionId?: string;
  userAgent?: string;
  /** Asks for the languages and offers both channels, as for a call between people. */
  listensOnly?: boolean;
  clock?: Clock;
}

export interface ProbeReport {
  sessionId: string;
  violations: Violation[];
  /** The integration could be activated: answered, closed, nothing wrong. */
  passed: boolean;
  media: Media | null;
  /** That the server names; null when it names none. */
  languages: readonly string[] | null;
  disconnect: Disconnect | null;
  /** From `open` to `opened`; null when it never came. */
  openedMs: number | null;
  durationMs: number;
}

/** Rejects when the call could not be placed at all, as `placeCall` does. */
export async function probe(options: ProbeOptions): Promise<ProbeReport> {
  const clock = options.clock ?? systemClock;
  const sessionId = options.sessionId ?? crypto.randomUUID();
  const organizationId = options.organizationId ?? DEFAULT_ORGANIZATION;
  const violations: Violation[] = [];
  let connectedMs = 0;
  let openedMs: number | null = null;
  let languages: readonly string[] | null = null;
  const runner: SessionRunner = new SessionRunner({
    clock,
    config: {
      sessionId,
      organizationId,
      conversationId: NIL_ID,
      participantId: NIL_ID,
      ani: "",
      aniName: "",
      dnis: "",
      language: "en-us",
      ...(options.listensOnly
        ? { offers: offersFor("stereo"), asksLanguages: true, listensOnly: true }
        : { inputVariables: {} }),
    },
    hooks: {
      connected: () => connectedMs = runner.atMs,
      opened: (_media, named) => {
        openedMs = runner.atMs - connectedMs;
        languages = named;
      },
      violation: (violation) => violations.push(violation),
    },
  });
  const url = new URL(options.url);
  await runner.run(
    url,
    handshakeHeaders({
      url,
      apiKey: options.apiKey,
      ...(options.secret ? { secret: options.secret } : {}),
      organizationId,
      sessionId,
      userAgent: options.userAgent ?? USER_AGENT,
      wallMs: clock.wall(),
    }),
  );
  const { media, disconnect } = runner.state;
  return {
    sessionId,
    violations,
    passed: openedMs !== null && violations.length === 0 && disconnect === null,
    media,
    languages,
    disconnect,
    openedMs,
    durationMs: runner.atMs,
  };
}
