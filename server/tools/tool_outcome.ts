// How a tool's result or failure is told, to the model and to people: JSON, bounded, never a bare status code. Pure.
import type { ToolOutcome } from "../bridge/call_tool.ts";
import { utf8Bytes } from "../contract/agent_limits.ts";
import { cutText, REDACTED, SHOWN_BYTES } from "./redaction.ts";

export const OUTPUT_BYTES = 8192;

export type ToolErrorType =
  | "validation_error"
  | "configuration_error"
  | "auth_error"
  | "not_allowed"
  | "limit"
  | "timeout"
  | "connection_error"
  | "http_error"
  | "json_error"
  | "aborted"
  | "internal_error";

export interface ToolFailure {
  type: ToolErrorType;
  /** For the model: what went wrong and what to do. */
  words: string;
  /** For people besides: where and why. Never an argument, a header or a query. */
  detail?: string;
  status?: number;
  /** What the other side said of it, for the model and, redacted, for people. */
  body?: unknown;
  shownBody?: unknown;
}

/** `shown`: the same, redacted for people. */
export function succeeded(result: unknown, shown: unknown): ToolOutcome {
  return {
    ok: true,
    output: fitted({ status: "success" }, { result, maxBytes: OUTPUT_BYTES }),
    shown: fitted({ status: "success" }, { result: shown, maxBytes: SHOWN_BYTES }),
  };
}

export function failed(failure: ToolFailure): ToolOutcome {
  const { type, words, detail, status, body, shownBody } = failure;
  const common = {
    status: "error",
    error_type: type,
    ...(status === undefined ? {} : { http_status: status }),
  };
  return {
    ok: false,
    output: fitted({ ...common, message: cutText(words, 1500) }, {
      result: body,
      maxBytes: OUTPUT_BYTES,
    }),
    shown: fitted({ ...common, message: cutText(detail ?? words, 1000) }, {
      result: shownBody,
      maxBytes: SHOWN_BYTES,
    }),
  };
}

/** JSON of `head` and the result; a result that is too long becomes its beginning, and says so. */
function fitted(
  head: Readonly<Record<string, unknown>>,
  { result, maxBytes }: { result: unknown; maxBytes: number },
): string {
  const whole = JSON.stringify({ ...head, ...(result === undefined ? {} : { result }) });
  if (utf8Bytes(whole) <= maxBytes) return whole;
  const text = typeof result === "string" ? result : JSON.stringify(result) ?? "";
  for (let roomBytes = maxBytes - 300; roomBytes > 0; roomBytes = Math.floor(roomBytes * 0.8)) {
    const beginning = cutText(text, roomBytes);
    const note = `The result was cut: it has ${text.length} characters, this is its beginning.`;
    const cut = JSON.stringify({ ...head, cut: true, note, result: beginning });
    // Quotes and control characters grow when they are written as JSON.
    if (utf8Bytes(cut) <= maxBytes) return cut;
  }
  return JSON.stringify({ ...head, cut: true });
}

/** JSON where it is JSON, the text itself where not. */
export function parsedOrText(text: string): { json: boolean; value: unknown } {
  try {
    return { json: true, value: JSON.parse(text) };
  } catch {
    return { json: false, value: text };
  }
}

/** Replaces what must never reach the model, such as a key that an address echoes. Short values are left. */
export function withoutSecrets(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 6) clean = clean.replaceAll(secret, REDACTED);
  return clean;
}
