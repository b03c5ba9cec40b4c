// The port for everything this server asks of other machines over HTTP besides the model: one place that
// refuses private addresses, redirects, slow and endless answers. Never throws.

export interface EgressRequest {
  url: string;
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers?: Readonly<Record<string, string>>;
  body?: string;
  timeoutMs: number;
  /** Longer answers are an error, counted while reading. */
  maxBytes: number;
  signal?: AbortSignal;
}

export type EgressAnswer =
  /** Any status that is not a redirect. */
  | { ok: true; status: number; headers: Headers; text: string }
  /** `detail` for people: never holds a header's value, a key or a query. */
  | {
    ok: false;
    code:
      | "bad_url"
      | "private_address"
      | "dns"
      | "connect"
      | "timeout"
      | "redirect"
      | "too_large"
      | "aborted";
    detail: string;
    /** The request was on its way: what it asks for may have been carried out. */
    sent?: true;
  };

export type Egress = (request: EgressRequest) => Promise<EgressAnswer>;
