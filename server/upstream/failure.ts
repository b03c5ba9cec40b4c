// One verdict for one cause, whether it comes as HTTP status, error event, close code or socket error
// (openai-realtime §§ 2.6, 14, 15). Pure.
import type { SocketEnd } from "./socket.ts";
import type { UpstreamFailure } from "./upstream.ts";
import type { WireError } from "./wire.ts";

type Code = UpstreamFailure["code"];

/** Codes of error events, close reasons and HTTP bodies. Only these are fatal as an error event alone. */
const FATAL: Readonly<Record<string, Code>> = {
  invalid_api_key: "E_UP_AUTH",
  missing_model: "E_UP_MODEL",
  invalid_model: "E_UP_MODEL",
  model_not_found: "E_UP_MODEL",
  beta_api_shape_disabled: "E_UP_CONFIG",
  insufficient_quota: "E_UP_QUOTA",
  credit_balance_exhausted: "E_UP_QUOTA",
  session_expired: "E_UP_EXPIRED",
};
const PASSING: Readonly<Record<string, Code>> = {
  rate_limit_exceeded: "E_UP_LIMIT",
  inference_rate_limit_exceeded: "E_UP_LIMIT",
  server_error: "E_UP_5XX",
};
const STATUS: Readonly<Record<number, Code>> = {
  401: "E_UP_AUTH",
  403: "E_UP_MODEL",
  404: "E_UP_MODEL",
  408: "E_UP_TIMEOUT",
  429: "E_UP_LIMIT",
};
const CLOSE: Readonly<Record<number, Code>> = {
  3000: "E_UP_AUTH",
  4000: "E_UP_CONFIG",
  4004: "E_UP_MODEL",
};
/** No new attempt can mend these; everything else may pass. */
const HOPELESS: ReadonlySet<Code> = new Set(
  ["E_UP_AUTH", "E_UP_MODEL", "E_UP_QUOTA", "E_UP_CONFIG", "E_UP_FORMAT"],
);

/** What errors have in common, wherever they stand. */
interface ErrorFields {
  type?: string | null | undefined;
  code?: string | null | undefined;
  message?: string | null | undefined;
  param?: string | null | undefined;
}

export function failed(code: Code, detail: string, retryAfterMs?: number): UpstreamFailure {
  return {
    code,
    detail: detail.slice(0, 300),
    retry: !HOPELESS.has(code),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** How an error event ends the session; null: it does not, the socket says so itself if it comes to that. */
export function fatalError(error: WireError): UpstreamFailure | null {
  const code = lookUp(FATAL, error.code);
  return code ? failed(code, `The model's server refused: ${errorWords(error)}`) : null;
}

/** What a failed response, or a refused request for one, failed of. */
export function responseFailure(error: ErrorFields | null): UpstreamFailure {
  const code = lookUp(FATAL, error?.code) ?? lookUp(PASSING, error?.code) ??
    lookUp(PASSING, error?.type) ?? "E_UP_ERROR";
  return failed(code, `The model could not answer: ${errorWords(error ?? {})}`);
}

/** Milliseconds of "try again in 1.2s" in a limit's message; 0 without. */
export function pauseInMessage(message: string | null | undefined): number {
  const found = /try again in (\d+(?:\.\d+)?) ?(ms|s)\b/i.exec(message ?? "");
  return found ? Math.ceil(Number(found[1]) * (found[2]!.toLowerCase() === "s" ? 1000 : 1)) : 0;
}

/** How a socket's end is classified. `last` is the last error event that came before it. */
export function socketFailure(
  end: SocketEnd,
  { wallMs, last }: { wallMs: number; last: WireError | null },
): UpstreamFailure {
  if (end.how === "refused") return httpFailure(end, wallMs);
  if (end.how === "error") return systemFailure(end);
  const named = lookUp(FATAL, end.reason.split(".").at(-1)) ?? lookUp(FATAL, last?.code);
  const expired = end.code === 1001 && /maximum duration/i.test(end.reason);
  const code = named ?? (expired ? "E_UP_EXPIRED" : CLOSE[end.code] ?? "E_UP_LOST");
  const after = last ? ` after the error ${errorWords(last)}` : "";
  return failed(code, `The model's socket closed with ${end.code} ${end.reason}`.trimEnd() + after);
}

function httpFailure(
  { status, retryAfter, body }: Extract<SocketEnd, { how: "refused" }>,
  wallMs: number,
): UpstreamFailure {
  const error = errorInBody(body);
  const code = lookUp(FATAL, error.code) ?? STATUS[status] ??
    (status >= 500 ? "E_UP_5XX" : "E_UP_CONFIG");
  return failed(
    code,
    `The model's server answered the handshake with HTTP ${status}: ${errorWords(error)}`,
    retryAfterMs(retryAfter, wallMs),
  );
}

/** Seconds or an HTTP date (RFC 9110 § 10.2.3). */
function retryAfterMs(value: string | null, wallMs: number): number | undefined {
  if (value === null || value.trim() === "") return undefined;
  const ms = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - wallMs;
  return Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined;
}

function systemFailure({ code, message }: { code: string; message: string }): UpstreamFailure {
  return failed(systemCode(`${code} ${message}`), `The model's socket failed: ${code} ${message}`);
}

function systemCode(words: string): Code {
  if (/ENOTFOUND|EAI_|ENODATA|dns|failed to lookup|name or service|resolv/i.test(words)) {
    return "E_UP_DNS";
  }
  if (
    /cert|self.signed|UNABLE_TO_|EPROTO|\bTLS|\bSSL|_TLS_|fatal alert|InvalidContentType/i.test(
      words,
    )
  ) {
    return "E_UP_TLS";
  }
  if (/ETIMEDOUT|timed out/i.test(words)) return "E_UP_TIMEOUT";
  if (
    /ECONN(REFUSED|ABORTED)|E(HOST|NET)UNREACH|EADDRNOTAVAIL|refused|unreachable|tcp connect error/i
      .test(words)
  ) {
    return "E_UP_CONNECT";
  }
  return "E_UP_LOST";
}

function errorInBody(body: string): { code: string | null; message: string | null } {
  const none = { code: null, message: null };
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== "object" || value === null || !("error" in value)) return none;
    const { error } = value;
    if (typeof error !== "object" || error === null) return none;
    return {
      code: "code" in error && typeof error.code === "string" ? error.code : null,
      message: "message" in error && typeof error.message === "string" ? error.message : null,
    };
  } catch {
    return none;
  }
}

/** Code, place and message of an error, as far as they were given. */
export function errorWords(error: ErrorFields): string {
  const name = error.code ?? error.type ?? "no code";
  const param = error.param ? ` (${error.param})` : "";
  return `${name}${param}${error.message ? `: ${error.message}` : ""}`;
}

/** Takes keys out of a text: the one in use, and whatever looks like one. */
export function withoutKey(text: string, apiKey: string): string {
  const known = apiKey.length >= 4 ? text.replaceAll(apiKey, "[key]") : text;
  return known.replace(/\b(?:sk|ek)[-_][\w*.-]{3,}|\bBearer\s+\S+/g, "[key]");
}

function lookUp(table: Readonly<Record<string, Code>>, key: string | null | undefined) {
  return key && Object.hasOwn(table, key) ? table[key] : undefined;
}
