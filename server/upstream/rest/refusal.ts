// What a failed HTTP exchange means, in the one set of failures that the realtime session uses too. Pure.
import { z } from "zod";
import { errorWords, failed, responseFailure, socketFailure } from "../failure.ts";
import type { UpstreamFailure } from "../upstream.ts";

const text = z.string().nullish().catch(null);
const errorSchema = z.object({ type: text, code: text, message: text, param: text });
const bodySchema = z.object({ error: errorSchema });

/** An answer that is no success. `what`: "transcribe", as in "cannot transcribe". */
export function refusal(
  what: string,
  answer: { status: number; retryAfter: string | null; body: string },
  wallMs: number,
): UpstreamFailure {
  const { code, retryAfterMs } = socketFailure({ how: "refused", ...answer }, {
    wallMs,
    last: null,
  });
  const error = errorIn(answer.body);
  const words = error ? `: ${errorWords(error)}` : "";
  return failed(code, `Cannot ${what}: HTTP ${answer.status}${words}`, retryAfterMs);
}

/** An error that came in the middle of a good answer; null: there is none. */
export function streamError(what: string, data: unknown): UpstreamFailure | null {
  const { data: body } = bodySchema.safeParse(data);
  if (!body) return null;
  return failed(responseFailure(body.error).code, `Cannot ${what}: ${errorWords(body.error)}`);
}

/** The network's own words; the address is taken out, for its query may hold a secret. */
export function networkFailure(what: string, error: unknown): UpstreamFailure {
  const message = messageOf(error).replace(/\(?https?:\/\/[^\s)]*\)?/g, "");
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const verdict = socketFailure({ how: "error", code, message }, { wallMs: 0, last: null });
  return failed(verdict.code, `Cannot ${what}: ${message}`);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` ${error.cause.message}` : "";
  return `${error.message}${cause}`;
}

function errorIn(body: string): z.infer<typeof errorSchema> | null {
  try {
    return bodySchema.safeParse(JSON.parse(body)).data?.error ?? null;
  } catch {
    return null;
  }
}
