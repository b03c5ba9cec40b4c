// Asks Genesys' public API: one deadline for a request with its token and its repetitions. Knows nothing of actions.
import type { Clock } from "../clock.ts";
import type { Egress, EgressAnswer } from "../egress/egress.ts";
import { egressFailure, statusFailure } from "./egress_failure.ts";
import { genesysHosts } from "./genesys_hosts.ts";
import { repeatAfterMs } from "./genesys_retry.ts";
import type { GenesysApiSettings } from "./genesys_settings.ts";
import { createTokenSource, type TokenSource } from "./genesys_token.ts";
import { redact } from "./redaction.ts";
import { parsedOrText, type ToolFailure, withoutSecrets } from "./tool_outcome.ts";
import { pause, unlessAborted } from "./waiting.ts";

export interface ApiRequest {
  /** Begins with /api/v2/. */
  path: string;
  method: "GET" | "POST";
  body?: unknown;
  /** Doing it twice is as good as once. */
  repeatable: boolean;
  maxBytes: number;
  signal?: AbortSignal;
}

export type ApiAnswer = { ok: true; value: unknown } | { ok: false; failure: ToolFailure };
export type GenesysApi = (request: ApiRequest) => Promise<ApiAnswer>;

interface Deps {
  egress: Egress;
  clock: Clock;
  settings: GenesysApiSettings;
}

export function createGenesysApi(deps: Deps): GenesysApi {
  const { apiUrl, loginUrl } = genesysHosts(deps.settings);
  const tokens = createTokenSource({ ...deps, loginUrl });
  return async (request) => {
    const stop = new AbortController();
    let late = false;
    const timeoutMs = deps.settings.httpTimeoutSeconds * 1000;
    const endMs = deps.clock.now() + timeoutMs;
    const cancel = deps.clock.after(timeoutMs, () => {
      late = true;
      stop.abort();
    });
    const onAbort = () => stop.abort();
    if (request.signal?.aborted) stop.abort();
    request.signal?.addEventListener("abort", onAbort);
    const { signal } = stop;
    const attempts = createAttempts(request, { ...deps, apiUrl, tokens, signal, endMs });
    try {
      return await attempts.run() ?? interrupted(late, attempts.mayHaveRun());
    } finally {
      cancel();
      request.signal?.removeEventListener("abort", onAbort);
    }
  };

  function interrupted(late: boolean, mayHaveRun: boolean): ApiAnswer {
    const code = late ? "timeout" : "aborted";
    const detail = late
      ? `no answer of Genesys within ${deps.settings.httpTimeoutSeconds} s`
      : "the request to Genesys was called off";
    const sent = mayHaveRun ? { sent: true as const } : {};
    return { ok: false, failure: egressFailure({ ok: false, code, detail, ...sent }, true) };
  }
}

/** The attempts of one request; `run` gives null when the signal fired. */
function createAttempts(
  request: ApiRequest,
  { egress, clock, settings, apiUrl, tokens, signal, endMs }: Deps & {
    apiUrl: string;
    tokens: TokenSource;
    signal: AbortSignal;
    endMs: number;
  },
) {
  let mayHaveRun = false;

  async function once(token: string): Promise<EgressAnswer> {
    const answer = await egress({
      url: apiUrl + request.path,
      method: request.method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      // The signal carries the deadline of all attempts; this is only a second wall.
      timeoutMs: settings.httpTimeoutSeconds * 1000,
      maxBytes: request.maxBytes,
      signal,
    });
    if (!request.repeatable) mayHaveRun = !answer.ok && answer.sent === true;
    return answer;
  }

  async function run(): Promise<ApiAnswer | null> {
    let renewed = false;
    for (let attempt = 0;;) {
      const token = await unlessAborted(tokens.get(), signal);
      if (token === null) return null;
      if (!token.ok) return token;
      const answer = await once(token.token);
      if (signal.aborted) return null;
      if (answer.ok && answer.status === 401 && !renewed) {
        renewed = true;
        tokens.drop(token.token);
        continue;
      }
      const again = repeatAfterMs(answer, {
        attempt: attempt++,
        maxRepeats: settings.httpRetryMax,
        backoffMs: settings.httpRetryBackoffSeconds * 1000,
        repeatable: request.repeatable,
      });
      // A pause that outlasts the deadline would keep the caller waiting for nothing.
      if (again === null || clock.now() + again >= endMs) return read(answer, token.token);
      await pause(again, { clock, signal });
    }
  }

  function read(answer: EgressAnswer, token: string): ApiAnswer {
    if (!answer.ok) {
      return { ok: false, failure: egressFailure(answer, !request.repeatable) };
    }
    const hidden = withoutSecrets(answer.text, [token, settings.clientSecret]);
    const { json, value } = parsedOrText(hidden);
    if (answer.status >= 400) return { ok: false, failure: refused(answer.status, value) };
    if (json || answer.text.trim() === "") return { ok: true, value: json ? value : null };
    const words = "Genesys answered something that cannot be read. Tell the caller that this " +
      "cannot be looked up right now.";
    const detail = `the answer is not JSON (${answer.text.length} characters)`;
    return { ok: false, failure: { type: "json_error", words, detail, status: answer.status } };
  }

  /** Genesys' error body: its message is for the model, people get the code and the id that support asks for. */
  function refused(status: number, value: unknown): ToolFailure {
    const body = redact(value, settings.toolOutputRedactionFields);
    const fields = typeof value === "object" && value !== null
      ? Object.entries(value).filter(([name]) => ["code", "status", "contextId"].includes(name))
      : [];
    const failure = statusFailure(status, { body, shownBody: Object.fromEntries(fields) });
    if (request.repeatable || status < 500) return failure;
    const unsure = " It is not known whether it was carried out: do not try it again.";
    return { ...failure, words: failure.words + unsure };
  }

  return { run, mayHaveRun: () => mayHaveRun };
}
