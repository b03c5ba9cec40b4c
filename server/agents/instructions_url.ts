// Instructions from an address that answers per call with JSON {"system": "…"}. Keeps the last good copy for
// a day, so that an address that fails does not change what callers hear.
import type { Clock } from "../clock.ts";
import { LIMITS } from "../contract/agent_limits.ts";
import type { Egress, EgressAnswer } from "../egress/egress.ts";
import type { Log } from "../observe/log.ts";
import { type SourceAnswer, usableText } from "./source_answer.ts";

const TIMEOUT_MS = 800;
const MAX_BYTES = 64 * 1024;
const KEEP_MS = 24 * 60 * 60_000;

export interface InstructionsUrlOptions {
  url: string;
  egress: Egress;
  clock: Clock;
  log: Log;
}

/** Asks once for each call, with the call's id in X-AVR-UUID. Never rejects. */
export function createInstructionsUrl(
  { url, egress, clock, log }: InstructionsUrlOptions,
): (callId: string) => Promise<SourceAnswer> {
  let kept: { text: string; atMs: number } | null = null;

  return async (callId) => {
    const answer = await egress({
      url,
      headers: { accept: "application/json", "x-avr-uuid": callId },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    const now = clock.now();
    const result = systemText(answer);
    if ("text" in result) {
      kept = { text: result.text, atMs: now };
      return { text: result.text, note: null };
    }
    if (kept && now - kept.atMs > KEEP_MS) kept = null;
    log.warn("instructions_url_failed", { call: callId, why: result.why, copy: kept !== null });
    const instead = kept
      ? `the copy of ${minutes(now - kept.atMs)} ago is used`
      : "the next source is used";
    return {
      text: kept?.text ?? null,
      note: {
        code: "instructions_url_failed",
        detail: `OPENAI_URL_INSTRUCTIONS: ${result.why}; ${instead}`,
      },
    };
  };
}

/** The text, or why there is none: in our own words, so that nothing of the address or the answer is in them. */
function systemText(answer: EgressAnswer): { text: string } | { why: string } {
  if (!answer.ok) return { why: `no answer (${answer.code})` };
  if (answer.status !== 200) return { why: `answered with status ${answer.status}` };
  // What came in another encoding would be spoken as it was garbled.
  if (answer.text.includes("\ufffd")) return { why: "the answer is not UTF-8" };
  let json: unknown;
  try {
    json = JSON.parse(answer.text);
  } catch {
    return { why: "the answer is not JSON" };
  }
  const system = typeof json === "object" && json !== null && "system" in json ? json.system : null;
  if (typeof system !== "string") return { why: 'the answer has no text in its field "system"' };
  const { text, tooLong } = usableText(system);
  if (tooLong) return { why: `"system" has more than ${LIMITS.promptBytes} bytes` };
  return text === null ? { why: '"system" is empty' } : { text };
}

function minutes(ms: number): string {
  const count = Math.floor(ms / 60_000);
  return count === 1 ? "1 minute" : `${count} minutes`;
}
