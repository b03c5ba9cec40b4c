// Decides over a connection before it is one: who is let in, who is told no on the socket, who gets no socket
// (openai-realtime § 2.6, realtime-stand-in § 2). Pure; it opens nothing.
import type { FaultPlan } from "./faults.ts";
import type { Scenario } from "./scenario.ts";

export type Verdict =
  /** A status with a JSON error body. */
  | { type: "http"; status: number; code: string; message: string; retryAfter?: string }
  /** 101, then an `error` event and a close code: the style of the real service. */
  | { type: "refused"; code: string; errorType: string; message: string; closeCode: number }
  /** The TCP connection stands and nothing ever comes. */
  | { type: "silence" }
  /** `model` of a transcription is told later, in its settings. */
  | { type: "welcome"; kind: "conversation"; model: string }
  | { type: "welcome"; kind: "transcription" };

const MODELS = [
  "gpt-realtime-2.1",
  "gpt-realtime-2.1-mini",
  "gpt-realtime-2",
  "gpt-realtime-1.5",
  "gpt-realtime",
  "gpt-realtime-2025-08-28",
  "gpt-realtime-mini",
  "gpt-realtime-mini-2025-12-15",
];
/** Known once, switched off since (openai-realtime § 5.3a). */
const GONE = /^(gpt-4o(-mini)?-realtime-preview|gpt-realtime-mini-2025-10-06$)/;

const PLAIN = "/v1/realtime";
const AZURE = "/openai/v1/realtime";
const KEY_PROTOCOL = /^openai-insecure-api-key\.(.+)$/;

export function judgeHandshake(
  request: { url: URL; headers: Headers },
  options: { scenario: Scenario; faults: FaultPlan; connection: number },
): Verdict {
  const { url, headers } = request;
  const azure = url.pathname === AZURE;
  if (url.pathname !== PLAIN && !azure) {
    return http(404, "not_found", `Invalid URL (GET ${url.pathname})`);
  }
  if (headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return http(426, "upgrade_required", "This path speaks WebSocket only.");
  }
  if (azure && url.searchParams.has("api-version")) {
    return http(400, "bad_request", "api-version is not allowed on the v1 path.");
  }
  return struck(options.faults, options.connection) ??
    judgeKey(headers, azure) ??
    judgeBeta(headers) ??
    judgeModel(url, { azure, permitted: options.scenario.models });
}

function struck(faults: FaultPlan, connection: number): Verdict | null {
  const fault = faults.takeAny(["F03", "F04", "F05", "F06", "F07"], { connection }) ??
    faults.take("F08", { connection }, ({ variant }) => variant === "tcp") ??
    faults.take("F43", { connection }, ({ variant }) => variant === "connect");
  switch (fault?.name) {
    case "F03":
    case "F04": {
      const limited = http(429, "rate_limit_exceeded", "Rate limit reached. Please try again.");
      return fault.variant === "bare"
        ? limited
        : { ...limited, retryAfter: String(fault.value ?? 1) };
    }
    case "F05":
      return fault.variant === "http" ? http(401, "invalid_api_key", WRONG_KEY) : wrongKey();
    case "F06":
      return refused(fault.variant ?? "invalid_model", "The model cannot be used.");
    case "F07":
      return http(fault.value ?? 503, "server_error", "The server is overloaded or not ready yet.");
    case "F08":
      return { type: "silence" };
    case "F43":
      return refused("insufficient_quota", "You exceeded your current quota.");
    default:
      return null;
  }
}

function judgeKey(headers: Headers, azure: boolean): Verdict | null {
  const offered = protocols(headers);
  const bearer = /^Bearer (\S+)$/.exec(headers.get("authorization") ?? "")?.[1];
  const inProtocol = offered.map((one) => KEY_PROTOCOL.exec(one)?.[1]).find((key) => key);
  const inHeader = bearer ?? (azure ? headers.get("api-key") ?? undefined : undefined);
  if (inHeader && inProtocol) {
    return http(400, "bad_request", "Give the key in a header or a sub-protocol, not in both.");
  }
  const key = inHeader ?? inProtocol;
  if (!key) return http(401, "missing_api_key", "Missing bearer authentication in header.");
  if (key.startsWith("sk-bad")) return wrongKey();
  if (key.startsWith("sk-broke")) {
    return refused("insufficient_quota", "You exceeded your current quota.");
  }
  return null;
}

function judgeBeta(headers: Headers): Verdict | null {
  return headers.has("openai-beta") || protocols(headers).includes("openai-beta.realtime-v1")
    ? refused("beta_api_shape_disabled", "The Realtime Beta API is no longer supported.")
    : null;
}

function judgeModel(
  url: URL,
  options: { azure: boolean; permitted: readonly string[] | undefined },
): Verdict {
  const { azure, permitted } = options;
  const model = url.searchParams.get("model");
  if (!model) {
    if (url.searchParams.get("intent") === "transcription") {
      return { type: "welcome", kind: "transcription" };
    }
    // Side channels are not part of this stand-in.
    return url.searchParams.has("intent") || url.searchParams.has("call_id")
      ? refused("invalid_model", "This kind of session is not available.")
      : refused("missing_model", "You must provide a model parameter.");
  }
  // Azure names deployments, which may be called anything.
  if (GONE.test(model)) return refused("model_not_found", `The model '${model}' does not exist.`);
  if (!azure && !MODELS.includes(model)) {
    return refused("invalid_model", `Model "${model}" is not supported in realtime mode.`);
  }
  if (permitted && !permitted.includes(model)) {
    return refused("model_not_found", `You do not have access to the model '${model}'.`);
  }
  return { type: "welcome", kind: "conversation", model };
}

const WRONG_KEY = "Incorrect API key provided: sk-***.";

const wrongKey = (): Verdict => ({ ...refused("invalid_api_key", WRONG_KEY), closeCode: 3000 });

function refused(code: string, message: string): Verdict & { type: "refused" } {
  return {
    type: "refused",
    code,
    errorType: code === "insufficient_quota" ? "insufficient_quota" : "invalid_request_error",
    message,
    closeCode: code === "model_not_found" ? 4004 : 4000,
  };
}

function http(status: number, code: string, message: string): Verdict & { type: "http" } {
  return { type: "http", status, code, message };
}

/** Sub-protocols the client offers, in its order. */
export function protocols(headers: Headers): string[] {
  return (headers.get("sec-websocket-protocol") ?? "").split(",").map((one) => one.trim())
    .filter((one) => one !== "");
}
