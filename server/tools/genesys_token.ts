// The access token of Genesys' API by client credentials (RFC 6749 § 4.4): fetched when it is needed, kept until
// shortly before it ends, and asked for once however many calls need it.
import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Egress, EgressAnswer } from "../egress/egress.ts";
import { egressFailure } from "./egress_failure.ts";
import { repeatAfterMs } from "./genesys_retry.ts";
import type { GenesysApiSettings } from "./genesys_settings.ts";
import { parsedOrText, type ToolFailure } from "./tool_outcome.ts";
import { pause } from "./waiting.ts";

export type TokenAnswer = { ok: true; token: string } | { ok: false; failure: ToolFailure };

export interface TokenSource {
  get(): Promise<TokenAnswer>;
  /** This token is no longer taken: the next `get` fetches another. */
  drop(token: string): void;
}

const RENEW_EARLY_MS = 60_000;
const tokenSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().default(3600),
});

export function createTokenSource(
  { egress, clock, settings, loginUrl }: {
    egress: Egress;
    clock: Clock;
    settings: GenesysApiSettings;
    loginUrl: string;
  },
): TokenSource {
  let held: { token: string; untilMs: number } | null = null;
  let asking: Promise<TokenAnswer> | null = null;

  async function ask(): Promise<TokenAnswer> {
    const answer = await request();
    if (!answer.ok) return { ok: false, failure: egressFailure(answer, false) };
    const token = tokenSchema.safeParse(parsedOrText(answer.text).value);
    if (answer.status !== 200 || !token.success) return refused(answer.status);
    const lifeMs = Math.min(token.data.expires_in, settings.tokenCacheTtlSeconds) * 1000;
    // Of a token that lives shortly, half is used: otherwise it would never be held.
    const untilMs = clock.now() + lifeMs - Math.min(RENEW_EARLY_MS, lifeMs / 2);
    held = { token: token.data.access_token, untilMs };
    return { ok: true, token: held.token };
  }

  async function request(): Promise<EgressAnswer> {
    const timeoutMs = settings.httpTimeoutSeconds * 1000;
    const endMs = clock.now() + timeoutMs;
    for (let attempt = 0;; attempt++) {
      const answer = await egress({
        url: `${loginUrl}/oauth/token`,
        method: "POST",
        headers: {
          authorization: `Basic ${basic(`${settings.clientId}:${settings.clientSecret}`)}`,
          "content-type": "application/x-www-form-urlencoded",
        },
        body: "grant_type=client_credentials",
        timeoutMs: Math.max(1, endMs - clock.now()),
        maxBytes: 65_536,
      });
      const again = repeatAfterMs(answer, {
        attempt,
        maxRepeats: settings.httpRetryMax,
        backoffMs: settings.httpRetryBackoffSeconds * 1000,
        repeatable: true,
      });
      if (again === null || clock.now() + again >= endMs) return answer;
      await pause(again, { clock, signal: new AbortController().signal });
    }
  }

  return {
    get() {
      if (held !== null && clock.now() < held.untilMs) {
        return Promise.resolve({ ok: true, token: held.token });
      }
      asking ??= ask().finally(() => asking = null);
      return asking;
    },
    drop(token) {
      if (held?.token === token) held = null;
    },
  };
}

function refused(status: number): TokenAnswer {
  return {
    ok: false,
    failure: {
      type: "auth_error",
      words: "Genesys did not let the tool in. Tell the caller that this cannot be done right now.",
      detail: `Genesys gave no token (${status}): check GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET ` +
        "and GENESYS_REGION",
      status,
    },
  };
}

function basic(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}
