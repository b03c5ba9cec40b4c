// Tells the model in words why an address could not be asked, and people in which way. Pure.
import type { EgressAnswer } from "../egress/egress.ts";
import type { ToolErrorType, ToolFailure } from "./tool_outcome.ts";

type Refusal = Extract<EgressAnswer, { ok: false }>;

const LATER = "Tell the caller that this cannot be looked up right now, and offer another way.";

const FAILURES: Readonly<Record<Refusal["code"], [ToolErrorType, string]>> = {
  bad_url: ["configuration_error", `The tool is not set up correctly. ${LATER}`],
  private_address: ["not_allowed", `The tool's address may not be asked. ${LATER}`],
  redirect: ["configuration_error", `The tool's address has moved. ${LATER}`],
  dns: ["connection_error", `The other system cannot be reached. ${LATER}`],
  connect: ["connection_error", `The other system cannot be reached. ${LATER}`],
  timeout: ["timeout", `The other system did not answer in time. ${LATER}`],
  too_large: ["limit", "The answer was too large to be read. Ask for less, or do without."],
  aborted: ["aborted", "The call of the tool was called off."],
};

/** `writes`: what was asked for may have happened all the same, and the model must know. */
export function egressFailure(refusal: Refusal, writes: boolean): ToolFailure {
  const [type, words] = FAILURES[refusal.code];
  const unsure = writes && refusal.sent === true
    ? " It is not known whether it was carried out: do not try it again, have it checked."
    : "";
  return { type, words: words + unsure, detail: refusal.detail };
}

/** An answer with a status that says no. `body` may be told to the model. */
export function statusFailure(
  status: number,
  { body, shownBody }: { body: unknown; shownBody: unknown },
): ToolFailure {
  const words = status === 401 || status === 403
    ? `The other system did not let the tool in (${status}). ${LATER}`
    : status === 404
    ? "Nothing was found for these arguments (404). Check them with the caller."
    : status === 429
    ? `The other system has too much to do (429). ${LATER}`
    : status >= 500
    ? `The other system failed (${status}). ${LATER}`
    : `The other system refused this (${status}). Check the arguments with the caller.`;
  const type = status === 401 || status === 403 ? "auth_error" : "http_error";
  return { type, words, status, body, shownBody };
}
