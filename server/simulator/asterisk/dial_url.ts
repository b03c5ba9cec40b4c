// Where a phone system that tells of a call in the query dials it, and with which pairs (avr §§ 5, 6).
import type { Script } from "../caller/caller_script.ts";
import type { PhoneCallOptions } from "../caller/phone_call.ts";
import { DEFAULT_CALLED, DEFAULT_CALLER } from "./numbers.ts";

export interface DialledCall {
  options: PhoneCallOptions;
  script: Script;
  variables: Readonly<Record<string, string>>;
  conversationId: string;
}

/** A token becomes the last part of the path. Throws with what is wrong with the url. */
export function dialUrl({ options, script, variables, conversationId }: DialledCall): URL {
  const url = new URL(options.url);
  if (options.token) {
    url.pathname = `${url.pathname.replace(/\/$/, "")}/${encodeURIComponent(options.token)}`;
  }
  const pairs = {
    from: options.caller ?? DEFAULT_CALLER,
    to: options.called ?? script.dnis ?? DEFAULT_CALLED,
    uniqueid: conversationId,
    ...(options.language === undefined ? {} : { language: options.language }),
    ...variables,
  };
  for (const [name, value] of Object.entries(pairs)) url.searchParams.set(name, value);
  return url;
}
