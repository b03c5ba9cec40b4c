// Tells the server of a call before AudioSocket connects, as a dialplan does with CURL: AudioSocket itself carries
// nothing but a UUID (avr § 7).
import { USER_AGENT } from "../audiohook/handshake.ts";
import type { Script } from "../caller/caller_script.ts";
import type { PhoneCallOptions } from "../caller/phone_call.ts";
import { CallRefused, unreachable, usualAdvice } from "../caller/web_line.ts";
import { DEFAULT_CALLED, DEFAULT_CALLER } from "./numbers.ts";

export interface Announcement {
  /** Where the call is dialled. */
  url: URL;
  uuid: string;
  variables: Readonly<Record<string, string>>;
  script: Script;
  options: PhoneCallOptions & { announceUrl?: string };
}

const HTTP_PORT = 8080;
const ANSWER_WITHIN_MS = 10_000;

/** Does nothing without a token, or with nothing to tell. Rejects when the server does not take it. */
export async function announceCall(call: Announcement): Promise<void> {
  const { token, caller, called, language, signal } = call.options;
  const hasNews = Object.keys(call.variables).length > 0 ||
    [caller, called, language].some((one) => one !== undefined) || call.script.dnis !== undefined;
  if (!token || !hasNews) return;
  const url = new URL(
    call.options.announceUrl ?? `http://${call.url.hostname}:${HTTP_PORT}/asterisk/calls`,
  );
  const deadline = AbortSignal.timeout(ANSWER_WITHIN_MS);
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "user-agent": USER_AGENT,
      },
      body: JSON.stringify({
        uuid: call.uuid,
        payload: {
          from: caller ?? DEFAULT_CALLER,
          to: called ?? call.script.dnis ?? DEFAULT_CALLED,
          ...(language === undefined ? {} : { language }),
          ...call.variables,
        },
      }),
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(unreachable(url, deadline.aborted ? "no answer within 10 s" : causeOf(error)));
  }
  await response.body?.cancel();
  if (!response.ok) throw new CallRefused(response.status, url, usualAdvice(response.status));
}

function causeOf(error: unknown): string {
  const text = error instanceof Error ? error.message : "";
  return /refused/i.test(text) ? "ECONNREFUSED" : "the connection failed";
}
