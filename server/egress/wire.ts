// The port between the rules of egress and the way a request travels: the addresses are checked already.
import type { EgressAnswer } from "./egress.ts";

export interface WireRequest {
  url: URL;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string | undefined;
  /** Checked; the connection goes to one of these and to no other. */
  addresses: readonly string[];
  maxBytes: number;
  signal: AbortSignal;
  /** Called once the request may have reached the other side. */
  onSent(): void;
}

/** Never rejects, and answers soon after `signal` has fired, whatever with. */
export type Send = (request: WireRequest) => Promise<EgressAnswer>;

export function redirected(url: URL, status: number): EgressAnswer {
  const detail = `${url.host} answered ${status}: redirects are not followed, ` +
    "set the address that it leads to";
  return { ok: false, code: "redirect", detail };
}

export function tooLarge(url: URL, maxBytes: number): EgressAnswer {
  const detail = `the answer of ${url.host} is larger than ${maxBytes} bytes`;
  return { ok: false, code: "too_large", detail };
}

/** `error` is told by its code only: its message may quote what was sent. */
export function unreachable(url: URL, error: unknown): EgressAnswer {
  const code = error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : error instanceof Error
    ? error.name
    : typeof error;
  if (/^ERR_(INVALID_CHAR|HTTP_INVALID_HEADER_VALUE|INVALID_HTTP_TOKEN)$/.test(code)) {
    const detail =
      "a header has characters that no header may have: check the secret it is made of";
    return { ok: false, code: "bad_url", detail };
  }
  const detail = `the connection to ${url.host} could not be made or broke (${code})`;
  return { ok: false, code: "connect", detail };
}
